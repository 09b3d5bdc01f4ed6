/** An option that may be exercised any day, and what can be said of it without a tree. */

import { checkPositive, checkRate, checkYears } from "./bounds.ts";
import type { OptionRight } from "./black.ts";
import { type CashDividend, escrowedSpot } from "./dividends.ts";

/** All but the volatility. */
export interface AmericanTerms {
  /** Price of the share, or of the future. */
  spot: number;
  strike: number;
  /** To expiration, ACT/365. */
  years: number;
  /** Continuous annual fraction. */
  rate: number;
  right: OptionRight;
  /** Continuous annual fraction, 0 if not given; of no meaning for an option on a future. */
  dividendYield?: number;
  /** Escrowed: volatility is that of the share less the present value of these. */
  dividends?: readonly CashDividend[];
  /** An option on a futures price, which has no carry. */
  onFuture?: boolean;
}

export interface AmericanOption extends AmericanTerms {
  /** An annualized fraction. */
  volatility: number;
}

/** What the engines work on: the share without its dividends, and numbers instead of words. */
export interface AmericanProblem {
  spot: number;
  /** `spot` less the present value of the dividends. */
  asset: number;
  strike: number;
  years: number;
  rate: number;
  dividendYield: number;
  /** 1 for a call, -1 for a put. */
  sign: 1 | -1;
  /** Those between now and expiration, the next one first. */
  dividends: readonly CashDividend[];
  /** What exercise pays now; below zero out of the money. */
  exercise: number;
  /** Waiting never costs anything: it is worth what a European option is worth. */
  isEuropean: boolean;
}

const NONE: readonly CashDividend[] = [];

/** `terms`, checked. A bad argument throws `RangeError`. */
export function americanProblem(terms: AmericanTerms): AmericanProblem {
  const { spot, strike, years, rate, right, onFuture = false } = terms;
  const dividendYield = onFuture ? rate : terms.dividendYield ?? 0;
  checkPositive("spot", spot);
  checkPositive("strike", strike);
  checkYears(years);
  checkRate("rate", rate, years);
  checkRate("dividendYield", dividendYield, years);
  const sign = right === "call" ? 1 : -1;
  const dividends = terms.dividends === undefined || terms.dividends.length === 0 ? NONE : terms.dividends
    .filter((dividend) => !(dividend.years <= 0 || dividend.years > years || dividend.amount === 0))
    .sort((a, b) => a.years - b.years);
  return {
    spot,
    asset: dividends.length === 0 ? spot : escrowedSpot(spot, dividends, rate, years),
    strike,
    years,
    rate,
    dividendYield,
    sign,
    dividends,
    exercise: sign * (spot - strike),
    isEuropean: sign > 0 ? rate >= 0 && dividendYield <= 0 && dividends.length === 0 : rate <= 0 && dividendYield >= 0,
  };
}

/** The value if the asset were certain to drift as it does on average: exercise at the best moment, seen from now. */
export function certainValue(problem: AmericanProblem): number {
  const { asset, strike, years, rate, dividendYield, sign, dividends, exercise } = problem;
  let best = Math.max(0, exercise);
  const consider = (at: number, isBeforeEx: boolean): void => {
    let held = asset * Math.exp(-dividendYield * at);
    for (const dividend of dividends) {
      if (dividend.years > at || (isBeforeEx && dividend.years === at)) {
        held += dividend.amount * Math.exp(-rate * dividend.years);
      }
    }
    const value = sign * (held - strike * Math.exp(-rate * at));
    if (value > best) best = value;
  };
  consider(years, false);
  for (const dividend of dividends) consider(dividend.years, sign > 0);
  // Between dividends the value has at most one more extreme, where what is earned on the strike equals the yield.
  const turn = Math.log(rate * strike / (dividendYield * asset)) / (rate - dividendYield);
  if (turn > 0 && turn < years) consider(turn, false);
  return best;
}
