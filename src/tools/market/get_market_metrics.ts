/** `get_market_metrics`: volatility, liquidity, dividends and earnings of one underlying or many, sifted and sorted. */

import * as z from "zod";
import { METRICS_ORDERS } from "../../services/metrics_filter.ts";
import { number, symbols, text, whole } from "../bounded_schema.ts";
import { defineTool } from "../tool.ts";

const LIMIT = 100;

const percentage = number(-100, 1000).optional();
const day = z.iso.date().optional();

const input = z.object({
  symbols: symbols(LIMIT).optional(),
  watchlist: text(100).optional().describe("Instead: the user's or tastytrade's list"),
  min_iv_rank: percentage,
  max_iv_rank: percentage,
  min_iv_percentile: percentage,
  min_iv_hv_difference: percentage.describe("IV less HV, 30 days, in points"),
  min_liquidity: number(0, 5).optional().describe("tastytrade's rating, 0 to 5"),
  max_beta: z.number().optional(),
  min_market_cap: number(0, 1e15).optional(),
  sector: text(40).optional().describe("Part of the name"),
  earnings_after: day.describe("Next report then or later"),
  earnings_before: day,
  no_earnings_within_days: whole(0, 365).optional().describe("ETFs and indices pass"),
  include_unknown: z.boolean().default(false).describe("Show what a filter could not judge"),
  sort: z.enum(METRICS_ORDERS).optional().describe("Of a watchlist iv_rank"),
  ascending: z.boolean().optional().describe("Default for earnings and symbol"),
  term_structure: z.enum(["none", "main", "all"]).optional()
    .describe("IV by expiration; one symbol: main (up to 8)"),
  limit: whole(1, LIMIT).default(25).describe("At most 100"),
  offset: whole(0, 1000).default(0),
});
export type MarketMetricsInput = z.infer<typeof input>;

export const getMarketMetrics = defineTool({
  name: "get_market_metrics",
  title: "Market metrics",
  description:
    "IV rank, percentile and index, HV, term structure, beta, liquidity, borrow, dividends and earnings of up to 100 shares, ETFs, indices or a watchlist, filtered and sorted in one call: high IV rank without earnings soon. Percent unless named. What a filter cannot judge is left out and named; null: unknown.",
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/market_metrics.ts")).answerMarketMetrics(asked, context),
});
