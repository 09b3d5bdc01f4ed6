import assert from "node:assert/strict";
import { clearingHouseOf, displayFactorOf, writeFutureProduct } from "../../src/simulator/future_product.ts";
import { createMarket } from "../../src/simulator/market/market.ts";

const market = createMarket("products");
const products = [...market.futures.products.values()];

Deno.test("future product: every product is written in full, with decimals as strings", () => {
  const [first, ...others] = products.map((product) => writeFutureProduct(product, market));
  for (const written of [first!, ...others]) {
    for (const key of Object.keys(first!)) {
      // Only what follows an index names it.
      if (!key.startsWith("underlying-")) {
        assert.equal(typeof written[key], typeof first![key], `${written.code} ${key}`);
      }
    }
    for (const key of ["notional-multiplier", "tick-size", "display-factor"]) {
      assert.match(String(written[key]), /^\d+\.\d+$/);
      assert.ok(Number(written[key]) > 0, `${written.code} ${key}`);
    }
  }
});

Deno.test("future product: the display factor and the house follow from what is traded, and where", () => {
  const of = (code: string) => market.futures.products.get(code)!;
  const factors = ["ES", "NG", "6E", "6J"].map((code) => displayFactorOf(of(code)));
  assert.deepEqual(factors, [0.01, 0.001, 0.0001, 0.000001]);
  assert.deepEqual(["ES", "CL", "GC"].map((code) => clearingHouseOf(of(code))), ["16", "07", "04"]);
});
