import assert from "node:assert/strict";
import {
  type Bars,
  type Estimator,
  ewmaVolatility,
  realizedVolatility,
  volatilityOfCloses,
} from "../../../src/analytics/volatility/realized.ts";
import { readColumns } from "../columns.ts";

const rows = await readColumns("hv");
const sample = await readColumns("ohlc_sample");
const bars: Bars = {
  open: sample.column("open"),
  high: sample.column("high"),
  low: sample.column("low"),
  close: sample.column("close"),
};
const ESTIMATORS: readonly Estimator[] = [
  "close_to_close",
  "close_to_close_zero_mean",
  "parkinson",
  "garman_klass",
  "garman_klass_yang_zhang",
  "rogers_satchell",
  "yang_zhang",
];

const isClose = (actual: number | null, expected: number): boolean =>
  actual !== null && Math.abs(actual - expected) <= 1e-12 * Math.abs(expected);

Deno.test(`realized volatility: seven estimators agree with all ${rows.size} rows, on ${sample.size} bars`, () => {
  assert.deepEqual([rows.size, sample.size], [228, 320]);
  const [at, window] = [rows.column("bar"), rows.column("window")];
  for (const estimator of ESTIMATORS) {
    const expected = rows.column(estimator);
    for (let i = 0; i < rows.size; i++) {
      const actual = realizedVolatility(bars, window[i]!, estimator, at[i]);
      assert.ok(isClose(actual, expected[i]!), `${estimator}, row ${i}: ${actual} instead of ${expected[i]}`);
    }
  }
});

Deno.test(`realized volatility: the exponentially weighted one agrees with all ${rows.size} reference rows`, () => {
  const [at, expected] = [rows.column("bar"), rows.column("ewma94")];
  for (let i = 0; i < rows.size; i++) {
    assert.ok(isClose(ewmaVolatility(bars.close, at[i]), expected[i]!), `row ${i}`);
  }
});

Deno.test("realized volatility: without enough bars there is none", () => {
  assert.equal(realizedVolatility(bars, 20, "close_to_close", 19), null);
  assert.notEqual(realizedVolatility(bars, 20, "close_to_close", 20), null);
  assert.notEqual(realizedVolatility(bars, 20, "parkinson", 19), null);
  assert.equal(realizedVolatility(bars, 20, "parkinson", 18), null);
  assert.equal(realizedVolatility(bars, 20, "parkinson", 320), null);
  assert.equal(ewmaVolatility(bars.close, 0), null);
  assert.throws(() => realizedVolatility(bars, 1), RangeError);
});

Deno.test("realized volatility: a price that never moved has 0, one missing spoils its windows", () => {
  const still = new Float64Array(30).fill(50);
  for (const estimator of ESTIMATORS) {
    assert.equal(realizedVolatility({ open: still, high: still, low: still, close: still }, 20, estimator), 0);
  }
  const close = bars.close.slice();
  close[100] = NaN;
  assert.equal(realizedVolatility({ ...bars, close }, 20, "yang_zhang", 110), null);
  assert.notEqual(realizedVolatility({ ...bars, close }, 20, "yang_zhang", 130), null);
});

const near = (actual: number | null, wanted: number, tolerance = 1e-12) =>
  assert.ok(actual !== null && Math.abs(actual - wanted) <= tolerance, `${actual} instead of ${wanted}`);

Deno.test("volatility of closes: two returns have the deviation that can be worked out by hand", () => {
  // Returns of ln 2 and -ln 2: mean 0, squares 2 (ln 2)^2 over one degree of freedom.
  near(volatilityOfCloses([100, 200, 100], 1), Math.SQRT2 * Math.LN2);
});

Deno.test("volatility of closes: it grows with the root of the periods in a year", () => {
  const closes = [100, 101, 99.5, 102, 101.2, 103];
  near(volatilityOfCloses(closes, 252), volatilityOfCloses(closes, 63)! * 2);
});

Deno.test("volatility of closes: steady growth has none, whatever its pace", () => {
  near(volatilityOfCloses([1, 2, 4, 8, 16], 252), 0);
});

Deno.test("volatility of closes: ten closes give what Python's statistics.stdev gives", () => {
  const closes = [132.45, 130.6, 131.85, 132.5, 133.85, 132.4, 133.05, 134.5, 133.2, 132.9];
  near(volatilityOfCloses(closes, 252), 0.1561224518466796);
});

Deno.test("volatility of closes: one return is no deviation, and a price of zero a mistake", () => {
  assert.equal(volatilityOfCloses([100, 101], 252), null);
  assert.equal(volatilityOfCloses([], 252), null);
  assert.throws(() => volatilityOfCloses([100, 0, 100], 252), RangeError);
});
