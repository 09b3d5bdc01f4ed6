import assert from "node:assert/strict";
import type { Order } from "../../../src/broker/endpoints/order.ts";
import { newYorkTime } from "../../../src/services/new_york_time.ts";
import { expiryOf } from "../../../src/services/orders/order_expiry.ts";
import { FRIDAY } from "../../support/app.ts";
import { leg, order } from "./some_orders.ts";

const HOUR = 3_600_000;
const expires = (changes: Partial<Order>, now = FRIDAY) => {
  const expiry = expiryOf(order(changes), now);
  return expiry && `${newYorkTime(expiry.at)} ${expiry.by}`;
};
const FUTURE = [leg(1, "/ESZ6", "buy_to_open")];
const OPTION = [leg(1, "ABC   261218C00100000", "buy_to_open")];

Deno.test("order expiry: a day's order ends with the session, today's or the next", () => {
  assert.equal(expires({}), "2026-11-20T16:00-05:00 time_in_force");
  assert.equal(expires({}, FRIDAY + 6 * HOUR), "2026-11-23T16:00-05:00 time_in_force");
  // The day after Thanksgiving is short.
  assert.equal(expires({}, Date.UTC(2026, 10, 27, 15)), "2026-11-27T13:00-05:00 time_in_force");
  assert.equal(expires({}, Date.UTC(2026, 10, 26, 15)), "2026-11-27T13:00-05:00 time_in_force");
});

Deno.test("order expiry: futures end an hour after the exchanges, earlier on holidays", () => {
  assert.equal(expires({ legs: FUTURE }), "2026-11-20T17:00-05:00 time_in_force");
  assert.equal(expires({ legs: FUTURE }, FRIDAY + 7 * HOUR), "2026-11-23T17:00-05:00 time_in_force");
  assert.equal(expires({ legs: FUTURE }, Date.UTC(2026, 10, 26, 15)), "2026-11-26T13:00-05:00 time_in_force");
});

Deno.test("order expiry: extended orders end in the evening, those till a day on that day", () => {
  assert.equal(expires({ timeInForce: "ext" }), "2026-11-20T20:00-05:00 time_in_force");
  assert.equal(expires({ timeInForce: "ext_overnight" }, FRIDAY + 10 * HOUR), "2026-11-23T20:00-05:00 time_in_force");
  assert.equal(expires({ timeInForce: "gtd", goodTillDay: "2026-12-01" }), "2026-12-01T16:00-05:00 time_in_force");
  assert.equal(expires({ timeInForce: "gtd", goodTillDay: null }), null);
});

Deno.test("order expiry: without an end in time, options end an order when the first expires", () => {
  assert.equal(expires({ timeInForce: "gtc" }), null);
  assert.equal(expires({ timeInForce: "gtc", legs: OPTION }), "2026-12-18T16:00-05:00 options");
  assert.equal(
    expires({ timeInForce: "gtc", legs: [...OPTION, leg(-1, "ABC   261204C00100000", "sell_to_close")] }),
    "2026-12-04T16:00-05:00 options",
  );
  assert.equal(
    expires({ timeInForce: "gtc", legs: [leg(1, "./ESZ6 EW1Z6 261204P7800", "buy_to_close")] }),
    "2026-12-04T16:00-05:00 options",
  );
  assert.equal(
    expires({ timeInForce: "gtd", goodTillDay: "2027-01-04", legs: OPTION }),
    "2026-12-18T16:00-05:00 options",
  );
  assert.equal(expires({ legs: OPTION }), "2026-11-20T16:00-05:00 time_in_force");
});

Deno.test("order expiry: what waits to be sent, and what trades around the clock, has no end of the day", () => {
  assert.equal(expires({ status: "contingent" }), null);
  assert.equal(expires({ legs: [leg(0.1, "BTC/USD", "buy_to_open")] }), null);
  assert.equal(expires({ timeInForce: "ioc" }), null);
  assert.equal(expires({ timeInForce: null }), null);
});
