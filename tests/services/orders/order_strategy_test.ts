import assert from "node:assert/strict";
import type { OrderLeg } from "../../../src/broker/endpoints/order_legs.ts";
import { strategyOf } from "../../../src/services/orders/order_strategy.ts";
import { FRIDAY } from "../../support/app.ts";
import { leg, order } from "./some_orders.ts";

const strategy = (...legs: OrderLeg[]) => strategyOf(order({ legs }), FRIDAY);
const option = (right: "P" | "C", strike: number, expiration = "261218") =>
  `ABC   ${expiration}${right}${String(strike * 1000).padStart(8, "0")}`;

Deno.test("order strategy: what is opened is named by what will be held, what is closed by what was", () => {
  const condor = (sell: string, buy: string, sign: 1 | -1): OrderLeg[] => [
    leg(sign, option("P", 90), buy),
    leg(-sign, option("P", 95), sell),
    leg(-sign, option("C", 110), sell),
    leg(sign, option("C", 115), buy),
  ];
  assert.equal(strategy(...condor("sell_to_open", "buy_to_open", 1)), "open iron condor");
  assert.equal(strategy(...condor("buy_to_close", "sell_to_close", -1)), "close iron condor");
  assert.equal(strategy(leg(-2, option("P", 90), "sell_to_open")), "open 2 x short put");
  assert.equal(strategy(leg(2, option("P", 90), "buy_to_close")), "close 2 x short put");
});

Deno.test("order strategy: a roll closes and opens", () => {
  assert.equal(
    strategy(leg(1, option("P", 90), "buy_to_close"), leg(-1, option("P", 85, "270115"), "sell_to_open")),
    "close short put, open short put",
  );
  assert.equal(
    strategy(
      leg(1, "./ESZ6 EW1Z6 261204P7800", "buy_to_close"),
      leg(-1, "./ESZ6 EW1Z6 261204P7700", "sell_to_open"),
    ),
    "close short put, open short put",
  );
});

Deno.test("order strategy: shares with an option are one structure, alone they are what they are", () => {
  assert.equal(
    strategy(leg(100, "ABC", "buy_to_open"), leg(-1, option("C", 110), "sell_to_open")),
    "open covered call",
  );
  assert.equal(strategy(leg(100, "ABC", "buy_to_open")), "buy shares to open");
  assert.equal(strategy(leg(-1, "/ESZ6", "sell")), "sell future");
  assert.equal(strategy(leg(null, "BTC/USD", "buy_to_open")), "buy coins to open");
});

Deno.test("order strategy: contracts that are not known have no name", () => {
  assert.equal(strategy(), null);
  assert.equal(strategy(leg(1, "ABC 2027 5%", "buy_to_open", [], "bond")), null);
  assert.equal(strategy(leg(1, option("P", 90), "allocate")), null);
});
