/** What the model says of one option: its volatility, its value and its greeks, as an American or a European option. */

import { americanPrice } from "../../analytics/pricing/american.ts";
import { americanGreeks } from "../../analytics/pricing/american_greeks.ts";
import { americanImpliedVolatility } from "../../analytics/pricing/american_implied_volatility.ts";
import { americanProblem, type AmericanTerms } from "../../analytics/pricing/american_option.ts";
import { bsm, bsmGreeks, type Greeks, type OptionRight } from "../../analytics/pricing/black.ts";
import { type CashDividend, presentValueOfDividends } from "../../analytics/pricing/dividends.ts";
import { impliedVolatility } from "../../analytics/pricing/implied_volatility.ts";
import type { Exercise } from "./position.ts";

/**
 * What a leg is priced against. `carry` makes the forward of its own expiration out of the price; `dividends` are those
 * that an American option sees one by one.
 */
export interface Setting {
  spot: number;
  rate: number;
  carry: number;
  /** The yield that is left of `carry` beside the dividends. */
  dividendYield: number;
  dividends: readonly CashDividend[];
  exercise: Exercise;
  onFuture: boolean;
}

export interface OptionTerms {
  strike: number;
  right: OptionRight;
  years: number;
}

/**
 * Where a volatility comes from: the leg's own price, the other right at its strike, the most at which exercise is still
 * worth as much as waiting, the broker, or the expiration at the money.
 */
export type VolatilitySource = "price" | "parity" | "exercise" | "broker" | "expiration";

/** Yields that a noisy forward may not go beyond. */
const MOST_YIELD = 0.5;
/** A price is known to half a cent at best: less time value than that says nothing about volatility. */
const LEAST_TIME_VALUE = 0.005;

/** The part of the carry that the dividends do not explain, for an option that lives `years`. */
export function yieldBesideDividends(
  { spot, rate, carry }: Pick<Setting, "spot" | "rate" | "carry">,
  dividends: readonly CashDividend[],
  years: number,
): number {
  if (!(years > 0)) return 0;
  const paid = presentValueOfDividends(dividends, rate, years);
  if (!(paid < spot)) return 0;
  const rest = carry + Math.log((spot - paid) / spot) / years;
  return Math.min(MOST_YIELD, Math.max(-MOST_YIELD, rest));
}

/** Whether the right to exercise early is worth anything to this option. */
export const isAmerican = (option: OptionTerms, setting: Setting): boolean =>
  setting.exercise === "american" && option.years > 0 && !americanProblem(termsOf(option, setting)).isEuropean;

const termsOf = (
  { strike, right, years }: OptionTerms,
  { spot, rate, dividendYield, dividends, onFuture }: Setting,
): AmericanTerms => ({ spot, strike, years, rate, right, dividendYield, dividends, onFuture });

/** The volatility at which the model gives `price`; `null` when the price tells none. */
export function volatilityOf(price: number | null, option: OptionTerms, setting: Setting): number | null {
  const { strike, right, years } = option;
  const { spot, rate } = setting;
  if (price === null || !(price > 0) || !(years > 0)) return null;
  const exercise = Math.max(0, right === "call" ? spot - strike : strike - spot);
  if (isAmerican(option, setting)) {
    if (price - exercise < LEAST_TIME_VALUE) return null;
    return americanImpliedVolatility(price, termsOf(option, setting)).volatility;
  }
  return europeanVolatilityOf(price, option, setting, rate);
}

/** The most at which an American option in the money is worth hardly more than exercise pays; `null` for others. */
export function volatilityAtExercise(option: OptionTerms, setting: Setting): number | null {
  const exercise = option.right === "call" ? setting.spot - option.strike : option.strike - setting.spot;
  if (!(exercise > 0) || !isAmerican(option, setting)) return null;
  return americanImpliedVolatility(exercise + LEAST_TIME_VALUE, termsOf(option, setting)).volatility;
}

/** The volatility at which the European formula gives `price`, whatever the option is. */
export function europeanVolatilityOf(
  price: number,
  { strike, right, years }: OptionTerms,
  { spot, carry }: Setting,
  rate: number,
): number | null {
  const forward = spot * Math.exp((rate - carry) * years);
  const discount = Math.exp(-rate * years);
  const intrinsic = discount * Math.max(0, right === "call" ? forward - strike : strike - forward);
  if (!(price - intrinsic >= LEAST_TIME_VALUE) || !(years > 0)) return null;
  return impliedVolatility(price, forward, strike, years, discount, right).volatility;
}

/** The value a share at another price of the underlying, after `elapsed` years, at `volatility`. */
export function optionValue(
  { strike, right, years }: OptionTerms,
  setting: Setting,
  volatility: number,
  { spot, elapsed }: { spot: number; elapsed: number },
): number {
  const left = years - elapsed;
  const exercise = Math.max(0, right === "call" ? spot - strike : strike - spot);
  // Seconds before the end, and for worthless underlyings, only what exercise pays counts.
  if (left <= 1e-7 || spot < 1e-9) return exercise;
  const dividends = setting.dividends.map((one) => ({ ...one, years: one.years - elapsed }));
  const paid = presentValueOfDividends(dividends, setting.rate, left);
  const here = { ...setting, spot, dividends: paid < spot ? dividends : [] };
  const option = { strike, right, years: left };
  if (!isAmerican(option, here)) {
    const { rate, carry } = setting;
    const value = bsm(spot, strike, left, rate, carry, volatility, right);
    return setting.exercise === "american" ? Math.max(exercise, value) : value;
  }
  return americanPrice({ ...termsOf(option, here), volatility });
}

/** Value and greeks now. */
export function optionGreeks(option: OptionTerms, setting: Setting, volatility: number): Greeks {
  const { strike, right, years } = option;
  if (isAmerican(option, setting)) return americanGreeks({ ...termsOf(option, setting), volatility });
  const { spot, rate, carry } = setting;
  return bsmGreeks(spot, strike, years, rate, carry, volatility, right);
}

/** What `assignmentRisk` wants to know. */
export { termsOf as americanTermsOf };
