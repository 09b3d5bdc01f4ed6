import assert from "node:assert/strict";
import { createTracker } from "../../../src/services/orders/order_tracker.ts";
import { leg, order } from "./some_orders.ts";

const filled = (quantity: number) => ({ legs: [leg(100, "ABC", "buy_to_open", [[quantity, 10]])] });

Deno.test("order tracker: a new state, an execution and another price are changes; the same again is none", () => {
  for (const change of [{ status: "cancel_requested" }, filled(10), { price: -9 }, { stopPrice: 8 }]) {
    const tracker = createTracker([order()]);
    assert.equal(tracker.take(order({ updatedAt: 5 })), false);
    assert.deepEqual(tracker.changes(), []);
    assert.equal(tracker.take(order(change)), true);
    assert.deepEqual(tracker.changes(), [{ before: order(), after: order(change) }]);
  }
});

Deno.test("order tracker: other orders are no concern", () => {
  const tracker = createTracker([order()]);
  assert.equal(tracker.take(order({ id: "2", status: "filled" })), false);
  assert.equal(tracker.newest.size, 0);
});

Deno.test("order tracker: frames that come late do not undo what is known", () => {
  const tracker = createTracker([order()]);
  tracker.take(order({ status: "filled", ...filled(100) }));
  assert.equal(tracker.take(order({ status: "live", ...filled(40) })), false);
  assert.equal(tracker.take(order({ status: "filled", ...filled(40) })), false);
  assert.equal(tracker.changes()[0]!.after.status, "filled");
  assert.equal(tracker.changes()[0]!.after.legs[0]!.fills[0]!.quantity, 100);
});
