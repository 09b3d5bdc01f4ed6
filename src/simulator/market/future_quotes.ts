/** Quotes of futures: the path of the underlying plus the cost of carrying it, from Sunday evening to Friday afternoon. */

import { addDays, type Day, newYorkDay, newYorkInstant, newYorkMinutes, sessionState } from "../../core/calendar.ts";
import { busyShare } from "./history.ts";
import { carryOf, type FutureContract } from "./futures.ts";
import { hashText, type Noise } from "./noise.ts";
import type { Prices } from "./prices.ts";
import { downToTick, NOTHING_ELSE, type Quote, toTick } from "./quote.ts";
import { lastTradedAt } from "./sessions.ts";
import type { Span } from "./span.ts";

const YEAR = 365 * 86_400_000;
const EVENING_OPEN = 18 * 60;
const SETTLEMENT = 16 * 60;
/** How much less a contract trades than the one before it. */
const FADING = 0.06;

/** The quotes and prices of futures. */
export interface FutureQuotes {
  quote(contract: FutureContract, at: number): Quote;
  /** The price at the last trade at or before an instant, not rounded. */
  price(contract: FutureContract, at: number): number;
  /** What was dealt between two instants of one session, rounded to ticks. */
  between(contract: FutureContract, fromAt: number, toAt: number): Span;
  /** Contracts dealt in the session of an instant so far. */
  volume(contract: FutureContract, at: number): number;
}

/** A futures session: from the evening before to the afternoon. */
export interface FutureSession {
  day: Day;
  openAt: number;
  /** The last instant of trading so far. */
  tradedAt: number;
}

/** Futures over a market's prices. */
export function createFutureQuotes(prices: Prices, noise: Noise): FutureQuotes {
  const flicker = noise.stream("future flicker");
  const crowd = noise.stream("future crowd");

  /** The carry of a whole session is that of its beginning, so that its range is the path's. */
  const scale = ({ product, expiresAt }: FutureContract, { openAt }: FutureSession): number => {
    const dividendYield = prices.listings.get(product.path)?.dividendYield ?? 0;
    return product.ratio * Math.exp(carryOf(product, dividendYield) * (expiresAt - openAt) / YEAR);
  };

  function price(contract: FutureContract, at: number): number {
    const session = futureSessionOf(at);
    return scale(contract, session) * Math.exp(prices.path(contract.product.path).at(session.tradedAt));
  }

  function between(contract: FutureContract, fromAt: number, toAt: number): Span {
    const { product } = contract;
    const { open, high, low, close } = prices.path(product.path).between(fromAt, toAt);
    const factor = scale(contract, futureSessionOf(toAt));
    const round = (logarithm: number) => toTick(factor * Math.exp(logarithm), product.tick);
    return { open: round(open), high: round(high), low: round(low), close: round(close) };
  }

  function volume({ symbol, product, order }: FutureContract, at: number): number {
    const { tradedAt, openAt } = futureSessionOf(at);
    const through = (tradedAt - openAt) / (23 * 3_600_000);
    const mood = Math.exp(0.25 * noise.normal(crowd, hashText(symbol), Math.floor(openAt / 86_400_000)));
    return Math.floor(product.volume * FADING ** order * mood * busyShare(Math.min(1, through)));
  }

  function quote(contract: FutureContract, at: number): Quote {
    const { symbol, product, order } = contract;
    const { tradedAt, openAt, day } = futureSessionOf(at);
    const over = sessionState("future", at) === "closed";
    const { open, high, low, close: last } = between(contract, openAt, tradedAt);
    const settledAt = Math.min(tradedAt, newYorkInstant(day, SETTLEMENT));
    const before = previousSessionDay(day);
    const name = hashText(symbol);
    const chance = (draw: number) => noise.uniform(flicker + draw, name, Math.floor(tradedAt / 1000));
    const ticks = 1 + Math.floor(order * chance(0) * 2);
    const bid = downToTick(last - product.tick * Math.floor(ticks * chance(1) + 0.5), product.tick);
    const ask = toTick(bid + ticks * product.tick, product.tick);
    return {
      ...NOTHING_ELSE,
      symbol,
      updatedAt: tradedAt,
      bid,
      ask,
      bidSize: Math.ceil(-12 * FADING ** (order / 2) * Math.log(chance(2))),
      askSize: Math.ceil(-12 * FADING ** (order / 2) * Math.log(chance(3))),
      mark: last,
      last,
      lastRegular: last,
      open,
      high,
      low,
      close: over ? toTick(price(contract, settledAt), product.tick) : null,
      closeType: over ? "Final" : "Regular",
      previousClose: toTick(price(contract, newYorkInstant(before, SETTLEMENT)), product.tick),
      previousCloseType: "Final",
      day,
      previousDay: before,
      volume: volume(contract, at),
    };
  }

  return { quote, price, between, volume };
}

/** The session that an instant belongs to, or the last one before it. */
export function futureSessionOf(at: number): FutureSession {
  const tradedAt = lastTradedAt("future", at);
  const day = newYorkMinutes(tradedAt) >= EVENING_OPEN ? addDays(newYorkDay(tradedAt), 1) : newYorkDay(tradedAt);
  return { day, openAt: newYorkInstant(addDays(day, -1), EVENING_OPEN), tradedAt };
}

/** The day of the session before that of `day`. */
export function previousSessionDay(day: Day): Day {
  let candidate = addDays(day, -1);
  while (sessionState("future", newYorkInstant(candidate, 12 * 60)) === "closed") candidate = addDays(candidate, -1);
  return candidate;
}
