/**
 * European options: Black's formula on the forward with a discount factor, on a spot price (Black-Scholes-Merton) and on
 * a futures price (Black 1976), with greeks.
 *
 * Prices and strikes in dollars per share, `years` ACT/365, `rate` and `dividendYield` continuous annual fractions,
 * `volatility` an annualized fraction. A bad argument throws `RangeError`. At `years` 0 or `volatility` 0 the value is
 * the discounted intrinsic value, and no greek is NaN.
 */

import { normCdf, normPdf } from "./normal.ts";

/** Which way the option pays. */
export type OptionRight = "call" | "put";

/** Delta per $1, gamma per $1 squared, theta per calendar day, vega and rho per 0.01 of volatility and of rate. */
export interface Greeks {
  price: number;
  delta: number;
  gamma: number;
  theta: number;
  vega: number;
  rho: number;
}

/** What all formulas are made of: N(+-d1), N(+-d2) and the density at d1. */
interface Odds {
  sign: 1 | -1;
  hedge: number;
  exercise: number;
  density: number;
}

/** The value of an option on a forward: `discount` is what a dollar at expiration costs now, 0 < discount. */
export function black(
  forward: number,
  strike: number,
  years: number,
  volatility: number,
  discount: number,
  right: OptionRight,
): number {
  check({ forward, strike, discount }, { years, volatility });
  const { sign, hedge, exercise } = odds(logRatio(forward, strike), years, volatility, right);
  return positive(sign * discount * (forward * hedge - strike * exercise));
}

/** The value of an option on a spot price with a continuous dividend yield. */
export function bsm(
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  volatility: number,
  right: OptionRight,
): number {
  check({ spot, strike }, { years, volatility }, { rate, dividendYield });
  const { sign, hedge, exercise } = odds(
    logRatio(spot, strike) + (rate - dividendYield) * years,
    years,
    volatility,
    right,
  );
  return positive(
    sign * (spot * Math.exp(-dividendYield * years) * hedge - strike * Math.exp(-rate * years) * exercise),
  );
}

/** `bsm` and its greeks; delta and gamma with respect to the spot price. */
export function bsmGreeks(
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  volatility: number,
  right: OptionRight,
): Greeks {
  check({ spot, strike }, { years, volatility }, { rate, dividendYield });
  const carried = logRatio(spot, strike) + (rate - dividendYield) * years;
  const { sign, hedge, exercise, density } = odds(carried, years, volatility, right);
  const shares = Math.exp(-dividendYield * years);
  const cash = strike * Math.exp(-rate * years);
  const root = Math.sqrt(years);
  const decay = years > 0 ? spot * shares * density * volatility / (2 * root) : 0;
  const carry = years > 0 ? sign * (dividendYield * spot * shares * hedge - rate * cash * exercise) : 0;
  return {
    price: positive(sign * (spot * shares * hedge - cash * exercise)),
    delta: sign * shares * hedge,
    gamma: density > 0 ? shares * density / (spot * volatility * root) : 0,
    theta: (carry - decay) / 365,
    vega: spot * shares * density * root / 100,
    rho: sign * cash * years * exercise / 100,
  };
}

/** The value of an option on a futures price. */
export function black76(
  future: number,
  strike: number,
  years: number,
  rate: number,
  volatility: number,
  right: OptionRight,
): number {
  check({}, { years }, { rate });
  return black(future, strike, years, volatility, Math.exp(-rate * years), right);
}

/** `black76` and its greeks; delta and gamma with respect to the futures price, theta at a constant futures price. */
export function black76Greeks(
  future: number,
  strike: number,
  years: number,
  rate: number,
  volatility: number,
  right: OptionRight,
): Greeks {
  check({ future, strike }, { years, volatility }, { rate });
  const { sign, hedge, exercise, density } = odds(logRatio(future, strike), years, volatility, right);
  const discount = Math.exp(-rate * years);
  const root = Math.sqrt(years);
  const price = positive(sign * discount * (future * hedge - strike * exercise));
  const decay = years > 0 ? discount * future * density * volatility / (2 * root) : 0;
  return {
    price,
    delta: sign * discount * hedge,
    gamma: density > 0 ? discount * density / (future * volatility * root) : 0,
    theta: ((years > 0 ? rate * price : 0) - decay) / 365,
    vega: discount * future * density * root / 100,
    rho: -years * price / 100,
  };
}

/** `moneyness` is the logarithm of forward over strike. */
function odds(moneyness: number, years: number, volatility: number, right: OptionRight): Odds {
  const sign = right === "call" ? 1 : -1;
  const deviation = volatility * Math.sqrt(years);
  if (deviation === 0) {
    const certainty = moneyness === 0 ? 0.5 : sign * moneyness > 0 ? 1 : 0;
    return { sign, hedge: certainty, exercise: certainty, density: 0 };
  }
  const d1 = moneyness / deviation + deviation / 2;
  const d2 = d1 - deviation;
  return { sign, hedge: normCdf(sign * d1), exercise: normCdf(sign * d2), density: normPdf(d1) };
}

/** ln(price / strike) that keeps its digits where the two are nearly equal. */
function logRatio(price: number, strike: number): number {
  const distance = (price - strike) / strike;
  return Math.abs(distance) < 0.01 ? Math.log1p(distance) : Math.log(price / strike);
}

/** Rounding may leave a worthless option a hair below zero. */
const positive = (price: number): number => price > 0 ? price : 0;

function check(
  above: Record<string, number>,
  notBelow: Record<string, number>,
  finite: Record<string, number> = {},
): void {
  for (const name in above) if (!(above[name]! > 0 && above[name]! < Infinity)) refuse(name, above[name]!, "positive");
  for (const name in notBelow) {
    if (!(notBelow[name]! >= 0 && notBelow[name]! < Infinity)) refuse(name, notBelow[name]!, "zero or positive");
  }
  for (const name in finite) if (!Number.isFinite(finite[name])) refuse(name, finite[name]!, "finite");
}

function refuse(name: string, value: number, rule: string): never {
  throw new RangeError(`${name} must be ${rule}, not ${value}`);
}
