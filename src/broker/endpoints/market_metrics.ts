/** `GET /market-metrics`: volatility, liquidity, earnings and size of underlyings. */

import * as z from "zod";
import { type Endpoint, query } from "../endpoint.ts";
import { decimal, items, text } from "../wire.ts";

const row = z.object({
  symbol: z.string(),
  "implied-volatility-index": decimal,
  "implied-volatility-index-rank": decimal,
  "implied-volatility-percentile": decimal,
  "implied-volatility-30-day": decimal,
  "historical-volatility-30-day": decimal,
  beta: decimal,
  "market-cap": decimal,
  earnings: z.object({ "expected-report-date": text }).nullish(),
});

/** Volatilities are annualized fractions, rank and percentile run from 0 to 1, `marketCap` is in dollars. */
export interface MarketMetrics {
  symbol: string;
  ivRank: number | null;
  ivPercentile: number | null;
  iv30Day: number | null;
  hv30Day: number | null;
  beta: number | null;
  marketCap: number | null;
  earningsDate: string | null;
}

/** Unknown symbols are missing from the answer. */
export const marketMetrics: Endpoint<readonly string[], MarketMetrics[]> = {
  name: "market metrics",
  method: "GET",
  group: "other",
  path: (symbols) => `/market-metrics${query({ symbols })}`,
  answer: items(row.transform((wire): MarketMetrics => ({
    symbol: wire.symbol,
    ivRank: wire["implied-volatility-index-rank"],
    ivPercentile: wire["implied-volatility-percentile"],
    // The index is a fraction on the wire, the 30-day figures are percent.
    iv30Day: fraction(wire["implied-volatility-30-day"]) ?? wire["implied-volatility-index"],
    hv30Day: fraction(wire["historical-volatility-30-day"]),
    beta: wire.beta,
    // An index has none, which the broker writes as 0.
    marketCap: wire["market-cap"] || null,
    earningsDate: wire.earnings?.["expected-report-date"] ?? null,
  }))),
};

const fraction = (percent: number | null): number | null => percent === null ? null : percent / 100;
