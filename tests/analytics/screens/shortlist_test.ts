import assert from "node:assert/strict";
import fc from "fast-check";
import { addRow, createRows, pickBest, type Rows } from "../../../src/analytics/screens/shortlist.ts";

const rowsOf = (scores: readonly number[], legsOf: (row: number) => number[] = (row) => [row, 0, 0, 0]): Rows => {
  const rows = createRows();
  for (const [row, score] of scores.entries()) addRow(rows, Int32Array.from(legsOf(row)), score);
  return rows;
};

const anyScores = fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(-Infinity)), { maxLength: 3000 });

Deno.test("shortlist: the best come first, equals by their legs, as if all were sorted", () => {
  fc.assert(
    fc.property(anyScores, fc.integer({ min: 1, max: 40 }), (scores, count) => {
      const legsOf = (row: number) => [(row * 7919) % 101, row % 13, row, 0];
      const sorted = scores.map((score, row) => ({ score, row, legs: legsOf(row) })).sort((a, b) =>
        (a.score === b.score ? 0 : b.score - a.score) || a.legs[0]! - b.legs[0]! || a.legs[1]! - b.legs[1]! ||
        a.row - b.row
      );
      assert.deepEqual(pickBest(rowsOf(scores, legsOf), { count }), sorted.slice(0, count).map(({ row }) => row));
    }),
    { numRuns: 200 },
  );
});

Deno.test("shortlist: scores that are settled late give the same picks as scores that are known, and few are asked", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 5 }))), (pairs) => {
      const finals = pairs.map(([score, less]) => less === 5 ? NaN : score - less * 0.25);
      const truth = finals.map((score, row) => ({ score, row })).filter(({ score }) => !Number.isNaN(score))
        .sort((a, b) => b.score - a.score || a.row - b.row).slice(0, 5).map(({ row }) => row);
      const asked: number[] = [];
      const picks = pickBest(rowsOf(pairs.map(([score]) => score)), {
        count: 5,
        settle: (row) => (asked.push(row), finals[row]!),
      });
      assert.deepEqual(picks, truth);
      assert.equal(new Set(asked).size, asked.length, "each is asked once");
    }),
  );
  const asked: number[] = [];
  pickBest(rowsOf(Array.from({ length: 5000 }, (_, i) => i)), { count: 5, settle: (row) => (asked.push(row), row) });
  assert.deepEqual(asked, [4999, 4998, 4997, 4996, 4995]);
});

Deno.test("shortlist: picks have no more than so many contracts in common", () => {
  const rows = rowsOf([9, 8, 7, 6, 5], (row) => [row < 3 ? 1 : 2, row, 0, 0]);
  const of = (row: number) => rows.legs.subarray(row * 4, row * 4 + 1);
  assert.deepEqual(pickBest(rows, { count: 5, diversity: { most: 1, of } }), [0, 3]);
  assert.deepEqual(pickBest(rows, { count: 5, diversity: { most: 2, of } }), [0, 1, 3, 4]);
});

Deno.test("shortlist: nothing gives nothing", () => assert.deepEqual(pickBest(createRows(), { count: 3 }), []));
