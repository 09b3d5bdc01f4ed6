/** What is known of the underlyings of a book, in one question for prices and one for everything else. */

import { type Day, newYorkDay } from "../../core/calendar.ts";
import { type Failure, ok, type Result } from "../../core/failure.ts";
import { streamerSymbolOf } from "../../core/streamer_symbol.ts";
import { type Instrument, recognizeSymbol } from "../../core/symbol.ts";
import type { MarketMetrics } from "../../broker/endpoints/market_metrics.ts";
import type { Context } from "../context.ts";
import { createBookQuotes } from "./book_quotes.ts";

/** `null` is unknown, and for dates also that none is known to lie ahead. */
export interface UnderlyingFacts {
  symbol: string;
  /** `null` for what is no symbol we know, such as a bond. */
  instrument: Instrument | null;
  /** Dollars a share, points of an index or future. */
  price: number | null;
  previousClose: number | null;
  /** To the S&P 500. */
  beta: number | null;
  /** Over 30 days, an annualized fraction. */
  impliedVolatility: number | null;
  /** 0 to 1. */
  ivRank: number | null;
  sector: string | null;
  industry: string | null;
  /** The next report; `isEstimated` where it has not been announced. */
  earnings: { day: Day; isEstimated: boolean; time: string | null } | null;
  exDividendDay: Day | null;
  /** Dollars a share, of one payment, and a year's as a part of the price. */
  dividendPerShare: number | null;
  dividendYield: number | null;
}

export interface Underlyings {
  /** By symbol as asked: one for each. */
  facts: ReadonlyMap<string, UnderlyingFacts>;
  /** Why something is missing. */
  failures: Failure[];
}

/**
 * Facts of each symbol. Prices that the book has just read cost no call; metrics are one call for a hundred shares, funds
 * and indices. What cannot be had is `null`, and why is in `failures`.
 */
export async function readUnderlyings(symbols: readonly string[], context: Context): Promise<Result<Underlyings>> {
  const today = newYorkDay(context.now());
  const instruments = new Map<string, Instrument | null>();
  for (const symbol of symbols) {
    const recognized = recognizeSymbol(symbol);
    instruments.set(symbol, recognized.ok ? recognized.value : null);
  }
  const known = [...instruments.values()].filter((one) => one !== null);
  const measured = known.filter(({ type }) => type === "equity" || type === "index").map(({ symbol }) => symbol);
  const [market, metrics] = await Promise.all([
    context.market.part(createBookQuotes).read(
      known.map((instrument) => ({ ...instrument, streamer: streamerSymbolOf(instrument, today) })),
      context,
    ),
    context.market.metrics.read(measured, context),
  ]);
  const facts = new Map<string, UnderlyingFacts>();
  for (const [symbol, instrument] of instruments) {
    const name = instrument?.symbol ?? symbol;
    const quote = market.quotes.get(name);
    const row = metrics.ok ? metrics.value.get(name)?.value ?? null : null;
    facts.set(symbol, {
      symbol,
      instrument,
      price: quote?.mark ?? null,
      previousClose: quote?.previousClose ?? null,
      beta: row?.beta ?? quote?.beta ?? null,
      impliedVolatility: row?.iv30Day ?? null,
      ivRank: row?.ivRank ?? null,
      sector: row?.sector ?? null,
      industry: row?.industry ?? null,
      earnings: earningsOf(row, today),
      exDividendDay: [row?.dividendNextDate, row?.dividendExDate].find((day) => (day ?? "") >= today) ?? null,
      dividendPerShare: row?.dividendPerShare ?? null,
      dividendYield: row?.dividendYield ?? null,
    });
  }
  return ok({ facts, failures: [...market.failures, ...(metrics.ok ? [] : [metrics.failure])] });
}

/** A date behind us says nothing about the next one. What is not called announced is taken for a guess. */
function earningsOf(row: MarketMetrics | null, today: Day): UnderlyingFacts["earnings"] {
  const { date = null, isEstimated = null, timeOfDay = null } = row?.earnings ?? {};
  return date === null || date < today ? null : { day: date, isEstimated: isEstimated ?? true, time: timeOfDay };
}
