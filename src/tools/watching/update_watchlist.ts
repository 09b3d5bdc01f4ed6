/** `update_watchlist`: changes one of the user's lists of symbols. */

import * as z from "zod";
import { defineTool } from "../tool.ts";

const ACTIONS = ["add", "remove", "reorder", "set", "create", "rename", "delete"] as const;

// Only the outermost limits stand here: each costs every conversation, and the edit is checked whole anyway.
const input = z.object({
  action: z.enum(ACTIONS).describe("reorder: symbols come first; set: exactly symbols"),
  name: z.string().trim().min(1, "is empty").max(100),
  symbols: z.array(z.string().trim()).max(500).optional(),
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
    "Changes one of the user's tastytrade watchlists. Answers what changed and the exact call that undoes it. Public lists cannot be changed: copy them. The last to write wins.",
  access: "write",
  input,
  run: async (asked, context) => (await import("../answers/watchlist_update.ts")).answerUpdate(asked, context),
});
