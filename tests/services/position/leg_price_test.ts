import assert from "node:assert/strict";
import { priceLeg } from "../../../src/services/position/leg_price.ts";

const price = (
  bid: number | null,
  ask: number | null,
  mark: number | null,
  quantity = -1,
  entry: "mid" | "natural" = "mid",
) => priceLeg({ bid, ask, mark }, quantity, null, entry);

Deno.test("leg price: the middle of the market, or the side that trades at once", () => {
  assert.deepEqual([price(1, 1.2, 1.05)!.entryPrice, price(1, 1.2, 1.05)!.entrySource], [1.1, "mid"]);
  assert.equal(price(1, 1.2, 1.05, -1, "natural")!.entryPrice, 1);
  assert.equal(price(1, 1.2, 1.05, 1, "natural")!.entryPrice, 1.2);
  assert.equal(price(1, 1.2, 1.05)!.trouble, null);
});

Deno.test("leg price: what nobody bids for can be sold for nothing, and it is said", () => {
  for (const bid of [0, null]) {
    const leg = price(bid, 0.05, 0.02, -1, "natural")!;
    assert.equal(leg.entryPrice, 0);
    assert.equal(leg.mid, 0.025);
    assert.equal(leg.trouble, "has no bid: it can be bought at 0.05 and not be sold");
  }
});

Deno.test("leg price: a crossed market has no middle; the broker's mark stands for it", () => {
  const leg = price(2, 1.8, 1.95)!;
  assert.deepEqual([leg.entryPrice, leg.entrySource, leg.mid], [1.95, "mark", 1.95]);
  assert.equal(leg.trouble, "has a crossed market (bid 2 above ask 1.8); the broker's mark of 1.95 stands for it");
  assert.equal(price(2, 1.8, 1.95, 1, "natural")!.entrySource, "mark");
});

Deno.test("leg price: without a market and a mark there is none, unless it is given", () => {
  assert.equal(price(null, null, null), null);
  assert.equal(price(1, null, 1.3)!.entryPrice, 1.3);
  const given = priceLeg({ bid: null, ask: null, mark: null }, 1, { price: 2.5, source: "held" }, "mid")!;
  assert.deepEqual([given.entryPrice, given.entrySource, given.mid], [2.5, "held", null]);
});

Deno.test("leg price: a wide market is worth a word, a wide one of pennies is not", () => {
  assert.match(price(1, 2, 1.5)!.trouble!, /wide market \(1 to 2\)/);
  assert.equal(price(0.05, 0.1, 0.07)!.trouble, null);
});
