import assert from "node:assert/strict";
import { ivPercentile, ivRank } from "../../../src/analytics/volatility/rank.ts";
import { readColumns } from "../columns.ts";

const rows = await readColumns("iv_rank");
const series = (await readColumns("iv_series")).column("iv");

Deno.test(`iv rank: rank and percentile agree with all ${rows.size} reference rows, on ${series.length} days`, () => {
  assert.deepEqual([rows.size, series.length], [34, 320]);
  const [at, low, high] = [rows.column("day"), rows.column("iv_low_252"), rows.column("iv_high_252")];
  const [rank, percentile] = [rows.column("iv_rank"), rows.column("iv_percentile")];
  for (let i = 0; i < rows.size; i++) {
    const actual = ivRank(series, at[i])!;
    assert.deepEqual([actual.low, actual.high], [low[i], high[i]], `row ${i}`);
    assert.ok(Math.abs(actual.rank! - rank[i]!) < 1e-12, `row ${i}`);
    assert.ok(Math.abs(ivPercentile(series, at[i])! - percentile[i]!) < 1e-12, `row ${i}`);
  }
});

Deno.test("iv rank: today counts for the rank and not for the percentile", () => {
  const rising = Float64Array.from({ length: 253 }, (_, i) => 0.2 + i / 1000);
  assert.equal(ivRank(rising)!.rank, 1);
  assert.equal(ivPercentile(rising), 1);
  assert.equal(ivRank(rising, 251)!.low, 0.2);
  assert.equal(ivPercentile(rising, 251), null);
  assert.equal(ivRank(rising, 250), null);
  assert.equal(ivRank(rising, 253), null);
});

Deno.test("iv rank: where nothing has moved there is no rank, and nothing was below", () => {
  const flat = new Float64Array(300).fill(0.3);
  assert.deepEqual(ivRank(flat), { low: 0.3, high: 0.3, rank: null });
  assert.equal(ivPercentile(flat), 0);
});

Deno.test("iv rank: 45 between 30 and 60 is halfway, over any window", () => {
  assert.equal(ivRank(Float64Array.of(0.9, 0.3, 0.6, 0.45), 3, 3)!.rank, (0.45 - 0.3) / (0.6 - 0.3));
});
