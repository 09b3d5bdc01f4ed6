/** `get_portfolio`: everything that is held, as strategies, with what to look at. */

import * as z from "zod";
import { account, offset, symbol, whole } from "../bounded_schema.ts";
import { defineTool } from "../tool.ts";

const SORTS = ["attention", "underlying", "pl_open", "pl_today", "percent_of_max", "days", "theta", "delta"] as const;

const input = z.object({
  account,
  symbol: symbol.optional().describe("Underlying: AAPL, /ES"),
  sort: z.enum(SORTS).optional().describe("Default attention; P/L: worst first"),
  attention_only: z.boolean().optional(),
  legs: z.boolean().optional().describe("Default true"),
  limit: whole(1, 500).optional(),
  offset,
});

export type PortfolioInput = z.infer<typeof input>;
export type PortfolioSort = typeof SORTS[number];

export const getPortfolio = defineTool({
  name: "get_portfolio",
  title: "Portfolio",
  description:
    "The whole book, as strategies: entry, mark, P/L open and today, percent of maximum profit, greeks, days left, next event, and what to look at first and why (tested, 21 days, profit target, assignment). By account: P/L, net liquidation, buying power. Dollars; null: unknown.",
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/portfolio.ts")).answerPortfolio(asked, context),
});
