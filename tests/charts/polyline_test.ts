import assert from "node:assert/strict";
import * as fc from "fast-check";
import { areas, between, cutAt, thinned } from "../../src/charts/polyline.ts";

const area = (points: readonly number[]): number => {
  let twice = 0;
  for (let i = 0; i < points.length; i += 2) {
    const next = (i + 2) % points.length;
    twice += points[i]! * points[next + 1]! - points[next]! * points[i + 1]!;
  }
  return Math.abs(twice) / 2;
};

Deno.test("polyline: a cut puts a point at every crossing, in order, also where one segment crosses several heights", () => {
  assert.deepEqual(cutAt([0, 0, 10, 10], [2, 8]), [0, 0, 2, 2, 8, 8, 10, 10]);
  assert.deepEqual(cutAt([0, 10, 10, 0], [2, 8]), [0, 10, 2, 8, 8, 2, 10, 0]);
  assert.deepEqual(cutAt([0, 5, 10, 5], [5]), [0, 5, 10, 5]);
});

Deno.test("polyline: what lies between two heights comes in runs", () => {
  assert.deepEqual(between([0, 5, 10, 15, 20, 5], 0, 10), [[0, 5, 5, 10], [15, 10, 20, 5]]);
  assert.deepEqual(between([0, 20, 10, 30], 0, 10), []);
  assert.deepEqual(between([0, 10, 10, 10], 0, 10), [[0, 10, 10, 10]]);
});

Deno.test("polyline: areas lie on one side of a level and end at the limit", () => {
  // A tent from -10 over +10 (upwards is less) and back.
  const tent = [0, 10, 20, -10, 40, 10];
  assert.deepEqual(areas(tent, 0, -100), [[10, 0, 10, 0, 20, -10, 30, 0, 30, 0]]);
  assert.equal(areas(tent, 0, 100).map(area).reduce((a, b) => a + b), 100);
  assert.equal(areas(tent, 0, -5).map(area).reduce((a, b) => a + b), 75);
  assert.deepEqual(areas([0, 0, 10, 0], 0, -5), []);
});

Deno.test("polyline: a thinned line keeps its ends and its corners, and nowhere strays farther than it may", () => {
  assert.deepEqual(thinned([0, 0, 1, 0, 2, 0, 3, 5, 4, 0], 0.1), [0, 0, 2, 0, 3, 5, 4, 0]);
  const heights = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 60 });
  fc.assert(fc.property(heights, fc.double({ min: 0.01, max: 5, noNaN: true }), (ys, tolerance) => {
    const line = ys.flatMap((y, x) => [x, y]);
    const thin = thinned(line, tolerance);
    assert.deepEqual([...thin.slice(0, 2), ...thin.slice(-2)], [...line.slice(0, 2), ...line.slice(-2)]);
    for (let x = 0; x < ys.length; x++) {
      const after = Math.max(2, thin.findIndex((value, i) => i % 2 === 0 && value >= x));
      const [fromX, fromY, toX, toY] = thin.slice(after - 2, after + 2) as [number, number, number, number];
      if (toX === undefined) continue;
      const distance = Math.abs((x - fromX) * (toY - fromY) - (ys[x]! - fromY) * (toX - fromX)) /
        Math.hypot(toX - fromX, toY - fromY);
      assert.ok(distance <= tolerance + 1e-9);
    }
  }));
});
