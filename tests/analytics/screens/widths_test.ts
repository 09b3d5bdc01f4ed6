import assert from "node:assert/strict";
import { createBook } from "../../../src/analytics/screens/book.ts";
import { nearestWidths } from "../../../src/analytics/screens/widths.ts";
import { modelBoard } from "./model_board.ts";

const STRIKES = [80, 85, 87.5, 90, 92.5, 95, 97.5, 100, 101, 105, 110, 120];
/** The dearest call of the first expiration has no market, nor have its puts at 101. */
const board = modelBoard({
  strikes: STRIKES,
  days: [20, 40],
  half: () => 0.01,
  spoil(side, row, right, days) {
    if (days === 20 && (right === "put" ? STRIKES[row] === 101 : row === 0)) side.bid[row] = 0;
  },
});
const book = createBook(board);

/** All distances of two strikes that one right of one expiration can be traded at. */
function distances(min: number, max: number): number[] {
  return book.shelves.filter(({ daysLeft }) => daysLeft >= min && daysLeft <= max)
    .flatMap(({ calls, puts }) => [calls, puts])
    .flatMap(({ strikes }) => [...strikes].flatMap((low) => [...strikes].map((high) => high - low)))
    .filter((one) => one > 0);
}

Deno.test("widths: the nearest of all pairs of strikes, below and above, or the one that there is", () => {
  for (const [min, max] of [[20, 20], [40, 40], [0, 100]] as const) {
    const all = distances(min, max);
    for (const width of [0.37, 1, 2.2, 2.5, 3.9, 6, 7.5, 11, 17, 33, 39.9, 40, 41, 500]) {
      const below = Math.max(...all.filter((one) => one < width));
      const above = Math.min(...all.filter((one) => one >= width));
      const expected = above === width ? [width] : [below, above].filter((one) => Number.isFinite(one));
      assert.deepEqual(nearestWidths(book, { min, max }, width), expected, `${width} in ${min} to ${max} days`);
    }
  }
});

Deno.test("widths: no expiration, no widths", () => {
  assert.deepEqual(nearestWidths(book, { min: 200, max: 300 }, 5), []);
});
