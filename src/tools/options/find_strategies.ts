/** `find_strategies`: the best positions on live chains, by criteria, or for a price that is expected. */

import * as z from "zod";
import { FAMILY_NAMES } from "../../analytics/screens/family_names.ts";
import { MEASURE_NAMES } from "../../analytics/screens/measure_names.ts";
import { number, positive, symbols, text, whole } from "../bounded_schema.ts";
import { defineTool } from "../tool.ts";

const days = whole(0, 2000);
const delta = number(0, 1);
const dollars = positive(1e8);

const target = z.object({
  price: z.union([positive(1e8), z.enum(["up", "down", "stay"])]).describe("Or one expected move"),
  by: z.iso.date(),
  spend: dollars,
}).strict();

const input = z.object({
  symbols: symbols(20).optional().describe("AAPL, SPX, /ES; at most 20"),
  watchlist: text(100).optional().describe("Instead"),
  families: z.array(z.enum(FAMILY_NAMES)).min(1).optional().describe(
    "Default: usual premium selling",
  ),
  min_dte: days.optional().describe("Default 30"),
  max_dte: days.optional().describe("Default 60"),
  min_delta: delta.optional().describe("Of what is sold: 0.25 to 0.35 for 30 delta"),
  max_delta: delta.optional(),
  width: positive(10_000).optional().describe("Exact"),
  min_credit: positive(10_000).optional().describe("A share, at mid"),
  min_pop: number(0, 100).optional().describe("Percent"),
  max_capital: dollars.optional().describe("`units`: how many fit"),
  avoid_earnings: z.boolean().optional().describe("Default true; with target false"),
  min_iv_rank: number(0, 100).optional().describe("Percent"),
  min_liquidity: number(0, 5).optional().describe("0 to 5"),
  rank_by: z.enum(MEASURE_NAMES).optional().describe("Default pop_weighted_return"),
  per_short: whole(1, 20).optional().describe("Most that sell the same option"),
  limit: whole(1, 20).optional().describe("5, at most 20"),
  target: target.optional().describe("A view: ranks by its return"),
});

export type StrategiesInput = z.infer<typeof input>;

export const findStrategies = defineTool({
  name: "find_strategies",
  title: "Find strategies",
  description:
    "The best option positions on live chains of symbols or a watchlist: by days, delta, width, credit, chance of profit, capital, IV rank, liquidity and earnings, or for a `target` price. Ranked by one named measure, all shown, with exact legs for analyze_position; says what was tried and refused.",
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/strategies.ts")).answerStrategies(asked, context),
});
