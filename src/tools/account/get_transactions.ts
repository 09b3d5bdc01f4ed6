/** `get_transactions`: what has happened in the user's accounts, and what it came to. */

import * as z from "zod";
import { LINE_KINDS } from "../../analytics/portfolio/line.ts";
import { symbol, text, whole } from "../bounded_schema.ts";
import { defineTool } from "../tool.ts";

const VIEWS = ["summary", "rows", "campaigns", "statistics"] as const;

const input = z.object({
  view: z.enum(VIEWS).optional(),
  account: text(40).optional(),
  symbol: symbol.optional(),
  from: text(10).optional().describe('2026-03-31, 2026-03, 2026 or "all"'),
  to: text(10).optional(),
  type: z.enum(LINE_KINDS).optional(),
  limit: whole(1, 200).optional(),
  offset: whole(0, 100_000).optional(),
});

export type TransactionsInput = z.infer<typeof input>;

export const getTransactions = defineTool({
  name: "get_transactions",
  title: "Transactions",
  description:
    "What happened in the accounts, in dollars. summary: realized profit (first in, first out), fees, dividends, interest, deposits; rows: newest first; campaigns: rolls, assignments, wheels linked into one story; statistics: win rate, expectancy, profit factor by strategy and underlying.",
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/transactions.ts")).answerTransactions(asked, context),
});
