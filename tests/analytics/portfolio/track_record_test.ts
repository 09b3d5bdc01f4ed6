import assert from "node:assert/strict";
import { trackRecord } from "../../../src/analytics/portfolio/track_record.ts";

const of = (...results: number[]) => trackRecord(results.map((result, place) => ({ result, days: 10 * place })));

Deno.test("track record: by hand", () => {
  assert.deepEqual(of(300, -100, 0, 100), {
    count: 4,
    wins: 2,
    losses: 1,
    winRate: 0.5,
    averageWin: 200,
    averageLoss: -100,
    expectancy: 75,
    profitFactor: 4,
    total: 300,
    averageDays: 15,
  });
});

Deno.test("track record: what cannot be divided is null, and none is no record", () => {
  assert.deepEqual([of(5).averageLoss, of(5).profitFactor], [null, null]);
  assert.deepEqual([of(-5).averageWin, of(-5).profitFactor], [null, 0]);
  assert.throws(() => of(), RangeError);
});
