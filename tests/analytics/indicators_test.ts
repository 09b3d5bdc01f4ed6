import assert from "node:assert/strict";
import { bollingerBands, highest, lowest } from "../../src/analytics/indicators/bands.ts";
import { averageTrueRange, directional } from "../../src/analytics/indicators/directional.ts";
import {
  pivotLevels,
  retracement,
  RETRACEMENTS,
  swingHighs,
  swingLows,
} from "../../src/analytics/indicators/levels.ts";
import { rateOfChange, regressionSlope, relativeStrength } from "../../src/analytics/indicators/momentum.ts";
import { exponentialAverage, macd, simpleAverage } from "../../src/analytics/indicators/moving_average.ts";
import { anchoredVwap, rollingVwap } from "../../src/analytics/indicators/volume_price.ts";
import { readColumns } from "./columns.ts";

const rows = await readColumns("indicators");
const sample = await readColumns("ohlc_sample");
const [high, low, close, volume] = ["high", "low", "close", "volume"].map((name) => sample.column(name)) as [
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
];

/** Every column of the reference but the row's number, bar and date. */
function columns(): Record<string, Float64Array> {
  const [line, bands, movement] = [macd(close), bollingerBands(close), directional(high, low, close)];
  const pivots = Array.from(close, (_, i) => pivotLevels(high[i - 1] ?? NaN, low[i - 1] ?? NaN, close[i - 1] ?? NaN));
  const pivot = (of: (levels: ReturnType<typeof pivotLevels>) => number) => Float64Array.from(pivots, of);
  const [top, bottom] = [highest(high, 60), lowest(low, 60)];
  const back = Object.fromEntries(
    RETRACEMENTS.map((part) => [
      `fib${(part * 1000).toFixed(0)}`,
      top.map((price, i) => retracement(price, bottom[i]!, part)),
    ]),
  );
  return {
    sma20: simpleAverage(close, 20),
    sma50: simpleAverage(close, 50),
    ema12: exponentialAverage(close, 12),
    ema26: exponentialAverage(close, 26),
    ema20: exponentialAverage(close, 20),
    rsi14: relativeStrength(close),
    rsi2: relativeStrength(close, 2),
    macd: line.line,
    macd_signal: line.signal,
    macd_hist: line.histogram,
    bb_mid: bands.middle,
    bb_upper: bands.upper,
    bb_lower: bands.lower,
    bb_pctb: bands.position,
    bb_bandwidth: bands.width,
    atr14: averageTrueRange(high, low, close),
    vwap_anchored_bar0: anchoredVwap({ high, low, close, volume }),
    vwap20: rollingVwap({ high, low, close, volume }, 20),
    plus_di14: movement.plus,
    minus_di14: movement.minus,
    adx14: movement.adx,
    donchian_high20: highest(high, 20),
    donchian_low20: lowest(low, 20),
    linreg_slope20: regressionSlope(close, 20),
    roc20: rateOfChange(close, 20),
    pivot_p: pivot((levels) => levels.pivot),
    pivot_r1: pivot(({ resistance }) => resistance[0]),
    pivot_s1: pivot(({ support }) => support[0]),
    pivot_r2: pivot(({ resistance }) => resistance[1]),
    pivot_s2: pivot(({ support }) => support[1]),
    hi60: top,
    lo60: bottom,
    ...back,
    swing_high3: swingHighs(high),
    swing_low3: swingLows(low),
  };
}

const computed = Object.entries(columns());

Deno.test(`indicators: ${computed.length} columns agree with all ${rows.size} reference rows`, () => {
  assert.deepEqual([rows.size, computed.length], [160, 39]);
  const bars = rows.column("bar");
  for (const [name, series] of computed) {
    const expected = rows.column(name);
    for (let i = 0; i < rows.size; i++) {
      const actual = series[bars[i]!]!;
      const agrees = Number.isNaN(expected[i]!) ? Number.isNaN(actual) : Math.abs(actual - expected[i]!) <= 1e-9;
      assert.ok(agrees, `${name} at bar ${bars[i]}: ${actual} instead of ${expected[i]}`);
    }
  }
});

Deno.test("indicators: a series too short has nothing defined", () => {
  const short = Float64Array.of(1, 2, 3);
  const all = [simpleAverage(short, 5), exponentialAverage(short, 5), relativeStrength(short), macd(short).histogram];
  all.push(rateOfChange(short, 3), regressionSlope(short, 4), highest(short, 4), swingHighs(short));
  for (const series of [...all, directional(short, short, short).adx, bollingerBands(short).upper]) {
    assert.deepEqual([...series], [NaN, NaN, NaN]);
  }
});

Deno.test("indicators: a price that stands still has no strength to lose and no direction", () => {
  const still = new Float64Array(60).fill(10);
  assert.equal(relativeStrength(still)[59], 100);
  const { plus, minus, adx } = directional(still, still, still);
  assert.deepEqual([plus[59], minus[59], adx[59]], [0, 0, 0]);
});

Deno.test("indicators: of two equal tops none is a swing", () => {
  const tops = Float64Array.of(1, 2, 3, 5, 4, 5, 3, 2, 1);
  assert.deepEqual([...swingHighs(tops, 2)], [NaN, NaN, 0, 0, 0, 0, 0, NaN, NaN]);
  assert.deepEqual([...swingLows(tops.map((value) => -value), 1)], [NaN, 0, 0, 1, 0, 1, 0, 0, NaN]);
});

Deno.test("indicators: a later anchor forgets what was traded before", () => {
  const later = anchoredVwap({ high, low, close, volume }, 300);
  assert.ok(Number.isNaN(later[299]!));
  assert.equal(later[300], (high[300]! + low[300]! + close[300]!) / 3);
});
