import assert from "node:assert/strict";
import { maxDrawdown } from "../../src/analytics/drawdown.ts";

Deno.test("drawdown: the deepest fall counts, not the longest nor the last", () => {
  const fall = maxDrawdown([100, 120, 90, 130, 125, 126, 110]);
  assert.deepEqual({ ...fall, fraction: 0 }, { fraction: 0, peak: 1, trough: 2 });
  assert.equal(fall!.fraction, -0.25);
});

Deno.test("drawdown: a price that only rises has none", () => {
  assert.equal(maxDrawdown([1, 2, 2, 3]), null);
  assert.equal(maxDrawdown([]), null);
});
