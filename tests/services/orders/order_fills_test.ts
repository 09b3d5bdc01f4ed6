import assert from "node:assert/strict";
import { fillsOf } from "../../../src/services/orders/order_fills.ts";
import { leg, order } from "./some_orders.ts";

const PUT = "ABC   261218P00100000";
const CALL = "ABC   261218C00110000";

Deno.test("order fills: several executions of one leg are averaged by quantity", () => {
  const half = order({ legs: [leg(100, "ABC", "buy_to_open", [[30, 10], [20, 10.5]])], size: 100 });
  assert.deepEqual(fillsOf(half), { filled: 50, units: 100, price: -10.2, isUneven: false });
});

Deno.test("order fills: legs make units, priced by their proportion, credit positive", () => {
  // Two ratio spreads: one put bought for 3.00, two sold at 2.00, twice.
  const legs = [
    leg(2, PUT, "buy_to_open", [[2, 3]]),
    leg(-4, CALL, "sell_to_open", [[-1, 2.2], [-3, 1.9333333333333333]]),
  ];
  for (const size of [2, null]) {
    const fills = fillsOf(order({ legs, size }));
    assert.deepEqual([fills.filled, fills.units, fills.isUneven], [2, 2, false]);
    assert.ok(Math.abs(fills.price! - 1) < 1e-9, `${fills.price}`);
  }
});

Deno.test("order fills: a leg whose executions are not told leaves the price open", () => {
  const legs = [leg(1, PUT, "buy_to_open", [[1, 3]]), leg(-1, CALL, "sell_to_open")];
  assert.deepEqual(fillsOf(order({ legs })), { filled: 0, units: 1, price: null, isUneven: true });
});

Deno.test("order fills: nothing executed, no legs, unknown actions and dollars are no prices", () => {
  assert.deepEqual(fillsOf(order()), { filled: 0, units: 100, price: null, isUneven: false });
  assert.equal(fillsOf(order({ legs: [] })).filled, 0);
  assert.equal(fillsOf(order({ legs: [leg(10, "ABC", "allocate", [[10, 5]])] })).price, null);
  const dollars = order({ legs: [leg(null, "BTC/USD", "buy_to_open", [[0.002, 90_000]])], value: -180 });
  assert.deepEqual(fillsOf(dollars), {
    filled: 0.002,
    units: null,
    price: -90_000,
    isUneven: false,
  });
});

Deno.test("order fills: of coins each is a unit", () => {
  const coins = order({ legs: [leg(0.5, "BTC/USD", "buy_to_open", [[0.25, 90_000]])], size: 1 });
  assert.deepEqual(fillsOf(coins), { filled: 0.25, units: 0.5, price: -90_000, isUneven: false });
});
