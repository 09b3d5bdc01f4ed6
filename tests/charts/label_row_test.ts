import assert from "node:assert/strict";
import * as fc from "fast-check";
import { seatLabels } from "../../src/charts/label_row.ts";

const ROW = { left: 0, right: 200, gap: 4, reach: 30 };
const wish = (x: number, width = 20, weight = 1) => ({ x, width, weight });
const middles = (...args: Parameters<typeof seatLabels>) => seatLabels(...args).map(({ middle }) => middle);

Deno.test("label row: who has room sits where they wish, whatever the order they came in", () => {
  assert.deepEqual(middles([wish(150), wish(50)], ROW), [50, 150]);
});

Deno.test("label row: neighbours move apart evenly, and away from the edges", () => {
  assert.deepEqual(middles([wish(100), wish(104)], ROW), [90, 114]);
  assert.deepEqual(middles([wish(2), wish(6)], ROW), [10, 34]);
  assert.deepEqual(middles([wish(199)], ROW), [190]);
});

Deno.test("label row: where there is no room for all the lightest leave", () => {
  const wishes = [wish(100, 40, 3), wish(101, 40, 1), wish(102, 40, 2), wish(103, 40, 1), wish(104, 40, 3)];
  const seats = seatLabels(wishes, ROW);
  assert.deepEqual(seats.map((seat) => seat.wish.weight), [3, 3]);
  assert.deepEqual(seatLabels([wish(100, 300)], ROW), []);
});

Deno.test("label row: never an overlap, never out of the row, never too far from the wish", () => {
  const wishes = fc.array(
    fc.record({
      x: fc.double({ min: 0, max: 200, noNaN: true }),
      width: fc.double({ min: 5, max: 60, noNaN: true }),
      weight: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 50 },
  );
  fc.assert(fc.property(wishes, (all) => {
    const seats = seatLabels(all, ROW);
    assert.ok(all.length === 0 || seats.length > 0);
    seats.forEach(({ wish, middle }, i) => {
      assert.ok(Math.abs(middle - wish.x) <= ROW.reach);
      assert.ok(middle - wish.width / 2 >= -0.01 && middle + wish.width / 2 <= 200.01);
      const before = seats[i - 1];
      if (before) assert.ok(middle - before.middle >= (wish.width + before.wish.width) / 2 + ROW.gap - 0.02);
    });
  }));
});
