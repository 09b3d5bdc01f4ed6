/**
 * Books valued the slow way, leg by leg, sharing nothing with the product: European payoffs averaged over the lognormal,
 * American ones by the binomial tree of Cox, Ross and Rubinstein.
 */

import * as fc from "fast-check";
import type { HeldOption, Holding } from "../../../src/analytics/portfolio/holding.ts";

/** Intervals of Simpson's rule; even. */
const INTERVALS = 160;
/** Standard deviations beyond which nothing is counted. */
const REACH = 9;
/** Of the binomial tree; the mean with one step less takes out its zigzag. */
const STEPS = 120;

/** Dollars that a holding is worth when its underlying stands at `spot`, volatilities are multiplied and time has passed. */
export function slowValue({ size, option }: Holding, spot: number, factor: number, days: number): number {
  if (option === null) return size * spot;
  const { right, strike, years, rate, carry, style, volatility } = option;
  const pays = (price: number): number => right === "call" ? Math.max(price - strike, 0) : Math.max(strike - price, 0);
  const left = years - days / 365;
  if (left <= 1e-7) return size * pays(spot);
  if (style === "american") {
    const tree = (steps: number) => binomial(pays, spot, left, volatility * factor, rate, carry, steps);
    return size * (tree(STEPS) + tree(STEPS - 1)) / 2;
  }
  const deviation = volatility * factor * Math.sqrt(left);
  const middle = spot * Math.exp((rate - carry) * left - deviation ** 2 / 2);
  // The payoff bends at the strike: the rule is applied to each side of it.
  const bend = Math.min(REACH, Math.max(-REACH, Math.log(strike / middle) / deviation));
  const average = simpson((z) => pays(middle * Math.exp(deviation * z)) * density(z), -REACH, bend) +
    simpson((z) => pays(middle * Math.exp(deviation * z)) * density(z), bend, REACH);
  return size * Math.exp(-rate * left) * average;
}

function binomial(
  pays: (price: number) => number,
  spot: number,
  years: number,
  volatility: number,
  rate: number,
  carry: number,
  steps: number,
): number {
  const step = years / steps;
  const up = Math.exp(volatility * Math.sqrt(step));
  const rises = (Math.exp((rate - carry) * step) - 1 / up) / (up - 1 / up);
  const discount = Math.exp(-rate * step);
  const priceAt = (column: number, row: number): number => spot * up ** (column - 2 * row);
  const values = Array.from({ length: steps + 1 }, (_, row) => pays(priceAt(steps, row)));
  for (let column = steps - 1; column >= 0; column--) {
    for (let row = 0; row <= column; row++) {
      const held = discount * (rises * values[row]! + (1 - rises) * values[row + 1]!);
      values[row] = Math.max(held, pays(priceAt(column, row)));
    }
  }
  return values[0]!;
}

const density = (z: number): number => Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);

function simpson(of: (x: number) => number, from: number, to: number): number {
  const step = (to - from) / INTERVALS;
  let sum = of(from) + of(to);
  for (let i = 1; i < INTERVALS; i++) sum += of(from + i * step) * (i % 2 === 1 ? 4 : 2);
  return sum * step / 3;
}

/** What every holding may be multiplied with, for tolerances. */
export const notionalOf = (holdings: readonly Holding[]): number =>
  holdings.reduce((sum, { size, spot }) => sum + Math.abs(size) * spot, 0);

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const DAYS = fc.oneof(fc.constantFrom(0, 0.2, 1, 7, 14), number(0.01, 400));

const option = (style: HeldOption["style"]) =>
  fc.record({
    right: fc.constantFrom("call" as const, "put" as const),
    moneyness: number(0.6, 1.5),
    days: DAYS,
    volatility: number(0.1, 0.9),
    rate: number(0, 0.08),
    carry: number(-0.05, 0.08),
  }).map((one) => ({ ...one, style }));

const holding = (style: HeldOption["style"]) =>
  fc.record({
    size: fc.integer({ min: -20, max: 20 }).filter((count) => count !== 0),
    multiplier: fc.constantFrom(1, 5, 50, 100, 1000),
    spot: number(0.5, 9000),
    option: fc.option(option(style), { freq: 5 }),
  }).map(({ size, multiplier, spot, option }): Holding => ({
    size: size * multiplier,
    spot,
    option: option === null ? null : {
      right: option.right,
      strike: spot * option.moneyness,
      years: option.days / 365,
      volatility: option.volatility,
      rate: option.rate,
      carry: option.carry,
      style: option.style,
    },
  }));

const beta = fc.option(fc.oneof(number(-1.5, 3), number(4, 12)), { freq: 6 });

/** Holdings with their betas, some unknown, some of which a large move cuts. */
export const anyBook = (style: HeldOption["style"], maxLength = 12) =>
  fc.array(fc.record({ holding: holding(style), beta }), { minLength: 1, maxLength });
