/** `get_watchlists`: the user's lists of symbols and tastytrade's, or one of them with figures. */

import * as z from "zod";
import { offset, text } from "../bounded_schema.ts";
import { defineTool } from "../tool.ts";

const input = z.object({
  name: text(100).optional(),
  offset,
});

export type WatchlistsInput = z.infer<typeof input>;

export const getWatchlists = defineTool({
  name: "get_watchlists",
  title: "Watchlists",
  description:
    "The user's watchlists and tastytrade's public ones: name, group, number of symbols. With `name`: that list's symbols with price, change today and IV rank in percent, next earnings. null: unknown, or there is no such figure.",
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/watchlists.ts")).answerWatchlists(asked, context),
});
