/** `GET /market-metrics`: volatility, liquidity, earnings and size of underlyings. */

import * as z from "zod";
import type { Day } from "../../core/calendar.ts";
import { type Endpoint, query } from "../endpoint.ts";
import { day, decimal, flag, items, optionalDay, optionalInstant, type Settlement, settlement, text } from "../wire.ts";

const expirationRow = z.object({
  "expiration-date": day,
  "settlement-type": settlement,
  "option-chain-type": text,
  "implied-volatility": decimal,
}).transform((wire): ExpirationVolatility => ({
  day: wire["expiration-date"],
  settlement: wire["settlement-type"],
  iv: wire["implied-volatility"],
}));

const earningsRow = z.object({
  "expected-report-date": optionalDay,
  estimated: flag,
  "time-of-day": text,
  "quarter-end-date": optionalDay,
  "actual-eps": decimal,
  "consensus-estimate": decimal,
  "updated-at": optionalInstant,
}).transform((wire): Earnings => ({
  date: wire["expected-report-date"],
  isEstimated: wire.estimated,
  timeOfDay: wire["time-of-day"],
  quarterEnd: wire["quarter-end-date"],
  actualEps: wire["actual-eps"],
  consensusEps: wire["consensus-estimate"],
  updatedAt: wire["updated-at"],
}));

const row = z.object({
  symbol: z.string(),
  "updated-at": optionalInstant,
  "implied-volatility-index": decimal,
  "implied-volatility-index-5-day-change": decimal,
  "implied-volatility-index-rank": decimal,
  "implied-volatility-percentile": decimal,
  "implied-volatility-30-day": decimal,
  "historical-volatility-30-day": decimal,
  "historical-volatility-60-day": decimal,
  "historical-volatility-90-day": decimal,
  "iv-hv-30-day-difference": decimal,
  "option-expiration-implied-volatilities": z.array(expirationRow).nullish(),
  "liquidity-rating": decimal,
  "liquidity-rank": decimal,
  "liquidity-value": decimal,
  beta: decimal,
  "corr-spy-3month": decimal,
  "borrow-rate": decimal,
  lendability: text,
  "dividend-rate-per-share": decimal,
  "annual-dividend-per-share": decimal,
  "dividend-yield": decimal,
  "dividend-ex-date": optionalDay,
  "dividend-next-date": optionalDay,
  "dividend-pay-date": optionalDay,
  earnings: earningsRow.nullish(),
  "market-cap": decimal,
  "price-earnings-ratio": decimal,
  "earnings-per-share": decimal,
  "listed-market": text,
  sector: text,
  industry: text,
});

/** The implied volatility of one expiration. */
export interface ExpirationVolatility {
  day: Day;
  settlement: Settlement | null;
  iv: number | null;
}

/** The report expected next, or the last one. Figures in dollars per share. */
export interface Earnings {
  date: Day | null;
  /** Whether `date` is a guess rather than announced. */
  isEstimated: boolean | null;
  /** `BMO`, `AMC` or the like, in the broker's own letters. */
  timeOfDay: string | null;
  quarterEnd: Day | null;
  actualEps: number | null;
  consensusEps: number | null;
  updatedAt: number | null;
}

/**
 * Volatilities and `ivHvDifference` are annualized fractions, ranks and percentiles run from 0 to 1, `marketCap` is in
 * dollars, dividends and `eps` in dollars per share, `dividendYield` a fraction, `borrowRate` as the broker gives it.
 */
export interface MarketMetrics {
  symbol: string;
  updatedAt: number | null;
  ivIndex: number | null;
  ivIndex5DayChange: number | null;
  ivRank: number | null;
  ivPercentile: number | null;
  /** The index where there is no figure for 30 days. */
  iv30Day: number | null;
  hv30Day: number | null;
  hv60Day: number | null;
  hv90Day: number | null;
  ivHvDifference: number | null;
  /** Standard options only, one entry for each expiration, soonest first. */
  expirations: ExpirationVolatility[];
  /** 0 to 5. */
  liquidityRating: number | null;
  liquidityRank: number | null;
  liquidityValue: number | null;
  beta: number | null;
  corrSpy3Month: number | null;
  borrowRate: number | null;
  /** `Easy To Borrow`, `Locate Required`, `Preborrow`, or what the broker added since. */
  lendability: string | null;
  /** The latest payment. */
  dividendPerShare: number | null;
  dividendAnnual: number | null;
  dividendYield: number | null;
  dividendExDate: Day | null;
  /** May be years old: look whether it is in the future. */
  dividendNextDate: Day | null;
  dividendPayDate: Day | null;
  earnings: Earnings | null;
  /** The date of `earnings`. */
  earningsDate: Day | null;
  marketCap: number | null;
  pe: number | null;
  eps: number | null;
  /** The exchange's code, such as `XNAS`. */
  listedMarket: string | null;
  sector: string | null;
  industry: string | null;
}

/** Unknown symbols are missing from the answer. */
export const marketMetrics: Endpoint<readonly string[], MarketMetrics[]> = {
  name: "market metrics",
  method: "GET",
  group: "other",
  path: (symbols) => `/market-metrics${query({ symbols })}`,
  answer: items(row.transform((wire): MarketMetrics => ({
    symbol: wire.symbol,
    updatedAt: wire["updated-at"],
    ivIndex: wire["implied-volatility-index"],
    ivIndex5DayChange: wire["implied-volatility-index-5-day-change"],
    ivRank: wire["implied-volatility-index-rank"],
    ivPercentile: wire["implied-volatility-percentile"],
    // The index is a fraction on the wire, the 30-day figures are percent.
    iv30Day: fraction(wire["implied-volatility-30-day"]) ?? wire["implied-volatility-index"],
    hv30Day: fraction(wire["historical-volatility-30-day"]),
    hv60Day: fraction(wire["historical-volatility-60-day"]),
    hv90Day: fraction(wire["historical-volatility-90-day"]),
    ivHvDifference: fraction(wire["iv-hv-30-day-difference"]),
    expirations: wire["option-expiration-implied-volatilities"] ?? [],
    liquidityRating: wire["liquidity-rating"],
    liquidityRank: wire["liquidity-rank"],
    liquidityValue: wire["liquidity-value"],
    beta: wire.beta,
    corrSpy3Month: wire["corr-spy-3month"],
    borrowRate: wire["borrow-rate"],
    lendability: wire.lendability,
    dividendPerShare: wire["dividend-rate-per-share"],
    dividendAnnual: wire["annual-dividend-per-share"],
    dividendYield: wire["dividend-yield"],
    dividendExDate: wire["dividend-ex-date"],
    dividendNextDate: wire["dividend-next-date"],
    dividendPayDate: wire["dividend-pay-date"],
    earnings: wire.earnings ?? null,
    earningsDate: wire.earnings?.date ?? null,
    // An index has none, which the broker writes as 0.
    marketCap: wire["market-cap"] || null,
    pe: wire["price-earnings-ratio"],
    eps: wire["earnings-per-share"],
    listedMarket: wire["listed-market"],
    sector: wire.sector,
    industry: wire.industry,
  }))),
};

const fraction = (percent: number | null): number | null => percent === null ? null : percent / 100;
