/** What market makers quote around the value of an option. */

import { downToTick, toTick, upToTick } from "./quote.ts";

/** Prices below `below` move by `small`, others by `large`. */
export interface TickRule {
  below: number;
  small: number;
  large: number;
}

/** Both sides of an option's market, rounded to ticks; a bid of 0 is none. */
export interface Sides {
  bid: number;
  ask: number;
  tick: number;
}

/** The width of a market in points of volatility, by liquidity rating. */
const WIDTHS = [3, 2, 1.2, 0.5, 0.12, 0.03];

/**
 * The market around a value, which always lies inside it: wide where vega is large, and deep in the money, where all that
 * is traded is the underlying (`hedgeSpread` dollars wide). `mood` around 1 makes it breathe.
 */
export function spreadAround(
  figures: { price: number; delta: number; vega: number },
  hedgeSpread: number,
  liquidity: number,
  rule: TickRule,
  mood: number,
): Sides {
  const half = mood * (figures.delta ** 4 * hedgeSpread + figures.vega * WIDTHS[liquidity]!) / 2;
  const bid = roundBy(rule, Math.max(0, figures.price - half), downToTick);
  const ask = roundBy(rule, figures.price + half, upToTick);
  const tick = tickOf(rule, bid);
  return { bid, ask: ask > bid ? ask : toTick(bid + tick, tick), tick };
}

/** The tick of a price. */
export const tickOf = ({ below, small, large }: TickRule, price: number): number => price < below ? small : large;

/** A price rounded by the tick that holds where it stands. */
export const roundBy = (rule: TickRule, price: number, round: (price: number, tick: number) => number): number =>
  round(price, tickOf(rule, price));
