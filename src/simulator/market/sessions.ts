/** Which instant a price is from: markets stand still while they are closed. */

import {
  addDays,
  type Market,
  newYorkDay,
  newYorkInstant,
  previousTradingDay,
  type SessionState,
  sessionState,
  type TradingDay,
  tradingDay,
} from "../../core/calendar.ts";

/** An instant as the stock exchanges see it. */
export interface Moment {
  at: number;
  state: SessionState;
  /** The trading day of shares: today from the early session on, else the last one. */
  shares: TradingDay;
  /** The last instant at which shares traded, in any session; `at` itself while one is on. */
  tradedAt: number;
  /** The trading day of index levels and options: today from the opening on. */
  regular: TradingDay;
  /** The last instant of a regular session; `at` itself while one is on. */
  regularAt: number;
}

/** Minutes past midnight at which some session may end: the late session, futures, the close, half days. */
const ENDS = [20 * 60, 17 * 60, 16 * 60, 13 * 60];

/** What the stock exchanges know at an instant. */
export function momentOf(at: number): Moment {
  const state = sessionState("equity", at);
  const today = newYorkDay(at);
  const hours = tradingDay(today);
  const yesterday = (): TradingDay => tradingDay(previousTradingDay(today))!;
  const shares = hours !== null && (state !== "closed" || at >= hours.closeAt) ? hours : yesterday();
  const regular = at >= shares.openAt ? shares : yesterday();
  return {
    at,
    state,
    shares,
    tradedAt: lastTradedAt("equity", at),
    regular,
    regularAt: Math.min(at, regular.closeAt),
  };
}

/** The last instant at or before `at` at which `market` traded: `at` itself while it does. */
export function lastTradedAt(market: Market, at: number): number {
  if (sessionState(market, at) !== "closed") return at;
  for (let day = newYorkDay(at);; day = addDays(day, -1)) {
    for (const minutes of ENDS) {
      const endAt = newYorkInstant(day, minutes);
      if (endAt <= at && sessionState(market, endAt - 1) !== "closed") return endAt;
    }
  }
}

const HOUR = 3_600_000;

/** When the early session of shares begins. */
export const earlyOpenAt = ({ openAt }: TradingDay): number => openAt - 5.5 * HOUR;

/** When the late session of shares ends. */
export const lateCloseAt = ({ closeAt }: TradingDay): number => closeAt + 4 * HOUR;
