import assert from "node:assert/strict";
import { percent, price, rounded } from "../../src/services/figures.ts";

Deno.test("figures: what is unknown stays unknown", () => {
  assert.deepEqual([rounded(null, 2), percent(null), percent(undefined), price(null)], [null, null, null, null]);
});

Deno.test("figures: fractions become percent of two places, prices keep what they are worth", () => {
  assert.deepEqual([percent(0.123456), percent(-0.00005), percent(0)], [12.35, -0, 0]);
  assert.deepEqual([price(312.015149), price(0.000012345678), price(-0.5)], [312.0151, 0.00001235, -0.5]);
  assert.equal(rounded(1.005, 1), 1);
});
