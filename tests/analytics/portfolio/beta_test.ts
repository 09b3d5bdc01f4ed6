import assert from "node:assert/strict";
import { betaWeight, type Exposure, profitOfIndexMove } from "../../../src/analytics/portfolio/beta.ts";

interface Row {
  id: number;
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

const exposures = ({ positions }: Row): Exposure[] =>
  positions.map(({ S, beta, delta_per_share, gamma_per_share, quantity, multiplier }) => ({
    price: S,
    beta,
    delta: delta_per_share,
    gamma: gamma_per_share,
    quantity,
    multiplier,
  }));

const isClose = (actual: number, expected: number) =>
  Math.abs(actual - expected) <= 1e-12 * Math.max(1e3, Math.abs(expected));

Deno.test(`beta weighting: all four numbers of all ${items.length} references`, () => {
  assert.equal(items.length, 10);
  for (const row of items) {
    const weighted = betaWeight(exposures(row), row.index_price);
    const { beta_weighted_delta, beta_weighted_gamma, dollar_delta, pnl_index_plus_1pct } = row.expected;
    assert.ok(isClose(weighted.delta, beta_weighted_delta), `${row.id}: delta`);
    assert.ok(isClose(weighted.gamma, beta_weighted_gamma), `${row.id}: gamma`);
    assert.ok(isClose(weighted.dollarDelta, dollar_delta), `${row.id}: dollars`);
    assert.ok(isClose(profitOfIndexMove(weighted, row.index_price / 100), pnl_index_plus_1pct), `${row.id}: move`);
  }
});

Deno.test("beta weighting: shares of the index itself weigh what they are", () => {
  const own = { price: 400, beta: 1, delta: 1, gamma: 0, quantity: 7, multiplier: 1 };
  assert.deepEqual(betaWeight([own], 400), { delta: 7, gamma: 0, dollarDelta: 2800 });
  assert.deepEqual(betaWeight([], 400), { delta: 0, gamma: 0, dollarDelta: 0 });
  assert.throws(() => betaWeight([own], 0), RangeError);
});
