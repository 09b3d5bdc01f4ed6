/** Random American options for properties. */

import fc from "fast-check";
import type { AmericanOption } from "../../../src/analytics/pricing/american_option.ts";

/** Ordinary American options: with a yield, on a future, or with dividends. */
export const anyOption: fc.Arbitrary<AmericanOption> = fc.record({
  spot: fc.double({ min: 20, max: 1000, noNaN: true }),
  moneyness: fc.double({ min: -0.4, max: 0.4, noNaN: true }),
  years: fc.double({ min: 1 / 365, max: 2, noNaN: true }),
  rate: fc.double({ min: 0, max: 0.08, noNaN: true }),
  dividendYield: fc.double({ min: 0, max: 0.06, noNaN: true }),
  volatility: fc.double({ min: 0.08, max: 1.2, noNaN: true }),
  right: fc.constantFrom("call" as const, "put" as const),
  kind: fc.constantFrom("yield", "future", "dividends"),
  days: fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 4 }),
}).map(({ moneyness, kind, days, ...rest }) => ({
  ...rest,
  strike: rest.spot * Math.exp(moneyness),
  ...(kind === "future" ? { onFuture: true } : {}),
  ...(kind === "dividends" ? { dividends: days.map((day) => ({ years: day / 365, amount: 0.008 * rest.spot })) } : {}),
}));
