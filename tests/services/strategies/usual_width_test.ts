import assert from "node:assert/strict";
import { USUAL_SCREENS } from "../../../src/analytics/screens/usual_criteria.ts";
import { usualWidth } from "../../../src/services/strategies/usual_width.ts";

Deno.test("usual width: the least is about one percent of the price, rounded down to 1, 2.5 or 5", () => {
  const least: [price: number, min: number][] = [
    [4, 0.025],
    [20, 0.1],
    [99, 0.5],
    [100, 1],
    [249, 1],
    [250, 2.5],
    [331, 2.5],
    [500, 5],
    [784, 5],
    [1000, 10],
    [7840, 50],
    [25_000, 250],
  ];
  for (const [price, min] of least) {
    for (const isFuture of [false, true]) assert.equal(usualWidth({ min: 1, max: 10 }, price, isFuture).min, min);
  }
  assert.equal(usualWidth({ min: 5 }, 784, false).min, 25, "five percent");
});

Deno.test("usual width: the greatest grows above 500 dollars, and follows a future down", () => {
  const most = (price: number, isFuture: boolean) => usualWidth({ min: 1, max: 10 }, price, isFuture).max;
  assert.deepEqual([50, 500, 784, 7840].map((price) => most(price, false)), [10, 10, 15.7, 157]);
  assert.deepEqual([50, 500, 7840].map((price) => most(price, true)), [1, 10, 157]);
  assert.deepEqual(usualWidth({ max: 10 }, 1000, false), { max: 20 }, "without a least there is none");
});

Deno.test("usual width: whatever an underlying costs, there is room between the least and the greatest", () => {
  for (const { criteria: { width } } of Object.values(USUAL_SCREENS)) {
    if (width === undefined) continue;
    for (let price = 0.5; price < 60_000; price *= 1.07) {
      for (const isFuture of [false, true]) {
        const { min, max } = usualWidth(width, price, isFuture);
        assert.ok(min! > 0 && min! <= max! * 1.001, `${min} to ${max} at ${price}`);
      }
    }
  }
});
