/** Quotes of futures: the path of the underlying plus the cost of carrying it, from Sunday evening to Friday afternoon. */

import { addDays, type Day, newYorkDay, newYorkInstant, newYorkMinutes, sessionState } from "../../core/calendar.ts";
import { busyShare } from "./history.ts";
import { carryOf, type FutureContract } from "./futures.ts";
import { hashText, type Noise } from "./noise.ts";
import type { Prices } from "./prices.ts";
import { downToTick, NOTHING_ELSE, type Quote, toTick } from "./quote.ts";
import { lastTradedAt } from "./sessions.ts";

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
}

/** A futures session: from the evening before to the afternoon. */
interface Session {
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
  const scale = ({ product, expiresAt }: FutureContract, { openAt }: Session): number => {
    const dividendYield = prices.listings.get(product.path)?.dividendYield ?? 0;
    return product.ratio * Math.exp(carryOf(product, dividendYield) * (expiresAt - openAt) / YEAR);
  };

  function price(contract: FutureContract, at: number): number {
    const session = sessionOf(at);
    return scale(contract, session) * Math.exp(prices.path(contract.product.path).at(session.tradedAt));
  }

  function quote(contract: FutureContract, at: number): Quote {
    const { symbol, product, order } = contract;
    const session = sessionOf(at);
    const { tradedAt, openAt, day } = session;
    const over = sessionState("future", at) === "closed";
    const span = prices.path(product.path).between(openAt, tradedAt);
    const factor = scale(contract, session);
    const round = (logarithm: number) => toTick(factor * Math.exp(logarithm), product.tick);
    const settlement = round(prices.path(product.path).at(Math.min(tradedAt, newYorkInstant(day, SETTLEMENT))));
    const before = previousSessionDay(day);
    const last = round(span.close);
    const name = hashText(symbol);
    const chance = (draw: number) => noise.uniform(flicker + draw, name, Math.floor(tradedAt / 1000));
    const ticks = 1 + Math.floor(order * chance(0) * 2);
    const bid = downToTick(last - product.tick * Math.floor(ticks * chance(1) + 0.5), product.tick);
    const ask = toTick(bid + ticks * product.tick, product.tick);
    const through = (tradedAt - openAt) / (23 * 3_600_000);
    const mood = Math.exp(0.25 * noise.normal(crowd, name, Math.floor(openAt / 86_400_000)));
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
      open: round(span.open),
      high: round(span.high),
      low: round(span.low),
      close: over ? settlement : null,
      closeType: over ? "Final" : "Regular",
      previousClose: toTick(price(contract, newYorkInstant(before, SETTLEMENT)), product.tick),
      previousCloseType: "Final",
      day,
      previousDay: before,
      volume: Math.floor(product.volume * FADING ** order * mood * busyShare(Math.min(1, through))),
    };
  }

  return { quote, price };
}

/** The session that an instant belongs to, or the last one before it. */
function sessionOf(at: number): Session {
  const tradedAt = lastTradedAt("future", at);
  const day = newYorkMinutes(tradedAt) >= EVENING_OPEN ? addDays(newYorkDay(tradedAt), 1) : newYorkDay(tradedAt);
  return { day, openAt: newYorkInstant(addDays(day, -1), EVENING_OPEN), tradedAt };
}

function previousSessionDay(day: Day): Day {
  let candidate = addDays(day, -1);
  while (sessionState("future", newYorkInstant(candidate, 12 * 60)) === "closed") candidate = addDays(candidate, -1);
  return candidate;
}
