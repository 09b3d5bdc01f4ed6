/**
 * The exchange calendar in New York time: which days trade, from when to when, and what session an instant falls into.
 *
 * Holidays follow NYSE Rule 7.2 and the exchange's published schedule; futures follow CME Globex hours for equity index
 * products. Days are `YYYY-MM-DD` in New York; instants are epoch milliseconds.
 */

/** A calendar day in New York, `YYYY-MM-DD`. */
export type Day = string;

/** What the market is doing: `open` is the regular session. */
export type SessionState = "pre_market" | "open" | "after_hours" | "closed";

/** Which hours apply: shares, ETFs, indices and their options; futures and their options; crypto. */
export type Market = "equity" | "future" | "crypto";

/** Regular hours of one trading day. `half` marks the days that close at 13:00. */
export interface TradingDay {
  day: Day;
  openAt: number;
  closeAt: number;
  half: boolean;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const OPEN = 9 * 60 + 30;
const CLOSE = 16 * 60;
const HALF_CLOSE = 13 * 60;
const PRE_MARKET = 4 * 60;
/** How long trading goes on after the bell, in minutes. */
const AFTER_HOURS = 4 * 60;

/** Closures that no rule foretells: days of mourning. */
const SPECIAL_CLOSURES = new Set<Day>(["2018-12-05", "2025-01-09"]);

/** The New York calendar day of an instant. */
export function newYorkDay(at: number): Day {
  return new Date(at + newYorkOffset(at)).toISOString().slice(0, 10);
}

/** Minutes since midnight in New York. */
export function newYorkMinutes(at: number): number {
  const local = at + newYorkOffset(at);
  return Math.floor((((local % DAY) + DAY) % DAY) / MINUTE);
}

/** The instant at which New York's clocks show `minutes` past midnight of `day`. */
export function newYorkInstant(day: Day, minutes: number): number {
  const wall = midnight(day) + minutes * MINUTE;
  // The guess from winter time is at most an hour off, so its own offset is the right one except inside the switch.
  return wall - newYorkOffset(wall + 5 * 60 * MINUTE);
}

/** `day` moved by whole calendar days. */
export function addDays(day: Day, days: number): Day {
  return new Date(midnight(day) + days * DAY).toISOString().slice(0, 10);
}

/** Whole calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((midnight(to) - midnight(from)) / DAY);
}

/** 0 = Sunday ... 6 = Saturday. */
export function weekday(day: Day): number {
  return new Date(midnight(day)).getUTCDay();
}

/** Days are asked for over and over, and there are few of them in a process's life. */
const tradingDayMemo = new Map<Day, TradingDay | null>();
const MEMO_SIZE = 2000;

/** The regular hours of `day`, or `null` when the stock exchanges stay shut. */
export function tradingDay(day: Day): TradingDay | null {
  let known = tradingDayMemo.get(day);
  if (known === undefined) {
    if (tradingDayMemo.size >= MEMO_SIZE) tradingDayMemo.clear();
    known = findTradingDay(day);
    tradingDayMemo.set(day, known);
  }
  return known;
}

function findTradingDay(day: Day): TradingDay | null {
  if (!isTradingDay(day)) return null;
  const half = isHalfDay(day);
  return { day, openAt: newYorkInstant(day, OPEN), closeAt: newYorkInstant(day, half ? HALF_CLOSE : CLOSE), half };
}

/** Whether the stock exchanges open at all on `day`. */
export function isTradingDay(day: Day): boolean {
  const dayOfWeek = weekday(day);
  return dayOfWeek !== 0 && dayOfWeek !== 6 && !holidaysOf(Number(day.slice(0, 4))).has(day) &&
    !SPECIAL_CLOSURES.has(day);
}

/** The last trading day before `day`. */
export function previousTradingDay(day: Day): Day {
  let candidate = addDays(day, -1);
  while (!isTradingDay(candidate)) candidate = addDays(candidate, -1);
  return candidate;
}

/** The first trading day after `day`. */
export function nextTradingDay(day: Day): Day {
  let candidate = addDays(day, 1);
  while (!isTradingDay(candidate)) candidate = addDays(candidate, 1);
  return candidate;
}

/** What `market` is doing at an instant. */
export function sessionState(market: Market, at: number): SessionState {
  if (market === "crypto") return "open";
  return market === "future" ? futuresState(at) : equityState(at);
}

function equityState(at: number): SessionState {
  const today = tradingDay(newYorkDay(at));
  if (today === null) return "closed";
  if (at >= today.openAt && at < today.closeAt) return "open";
  // The early session starts five and a half hours before the bell.
  if (at >= today.openAt - (OPEN - PRE_MARKET) * MINUTE && at < today.openAt) return "pre_market";
  return at >= today.closeAt && at < today.closeAt + AFTER_HOURS * MINUTE ? "after_hours" : "closed";
}

/** Globex: Sunday 18:00 to Friday 17:00 with an hour's rest each day at 17:00; holidays stop at 13:00 or all day. */
function futuresState(at: number): SessionState {
  const minutes = newYorkMinutes(at);
  if (minutes >= 17 * 60 && minutes < 18 * 60) return "closed";
  // From 18:00 on the clock already runs for the next day's session.
  const session = minutes >= 18 * 60 ? addDays(newYorkDay(at), 1) : newYorkDay(at);
  const dayOfWeek = weekday(session);
  if (dayOfWeek === 0 || dayOfWeek === 6 || isFuturesHoliday(session)) return "closed";
  const stopsEarly = !isTradingDay(session) && minutes < 18 * 60 && minutes >= 13 * 60;
  return stopsEarly ? "closed" : "open";
}

function isFuturesHoliday(day: Day): boolean {
  const year = Number(day.slice(0, 4));
  return day === observed(year, 1, 1) || day === addDays(easter(year), -2) || day === observed(year, 12, 25);
}

function isHalfDay(day: Day): boolean {
  const year = Number(day.slice(0, 4));
  return day === addDays(nthWeekday(year, 11, 4, 4), 1) || day === dayOf(year, 12, 24) || day === dayOf(year, 7, 3);
}

const holidayMemo = new Map<number, Set<Day>>();

function holidaysOf(year: number): Set<Day> {
  let holidays = holidayMemo.get(year);
  if (holidays === undefined) {
    holidays = new Set([
      observed(year, 1, 1),
      nthWeekday(year, 1, 1, 3),
      nthWeekday(year, 2, 1, 3),
      addDays(easter(year), -2),
      lastMonday(year, 5),
      ...(year >= 2022 ? [observed(year, 6, 19)] : []),
      observed(year, 7, 4),
      nthWeekday(year, 9, 1, 1),
      nthWeekday(year, 11, 4, 4),
      observed(year, 12, 25),
    ]);
    holidayMemo.set(year, holidays);
  }
  return holidays;
}

/** Saturday moves to Friday, Sunday to Monday; a New Year's Day on Saturday is not made up for. */
function observed(year: number, month: number, date: number): Day {
  const day = dayOf(year, month, date);
  const dayOfWeek = weekday(day);
  if (dayOfWeek === 6) return month === 1 ? day : addDays(day, -1);
  return dayOfWeek === 0 ? addDays(day, 1) : day;
}

function nthWeekday(year: number, month: number, dayOfWeek: number, n: number): Day {
  const first = dayOf(year, month, 1);
  return addDays(first, ((dayOfWeek - weekday(first) + 7) % 7) + (n - 1) * 7);
}

function lastMonday(year: number, month: number): Day {
  const last = addDays(dayOf(year, month + 1, 1), -1);
  return addDays(last, -((weekday(last) - 1 + 7) % 7));
}

/** Gregorian Easter Sunday (the anonymous algorithm of 1876). */
function easter(year: number): Day {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const k = Math.floor(c / 4);
  const l = (32 + 2 * (b % 4) + 2 * k - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return dayOf(year, Math.floor(n / 31), (n % 31) + 1);
}

/** New York's distance from UTC: daylight time from the second Sunday of March to the first of November (law of 2005). */
function newYorkOffset(at: number): number {
  const year = new Date(at).getUTCFullYear();
  const { startAt, endAt } = daylightTime(year);
  return (at >= startAt && at < endAt ? -4 : -5) * 60 * MINUTE;
}

const daylightMemo = new Map<number, { startAt: number; endAt: number }>();

function daylightTime(year: number): { startAt: number; endAt: number } {
  let span = daylightMemo.get(year);
  if (span === undefined) {
    span = {
      startAt: midnight(nthWeekday(year, 3, 0, 2)) + 7 * 60 * MINUTE,
      endAt: midnight(nthWeekday(year, 11, 0, 1)) + 6 * 60 * MINUTE,
    };
    daylightMemo.set(year, span);
  }
  return span;
}

const midnight = (day: Day): number => Date.parse(`${day}T00:00:00Z`);

const dayOf = (year: number, month: number, date: number): Day =>
  new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10);
