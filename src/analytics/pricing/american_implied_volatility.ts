/** The volatility at which an American option is worth its price ("de-Americanized"). */

import { type Accuracy, americanValue } from "./american.ts";
import { type AmericanProblem, americanProblem, type AmericanTerms, certainValue } from "./american_option.ts";
import { logRatio } from "./black.ts";
import { checkFinite } from "./bounds.ts";
import { found, impliedDeviation } from "./implied_deviation.ts";
import { deviationOf, type ImpliedVolatility, type ImpliedVolatilityStatus, STATUSES } from "./implied_volatility.ts";

/** No option on earth has more. */
const HIGHEST = 20;
/** An answer is accepted when the next step would be below this. */
const TOLERANCE = 1e-6;
/** A hundredth more of the volatility must move the price by this fraction of the strike, or there is no telling. */
const LEAST_EFFECT = 1e-8;

/**
 * The volatility implied by `price` dollars a share, null with the reason where there is none; an annualized fraction.
 * `guess` > 0 is where to start, such as a neighbour's answer. The error is that of the tree over vega: below 0.0001 on all
 * rows of the reference, whose time value is three cents or more. A bad argument throws `RangeError`.
 */
export function americanImpliedVolatility(
  price: number,
  terms: AmericanTerms,
  accuracy: Accuracy = "quick",
  guess = 0,
): ImpliedVolatility {
  checkFinite("price", price);
  const problem = americanProblem(terms);
  const { asset, strike, years, rate, dividendYield, sign, exercise } = problem;
  if (years === 0) return none("expired");
  if (price <= 0) return none("nonpositive_price");
  if (price >= (sign > 0 ? problem.spot : strike)) return none("above_maximum");
  const noise = 8 * Number.EPSILON * (problem.spot + strike);
  if (price < exercise - noise) return none("below_intrinsic");
  if (price <= exercise + noise) return none("at_intrinsic");
  const forward = asset * Math.exp((rate - dividendYield) * years);
  const discount = Math.exp(-rate * years);
  if (problem.isEuropean) {
    const deviation = deviationOf(price, forward, strike, discount, sign, 0);
    return deviation > 0 ? { volatility: deviation / Math.sqrt(years), status: "ok" } : none(STATUSES[-deviation]!);
  }
  const certain = certainValue(problem);
  if (price < certain - noise) return none("below_intrinsic");
  if (price <= certain + noise) return none("at_intrinsic");
  return solve(problem, price, forward, discount, accuracy, guess);
}

function solve(
  problem: AmericanProblem,
  price: number,
  forward: number,
  discount: number,
  accuracy: Accuracy,
  guess: number,
): ImpliedVolatility {
  const { strike, years, exercise } = problem;
  const root = Math.sqrt(years);
  // A first answer and a first slope from the European option on the other side, which is worth the time value.
  const smaller = Math.min(forward, strike);
  const worth = Math.min((price - Math.max(0, exercise)) / (discount * smaller), 0.9);
  const moneyness = logRatio(smaller, Math.max(forward, strike));
  const deviation = impliedDeviation(moneyness, worth, guess > 0 ? guess * root : 0);
  let slope = discount * smaller * found[2]! * root;
  let volatility = Math.min(guess > 0 ? guess : deviation / root, HIGHEST);
  let [low, high] = [0, Infinity];
  let [before, missBefore, change] = [NaN, NaN, NaN];
  for (let step = 0; step < 60; step++) {
    const miss = americanValue(problem, volatility, accuracy) - price;
    if (miss < 0) low = volatility;
    else high = volatility;
    if (low >= HIGHEST) return none("above_maximum");
    if (step > 0 && miss !== missBefore) slope = (miss - missBefore) / (volatility - before);
    let next = volatility - miss / slope;
    // A step that leaves what is known, or for which the price has no slope, halves it instead.
    const isSecant = next > low && next < high && next < 4 * volatility && slope > 0;
    if (!isSecant) next = high < Infinity ? 0.5 * (low + high) : Math.min(2 * volatility, HIGHEST);
    const moved = Math.abs(next - volatility);
    // The error of a secant step is about the product of it and of the one before.
    if (moved <= TOLERANCE || (isSecant && moved * change < TOLERANCE * volatility)) {
      const hasEffect = 0.01 * next * slope > LEAST_EFFECT * strike;
      return hasEffect ? { volatility: next, status: "ok" } : none("ill_conditioned");
    }
    [before, missBefore, change, volatility] = [volatility, miss, moved, next];
  }
  return none("ill_conditioned");
}

const none = (status: ImpliedVolatilityStatus): ImpliedVolatility => ({ volatility: null, status });
