import assert from "node:assert/strict";
import { addDays, newYorkInstant } from "../../../src/core/calendar.ts";
import { endsInTheMorning, rootOf, rootsOf } from "../../../src/simulator/market/future_option_roots.ts";
import { createMarket } from "../../../src/simulator/market/market.ts";

const { futureOptions } = createMarket("roots");
const products = [...futureOptions.products.values()];

Deno.test("future option roots: each expiration of two years has one of its product's roots", () => {
  const seen = new Set<string>();
  for (let day = "2026-01-02"; day < "2028-01-01"; day = addDays(day, 5)) {
    for (const product of products) {
      for (const expiration of futureOptions.expirations(product, newYorkInstant(day, 12 * 60))) {
        const { root, type } = rootOf(expiration);
        assert.ok(expiration.contract.startsWith(root), expiration.contract);
        assert.equal(type === "Regular", root === product.root, expiration.contract);
        if (endsInTheMorning(expiration)) assert.equal(type, "Regular");
        seen.add(root);
      }
    }
  }
  assert.ok(["ES", "EW", "EW1", "EW4", "E1A", "E5D", "LO", "LO5", "ON", "OZN"].every((root) => seen.has(root)));
});

Deno.test("future option roots: no two products share one", () => {
  const roots = products.flatMap((product) => rootsOf(product).map(({ root }) => root));
  assert.equal(new Set(roots).size, roots.length);
});

Deno.test("future option roots: a contract of no root is a mistake", () => {
  const [expiration] = futureOptions.expirations(products[0]!, newYorkInstant("2026-11-20", 12 * 60));
  assert.throws(() => rootOf({ ...expiration!, contract: "XXZ6" }), RangeError);
});
