/** `get_market_metrics`: volatility, liquidity, dividends and earnings of one underlying or many, sifted and sorted. */

import * as z from "zod";
import { METRICS_ORDERS } from "../../services/metrics_filter.ts";
import { defineTool } from "../tool.ts";

const LIMIT = 100;

const percentage = z.number().min(-100).max(1000).optional();
const day = z.iso.date().optional();

const input = z.object({
  symbols: z.array(z.string().min(1, "is empty").max(40)).min(1, "is empty; name at least one symbol")
    .max(LIMIT, `has more than ${LIMIT} symbols; ask in several calls`).optional().describe("Shares, ETFs, indices"),
  watchlist: z.string().min(1).max(100).optional().describe("Instead: the user's or tastytrade's list of this name"),
  min_iv_rank: percentage.describe("Percent, as all volatilities here"),
  max_iv_rank: percentage,
  min_iv_percentile: percentage,
  min_iv_hv_difference: percentage.describe("30-day IV above 30-day HV, in points"),
  min_liquidity: z.number().min(0).max(5).optional().describe("tastytrade's rating, 0 to 5"),
  max_beta: z.number().optional(),
  min_market_cap: z.number().min(0).optional().describe("Dollars"),
  sector: z.string().min(1).max(40).optional().describe("Part of the name"),
  earnings_after: day.describe("Next report on this day or later"),
  earnings_before: day.describe("On this day or earlier"),
  no_earnings_within_days: z.number().int().min(0).max(365).optional().describe("ETFs and indices pass"),
  include_unknown: z.boolean().default(false).describe("Also show what a filter could not judge"),
  sort: z.enum(METRICS_ORDERS).optional().describe("A watchlist comes by iv_rank otherwise"),
  ascending: z.boolean().optional().describe("Default for earnings and symbol only"),
  term_structure: z.enum(["none", "main", "all"]).optional()
    .describe("IV by expiration; main (up to 8) is the default for one symbol"),
  limit: z.number().int().min(1).max(LIMIT).default(25),
  offset: z.number().int().min(0).max(1000).default(0),
});
export type MarketMetricsInput = z.infer<typeof input>;

export const getMarketMetrics = defineTool({
  name: "get_market_metrics",
  title: "Market metrics",
  description:
    "IV rank, percentile and index, HV, IV minus HV, term structure, beta, correlation, liquidity, borrow, dividends and earnings of up to 100 symbols or a watchlist, filtered and sorted: what has high IV rank and no earnings soon is one call. Percent unless named otherwise. What a filter cannot judge is left out and named; null means unknown.",
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/market_metrics.ts")).answerMarketMetrics(asked, context),
});
