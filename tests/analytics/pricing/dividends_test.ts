import assert from "node:assert/strict";
import {
  escrowedSpot,
  forwardPrice,
  presentValueOfDividends,
  repeatedDividends,
} from "../../../src/analytics/pricing/dividends.ts";

const dividends = [{ years: 0.25, amount: 1 }, { years: 0.5, amount: 2 }];

Deno.test("dividends: those that go ex after now and not after the horizon are worth their present value", () => {
  const value = (years: number) => presentValueOfDividends(dividends, 0.04, years);
  assert.ok(Math.abs(value(1) - (Math.exp(-0.01) + 2 * Math.exp(-0.02))) < 1e-15);
  assert.ok(Math.abs(value(0.25) - Math.exp(-0.01)) < 1e-15);
  assert.equal(value(0.2), 0);
  assert.equal(presentValueOfDividends([{ years: 0, amount: 1 }, { years: -0.1, amount: 1 }], 0.04, 1), 0);
});

Deno.test("dividends: forward and escrowed share are carried without them", () => {
  const rest = 100 - Math.exp(-0.01) - 2 * Math.exp(-0.02);
  assert.ok(Math.abs(escrowedSpot(100, dividends, 0.04, 1) - rest) < 1e-13);
  assert.ok(Math.abs(forwardPrice(100, 1, 0.04, 0.01, dividends) - rest * Math.exp(0.03)) < 1e-12);
  assert.equal(forwardPrice(100, 0, 0.04, 0.01), 100);
  assert.throws(() => escrowedSpot(2, dividends, 0.04, 1), /worth less than the share of 2/);
});

Deno.test("dividends: the next one is repeated as long as it goes ex in time", () => {
  assert.deepEqual(repeatedDividends({ years: 0.1, amount: 0.5 }, 0.7).map(({ years }) => years), [0.1, 0.35, 0.6]);
  assert.deepEqual(repeatedDividends({ years: -0.1, amount: 0.5 }, 0.5, 0.5), [{ years: 0.4, amount: 0.5 }]);
  assert.deepEqual(repeatedDividends({ years: 2, amount: 0.5 }, 1), []);
  for (const bad of [0, -1, NaN]) assert.throws(() => repeatedDividends({ years: 1, amount: 1 }, 1, bad), RangeError);
});

Deno.test("dividends: an amount below zero or without a date is a bug", () => {
  for (const bad of [{ years: 1, amount: -1 }, { years: NaN, amount: 1 }, { years: 1, amount: Infinity }]) {
    assert.throws(() => presentValueOfDividends([bad], 0, 2), /a dividend must be zero or positive/);
  }
});
