/** When the exchanges trade, as the broker counts sessions: each belongs to a day, although futures begin the evening before. */

import {
  addDays,
  type Day,
  isTradingDay,
  newYorkDay,
  newYorkInstant,
  newYorkMinutes,
  sessionState,
  tradingDay,
} from "../../core/calendar.ts";
import { lateCloseAt } from "./sessions.ts";

/** Whose hours: shares and their options, CME's futures, Cboe's futures. */
export const COLLECTIONS = ["Equity", "CME", "CFE"] as const;
export type Collection = typeof COLLECTIONS[number];

/** The hours of one session. */
export interface TradingHours {
  day: Day;
  /** When orders are taken in before the opening. */
  startAt: number;
  openAt: number;
  closeAt: number;
  /** When trading after the close ends; `null` for futures, which have none. */
  lateCloseAt: number | null;
}

/** What is going on, in the broker's words. */
export type TradingState = "Closed" | "Pre-market" | "Open" | "Extended";

const MINUTE = 60_000;
const SHARES_START = 75 * MINUTE;
const FUTURES_START = 17 * 60 + 45;
const FUTURES_OPEN = 18 * 60;
const FUTURES_CLOSE = 17 * 60;
const FUTURES_HOLIDAY_CLOSE = 13 * 60;
const NOON = 12 * 60;

/** The session of a day, `null` when there is none. */
export function tradingHours(collection: Collection, day: Day): TradingHours | null {
  return collection === "Equity" ? shareHours(day) : futureHours(day);
}

function shareHours(day: Day): TradingHours | null {
  const hours = tradingDay(day);
  if (hours === null) return null;
  const { openAt, closeAt } = hours;
  return { day, startAt: openAt - SHARES_START, openAt, closeAt, lateCloseAt: lateCloseAt(hours) };
}

function futureHours(day: Day): TradingHours | null {
  if (sessionState("future", newYorkInstant(day, NOON)) === "closed") return null;
  const evening = addDays(day, -1);
  return {
    day,
    startAt: newYorkInstant(evening, FUTURES_START),
    openAt: newYorkInstant(evening, FUTURES_OPEN),
    closeAt: newYorkInstant(day, isTradingDay(day) ? FUTURES_CLOSE : FUTURES_HOLIDAY_CLOSE),
    lateCloseAt: null,
  };
}

/** The day whose session an instant falls into, or would if there were one: futures turn the page in the evening. */
export function sessionDay(collection: Collection, at: number): Day {
  const isEvening = collection !== "Equity" && newYorkMinutes(at) >= FUTURES_START;
  return isEvening ? addDays(newYorkDay(at), 1) : newYorkDay(at);
}

/** What is going on at an instant. */
export function tradingState(hours: TradingHours | null, at: number): TradingState {
  if (hours === null || at < hours.startAt) return "Closed";
  if (at < hours.openAt) return "Pre-market";
  if (at < hours.closeAt) return "Open";
  return at < (hours.lateCloseAt ?? 0) ? "Extended" : "Closed";
}

/** The first session after a day. */
export const nextHours = (collection: Collection, day: Day): TradingHours => seek(collection, day, 1);

/** The last session before a day. */
export const previousHours = (collection: Collection, day: Day): TradingHours => seek(collection, day, -1);

function seek(collection: Collection, from: Day, step: 1 | -1): TradingHours {
  for (let day = addDays(from, step);; day = addDays(day, step)) {
    const hours = tradingHours(collection, day);
    if (hours !== null) return hours;
  }
}

/** The sessions from one day to another, both included. */
export function hoursBetween(collection: Collection, from: Day, to: Day): TradingHours[] {
  const found: TradingHours[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const hours = tradingHours(collection, day);
    if (hours !== null) found.push(hours);
  }
  return found;
}
