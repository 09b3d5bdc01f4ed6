/** The volatility at which a European option is worth its price, to the last digits, or the reason why there is none. */

import { logRatio, type OptionRight } from "./black.ts";
import { checkFinite, checkPositive, checkYears } from "./bounds.ts";
import { found, impliedDeviation } from "./implied_deviation.ts";

/** What can be said of a price; the kernels' codes are the positions in this list. */
export const STATUSES = [
  "ok",
  /** There is no price. */
  "no_quote",
  "nonpositive_price",
  /** Less than exercise pays, discounted: arbitrage, or an old quote. */
  "below_intrinsic",
  /** Nothing but that, as far as doubles can tell. */
  "at_intrinsic",
  /** As much as the share (call) or the strike (put) is worth, or more. */
  "above_maximum",
  /** The time value is lost in the rounding of the price. */
  "ill_conditioned",
  /** Bid and ask are too far apart for their middle to mean something. */
  "wide_market",
  "expired",
] as const;

export type ImpliedVolatilityStatus = typeof STATUSES[number];

/** `volatility` is an annualized fraction, null unless the status is ok. */
export interface ImpliedVolatility {
  volatility: number | null;
  status: ImpliedVolatilityStatus;
}

const EPSILON = Number.EPSILON;
/** A volatility that one rounding of the inputs moves by more than this fraction is none. */
const WORST_CONDITION = 2e-3;

/**
 * The volatility implied by `price`, for an option on a forward; `discount` is what a dollar at expiration costs now.
 * On a spot price the forward is spot * exp((rate - yield) * years). Throws `RangeError` on a bad argument.
 */
export function impliedVolatility(
  price: number,
  forward: number,
  strike: number,
  years: number,
  discount: number,
  right: OptionRight,
): ImpliedVolatility {
  checkFinite("price", price);
  checkPositive("forward", forward);
  checkPositive("strike", strike);
  checkPositive("discount", discount);
  checkYears(years);
  if (years === 0) return { volatility: null, status: "expired" };
  const deviation = deviationOf(price, forward, strike, discount, right === "call" ? 1 : -1, 0);
  return deviation > 0
    ? { volatility: deviation / Math.sqrt(years), status: "ok" }
    : { volatility: null, status: STATUSES[-deviation]! };
}

/**
 * The kernel of it, for loops: the standard deviation of the logarithm to expiration, or minus the position of a status
 * in `STATUSES`. `sign` is 1 for a call, -1 for a put; `guess` > 0 is a neighbour's deviation. After an answer `found`
 * holds what the greeks need, of the option that is out of the money. A price that is NaN is no quote.
 */
export function deviationOf(
  price: number,
  forward: number,
  strike: number,
  discount: number,
  sign: number,
  guess: number,
): number {
  if (price !== price) return -1;
  if (!(price > 0)) return -2;
  const smaller = discount * (forward < strike ? forward : strike);
  const larger = discount * (forward < strike ? strike : forward);
  if (price >= discount * (sign > 0 ? forward : strike)) return -5;
  const intrinsic = sign * (forward - strike) * discount;
  let worth = price;
  let size = price;
  if (intrinsic > 0) {
    // The time value is that of the option on the other side: parity.
    worth -= intrinsic;
    size += larger;
    if (worth < 8 * EPSILON * size) return worth < -8 * EPSILON * size ? -3 : -4;
  }
  const relative = worth / smaller;
  if (!(relative > 0)) return -6;
  if (!(relative < 1)) return -5;
  const moneyness = forward < strike ? logRatio(forward, strike) : logRatio(strike, forward);
  const deviation = impliedDeviation(moneyness, relative, guess);
  if (intrinsic <= 0) size += smaller * (sign > 0 ? found[0]! : found[1]!);
  const isSound = 8 * EPSILON * size < WORST_CONDITION * smaller * found[2]! * deviation;
  return isSound ? deviation : -6;
}
