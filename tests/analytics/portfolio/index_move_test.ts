import assert from "node:assert/strict";
import { isCut, underlyingMove } from "../../../src/analytics/portfolio/index_move.ts";

Deno.test("index move: an underlying moves by beta times the index, within what a price can do", () => {
  assert.equal(underlyingMove(1.5, -0.1), -0.15000000000000002);
  assert.equal(underlyingMove(-0.5, -0.2), 0.1);
  assert.equal(underlyingMove(6, -0.2), -0.95);
  assert.equal(underlyingMove(-30, -0.2), 2);
  assert.ok(Object.is(underlyingMove(-1, 0), 0));
});

Deno.test("index move: without a beta nothing moves, and what was cut is known", () => {
  assert.equal(underlyingMove(null, -0.2), 0);
  assert.deepEqual([null, 1, 4.7, 6, -30].map((beta) => isCut(beta, -0.2)), [false, false, false, true, true]);
  assert.equal(isCut(-1, 0), false);
});
