import assert from "node:assert/strict";
import * as fc from "fast-check";
import { roundTicks } from "../../src/charts/ticks.ts";

Deno.test("ticks: round numbers within the range", () => {
  assert.deepEqual(roundTicks(609, 733, 6), { values: [625, 650, 675, 700, 725], decimals: 0 });
  assert.deepEqual(roundTicks(-1058, 442, 6), { values: [-1000, -750, -500, -250, 0, 250], decimals: 0 });
  assert.deepEqual(roundTicks(-1, 1, 4), { values: [-1, -0.5, 0, 0.5, 1], decimals: 1 });
  assert.deepEqual(roundTicks(0, 0.9, 4), { values: [0, 0.25, 0.5, 0.75], decimals: 2 });
  assert.deepEqual(roundTicks(1.04, 1.12, 5).values.map((value) => value.toFixed(2)), [
    "1.04",
    "1.06",
    "1.08",
    "1.10",
    "1.12",
  ]);
});

Deno.test("ticks: in any range at most one more than asked for, evenly, and their decimals tell them apart", () => {
  const range = fc.record({
    low: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    power: fc.double({ min: -3, max: 7, noNaN: true }),
    most: fc.integer({ min: 1, max: 12 }),
  });
  fc.assert(fc.property(range, ({ low, power, most }) => {
    const high = low + 10 ** power;
    const { values, decimals } = roundTicks(low, high, most);
    assert.ok(values.length <= most + 1);
    for (const value of values) assert.ok(value >= low - 1e-6 * (high - low) && value <= high + 1e-6 * (high - low));
    assert.equal(new Set(values.map((value) => value.toFixed(decimals))).size, values.length);
    const step = values.length > 1 ? values[1]! - values[0]! : 1;
    const digits = Number((step / 10 ** Math.floor(Math.log10(step) + 1e-6)).toFixed(4));
    if (values.length > 1) assert.ok([1, 2, 2.5, 5].includes(digits), `${step}`);
  }));
});

Deno.test("ticks: a range that cannot be divided is refused, and never counted through", () => {
  const ranges = [[0, 0], [1, 0], [NaN, 1], [0, Infinity], [-Infinity, 0], [1e308, 1.1e308], [
    1e15,
    1e15 + 0.125,
  ]] as const;
  for (const [low, high] of ranges) {
    assert.throws(() => roundTicks(low, high, 6), /RangeError|no axis/, `${low} to ${high}`);
  }
});
