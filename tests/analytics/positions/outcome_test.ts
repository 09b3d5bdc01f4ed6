import assert from "node:assert/strict";
import fc from "fast-check";
import type { Leg } from "../../../src/analytics/positions/leg.ts";
import { costOf, legValue, outcomeOf, profitAt, valueOf } from "../../../src/analytics/positions/outcome.ts";
import { isClose, readPositions } from "./reference.ts";

// The same cases every time: what chance finds belongs into a test of its own.
fc.configureGlobal({ seed: 20261122 });

const positions = await readPositions();
const UNDERLYING = { spot: 100, rate: 0.04, carry: 0.01 };

const leg = fc.record({
  kind: fc.constant("option" as const),
  right: fc.constantFrom("call" as const, "put" as const),
  quantity: fc.integer({ min: -5, max: 5 }),
  multiplier: fc.constant(100),
  price: fc.double({ min: 0, max: 30, noNaN: true }),
  strike: fc.integer({ min: 50, max: 150 }),
  years: fc.constantFrom(0.1, 0.3),
  volatility: fc.double({ min: 0.05, max: 2, noNaN: true }),
});

Deno.test(`outcome: cost, value now and every cell of the grid agree with all ${positions.length} reference positions`, () => {
  assert.equal(positions.length, 45);
  for (const { name, legs, underlying, expected } of positions) {
    assert.ok(isClose(costOf(legs), expected.net_cost_per_share, 1e-8), name);
    assert.ok(isClose(valueOf(legs, underlying.spot, underlying), expected.model_value, 1e-8), name);
    for (const { spot, day, pnl } of expected.pnl_grid) {
      const profit = profitAt(legs, spot, underlying, { years: day / 365 });
      assert.ok(isClose(profit, pnl, 1e-8), `${name} at ${spot} on day ${day}: ${profit} instead of ${pnl}`);
    }
  }
});

Deno.test("outcome: profits of positions add up", () => {
  fc.assert(
    fc.property(fc.array(leg), fc.array(leg), fc.double({ min: 1, max: 300, noNaN: true }), (one, two, spot) => {
      const together = profitAt([...one, ...two], spot, UNDERLYING);
      assert.ok(isClose(together, profitAt(one, spot, UNDERLYING) + profitAt(two, spot, UNDERLYING), 1e-8));
    }),
  );
});

Deno.test("outcome: it is the profit at the first expiration, whatever lives on", () => {
  fc.assert(fc.property(fc.array(leg, { minLength: 1 }), fc.double({ min: 0, max: 300, noNaN: true }), (legs, spot) => {
    const outcome = outcomeOf(legs, UNDERLYING);
    assert.ok(isClose(outcome.at(spot), profitAt(legs, spot, UNDERLYING, { years: outcome.years }), 1e-8));
    assert.equal(outcome.isModelled, legs.some(({ years }) => years !== outcome.years));
  }));
});

Deno.test("outcome: an option with nothing left to live is worth what it pays, on a worthless share too", () => {
  const put: Leg = {
    kind: "option",
    right: "put",
    quantity: 1,
    multiplier: 100,
    price: 0,
    strike: 90,
    years: 0,
    volatility: 0.3,
  };
  assert.equal(legValue(put, 80, UNDERLYING), 10);
  assert.equal(legValue(put, 0, UNDERLYING), 90);
  assert.equal(legValue({ ...put, years: 1 }, 0, UNDERLYING), 90 * Math.exp(-0.04));
  assert.equal(legValue({ ...put, right: "call", years: 1 }, 0, UNDERLYING), 0);
});

Deno.test("outcome: shares alone never expire", () => {
  const shares: Leg = { kind: "stock", quantity: 100, multiplier: 1, price: 50 };
  assert.throws(() => outcomeOf([shares], UNDERLYING), RangeError);
  assert.equal(profitAt([shares], 60, UNDERLYING), 1000);
});
