/** Random ordinary European options for properties. */

import fc from "fast-check";

/** Ordinary markets. */
export const market = fc.record({
  spot: fc.double({ min: 1, max: 5000, noNaN: true }),
  moneyness: fc.double({ min: -1, max: 1, noNaN: true }),
  years: fc.double({ min: 1 / 365, max: 3, noNaN: true }),
  rate: fc.double({ min: -0.02, max: 0.1, noNaN: true }),
  carry: fc.double({ min: -0.02, max: 0.08, noNaN: true }),
  volatility: fc.double({ min: 0.05, max: 2, noNaN: true }),
  right: fc.constantFrom("call" as const, "put" as const),
}).map(({ moneyness, ...rest }) => ({ ...rest, strike: rest.spot * Math.exp(moneyness * rest.volatility) }));

/** The slope at 0 of what depends on a step, of fourth order: so that the closed form, not the difference, is tested. */
export const slopeBy = (step: number, value: (step: number) => number): number =>
  (8 * (value(step) - value(-step)) - (value(2 * step) - value(-2 * step))) / (12 * step);
