import assert from "node:assert/strict";
import fc from "fast-check";
import { contractAt, countBelow, createLadder, placeBeside, withDelta } from "../../../src/analytics/screens/ladder.ts";

const anySide = fc.uniqueArray(
  fc.record({ strike: fc.integer({ min: 1, max: 400 }), delta: fc.double({ min: -1, max: 1, noNaN: true }) }),
  { selector: ({ strike }) => strike, maxLength: 60 },
);

Deno.test("ladder: contracts by delta are those a look at all finds, in order, however the deltas are", () => {
  fc.assert(
    fc.property(
      anySide,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (side, a, b) => {
        const options = side.toSorted((one, other) => one.strike - other.strike);
        const strike = Float64Array.from(options, (option) => option.strike);
        const delta = Float64Array.from(options, (option) => option.delta);
        const ladder = createLadder(Int32Array.from(options.keys()), strike, delta);
        const found = withDelta(ladder, { min: a, max: b });
        const size = (id: number) => Math.abs(delta[id]!);
        const truth = [...options.keys()].filter((id) => size(id) >= a - 1e-9 && size(id) <= b + 1e-9);
        assert.deepEqual([...found].sort((x, y) => x - y), truth);
        assert.ok([...found].every((id, i) => i === 0 || size(found[i - 1]!) <= size(id)));
      },
    ),
  );
});

Deno.test("ladder: the place beside a strike is the nearest other one that is far enough away", () => {
  const strikes = Float64Array.of(90, 95, 97.5, 100, 105);
  const ladder = createLadder(Int32Array.of(0, 1, 2, 3, 4), strikes, Float64Array.of(0.9, 0.7, 0.6, 0.5, 0.3));
  assert.equal(placeBeside(ladder, 97.5, -Infinity, 1), 3);
  assert.equal(placeBeside(ladder, 97.5, 2.5, 1), 3);
  assert.equal(placeBeside(ladder, 97.5, 2.6, 1), 4);
  assert.equal(placeBeside(ladder, 97.5, 8, 1), 5);
  assert.equal(placeBeside(ladder, 97.5, -Infinity, -1), 1);
  assert.equal(placeBeside(ladder, 97.5, 7.5, -1), 0);
  assert.equal(placeBeside(ladder, 97.5, 7.6, -1), -1);
  assert.equal(placeBeside(ladder, 98, 0, -1), 2);
});

Deno.test("ladder: the contract at a strike, a rounding beside it included", () => {
  const ladder = createLadder(
    Int32Array.of(7, 8),
    Float64Array.from([...Array(7).fill(0), 0.3, 5]),
    new Float64Array(9),
  );
  assert.equal(contractAt(ladder, 0.1 + 0.2), 7);
  assert.equal(contractAt(ladder, 5), 8);
  assert.equal(contractAt(ladder, 4), -1);
  assert.equal(contractAt(ladder, 6), -1);
});

Deno.test("ladder: how many are below", () => {
  assert.equal(countBelow(Float64Array.of(1, 2, 2, 3), 2), 1);
  assert.equal(countBelow(new Float64Array(0), 2), 0);
  assert.equal(countBelow(Float64Array.of(1, 2), Infinity), 2);
});
