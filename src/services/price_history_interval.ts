/** How long a candle is, which day or period it belongs to, and when it is finished. */

import {
  addDays,
  type Day,
  daysBetween,
  type Market,
  newYorkDay,
  newYorkInstant,
  tradingDay,
  weekday,
} from "../core/calendar.ts";

/** The lengths a candle can have, in the feed's spelling: minutes, hours, days, weeks, months. */
export const INTERVALS = ["1m", "5m", "15m", "30m", "1h", "2h", "4h", "1d", "1w", "1mo"] as const;
export type Interval = typeof INTERVALS[number];

/** Which trading counts: the regular session, the early and late ones too, or all there is (futures and crypto). */
export type Hours = "regular" | "extended" | "all";

const MINUTE = 60_000;
const HOUR = 3_600_000;
/** Minutes past midnight in New York. */
const REGULAR_CLOSE = 16 * 60;
const FUTURES_CLOSE = 17 * 60;
const MINUTES: Partial<Record<Interval, number>> = {
  "1m": 1,
  "5m": 5,
  "15m": 15,
  "30m": 30,
  "1h": 60,
  "2h": 120,
  "4h": 240,
};
/** Minutes in which something may trade on one day. */
const DAY_MINUTES: Record<Market, Record<Hours, number>> = {
  equity: { regular: 390, extended: 960, all: 960 },
  future: { regular: 1380, extended: 1380, all: 1380 },
  crypto: { regular: 1440, extended: 1440, all: 1440 },
};

/** The minutes of a candle shorter than a day, else `null`. */
export const minutesOf = (interval: Interval): number | null => MINUTES[interval] ?? null;

/**
 * The trading day of a candle. The feed starts longer candles at midnight in UTC or in New York, or the evening before
 * (futures): two hours later it is the right day everywhere.
 */
export function candleDay(at: number, interval: Interval): Day {
  return minutesOf(interval) === null ? writtenDay(Math.floor((at + 2 * HOUR) / (24 * HOUR))) : newYorkDay(at);
}

/** All days from one to another, both included. */
export function daysOf(from: Day, to: Day): Day[] {
  const first = Date.parse(from) / (24 * HOUR);
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, ahead) => writtenDay(first + ahead));
}

/** Days as they are written, by their number since 1970: a history asks for each of its days several times. */
const written = new Map<number, Day>();
const MOST_WRITTEN = 20_000;

function writtenDay(number: number): Day {
  let day = written.get(number);
  if (day === undefined) {
    if (written.size >= MOST_WRITTEN) written.clear();
    written.set(number, day = new Date(number * 24 * HOUR).toISOString().slice(0, 10));
  }
  return day;
}

/** The first day of the period a day falls into: the day itself up to daily candles, a Monday, the first of a month. */
export function periodOf(day: Day, interval: Interval): Day {
  if (interval === "1mo") return `${day.slice(0, 7)}-01`;
  if (interval !== "1w") return day;
  // A feed's week may begin on the Sunday before; Saturdays only trade in crypto.
  return addDays(day, weekday(day) === 0 ? 1 : 1 - weekday(day));
}

/** The last day of a period. */
function lastDayOf(period: Day, interval: Interval): Day {
  if (interval === "1w") return addDays(period, 6);
  return interval === "1mo" ? addDays(periodOf(addDays(period, 31), "1mo"), -1) : period;
}

/** Whether anything trades on a day. Futures keep the stock exchanges' days here, and a little of some holidays. */
export const hasTrading = (day: Day, market: Market): boolean => market === "crypto" || tradingDay(day) !== null;

/** When the candle that starts at `at` can no longer change. */
export function candleEnd(at: number, interval: Interval, market: Market, hours: Hours): number {
  const minutes = minutesOf(interval);
  if (minutes !== null) {
    const end = at + minutes * MINUTE;
    const bell = market === "equity" ? sessionEnd(newYorkDay(at), market, hours) : end;
    // The bell cuts the day's last candle short; a candle after the bell lasts as long as it says.
    return bell > at ? Math.min(end, bell) : end;
  }
  const period = periodOf(candleDay(at, interval), interval);
  let last = lastDayOf(period, interval);
  while (!hasTrading(last, market) && last > period) last = addDays(last, -1);
  return sessionEnd(last, market, hours);
}

/** When trading of a day ends: at the bell, with the late session, at 17:00 for futures, at midnight UTC for coins. */
export function sessionEnd(day: Day, market: Market, hours: Hours): number {
  if (market === "crypto") return Date.parse(`${addDays(day, 1)}T00:00:00Z`);
  if (market === "future") return newYorkInstant(day, FUTURES_CLOSE);
  const closeAt = tradingDay(day)?.closeAt ?? newYorkInstant(day, REGULAR_CLOSE);
  return hours === "regular" ? closeAt : closeAt + 4 * HOUR;
}

/** About how many candles lie between two days, both included. */
export function countCandles(from: Day, to: Day, interval: Interval, market: Market, hours: Hours): number {
  const days = daysBetween(from, to) + 1;
  const trading = market === "crypto" ? days : Math.ceil(days * 252 / 365);
  if (interval === "1mo") return Math.ceil(days / 30);
  if (interval === "1w") return Math.ceil(days / 7);
  const minutes = minutesOf(interval);
  return minutes === null ? trading : trading * Math.ceil(DAY_MINUTES[market][hours] / minutes);
}
