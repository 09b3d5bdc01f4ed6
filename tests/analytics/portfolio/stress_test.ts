import assert from "node:assert/strict";
import { stressGrid } from "../../../src/analytics/portfolio/stress.ts";
import type { Leg } from "../../../src/analytics/positions/leg.ts";
import { valueOf } from "../../../src/analytics/positions/outcome.ts";

interface Row {
  id: number;
  S: number;
  r: number;
  q: number;
  legs: {
    qty: number;
    type: "call" | "put" | "stock";
    multiplier: number;
    strike?: number;
    days?: number;
    iv?: number;
  }[];
  expected: {
    value_now: number;
    worst: number;
    grid: { spot_change: number; iv_factor: number; days_forward: number; pnl: number }[];
  };
}

const file = new URL("../../fixtures/quant/scenarios.json", import.meta.url);
const { items } = JSON.parse(await Deno.readTextFile(file)) as { items: Row[] };
const cells = items.reduce((sum, { expected }) => sum + expected.grid.length, 0);

const legsOf = (row: Row): Leg[] =>
  row.legs.map(({ qty, type, multiplier, strike, days, iv }): Leg => {
    const held = { quantity: qty, multiplier, price: 0 };
    return type === "stock"
      ? { kind: "stock", ...held }
      : { kind: "option", ...held, right: type, strike: strike!, years: days! / 365, volatility: iv! };
  });

Deno.test(`stress: all ${cells} cells of all ${items.length} reference grids, and the worst of each`, () => {
  assert.deepEqual([items.length, cells], [12, 504]);
  for (const row of items) {
    const [legs, underlying] = [legsOf(row), { spot: row.S, rate: row.r, carry: row.q }];
    const gross = legs.reduce((sum, { quantity, multiplier }) => sum + Math.abs(quantity) * multiplier * row.S, 0);
    const isClose = (actual: number, expected: number) => Math.abs(actual - expected) <= 1e-7 * gross;
    assert.ok(isClose(valueOf(legs, row.S, underlying), row.expected.value_now), `${row.id}`);
    const { cells, worst } = stressGrid(legs, underlying);
    assert.equal(cells.length, row.expected.grid.length);
    for (const [i, { spot, volatility, days, profit }] of cells.entries()) {
      const { spot_change, iv_factor, days_forward, pnl } = row.expected.grid[i]!;
      assert.deepEqual([spot, volatility, days], [spot_change, iv_factor, days_forward]);
      assert.ok(isClose(profit, pnl), `${row.id}, cell ${i}: ${profit} instead of ${pnl}`);
    }
    assert.ok(isClose(worst.profit, row.expected.worst), `${row.id}: ${worst.profit}`);
  }
});

Deno.test("stress: without a shock nothing changes, and a grid needs shocks of all kinds", () => {
  const row = items[0]!;
  const [legs, underlying] = [legsOf(row), { spot: row.S, rate: row.r, carry: row.q }];
  const nothing = { spot: 0, volatility: 1, days: 0, profit: 0 };
  assert.deepEqual(stressGrid(legs, underlying, [0], [1], [0]), { cells: [nothing], worst: nothing });
  assert.throws(() => stressGrid(legs, underlying, []), RangeError);
});
