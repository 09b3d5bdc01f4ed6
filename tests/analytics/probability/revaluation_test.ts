import assert from "node:assert/strict";
import { costOf, profitAt } from "../../../src/analytics/positions/outcome.ts";
import { createRevaluation } from "../../../src/analytics/probability/revaluation.ts";
import { readPositions } from "../positions/reference.ts";

Deno.test("revaluation: many prices at once cost and gain what they do one by one, at any time", async () => {
  for (const { name, legs, underlying } of await readPositions()) {
    const prices = Float64Array.from([0.6, 0.9, 1, 1.1, 1.8], (factor) => factor * underlying.spot);
    const revalue = createRevaluation(legs, underlying, prices, costOf(legs));
    for (const years of [0, 0.01, 20 / 365, 45 / 365]) {
      const profits = revalue(years);
      for (const [i, price] of prices.entries()) {
        const expected = profitAt(legs, price, underlying, { years });
        assert.ok(Math.abs(profits[i]! - expected) < 1e-8 * price, `${name} at ${price}: ${profits[i]} ${expected}`);
      }
    }
  }
});
