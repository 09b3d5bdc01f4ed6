import assert from "node:assert/strict";
import { returnOnCapital, thetaOnCapital } from "../../../src/analytics/margin/returns.ts";

Deno.test("returns: profit on capital, and as often as its days fit into a year", () => {
  assert.deepEqual(returnOnCapital(100, 400, 73), { return: 0.25, annualized: 1.25 });
  assert.deepEqual(returnOnCapital(100, 400, 0), { return: 0.25, annualized: null });
  assert.equal(thetaOnCapital(10, 3650), 1);
});

Deno.test("returns: without capital or without a limit to the profit there is none", () => {
  assert.equal(returnOnCapital(100, 0, 30), null);
  assert.equal(returnOnCapital(100, -20, 30), null);
  assert.equal(returnOnCapital(100, null, 30), null);
  assert.equal(returnOnCapital(null, 400, 30), null);
  assert.equal(thetaOnCapital(10, 0), null);
  assert.equal(thetaOnCapital(10, null), null);
});
