/** `get_portfolio`: everything that is held, as strategies, with what to look at. */

import * as z from "zod";
import { symbol, text, whole } from "../bounded_schema.ts";
import { defineTool } from "../tool.ts";

const SORTS = ["attention", "underlying", "open", "today", "percent", "days", "theta", "delta"] as const;

const input = z.object({
  account: text(40).optional().describe("Number, last digits or nickname"),
  underlying: symbol.optional().describe("AAPL, /ES"),
  sort: z.enum(SORTS).optional().describe("Default attention; gains: worst first"),
  attention_only: z.boolean().optional(),
  legs: z.boolean().optional().describe("Default true"),
  limit: whole(1, 500).optional(),
  offset: whole(0, 100_000).optional(),
});

export type PortfolioInput = z.infer<typeof input>;
export type PortfolioSort = typeof SORTS[number];

export const getPortfolio = defineTool({
  name: "get_portfolio",
  title: "Portfolio",
  description:
    "What is held in all accounts, as strategies: entry, mark, P/L open and today, percent of maximum profit, greeks, next event, what needs attention and why (tested, 21 days, profit target, assignment); totals, net liquidation. Null: unknown.",
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/portfolio.ts")).answerPortfolio(asked, context),
});
