import assert from "node:assert/strict";
import { suspectSplits } from "../../src/services/price_history_splits.ts";

const days = (...prices: [open: number, close: number][]) =>
  prices.map(([open, close], index) => ({ day: `2026-11-${10 + index}`, open, close }));

const CASES: [name: string, before: number, open: number, ratio: string | null][] = [
  ["two for one", 200, 100.8, "2:1"],
  ["three for one", 300, 98, "3:1"],
  ["three for two", 150, 101, "3:2"],
  ["ten for one", 1208.88, 120.37, "10:1"],
  ["twenty for one", 2255.34, 113.1, "20:1"],
  ["one for ten", 0.52, 5.15, "1:10"],
  ["one for two", 3, 6.05, "1:2"],
  ["a fall of a tenth", 100, 90, null],
  ["a crash of forty percent", 100, 60, null],
  ["a jump of a quarter", 100, 125, null],
  ["nothing", 100, 100, null],
];

for (const [name, before, open, ratio] of CASES) {
  Deno.test(`splits: ${name} is ${ratio === null ? "no split" : `suspected to be ${ratio}`}`, () => {
    const found = suspectSplits(days([before, before], [open, open]));
    assert.deepEqual(found, ratio === null ? [] : [{ day: "2026-11-11", ratio, before, after: open }]);
  });
}

Deno.test("splits: the close is held against the next opening, not against the next close", () => {
  assert.deepEqual(suspectSplits(days([100, 100], [99, 50])), []);
  assert.equal(suspectSplits(days([100, 100], [50, 99])).length, 1);
});
