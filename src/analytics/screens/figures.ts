/**
 * What is known of one candidate while it is judged: places in an array that is used again for the next one. Dollars per
 * share unless said otherwise; NaN is unknown, an infinite profit or loss has no limit.
 */

import type { Book } from "./book.ts";

/** For all options together at the assumed fill, a debit negative. */
export const CREDIT = 0;
/** The widest wing; NaN without one. */
export const WIDTH = 1;
/** A positive loss. */
export const MAX_PROFIT = 2;
export const MAX_LOSS = 3;
/** In the middle, and at the other side's prices; debits negative. */
export const CREDIT_MID = 4;
export const CREDIT_NATURAL = 5;
/** What the options are worth by formula now, at their own volatilities and at the forecast. */
export const WORTH = 6;
export const FORECAST_WORTH = 7;
/** A calendar day. */
export const THETA = 8;
/** Profit at the first expiration if the underlying does not move. */
export const UNCHANGED = 9;
/** The front's volatility over the back's, an annualized fraction; NaN for one expiration. */
export const TERM_SPREAD = 10;
/** A probability. */
export const POP = 11;
/** Dollars for one unit of the position. */
export const CAPITAL = 12;
/** Of the underlying and the expiration: multiplier, spot, days left, deviation of ln S. */
export const MULTIPLIER = 13;
export const SPOT = 14;
export const DAYS = 15;
export const DEVIATION = 16;
/** 1 when it makes money at a price of 0; how many breakevens there are; and they themselves, ascending. */
export const WINS_AT_ZERO = 17;
export const BREAKEVEN_COUNT = 18;
export const BREAKEVENS = 19;

/** Four legs bend an outcome in five pieces, each of which may cross zero. */
const SIZE = BREAKEVENS + 5;

/** A share's profit that counts as nothing. */
export const NOTHING = 1e-9;

/** Room for one candidate. */
export function createFigures({ board: { multiplier, spot } }: Book): Float64Array {
  const figures = new Float64Array(SIZE).fill(NaN);
  figures[MULTIPLIER] = multiplier;
  figures[SPOT] = spot;
  return figures;
}
