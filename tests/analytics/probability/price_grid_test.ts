import assert from "node:assert/strict";
import { createGrid } from "../../../src/analytics/probability/price_grid.ts";
import { probabilityBelow, terminal } from "../../../src/analytics/probability/terminal.ts";

const UNDERLYING = { spot: 100, rate: 0.04, carry: 0.01 };

Deno.test("price grid: today's price is in the middle, and all are in equal ratios", () => {
  const { prices, nodes } = createGrid(UNDERLYING, 0.3, 0.25, 201);
  assert.equal(nodes, 201);
  assert.equal(prices[100], 100);
  for (let i = 2; i < nodes; i++) {
    assert.ok(Math.abs(prices[i]! / prices[i - 1]! - prices[1]! / prices[0]!) < 1e-9);
  }
  assert.throws(() => createGrid(UNDERLYING, 0.3, 0.25, 200), RangeError);
});

Deno.test("price grid: stepping back a quarter of a year gives the expectation of the lognormal law", () => {
  const { prices, stepBack } = createGrid(UNDERLYING, 0.3, 91 / 365, 401);
  const ones = new Float64Array(401).fill(1);
  // A ramp in the logarithm of the price between 95 and 110: it has no jump.
  const ramp = prices.map((price) => Math.min(1, Math.max(0, Math.log(price / 95) / Math.log(110 / 95))));
  for (let day = 0; day < 91; day++) stepBack([ones, ramp]);
  const distribution = terminal(UNDERLYING, 0.3, 91 / 365);
  let expected = 0;
  for (let part = 0; part < 1000; part++) {
    const level = (part + 0.5) / 1000;
    expected += (1 - probabilityBelow(distribution, 95 * (110 / 95) ** level)) / 1000;
  }
  assert.ok(Math.abs(ones[200]! - 1) < 1e-12);
  assert.ok(Math.abs(ramp[200]! - expected) < 1e-4, `${ramp[200]} instead of ${expected}`);
});
