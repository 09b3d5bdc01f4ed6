/** What stretch of time is asked for: two dates, or a span back from now. */

import {
  addDays,
  type Day,
  type Market,
  newYorkDay,
  newYorkInstant,
  sessionState,
  tradingDay,
} from "../core/calendar.ts";
import { fail, ok, type Result } from "../core/failure.ts";
import { fromNewYork, newYorkWall } from "./new_york_time.ts";
import {
  candleDay,
  countCandles,
  hasTrading,
  type Hours,
  type Interval,
  INTERVALS,
  minutesOf,
} from "./price_history_interval.ts";

/** A stretch of time in New York, both ends included: for candles of a day and longer the days count, else the instants. */
export interface Stretch {
  fromAt: number;
  toAt: number;
  fromDay: Day;
  toDay: Day;
  /** The last day of it on which there may have been trading. */
  lastDay: Day;
  /** As it is to be shown and asked again. */
  from: string;
  to: string;
}

/** As it was asked: `span` such as `6mo`, or `from` and `to` such as `2026-11-20` or `2026-11-20T12:30`. */
export interface Asked {
  interval: Interval;
  span?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** Candles one question may reach over. The broker asks to stay at a few thousand. */
export const MOST_CANDLES = 6000;

/** What is looked back on when nothing is said. */
const USUAL_SPAN: Record<Interval, string> = {
  "1m": "1d",
  "5m": "5d",
  "15m": "10d",
  "30m": "1mo",
  "1h": "1mo",
  "2h": "3mo",
  "4h": "3mo",
  "1d": "6mo",
  "1w": "3y",
  "1mo": "10y",
};

const SPAN = /^(?:([1-9]\d{0,2})(d|w|mo|y)|ytd)$/;

/** The stretch that is meant; `invalid` for one that is malformed, lies ahead, or holds too many candles. */
export function stretchOf(asked: Asked, market: Market, hours: Hours, now: number): Result<Stretch> {
  const { interval } = asked;
  if (asked.span !== undefined && asked.from !== undefined) {
    return fail({ kind: "invalid", subject: "span", problem: "does not go together with `from`; give one of them" });
  }
  const end = asked.to === undefined ? ok(latest(market, hours, now)) : endOf(asked.to, now);
  if (!end.ok) return end;
  const { toAt, toDay, lastDay } = end.value;
  const from = asked.from === undefined
    ? startOfSpan(asked.span ?? USUAL_SPAN[interval], lastDay, market)
    : startOf(asked.from);
  if (!from.ok) return from;
  const fromAt = from.value;
  const fromDay = newYorkDay(fromAt);
  if (fromAt > toAt) return fail({ kind: "invalid", subject: "from", problem: "lies after `to`" });
  const isIntraday = minutesOf(interval) !== null;
  const shown = (at: number, text: string | undefined): string =>
    isIntraday && text?.includes(":") ? newYorkWall(at) : newYorkDay(at);
  const tooMany = refuseTooMany(asked, fromDay, lastDay, market, hours);
  if (tooMany !== null) return tooMany;
  const to = asked.to === undefined ? lastDay : shown(toAt, asked.to);
  const lastTraded = latest(market, hours, now).lastDay;
  return ok({
    fromAt,
    toAt,
    fromDay,
    toDay,
    lastDay: lastDay < lastTraded ? lastDay : lastTraded,
    from: shown(fromAt, asked.from),
    to,
  });
}

/** Whether a candle belongs to a stretch. */
export function isWithin(at: number, { fromAt, toAt, fromDay, toDay }: Stretch, interval: Interval): boolean {
  if (minutesOf(interval) !== null) return at >= fromAt && at <= toAt;
  const day = candleDay(at, interval);
  return day >= fromDay && day <= toDay;
}

type End = Pick<Stretch, "toAt" | "toDay" | "lastDay">;

/** The end of the day that is named, or the minute. */
function endOf(text: string, now: number): Result<End> {
  const at = fromNewYork(text);
  if (at === null) return fail(notATime("to"));
  const day = newYorkDay(at);
  if (day > newYorkDay(now)) {
    return fail({ kind: "invalid", subject: "to", problem: `lies ahead: it is ${newYorkWall(now)} in New York` });
  }
  return ok({ toAt: text.includes(":") ? at : newYorkInstant(addDays(day, 1), 0) - 1, toDay: day, lastDay: day });
}

/** Up to now: the evening already belongs to the next day of futures. */
function latest(market: Market, hours: Hours, now: number): End {
  let lastDay = newYorkDay(now);
  const session = sessionState(market, now);
  const isEarly = now < (tradingDay(lastDay)?.openAt ?? 0) &&
    (session === "closed" || (session === "pre_market" && hours === "regular"));
  if (market === "equity" && isEarly) lastDay = addDays(lastDay, -1);
  while (!hasTrading(lastDay, market)) lastDay = addDays(lastDay, -1);
  return { toAt: now, toDay: addDays(newYorkDay(now), 1), lastDay };
}

function startOf(text: string): Result<number> {
  const at = fromNewYork(text);
  return at === null ? fail(notATime("from")) : ok(at);
}

const notATime = (subject: string) =>
  ({
    kind: "invalid",
    subject,
    problem: "is not a date",
    remedy: "Write 2026-11-20, or 2026-11-20T12:30 in New York time",
  }) as const;

function startOfSpan(span: string, toDay: Day, market: Market): Result<number> {
  const parts = SPAN.exec(span.toLowerCase());
  if (parts === null) {
    return fail({
      kind: "invalid",
      subject: "span",
      problem: "is not a span of time",
      remedy: "Write 5d (trading days), 2w, 6mo, 1y or ytd",
    });
  }
  return ok(newYorkInstant(backFrom(toDay, Number(parts[1]), parts[2], market), 0));
}

function backFrom(day: Day, count: number, unit: string | undefined, market: Market): Day {
  switch (unit) {
    case "d":
      return tradingDaysBack(day, count, market);
    case "w":
      return addDays(day, -7 * count);
    case "mo":
      return monthsBack(day, count);
    case "y":
      return monthsBack(day, 12 * count);
    default:
      return `${day.slice(0, 4)}-01-01`;
  }
}

/** The first of the `count` trading days that end with `day`. */
function tradingDaysBack(day: Day, count: number, market: Market): Day {
  let first = day;
  for (let left = hasTrading(day, market) ? count - 1 : count; left > 0; left--) {
    do first = addDays(first, -1); while (!hasTrading(first, market));
  }
  return first;
}

/** The same date so many months earlier, or the last of that month where it is shorter. */
function monthsBack(day: Day, months: number): Day {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, length));
  return first.toISOString().slice(0, 10);
}

function refuseTooMany({ interval }: Asked, from: Day, to: Day, market: Market, hours: Hours): Result<never> | null {
  const count = countCandles(from, to, interval, market, hours);
  if (count <= MOST_CANDLES) return null;
  const fits = INTERVALS.find((longer) => countCandles(from, to, longer, market, hours) <= MOST_CANDLES);
  return fail({
    kind: "invalid",
    subject: "interval",
    problem:
      `${interval} from ${from} to ${to} would be about ${count} candles; at most ${MOST_CANDLES} can be asked for`,
    remedy: `Ask for ${fits ? `interval ${fits} or ` : ""}a shorter span`,
  });
}
