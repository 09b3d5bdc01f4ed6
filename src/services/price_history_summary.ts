/** What a row of candles says in a few figures. */

import { maxDrawdown } from "../analytics/drawdown.ts";
import { volatilityOfCloses } from "../analytics/volatility/realized.ts";
import type { Bar } from "./candles.ts";
import { type Day, daysBetween, type Market } from "../core/calendar.ts";
import {
  candleDay,
  candleEnd,
  daysOf,
  hasTrading,
  type Hours,
  type Interval,
  minutesOf,
  periodOf,
} from "./price_history_interval.ts";
import { type DayPrices, type SuspectedSplit, suspectSplits } from "./price_history_splits.ts";

/** A price and the start of the candle it belongs to. */
export interface Mark {
  price: number;
  at: number;
}

/** Fractions are fractions: 0.12 is 12 %. `null` is what cannot be told from these candles. */
export interface Summary {
  first: Mark;
  last: Mark;
  /** Whether the last candle can still change. It counts in `last`, `high` and `low`, and in nothing else. */
  isLastUnfinished: boolean;
  /** From the first close to the last; one candle has none. */
  change: number | null;
  changeFraction: number | null;
  high: Mark;
  low: Mark;
  averageVolume: number | null;
  realizedVolatility: { value: number; returns: number; periodsPerYear: number; ofDays: boolean } | null;
  /** From the highest close to the lowest one after it; `null` when no close is below an earlier one. */
  drawdown: { fraction: number; peakAt: number; troughAt: number } | null;
  splits: SuspectedSplit[];
}

/** Years have this many trading days, weeks and months. */
const PERIODS_PER_YEAR: Record<Market, { day: number; "1w": number; "1mo": number }> = {
  equity: { day: 252, "1w": 52, "1mo": 12 },
  future: { day: 252, "1w": 52, "1mo": 12 },
  crypto: { day: 365, "1w": 52, "1mo": 12 },
};

/** A deviation of fewer says nothing. */
const LEAST_RETURNS = 5;

/** What the candles are of. */
export interface Series {
  interval: Interval;
  market: Market;
  hours: Hours;
  /** Whether the instrument can be split at all: shares and funds. */
  isSplittable: boolean;
}

/** The summary of `candles`, oldest first and at least one: `RangeError` for none. */
export function summarize(candles: readonly Bar[], series: Series, now: number): Summary {
  const [first, last] = [candles[0], candles.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError("a summary needs at least one candle");
  const isLastUnfinished = candleEnd(last.at, series.interval, series.market, series.hours) > now;
  const finished = isLastUnfinished ? candles.slice(0, -1) : candles;
  const days = dayPrices(candles, series.interval);
  const volumes = finished.flatMap(({ volume }) => volume ?? []);
  const change = candles.length < 2 ? null : last.close - first.close;
  const fall = maxDrawdown(finished.map(({ close }) => close));
  const high = candles.reduce((best, candle) => candle.high > best.high ? candle : best);
  const low = candles.reduce((best, candle) => candle.low < best.low ? candle : best);
  return {
    first: { price: first.close, at: first.at },
    last: { price: last.close, at: last.at },
    isLastUnfinished,
    change,
    changeFraction: change !== null && first.close > 0 ? change / first.close : null,
    high: { price: high.high, at: high.at },
    low: { price: low.low, at: low.at },
    averageVolume: volumes.length === 0 ? null : volumes.reduce((sum, volume) => sum + volume, 0) / volumes.length,
    realizedVolatility: volatilityOf(finished, days, series, isLastUnfinished),
    drawdown: fall && { fraction: fall.fraction, peakAt: finished[fall.peak]!.at, troughAt: finished[fall.trough]!.at },
    splits: series.isSplittable ? suspectSplits(days) : [],
  };
}

/** Candles shorter than a day put together to days; longer ones as they are. */
function dayPrices(candles: readonly Bar[], interval: Interval): DayPrices[] {
  const days: DayPrices[] = [];
  for (const { at, open, close } of candles) {
    const day = candleDay(at, interval);
    const current = days.at(-1);
    if (current?.day === day) current.close = close;
    else days.push({ day, open, close });
  }
  return days;
}

/** Short candles would mix minutes with nights: of them only the last closes of days are taken. */
function volatilityOf(
  finished: readonly Bar[],
  days: readonly DayPrices[],
  { interval, market }: Series,
  isLastUnfinished: boolean,
): Summary["realizedVolatility"] {
  const ofDays = minutesOf(interval) !== null;
  const closes = ofDays
    ? days.slice(0, isLastUnfinished ? -1 : undefined).map(({ close }) => close)
    : finished.map(({ close }) => close);
  // A future can trade below zero, and has no logarithm there.
  if (closes.some((close) => close <= 0)) return null;
  const per = PERIODS_PER_YEAR[market];
  const periodsPerYear = interval === "1w" || interval === "1mo" ? per[interval] : per.day;
  const value = closes.length > LEAST_RETURNS ? volatilityOfCloses(closes, periodsPerYear) : null;
  return value === null ? null : { value, returns: closes.length - 1, periodsPerYear, ofDays };
}

/**
 * Periods between the first candle and `lastDay` in which something should have traded but no candle is: trading days, or
 * the weeks and months that hold one. Of short candles, days without any.
 */
export function missingPeriods(
  candles: readonly Bar[],
  { interval, market }: Pick<Series, "interval" | "market">,
  lastDay: Day,
): Day[] {
  const first = candles[0];
  if (first === undefined) return [];
  const present = new Set(candles.map(({ at }) => periodOf(candleDay(at, interval), interval)));
  const missing = new Set<Day>();
  for (const day of daysOf(candleDay(first.at, interval), lastDay)) {
    const period = periodOf(day, interval);
    if (!present.has(period) && hasTrading(day, market)) missing.add(period);
  }
  return [...missing];
}

/** Whether something should have traded between `from` and the first candle: a candle of a whole period may begin later. */
export function beginsLate(begins: Day, from: Day, { interval, market }: Pick<Series, "interval" | "market">): boolean {
  if (interval === "1w" || interval === "1mo") return daysBetween(from, begins) > (interval === "1w" ? 7 : 31);
  return daysOf(from, begins).slice(0, -1).some((day) => hasTrading(day, market));
}
