/**
 * European options: Black's formula on the forward with a discount factor, on a spot price (Black-Scholes-Merton) and on
 * a futures price (Black 1976), with greeks.
 *
 * Prices and strikes in dollars per share, `years` ACT/365, `rate` and `dividendYield` continuous annual fractions,
 * `volatility` an annualized fraction. A bad argument throws `RangeError`. At `years` 0 or `volatility` 0 the value is
 * the discounted intrinsic value, and no greek is NaN.
 */

import { checkPositive, checkRate, checkVolatility, checkYears } from "./bounds.ts";
import { normCdf, normPdf } from "./normal.ts";

/** Which way the option pays. */
export type OptionRight = "call" | "put";

/** What an option is worth and how that changes, a share. A point is 0.01 of volatility, or of the rate. */
export interface Greeks {
  price: number;
  /** Per $1 of the underlying. */
  delta: number;
  /** Change of delta per $1. */
  gamma: number;
  /** Per calendar day that passes. */
  theta: number;
  /** Per point of volatility. */
  vega: number;
  /** Per point of the rate. */
  rho: number;
}

/** A standard deviation of the logarithm below this is none. */
export const NO_DEVIATION = 1e-100;

/** The value of an option on a forward: `discount` is what a dollar at expiration costs now, 0 < discount. */
export function black(
  forward: number,
  strike: number,
  years: number,
  volatility: number,
  discount: number,
  right: OptionRight,
): number {
  checkPositive("discount", discount);
  checkTerms("forward", forward, strike, years, volatility);
  return value(discount * forward, discount * strike, logRatio(forward, strike), volatility * Math.sqrt(years), right);
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
  checkSpotTerms(spot, strike, years, rate, dividendYield, volatility);
  const moneyness = logRatio(spot, strike) + (rate - dividendYield) * years;
  const asset = spot * Math.exp(-dividendYield * years);
  return value(asset, strike * Math.exp(-rate * years), moneyness, volatility * Math.sqrt(years), right);
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
  checkSpotTerms(spot, strike, years, rate, dividendYield, volatility);
  const sign = right === "call" ? 1 : -1;
  const root = Math.sqrt(years);
  const deviation = volatility * root;
  const moneyness = logRatio(spot, strike) + (rate - dividendYield) * years;
  const shares = Math.exp(-dividendYield * years);
  const asset = spot * shares;
  const cash = strike * Math.exp(-rate * years);
  if (!(deviation > NO_DEVIATION)) {
    const odds = certainty(sign * moneyness);
    const held = years > 0 ? sign * odds : 0;
    return {
      price: notBelowZero(sign * (asset - cash) * odds),
      delta: sign * shares * odds,
      gamma: 0,
      theta: plain(held * (dividendYield * asset - rate * cash) / 365),
      vega: 0,
      rho: plain(held * cash * years / 100),
    };
  }
  const d1 = moneyness / deviation + deviation / 2;
  const hedge = sign * normCdf(sign * d1);
  const exercise = sign * normCdf(sign * (moneyness / deviation - deviation / 2));
  const density = normPdf(d1);
  const decay = density > 0 ? asset * density * volatility / (2 * root) : 0;
  return {
    price: notBelowZero(asset * hedge - cash * exercise),
    delta: shares * hedge,
    gamma: density > 0 ? shares * density / (spot * deviation) : 0,
    theta: (dividendYield * asset * hedge - rate * cash * exercise - decay) / 365,
    vega: asset * density * root / 100,
    rho: cash * years * exercise / 100,
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
  return bsm(future, strike, years, rate, rate, volatility, right);
}

/** `black76` and its greeks; all with respect to, or at, a constant futures price. */
export function black76Greeks(
  future: number,
  strike: number,
  years: number,
  rate: number,
  volatility: number,
  right: OptionRight,
): Greeks {
  const greeks = bsmGreeks(future, strike, years, rate, rate, volatility, right);
  return { ...greeks, rho: plain(-years * greeks.price / 100) };
}

/** ln(price / strike), exact to a rounding also where the two are nearly equal. */
export function logRatio(price: number, strike: number): number {
  // Within a factor of two the difference of two doubles is exact.
  const distance = (price - strike) / strike;
  if (Math.abs(distance) < 0.5) return Math.log1p(distance);
  const ratio = price / strike;
  return ratio > 1e-300 && ratio < Infinity ? Math.log(ratio) : Math.log(price) - Math.log(strike);
}

/** `asset` and `cash` are what the share and the strike are worth now, `moneyness` ln(forward / strike). */
function value(asset: number, cash: number, moneyness: number, deviation: number, right: OptionRight): number {
  const sign = right === "call" ? 1 : -1;
  if (!(deviation > NO_DEVIATION)) return notBelowZero(sign * (asset - cash) * certainty(sign * moneyness));
  const centre = moneyness / deviation;
  const hedge = normCdf(sign * (centre + deviation / 2));
  return notBelowZero(sign * (asset * hedge - cash * normCdf(sign * (centre - deviation / 2))));
}

/** Rounding may leave a worthless option a hair below zero. */
const notBelowZero = (price: number): number => price > 0 ? price : 0;

/** The probability of exercise when nothing moves any more. */
export const certainty = (moneyness: number): number => moneyness > 0 ? 1 : moneyness < 0 ? 0 : 0.5;

/** Not minus zero. */
const plain = (number: number): number => number + 0;

/** Throws `RangeError` unless these are terms of an option; `name` is what the underlying is called. */
function checkTerms(name: string, price: number, strike: number, years: number, volatility: number): void {
  checkPositive(name, price);
  checkPositive("strike", strike);
  checkYears(years);
  checkVolatility(volatility);
}

/** The same of an option on a spot price, with rates that are continuous annual fractions. */
export function checkSpotTerms(
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  volatility: number,
): void {
  checkTerms("spot", spot, strike, years, volatility);
  checkRate("rate", rate, years);
  checkRate("dividendYield", dividendYield, years);
}
