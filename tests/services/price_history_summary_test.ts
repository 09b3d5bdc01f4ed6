import assert from "node:assert/strict";
import { newYorkInstant } from "../../src/core/calendar.ts";
import type { Bar } from "../../src/services/candles.ts";
import { beginsLate, missingPeriods, type Series, summarize } from "../../src/services/price_history_summary.ts";

const DAILY: Series = { interval: "1d", market: "equity", hours: "regular", isSplittable: true };
const MINUTES: Series = { ...DAILY, interval: "5m" };

const bar = (at: number, close: number, more: Partial<Bar> = {}): Bar => ({
  at,
  open: close,
  high: close,
  low: close,
  close,
  volume: 100,
  ...more,
});
const day = (text: string, close: number, more: Partial<Bar> = {}): Bar =>
  bar(Date.parse(`${text}T00:00Z`), close, more);
const minute = (text: string, hour: number, minutes: number, close: number): Bar =>
  bar(newYorkInstant(text, hour * 60 + minutes), close);

const WEEK = [
  day("2026-11-16", 100, { high: 104, volume: 10 }),
  day("2026-11-17", 110, { volume: 20 }),
  day("2026-11-18", 99, { low: 90, volume: null }),
  day("2026-11-19", 105, { volume: 30 }),
  day("2026-11-20", 104, { high: 120, low: 80, volume: 1 }),
];
const OPEN = newYorkInstant("2026-11-20", 11 * 60);
const CLOSED = newYorkInstant("2026-11-20", 17 * 60);

Deno.test("summary: change goes from the first close to the last, high and low are of all candles", () => {
  const { first, last, change, changeFraction, high, low } = summarize(WEEK, DAILY, CLOSED);
  assert.deepEqual([first.price, last.price, change, changeFraction], [100, 104, 4, 0.04]);
  assert.deepEqual([high.price, low.price, high.at, low.at], [120, 80, WEEK[4]!.at, WEEK[4]!.at]);
});

Deno.test("summary: a candle that can still change counts in no average", () => {
  const open = summarize(WEEK, DAILY, OPEN);
  const closed = summarize(WEEK, DAILY, CLOSED);
  assert.deepEqual([open.isLastUnfinished, closed.isLastUnfinished], [true, false]);
  assert.deepEqual([open.averageVolume, closed.averageVolume], [20, 15.25], "what has no volume is left out");
  assert.equal(open.high.price, 120);
});

Deno.test("summary: the drawdown is of closes, with its days", () => {
  const { drawdown } = summarize(WEEK, DAILY, CLOSED);
  assert.equal(drawdown!.fraction.toFixed(12), (-0.1).toFixed(12));
  assert.deepEqual([drawdown!.peakAt, drawdown!.troughAt], [WEEK[1]!.at, WEEK[2]!.at]);
});

Deno.test("summary: volatility is of closes, by the year of the instrument and of the interval", () => {
  const closes = [100, 101, 100, 101, 100, 101, 100];
  const bars = closes.map((close, index) => day(`2026-11-0${index + 1}`, close));
  // Returns of plus and minus ln 1.01, six of them: their mean is 0.
  const deviation = Math.log(1.01) * Math.sqrt(6 / 5);
  for (
    const [series, periods] of [
      [DAILY, 252],
      [{ ...DAILY, market: "crypto" }, 365],
      [{ ...DAILY, interval: "1w" }, 52],
      [{ ...DAILY, interval: "1mo" }, 12],
    ] as [Series, number][]
  ) {
    const volatility = summarize(bars, series, Infinity).realizedVolatility!;
    assert.equal(volatility.value.toFixed(12), (deviation * Math.sqrt(periods)).toFixed(12));
    assert.deepEqual([volatility.returns, volatility.periodsPerYear, volatility.ofDays], [6, periods, false]);
  }
});

Deno.test("summary: of short candles the last closes of the days are taken", () => {
  const closes = [100, 101, 100, 101, 100, 101, 100];
  const bars = closes.flatMap((close, index) => [
    minute(`2026-11-0${index + 1}`, 9, 30, 50 + index),
    minute(`2026-11-0${index + 1}`, 15, 55, close),
  ]);
  const volatility = summarize(bars, MINUTES, CLOSED).realizedVolatility!;
  assert.equal(volatility.value.toFixed(12), (Math.log(1.01) * Math.sqrt(6 / 5 * 252)).toFixed(12));
  assert.equal(volatility.ofDays, true);
});

Deno.test("summary: few returns, and prices below zero, have no volatility", () => {
  assert.equal(summarize(WEEK, DAILY, CLOSED).realizedVolatility, null);
  const below = [20, 10, -37, 10, 12, 13, 14].map((close, index) => day(`2020-04-2${index}`, close));
  assert.equal(summarize(below, { ...DAILY, market: "future" }, CLOSED).realizedVolatility, null);
});

Deno.test("summary: splits are looked for where there can be some, between days also of short candles", () => {
  const split = [day("2026-11-18", 200), day("2026-11-19", 101, { open: 100 })];
  assert.deepEqual(summarize(split, DAILY, CLOSED).splits.map(({ ratio }) => ratio), ["2:1"]);
  assert.deepEqual(summarize(split, { ...DAILY, isSplittable: false }, CLOSED).splits, []);
  const short = [
    minute("2026-11-18", 9, 30, 210),
    minute("2026-11-18", 15, 55, 200),
    minute("2026-11-19", 9, 30, 100),
    minute("2026-11-19", 15, 55, 300),
  ];
  assert.deepEqual(summarize(short, MINUTES, CLOSED).splits.map(({ day, ratio }) => [day, ratio]), [[
    "2026-11-19",
    "2:1",
  ]]);
});

Deno.test("summary: one candle has no change, and none at all is a mistake", () => {
  const { change, drawdown, realizedVolatility } = summarize(WEEK.slice(0, 1), DAILY, CLOSED);
  assert.deepEqual([change, drawdown, realizedVolatility], [null, null, null]);
  assert.throws(() => summarize([], DAILY, CLOSED), RangeError);
});

Deno.test("missing: trading days without a candle are named, weekends and holidays are not", () => {
  const bars = [day("2026-11-20", 1), day("2026-11-24", 1), day("2026-11-27", 1)];
  assert.deepEqual(missingPeriods(bars, DAILY, "2026-12-01"), ["2026-11-23", "2026-11-25", "2026-11-30", "2026-12-01"]);
  assert.deepEqual(missingPeriods([day("2026-11-20", 1)], DAILY, "2026-11-20"), []);
});

Deno.test("missing: coins trade on all days; weeks and months are known by their first day", () => {
  const crypto: Series = { ...DAILY, market: "crypto", hours: "all" };
  assert.deepEqual(missingPeriods([day("2026-11-20", 1), day("2026-11-22", 1)], crypto, "2026-11-22"), ["2026-11-21"]);
  const weeks = [day("2026-11-02", 1), day("2026-11-16", 1)];
  assert.deepEqual(missingPeriods(weeks, { ...DAILY, interval: "1w" }, "2026-11-20"), ["2026-11-09"]);
  const months = [day("2026-08-01", 1), day("2026-10-01", 1)];
  assert.deepEqual(missingPeriods(months, { ...DAILY, interval: "1mo" }, "2026-11-20"), ["2026-09-01", "2026-11-01"]);
});

Deno.test("missing: of short candles a day is missing when it has none", () => {
  const bars = [minute("2026-11-18", 10, 0, 1), minute("2026-11-20", 10, 0, 1)];
  assert.deepEqual(missingPeriods(bars, MINUTES, "2026-11-20"), ["2026-11-19"]);
});

Deno.test("beginning: a weekend explains a later first candle, a trading day does not", () => {
  assert.equal(beginsLate("2026-11-23", "2026-11-21", DAILY), false);
  assert.equal(beginsLate("2026-11-23", "2026-11-20", DAILY), true);
  assert.equal(beginsLate("2026-11-16", "2026-11-10", { ...DAILY, interval: "1w" }), false);
  assert.equal(beginsLate("2026-11-30", "2026-11-10", { ...DAILY, interval: "1w" }), true);
  assert.equal(beginsLate("2026-12-01", "2026-11-02", { ...DAILY, interval: "1mo" }), false);
});
