/** One instrument's prices and greeks, whether a snapshot or the stream has told them. */

import type { LiveAnswer, LiveType } from "../../broker/dxlink/live.ts";
import type { MarketData } from "../../broker/endpoints/market_data.ts";
import { type Day, isTradingDay, newYorkDay } from "../../core/calendar.ts";
import type { InstrumentType } from "../../core/symbol.ts";

/** Prices in dollars (points of futures and indices); volatility a fraction; greeks a share: theta a day, vega a point. */
export interface BookQuote {
  bid: number | null;
  ask: number | null;
  mark: number | null;
  previousClose: number | null;
  volatility: number | null;
  delta: number | null;
  gamma: number | null;
  theta: number | null;
  vega: number | null;
  /** To the market, of shares; the stream is not asked for it. */
  beta: number | null;
  source: "stream" | "rest";
  readAt: number;
}

export const isOption = (type: InstrumentType): boolean => type === "equity_option" || type === "future_option";

/** What the stream is asked for. An index has no market of its own. */
export function liveTypes(type: InstrumentType): readonly LiveType[] {
  if (isOption(type)) return ["Quote", "Greeks"];
  return type === "index" ? ["Trade", "Summary"] : ["Quote", "Trade", "Summary"];
}

export function quoteOfSnapshot(row: MarketData, readAt: number): BookQuote {
  const { bid, ask, mark, mid, last, volatility, delta, gamma, theta, vega, beta } = row;
  return {
    bid,
    ask,
    mark: mark ?? mid ?? last,
    previousClose: closeBefore(row, newYorkDay(readAt)),
    volatility: volatility !== null && volatility > 0 ? volatility : null,
    delta,
    gamma,
    theta,
    vega,
    beta,
    source: "rest",
    readAt,
  };
}

/** The close before today; on a day without trading that before the last session, whose gains are the latest. */
function closeBefore({ close, prevClose, day }: MarketData, today: Day): number | null {
  // Before the opening, options are still told as of the last session.
  const isLast = day !== null && day < today && isTradingDay(today);
  return isLast ? close ?? prevClose : prevClose;
}

/** `null` when what came tells no price. */
export function quoteOfEvents(type: InstrumentType, answer: LiveAnswer, readAt: number): BookQuote | null {
  const { Quote, Greeks, Trade, Summary } = answer;
  const [bid, ask] = [Quote?.bid ?? null, Quote?.ask ?? null];
  const mark = isOption(type)
    ? middle(bid, ask) ?? Greeks?.price ?? null
    : within(Trade?.price ?? null, bid, ask) ?? Summary?.prevClose ?? null;
  if (mark === null) return null;
  const volatility = Greeks?.volatility ?? null;
  return {
    bid,
    ask,
    mark,
    previousClose: Summary?.prevClose ?? null,
    volatility: volatility !== null && volatility > 0 ? volatility : null,
    delta: Greeks?.delta ?? null,
    gamma: Greeks?.gamma ?? null,
    theta: Greeks?.theta ?? null,
    vega: Greeks?.vega ?? null,
    beta: null,
    source: "stream",
    readAt,
  };
}

/** Nobody bids for what is worthless: that is a market, too. */
const middle = (bid: number | null, ask: number | null): number | null =>
  ask !== null && ask > 0 && ask >= (bid ?? 0) ? ((bid ?? 0) + ask) / 2 : null;

/** The last price, moved into the market where it lies outside. */
function within(last: number | null, bid: number | null, ask: number | null): number | null {
  if (bid === null || ask === null || !(bid > 0) || ask < bid) return last;
  return last === null ? (bid + ask) / 2 : Math.min(ask, Math.max(bid, last));
}
