/** `get_transactions`: what has happened in the user's accounts, and what it came to. */

import * as z from "zod";
import { LINE_KINDS } from "../../analytics/portfolio/line.ts";
import { account, offset, symbol, text, whole } from "../bounded_schema.ts";
import { defineTool } from "../tool.ts";

const VIEWS = ["summary", "rows", "campaigns", "statistics"] as const;

const input = z.object({
  view: z.enum(VIEWS).optional().describe("Default summary"),
  account,
  symbol: symbol.optional().describe("Underlying or contract"),
  from: text(10).optional().describe('2026-03-31, 2026-03, 2026, "all"; default this year, campaigns: all'),
  to: text(10).optional(),
  type: z.enum(LINE_KINDS).optional(),
  limit: whole(1, 200).optional(),
  offset,
});

export type TransactionsInput = z.infer<typeof input>;

export const getTransactions = defineTool({
  name: "get_transactions",
  title: "Transactions",
  description:
    "What happened in the accounts, in dollars. summary: realized profit (first in, first out), fees, dividends, interest, deposits; rows: newest first; campaigns: rolls, assignments, wheels as one story each, with its result; statistics: win rate, expectancy, profit factor by strategy and underlying. null: unknown.",
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/transactions.ts")).answerTransactions(asked, context),
});
