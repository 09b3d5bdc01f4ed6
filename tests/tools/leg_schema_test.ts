import assert from "node:assert/strict";
import { leg } from "../../src/tools/leg_schema.ts";

Deno.test("leg schema: a leg is a symbol or a description, with a signed quantity", () => {
  for (
    const given of [
      { symbol: "SPY   261218P00700000", quantity: -1 },
      { expiration: "2026-12-18", right: "put", strike: 700, quantity: -1, price: 5.2 },
      { underlying: "SPY", expiration: 45, right: "call", delta: 0.16, quantity: 2 },
    ]
  ) assert.ok(leg.safeParse(given).success, JSON.stringify(given));
});

Deno.test("leg schema: an unknown key, a missing quantity and another right are refused", () => {
  for (
    const given of [
      { symbol: "AAPL", quantity: 1, side: "buy" },
      { symbol: "AAPL" },
      { strike: 700, right: "straddle", quantity: 1 },
    ]
  ) assert.ok(!leg.safeParse(given).success, JSON.stringify(given));
});
