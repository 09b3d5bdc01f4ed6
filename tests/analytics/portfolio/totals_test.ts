import assert from "node:assert/strict";
import { totalsOf, type Weighed } from "../../../src/analytics/portfolio/totals.ts";

interface Row {
  index_price: number;
  positions: {
    S: number;
    beta: number;
    delta_per_share: number;
    gamma_per_share: number;
    quantity: number;
    multiplier: number;
  }[];
  expected: Record<"beta_weighted_delta" | "beta_weighted_gamma" | "dollar_delta" | "pnl_index_plus_1pct", number>;
}

const file = new URL("../../fixtures/quant/beta_weighted.json", import.meta.url);
const { items } = JSON.parse(await Deno.readTextFile(file)) as { items: Row[] };
const isClose = (actual: number, expected: number) =>
  Math.abs(actual - expected) <= 1e-12 * Math.max(1e3, Math.abs(expected));

Deno.test(`totals: all ${items.length} references of beta weighting, and percents of what they say`, () => {
  assert.equal(items.length, 10);
  for (const { index_price, positions, expected } of items) {
    const totals = totalsOf(
      positions.map((one): Weighed => ({
        price: one.S,
        beta: one.beta,
        delta: one.delta_per_share,
        gamma: one.gamma_per_share,
        theta: 0,
        vega: 0,
        quantity: one.quantity,
        multiplier: one.multiplier,
      })),
      index_price,
    );
    const percent = index_price / 100;
    assert.ok(isClose(totals.delta, expected.beta_weighted_delta));
    assert.ok(isClose(totals.gamma, expected.beta_weighted_gamma));
    assert.ok(isClose(totals.dollarDelta, expected.dollar_delta));
    assert.ok(isClose(totals.upOne, expected.pnl_index_plus_1pct));
    assert.ok(isClose(totals.deltaPerPercent, expected.beta_weighted_delta * percent));
    assert.ok(isClose(totals.gammaPerPercent, expected.beta_weighted_gamma * percent ** 2));
    assert.ok(isClose(totals.upOne + totals.downOne, totals.gammaPerPercent));
  }
});

Deno.test("totals: what has no beta is not weighed, but summed", () => {
  const one: Weighed = {
    price: 50,
    beta: null,
    delta: 0.5,
    gamma: 0.1,
    theta: -0.02,
    vega: 0.03,
    quantity: -2,
    multiplier: 100,
  };
  const alone = totalsOf([one], 400);
  assert.deepEqual([alone.delta, alone.gamma, alone.upOne].map((value) => value + 0), [0, 0, 0]);
  assert.deepEqual([alone.dollarDelta, alone.theta, alone.vega], [-5000, 4, -6]);
  const both = totalsOf([one, { ...one, beta: 1.6, quantity: 1 }], 400);
  assert.ok(isClose(both.delta, 0.5 * 100 * 1.6 * 50 / 400) && isClose(both.theta, 2));
  assert.throws(() => totalsOf([], 0), RangeError);
});
