/** `find_strategies`: the best positions on live chains, by criteria, or for a price that is expected. */

import * as z from "zod";
import { FAMILY_NAMES } from "../../analytics/screens/family_names.ts";
import { MEASURE_NAMES } from "../../analytics/screens/measure_names.ts";
import { symbol } from "../leg_schema.ts";
import { defineTool } from "../tool.ts";

const days = z.int().min(0).max(2000);
const delta = z.number().min(0).max(1);

const target = z.object({
  price: z.union([z.number().positive(), z.enum(["up", "down", "stay"])]).describe(
    "In dollars, or one expected move up or down",
  ),
  by: z.iso.date().describe("2026-12-18"),
  spend: z.number().positive().max(1e8).describe("Dollars, at most"),
}).strict();

const input = z.object({
  symbols: z.array(symbol).min(1).max(20).optional(),
  watchlist: z.string().min(1).max(100).optional().describe("Instead of symbols"),
  families: z.array(z.enum(FAMILY_NAMES)).min(1).optional().describe(
    "Default cash-secured puts, credit spreads, iron condors, strangles, and covered calls on shares held",
  ),
  min_dte: days.optional().describe("Days to expiration; default 30"),
  max_dte: days.optional().describe("Default 60"),
  min_delta: delta.optional().describe("Of what is sold, without sign: 0.25 and 0.35 for about 30 delta"),
  max_delta: delta.optional(),
  width: z.number().positive().max(10_000).optional().describe("Exact distance of strikes, in dollars"),
  min_credit: z.number().positive().max(10_000).optional().describe("Dollars a share, at mid"),
  min_pop: z.number().min(0).max(100).optional().describe("Probability of profit, percent"),
  max_capital: z.number().positive().max(1e8).optional().describe("Dollars a unit"),
  avoid_earnings: z.boolean().optional().describe("No earnings before expiration; default true, with target false"),
  min_iv_rank: z.number().min(0).max(100).optional().describe("Percent"),
  rank_by: z.enum(MEASURE_NAMES).optional().describe("Default popWeightedReturn"),
  per_short: z.int().min(1).max(20).optional().describe("Most candidates that sell the same option"),
  limit: z.int().min(1).max(20).optional().describe("Default 5"),
  target: target.optional().describe("A view; ranks by return if it comes true. One symbol when a price is named"),
});

export type StrategiesInput = z.infer<typeof input>;

export const findStrategies = defineTool({
  name: "find_strategies",
  title: "Find strategies",
  description:
    "The best option positions on live chains: by days, delta, width, credit, probability of profit, capital, IV rank and earnings, or for a `target` price. Ranked by one named measure, all components shown, with exact legs for analyze_position. Searches symbols or a watchlist; says what was tried and refused.",
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/strategies.ts")).answerStrategies(asked, context),
});
