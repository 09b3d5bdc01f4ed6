/** What the options near the money say about an expiration: where the price is expected, and how far it may move. */

import { atTheMoneyVolatility, expectedMove } from "../../analytics/expected_move.ts";
import { impliedForward, type ParityPair } from "../../analytics/forward.ts";
import type { Instrument } from "../../core/symbol.ts";
import { type Ask, type Figures, type Look, type Part, type Quoted, UNDERLYING } from "./chain_figures.ts";
import { contractOf, isListed, type Series } from "./series.ts";
import { nearest } from "./strikes.ts";

/** One expiration seen from now; `null` is unknown. */
export interface Term {
  /** ACT/365, to the instant at which its value is fixed. */
  years: number;
  /** The underlying's price: for options on futures that of their own contract. */
  price: number | null;
  forward: number | null;
  /** At the money, an annualized fraction. */
  volatility: number | null;
  /** One standard deviation until expiration, in dollars or points. */
  expectedMove: number | null;
}

const YEAR = 365 * 86_400_000;
/** What money earns in a year. It hardly matters where it is used: between strikes next to the forward. */
export const RATE = 0.04;
/** What a share's forward gains on its price in a year, more or less: interest without dividends. */
const USUAL_CARRY = 0.025;

export const yearsTo = ({ expiresAt }: Series, now: number): number => Math.max(0, (expiresAt - now) / YEAR);

/** The strikes nearest to where the forward should be, or to `around`. */
export function moneyStrikes(series: Series, price: number, now: number, count: number, around?: number): number[] {
  const carry = series.underlying.type === "future" ? 0 : USUAL_CARRY;
  const guess = around ?? price * Math.exp(carry * yearsTo(series, now));
  const { strikes } = series;
  const { first, end } = nearest(strikes, { first: 0, end: strikes.length }, guess, count);
  return strikes.slice(first, end).filter((strike) =>
    isListed(series, strike, "call") && isListed(series, strike, "put")
  );
}

/** What to ask for so that a term can be read off `strikes`. */
export function asksAround(series: Series, strikes: readonly number[]): Ask[] {
  const parts: readonly Part[] = ["Quote", "Greeks"];
  return strikes.flatMap((strike) =>
    (["call", "put"] as const).map((right) => ({ quoted: quotedOf(series, strike, right), parts }))
  );
}

/** An option of a series as the figures know it. */
export function quotedOf(series: Series, strike: number, right: "call" | "put"): Quoted {
  const { type, symbol, day, streamer } = contractOf(series, strike, right);
  return { type, symbol, sheet: day, streamer };
}

/** The underlying of a series as the figures know it. */
export const underlyingOf = ({ underlying, underlyingStreamer }: Series): Quoted => ({
  ...underlying,
  sheet: UNDERLYING,
  streamer: underlyingStreamer,
});

/** An index has no market of its own to wait for. */
export const underlyingParts = ({ type }: Instrument): readonly Part[] =>
  type === "index" ? ["Trade", "Summary"] : ["Quote", "Trade"];

/** The last price, as long as it is inside the market; else the middle of that; yesterday's close for want of both. */
export function priceIn({ bid, ask, last, previousClose }: Figures): number | null {
  const hasMarket = bid !== null && ask !== null && bid > 0 && ask >= bid;
  if (!hasMarket) return last ?? previousClose;
  return last !== null && last >= bid && last <= ask ? last : (bid + ask) / 2;
}

/** The term of a series, from the figures of `strikes` near the money. */
export function termOf(
  series: Series,
  price: number | null,
  strikes: readonly number[],
  look: Look,
  now: number,
): Term {
  const years = yearsTo(series, now);
  const pairs: ParityPair[] = [];
  const smile: { strike: number; call: number | null; put: number | null }[] = [];
  for (const strike of strikes) {
    const [call, put] = [look.of(quotedOf(series, strike, "call")), look.of(quotedOf(series, strike, "put"))];
    const [callValue, putValue] = [valueOf(call), valueOf(put)];
    if (callValue !== null && putValue !== null) {
      pairs.push({ strike, call: callValue, put: putValue, spread: widthOf(call) + widthOf(put) });
    }
    smile.push({ strike, call: positive(call.volatility), put: positive(put.volatility) });
  }
  const forward = impliedForward(pairs, years, RATE);
  // The volatility of the option out of the money is the more reliable one.
  const known = smile.flatMap(({ strike, call, put }) => {
    const volatility = strike < (forward ?? price ?? 0) ? put ?? call : call ?? put;
    return volatility === null ? [] : [{ strike, volatility }];
  });
  const centre = forward ?? price;
  const volatility = centre === null ? null : atTheMoneyVolatility(known, centre);
  const move = price === null || volatility === null ? null : expectedMove(price, volatility, years);
  return { years, price, forward, volatility, expectedMove: move };
}

/** The middle of the market, or what the model says where there is none. */
function valueOf({ bid, ask, theoretical }: Figures): number | null {
  return bid !== null && ask !== null && bid > 0 && ask > bid ? (bid + ask) / 2 : theoretical;
}

/** A price that is only a model's counts as little as a market a dollar wide. */
const widthOf = ({ bid, ask }: Figures): number => bid !== null && ask !== null && bid > 0 && ask > bid ? ask - bid : 1;

const positive = (volatility: number | null): number | null =>
  volatility !== null && volatility > 0 ? volatility : null;
