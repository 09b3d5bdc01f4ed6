import assert from "node:assert/strict";
import type { Outcome } from "../../../src/analytics/positions/outcome.ts";
import { terminal } from "../../../src/analytics/probability/terminal.ts";
import { findBreakevens } from "../../../src/analytics/screens/later_value.ts";
import { isClose } from "../positions/reference.ts";

const outlook = terminal({ spot: 100, rate: 0, carry: 0 }, 0.2, 0.25);
const outcome = (at: (price: number) => number): Outcome => ({
  years: 0.25,
  isModelled: true,
  kinks: [],
  slope: 0,
  at,
});

Deno.test("later value: breakevens are where a profit begins and ends", () => {
  const found = findBreakevens(outcome((price) => (price - 90) * (price - 104) * (120 - price)), outlook, []);
  assert.equal(found.length, 3);
  for (const [i, price] of [90, 104, 120].entries()) assert.ok(isClose(found[i]!, price, 1e-9));
});

Deno.test("later value: a profit narrower than the steps is found where a point is known to lie in it", () => {
  const narrow = outcome((price) => 0.05 - Math.abs(price - 100.8));
  assert.deepEqual(findBreakevens(narrow, outlook, []), []);
  const found = findBreakevens(narrow, outlook, [100.8]);
  assert.ok(found.length === 2 && isClose(found[0]!, 100.75, 1e-9) && isClose(found[1]!, 100.85, 1e-9));
});

Deno.test("later value: no profit, nothing but profit, and a price that is never reached", () => {
  assert.deepEqual(findBreakevens(outcome(() => 0), outlook, [100]), []);
  assert.deepEqual(findBreakevens(outcome(() => 5), outlook, [100]), []);
  assert.deepEqual(findBreakevens(outcome((price) => price - 500), outlook, [100]), []);
});
