/** `get_account_history`: how accounts have developed, and what has changed since a day. */

import * as z from "zod";
import { account, text, whole } from "../bounded_schema.ts";
import { defineTool } from "../tool.ts";

const input = z.object({
  account,
  since: text(10).optional().describe("2026-11-20 or 1w 1m 3m 6m 1y all; default 1m"),
  changes: z.boolean().optional().describe("Also what is held and its marks, against the end of that day"),
  limit: whole(2, 260).optional().describe("Rows of days, default 15"),
  chart: z.boolean().optional().describe("Draw it"),
  scheme: z.enum(["light", "dark"]).optional().describe("Default light"),
});

export type HistoryInput = z.infer<typeof input>;

export const getAccountHistory = defineTool({
  name: "get_account_history",
  title: "Account history",
  description:
    "Net liquidation over days, months or a year: change with and without deposits, high, low, drawdown, greeks after each close. With `changes`: what has changed since a day (since Friday): positions, marks, gains. Dollars; null: unknown.",
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/account_history.ts")).answerAccountHistory(asked, context),
});
