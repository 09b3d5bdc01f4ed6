import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { StrikeFilter } from "../../../src/services/chain/question.ts";
import { common, isEmpty, nearest, placeOf, spanByPrice, widened } from "../../../src/services/chain/strikes.ts";

// The same cases every time: what chance finds belongs into a test of its own.
fc.configureGlobal({ seed: 20261122 });

type PriceFilter = Pick<StrikeFilter, "side" | "within" | "expectedMoves" | "minStrike" | "maxStrike">;

const anyStrikes = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { maxLength: 60 })
  .map((strikes) => strikes.sort((a, b) => a - b).map((strike) => strike / 2));
const anyPrice = fc.integer({ min: 2, max: 800 }).map((price) => price / 4);
const anyRight = fc.constantFrom("call" as const, "put" as const);
const anyFilter: fc.Arbitrary<PriceFilter> = fc.record({
  side: fc.constantFrom(null, "otm" as const, "itm" as const),
  within: fc.option(fc.double({ min: 0.01, max: 2, noNaN: true })),
  expectedMoves: fc.option(fc.double({ min: 0.1, max: 3, noNaN: true })),
  minStrike: fc.constantFrom(0, 30, 100),
  maxStrike: fc.constantFrom(Infinity, 150, 90),
});

/** The same, strike by strike. */
function fits(strike: number, right: "call" | "put", filter: PriceFilter, price: number, move: number): boolean {
  const { side, within, expectedMoves, minStrike, maxStrike } = filter;
  const isItm = right === "call" ? strike < price : strike > price;
  return strike >= minStrike && strike <= maxStrike &&
    (side === null || (side === "itm") === isItm) &&
    (within === null || (strike >= price - within * price && strike <= price + within * price)) &&
    (expectedMoves === null || (strike >= price - expectedMoves * move && strike <= price + expectedMoves * move));
}

Deno.test("strikes: the span has exactly those that fit one by one", () => {
  fc.assert(fc.property(anyStrikes, anyRight, anyFilter, anyPrice, (strikes, right, filter, price) => {
    const move = price / 10;
    const { first, end } = spanByPrice(strikes, right, filter, price, move);
    assert.deepEqual(strikes.slice(first, end), strikes.filter((strike) => fits(strike, right, filter, price, move)));
  }));
});

Deno.test("strikes: where the expected move is needed and unknown, none fits", () => {
  const filter = { side: null, within: null, expectedMoves: 1, minStrike: 0, maxStrike: Infinity };
  assert.ok(isEmpty(spanByPrice([90, 100, 110], "call", filter, 100, null)));
  assert.equal(spanByPrice([90, 100, 110], "call", { ...filter, expectedMoves: null }, 100, null).end, 3);
});

Deno.test("strikes: a place is the first at or above a value", () => {
  fc.assert(fc.property(anyStrikes, anyPrice, (strikes, value) => {
    const count = (test: (strike: number) => boolean) => strikes.filter(test).length;
    assert.equal(placeOf(strikes, value), count((strike) => strike < value));
    assert.equal(placeOf(strikes, value, true), count((strike) => strike <= value));
  }));
});

Deno.test("strikes: the nearest are no further away than any that is left out", () => {
  fc.assert(fc.property(anyStrikes, anyPrice, fc.nat(10), fc.nat(60), fc.nat(60), (strikes, price, count, a, b) => {
    const span = { first: Math.min(a, b, strikes.length), end: Math.min(Math.max(a, b), strikes.length) };
    const { first, end } = nearest(strikes, span, price, count);
    assert.ok(first >= span.first && end <= span.end);
    assert.equal(end - first, Math.min(count, span.end - span.first));
    const away = (strike: number) => Math.abs(strike - price);
    const [inside, all] = [strikes.slice(first, end).map(away), strikes.slice(span.first, span.end).map(away)];
    assert.deepEqual(inside.sort((x, y) => x - y), all.sort((x, y) => x - y).slice(0, inside.length));
  }));
});

Deno.test("strikes: of two that are equally near, the lower one", () => {
  assert.deepEqual(nearest([95, 100, 105], { first: 0, end: 3 }, 102.5, 1), { first: 1, end: 2 });
});

Deno.test("strikes: what two spans have in common may be nothing", () => {
  assert.deepEqual(common({ first: 2, end: 9 }, { first: 5, end: 20 }), { first: 5, end: 9 });
  assert.ok(isEmpty(common({ first: 2, end: 4 }, { first: 6, end: 8 })));
});

/** Deltas of 40 options, from the lowest strike up. */
const callDelta = (place: number): number => 1 - place / 40;
const putDelta = (place: number): number => place / 40;
const WHOLE = { first: 0, end: 40 };
const RANGE = { from: 0.2, to: 0.5 };

Deno.test("strikes: a search by delta goes on until the outermost are beyond the range", () => {
  assert.equal(widened("call", { first: 15, end: 38 }, WHOLE, callDelta, RANGE), null);
  assert.deepEqual(widened("call", { first: 25, end: 38 }, WHOLE, callDelta, RANGE), { first: 12, end: 38 });
  assert.deepEqual(widened("call", { first: 15, end: 28 }, WHOLE, callDelta, RANGE), { first: 15, end: 40 });
  assert.equal(widened("put", { first: 5, end: 25 }, WHOLE, putDelta, RANGE), null);
  assert.deepEqual(widened("put", { first: 10, end: 25 }, WHOLE, putDelta, RANGE), { first: 0, end: 25 });
  assert.deepEqual(widened("put", { first: 5, end: 18 }, WHOLE, putDelta, RANGE), { first: 5, end: 31 });
});

Deno.test("strikes: a search that began beside the range goes towards it", () => {
  assert.deepEqual(widened("call", { first: 2, end: 12 }, WHOLE, callDelta, RANGE), { first: 2, end: 22 });
  assert.deepEqual(widened("put", { first: 0, end: 5 }, WHOLE, putDelta, RANGE), { first: 0, end: 15 });
});

Deno.test("strikes: a search ends where there are no more strikes", () => {
  const part = { first: 25, end: 38 };
  assert.equal(widened("call", part, part, callDelta, RANGE), null);
});

Deno.test("strikes: a delta that did not come says nothing, the next one inwards does", () => {
  const gappy = (place: number) => place === 25 ? null : callDelta(place);
  assert.deepEqual(widened("call", { first: 25, end: 38 }, WHOLE, gappy, RANGE), { first: 12, end: 38 });
  assert.equal(widened("call", { first: 25, end: 38 }, WHOLE, () => null, RANGE), null);
});
