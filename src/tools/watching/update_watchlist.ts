/** `update_watchlist`: changes one of the user's lists of symbols. */

import * as z from "zod";
import { text } from "../bounded_schema.ts";
import { defineTool } from "../tool.ts";

const ACTIONS = ["add", "remove", "reorder", "set", "create", "rename", "delete"] as const;

// Only the outermost limits stand here: each costs every conversation, and the edit is checked whole anyway.
const input = z.object({
  action: z.enum(ACTIONS).describe("reorder: symbols come first; set: exactly symbols"),
  name: text(100),
  symbols: z.array(z.string().trim()).refine((given) => given.length <= 500, "has more than 500 symbols").optional(),
  new_name: z.string().trim().optional(),
  copy_of: z.string().trim().optional().describe("create from this list"),
  group: z.string().trim().optional(),
  order: z.number().int().optional(),
  restore: z.boolean().optional().describe("Only in an undo"),
});

export type UpdateWatchlistInput = z.infer<typeof input>;

export const updateWatchlist = defineTool({
  name: "update_watchlist",
  title: "Change a watchlist",
  description:
    "Adds symbols to one of the user's tastytrade watchlists, removes them, or makes, renames, deletes a list. Answers what changed and the exact call that undoes it. Public lists cannot be changed: copy them. The last to write wins.",
  access: "write",
  input,
  run: async (asked, context) => (await import("../answers/watchlist_update.ts")).answerUpdate(asked, context),
});
