import assert from "node:assert/strict";
import { createTermCurve } from "../../../src/analytics/screens/term_curve.ts";

Deno.test("term curve: lines between points, from the start, and on as from the start to the last", () => {
  const curve = createTermCurve(10, [{ years: 0.5, value: 12 }, { years: 1, value: 11 }]);
  assert.deepEqual([0, 0.25, 0.5, 0.75, 1, 2].map(curve), [10, 11, 12, 11.5, 11, 12]);
});

Deno.test("term curve: two points at one time, and none at all", () => {
  const twice = createTermCurve(0, [{ years: 1, value: 1 }, { years: 1, value: 2 }, { years: 2, value: 4 }]);
  assert.deepEqual([0.5, 1, 1.5].map(twice), [0.5, 2, 3]);
  assert.equal(createTermCurve(3, [])(7), 3);
});
