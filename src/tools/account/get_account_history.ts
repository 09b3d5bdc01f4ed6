/** `get_account_history`: how accounts have developed, and what has changed since a day. */

import * as z from "zod";
import { text, whole } from "../bounded_schema.ts";
import { defineTool } from "../tool.ts";

const input = z.object({
  account: text(40).optional().describe("Number, last digits or nickname"),
  since: text(10).optional().describe("2026-11-20, or 1w 1m 3m 6m 1y all; default 1m"),
  changes: z.boolean().optional().describe("What is held and its marks, against the end of that day"),
  limit: whole(2, 260).optional().describe("Rows of days, default 15"),
  chart: z.boolean().optional().describe("Also draw it"),
  scheme: z.enum(["light", "dark"]).optional().describe("Of the chart"),
});

export type HistoryInput = z.infer<typeof input>;

export const getAccountHistory = defineTool({
  name: "get_account_history",
  title: "Account history",
  description:
    'Net liquidation day by day with change, high, low, drawdown and money moved; greeks as written down after each close; what has changed since a day ("since Friday"): positions, marks, gains. Dollars; null is unknown.',
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/account_history.ts")).answerAccountHistory(asked, context),
});
