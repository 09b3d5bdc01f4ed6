import assert from "node:assert/strict";
import { maxDrawdown, realizedVolatility } from "../../src/analytics/realized_volatility.ts";

const close = (actual: number | null, wanted: number, tolerance = 1e-12) =>
  assert.ok(actual !== null && Math.abs(actual - wanted) <= tolerance, `${actual} instead of ${wanted}`);

Deno.test("realized volatility: two returns have the deviation that can be worked out by hand", () => {
  // Returns of ln 2 and -ln 2: mean 0, squares 2 (ln 2)^2 over one degree of freedom.
  close(realizedVolatility([100, 200, 100], 1), Math.SQRT2 * Math.LN2);
});

Deno.test("realized volatility: it grows with the root of the periods in a year", () => {
  const closes = [100, 101, 99.5, 102, 101.2, 103];
  close(realizedVolatility(closes, 252), realizedVolatility(closes, 63)! * 2);
});

Deno.test("realized volatility: steady growth has none, whatever its pace", () => {
  close(realizedVolatility([1, 2, 4, 8, 16], 252), 0);
});

Deno.test("realized volatility: ten closes give what Python's statistics.stdev gives", () => {
  const closes = [132.45, 130.6, 131.85, 132.5, 133.85, 132.4, 133.05, 134.5, 133.2, 132.9];
  close(realizedVolatility(closes, 252), 0.1561224518466796);
});

Deno.test("realized volatility: one return is no deviation, and a price of zero a mistake", () => {
  assert.equal(realizedVolatility([100, 101], 252), null);
  assert.equal(realizedVolatility([], 252), null);
  assert.throws(() => realizedVolatility([100, 0, 100], 252), RangeError);
});

Deno.test("drawdown: the deepest fall counts, not the longest nor the last", () => {
  const fall = maxDrawdown([100, 120, 90, 130, 125, 126, 110]);
  assert.deepEqual({ ...fall, fraction: 0 }, { fraction: 0, peak: 1, trough: 2 });
  close(fall!.fraction, -0.25);
});

Deno.test("drawdown: a price that only rises has none", () => {
  assert.equal(maxDrawdown([1, 2, 2, 3]), null);
  assert.equal(maxDrawdown([]), null);
});
