import assert from "node:assert/strict";
import { createMarket } from "../../src/simulator/market/market.ts";
import { type PairLeg, PAIRS_WATCHLISTS } from "../../src/simulator/pairs_watchlists.ts";
import { FRIDAY } from "./client.ts";

Deno.test("pairs watchlists: both sides of a pair are listed and worth about the same", () => {
  const market = createMarket("ttai");
  const worth = ({ symbol, quantity }: PairLeg) => market.equity(symbol, FRIDAY)!.mark! * quantity;
  for (const { name, pairs } of PAIRS_WATCHLISTS) {
    assert.ok(pairs.length >= 2, name);
    for (const { bought, sold } of pairs) {
      const ratio = worth(bought) / worth(sold);
      assert.ok(ratio > 0.5 && ratio < 2, `${bought.symbol} ${sold.symbol} ${ratio}`);
    }
  }
});
