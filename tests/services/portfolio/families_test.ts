import assert from "node:assert/strict";
import { familyOf, productOf, rangeOf } from "../../../src/services/portfolio/families.ts";

const TODAY = "2026-11-20";

Deno.test("families: contracts of all months are one product, everything else is its own", () => {
  assert.deepEqual(
    ["/ESZ6", "/ESH27", "/6EZ6", "AAPL", "BRK/B", "BTC/USD", "SPX"].map((one) => productOf(one, TODAY)),
    [
      "/ES",
      "/ES",
      "/6E",
      "AAPL",
      "BRK/B",
      "BTC/USD",
      "SPX",
    ],
  );
});

Deno.test("families: the fund that moves alike, the group and the range go together", () => {
  assert.deepEqual(familyOf("/MES"), { group: "broad index", range: 0.1, fund: "SPY" });
  assert.equal(familyOf("SPX"), familyOf("/ES"));
  assert.equal(familyOf("SPY"), familyOf("/ES"));
  assert.equal(familyOf("/GC")?.fund, "GLD");
  assert.equal(familyOf("AAPL"), null);
  assert.deepEqual(["/ZN", "/6J", "/CL", "QQQ", "AAPL", "BTC/USD"].map(rangeOf), [0.05, 0.05, 0.15, 0.1, 0.15, 0.15]);
});
