import assert from "node:assert/strict";
import fc from "fast-check";
import { bsm, bsmGreeks } from "../../../src/analytics/pricing/black.ts";
import { black76HigherGreeks, bsmHigherGreeks } from "../../../src/analytics/pricing/higher_greeks.ts";
import { market, slopeBy } from "./markets.ts";
import { readTable } from "./table.ts";

type Terms = "K" | "T" | "r" | "sigma" | "prob_itm";
const spotRows = await readTable<Terms | "S" | "q" | "epsilon" | "vanna" | "vomma" | "charm">("european_bsm");
const futureRows = await readTable<Terms | "F">("black76");

/** The rule of the reference: absolute by the size of the underlying, and relative where the value is not tiny. */
function assertClose(actual: number, expected: number, size: number, what: string): void {
  const error = Math.abs(actual - expected);
  const bound = Math.min(1e-12 * Math.max(1, size), Math.abs(expected) > 1e-8 ? 1e-9 * Math.abs(expected) : Infinity);
  assert.ok(error <= bound, `${what}: ${actual} instead of ${expected}`);
}

Deno.test(`higher greeks: all ${spotRows.length} rows of european_bsm.csv agree, four greeks and the probability`, () => {
  assert.equal(spotRows.length, 720);
  for (const { type, S, K, T, r, q, sigma, ...row } of spotRows) {
    const greeks = bsmHigherGreeks(S, K, T, r, q, sigma, type);
    const what = JSON.stringify(row);
    assertClose(greeks.epsilon * 100, row.epsilon, S, `epsilon of ${what}`);
    assertClose(greeks.vanna * 100, row.vanna, S, `vanna of ${what}`);
    assertClose(greeks.vomma * 10_000, row.vomma, S, `vomma of ${what}`);
    assertClose(greeks.charm * 365, row.charm, S, `charm of ${what}`);
    assertClose(greeks.itmProbability, row.prob_itm, S, `probability of ${what}`);
  }
});

Deno.test(`higher greeks: all ${futureRows.length} rows of black76.csv agree, the probability`, () => {
  assert.equal(futureRows.length, 310);
  for (const { type, F, K, T, r, sigma, prob_itm } of futureRows) {
    assertClose(black76HigherGreeks(F, K, T, r, sigma, type).itmProbability, prob_itm, 1, `${F} ${K} ${T}`);
  }
});

Deno.test("higher greeks: each is what bumping its input says", () => {
  fc.assert(
    fc.property(market, ({ spot, strike, years, rate, carry, volatility, right }) => {
      fc.pre(years > 0.02 && years * volatility * volatility > 0.002);
      const greeks = bsmHigherGreeks(spot, strike, years, rate, carry, volatility, right);
      const near = (actual: number, expected: number, size: number, what: string) =>
        assert.ok(Math.abs(actual - expected) <= 1e-8 * size, `${what}: ${actual}, by a bump ${expected}`);
      const moved = (change: { by?: number; years?: number; carry?: number; strike?: number }) =>
        bsmGreeks(
          spot,
          strike + (change.strike ?? 0),
          years + (change.years ?? 0),
          rate,
          carry + (change.carry ?? 0),
          volatility + (change.by ?? 0),
          right,
        );
      const byVolatility = 1e-4 * volatility;
      near(greeks.vanna, slopeBy(byVolatility, (by) => moved({ by }).delta) / 100, 0.01 / volatility, "vanna");
      const vomma = slopeBy(byVolatility, (by) => moved({ by }).vega) / 100;
      near(greeks.vomma, vomma, 1e-4 * (spot + strike) / volatility, "vomma");
      const charm = -slopeBy(1e-4 * years, (step) => moved({ years: step }).delta) / 365;
      near(greeks.charm, charm, 1 / years / 365, "charm");
      const epsilon = slopeBy(1e-5, (step) => moved({ carry: step }).price) / 100;
      near(greeks.epsilon, epsilon, 0.01 * (spot + strike), "epsilon");
      // What a strike further away costs is the discounted probability of having to pay it.
      const slope = slopeBy(1e-4 * strike, (step) => moved({ strike: step }).price);
      near(greeks.itmProbability, Math.abs(slope) * Math.exp(rate * years), 1, "probability");
    }),
    { numRuns: 1000, seed: 1 },
  );
});

Deno.test("higher greeks: without time or volatility nothing bends any more", () => {
  assert.deepEqual(bsmHigherGreeks(110, 100, 0, 0.05, 0.02, 0.3, "call"), {
    vanna: 0,
    vomma: 0,
    charm: 0,
    epsilon: 0,
    itmProbability: 1,
  });
  assert.equal(bsmHigherGreeks(100, 100, 0, 0.05, 0.02, 0.3, "put").itmProbability, 0.5);
  const still = bsmHigherGreeks(110, 100, 1, 0.05, 0.02, 0, "call");
  assert.equal(still.charm, Math.exp(-0.02) * 0.02 / 365);
  const bumped = slopeBy(1e-5, (step) => bsm(110, 100, 1, 0.05, 0.02 + step, 0, "call")) / 100;
  assert.ok(Math.abs(still.epsilon - bumped) < 1e-9);
});

Deno.test("higher greeks: of any finite input comes no NaN, or the reason why not", () => {
  const any = fc.double({ noNaN: true, noDefaultInfinity: true });
  const some = fc.oneof(any, fc.double({ min: 1e-9, max: 1e6, noNaN: true }), fc.constant(0), fc.constant(1));
  let answers = 0;
  fc.assert(
    fc.property(fc.array(some, { minLength: 6, maxLength: 6 }), fc.constantFrom("call", "put"), (numbers, right) => {
      const [S, K, T, r, q, sigma] = numbers as [number, number, number, number, number, number];
      try {
        const greeks = [bsmHigherGreeks(S, K, T, r, q, sigma, right), black76HigherGreeks(S, K, T, r, sigma, right)];
        answers++;
        for (const value of greeks.flatMap(Object.values)) assert.ok(!Number.isNaN(value), `${numbers}`);
      } catch (error) {
        assert.ok(error instanceof RangeError, `${error}`);
      }
    }),
    { numRuns: 20_000, seed: 2 },
  );
  assert.ok(answers > 500, `only ${answers} inputs had an answer`);
});
