/** When an order ends by itself. */

import type { CheckedOrder } from "../../broker/endpoints/order.ts";
import {
  addDays,
  type Day,
  isTradingDay,
  newYorkDay,
  newYorkInstant,
  sessionState,
  tradingDay,
} from "../../core/calendar.ts";
import { parseFutureOptionSymbol, parseOccSymbol } from "../../core/symbol.ts";

/** `options`: with the first of its options to expire, which may be some hours earlier where those settle in the morning. */
export interface Expiry {
  at: number;
  by: "time_in_force" | "options";
}

/** Minutes after midnight in New York: the stock exchanges' late session and the futures' day end. */
const EXTENDED_END = 20 * 60;
const FUTURES_END = 17 * 60;
const FUTURES_HOLIDAY_END = 13 * 60;
const OPTIONS_END = 16 * 60;

/** When a working order ends without being executed or cancelled; `null` when nothing says so. */
export function expiryOf(order: CheckedOrder, now: number): Expiry | null {
  // Time begins to run when it is sent.
  const byTime = order.status === "contingent" && order.timeInForce !== "gtd" ? null : endOfTime(order, now);
  const days = order.legs.flatMap(({ symbol }) =>
    parseOccSymbol(symbol)?.expiration ?? parseFutureOptionSymbol(symbol)?.expiration ?? []
  );
  const byOptions = days.length === 0 ? null : newYorkInstant(days.sort()[0]!, OPTIONS_END);
  if (byTime !== null && (byOptions === null || byTime <= byOptions)) return { at: byTime, by: "time_in_force" };
  return byOptions === null ? null : { at: byOptions, by: "options" };
}

function endOfTime({ timeInForce, goodTillDay, underlyingType, legs }: CheckedOrder, now: number): number | null {
  const type = legs[0]?.type ?? underlyingType;
  if (type === "cryptocurrency") return null;
  const isFuture = type?.startsWith("future") ?? false;
  switch (timeInForce) {
    case "day":
      return nextEnd(now, isFuture ? futuresEnd : regularEnd);
    case "ext":
    case "ext_overnight":
      return nextEnd(now, extendedEnd);
    case "gtd":
      return goodTillDay === null ? null : (isFuture ? futuresEnd : regularEnd)(goodTillDay);
    default:
      return null;
  }
}

/** The first end of a day's session after an instant. */
function nextEnd(now: number, endOf: (day: Day) => number | null): number {
  for (let day = newYorkDay(now);; day = addDays(day, 1)) {
    const at = endOf(day);
    if (at !== null && at > now) return at;
  }
}

const regularEnd = (day: Day): number | null => tradingDay(day)?.closeAt ?? null;

const extendedEnd = (day: Day): number | null => isTradingDay(day) ? newYorkInstant(day, EXTENDED_END) : null;

function futuresEnd(day: Day): number | null {
  const end = isTradingDay(day) ? FUTURES_END : FUTURES_HOLIDAY_END;
  const at = newYorkInstant(day, end);
  return sessionState("future", at - 60_000) === "open" ? at : null;
}
