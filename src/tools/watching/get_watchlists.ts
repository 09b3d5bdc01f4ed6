/** `get_watchlists`: the user's lists of symbols and tastytrade's, or one of them with figures. */

import * as z from "zod";
import { defineTool } from "../tool.ts";

const input = z.object({
  name: z.string().trim().min(1, "is empty").max(100).optional().describe("One list, with figures of its symbols"),
  offset: z.number().int().min(0).max(5000).default(0),
});

export type WatchlistsInput = z.infer<typeof input>;

export const getWatchlists = defineTool({
  name: "get_watchlists",
  title: "Watchlists",
  description:
    "The user's watchlists and tastytrade's public ones: name, group, number of symbols. With a name: its symbols with price, change today in percent, IV rank in percent and next earnings. null means unknown, or that there is no such figure.",
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/watchlists.ts")).answerWatchlists(asked, context),
});
