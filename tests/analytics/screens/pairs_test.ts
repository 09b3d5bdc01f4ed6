import assert from "node:assert/strict";
import { createPairs } from "../../../src/analytics/screens/pairs.ts";

const takeAll = (pairs: ReturnType<typeof createPairs>, wanted: number): number => {
  let taken = 0;
  while (taken < wanted && pairs.take()) taken++;
  return taken;
};

Deno.test("pairs: each part has its share, and what one leaves goes to those after it", () => {
  const pairs = createPairs(100);
  pairs.open(2);
  pairs.share(2);
  assert.equal(takeAll(pairs, 5), 5);
  assert.ok(!pairs.isCapped());
  pairs.share(1);
  assert.equal(takeAll(pairs, 1000), 45);
  assert.ok(pairs.isCapped());
  pairs.open(1);
  pairs.share(2);
  assert.equal(takeAll(pairs, 1000), 25);
  pairs.share(1);
  assert.equal(takeAll(pairs, 1000), 25);
  assert.equal(pairs.tried(), 100);
});

Deno.test("pairs: where there are more parts than candidates, those that may try one are spread evenly", () => {
  const pairs = createPairs(4);
  pairs.open(1);
  const parts = Array.from({ length: 16 }, (_, i) => pairs.share(16 - i) && takeAll(pairs, 9) === 1);
  assert.equal(parts.filter((isTaken) => isTaken).length, 4);
  assert.ok([0, 4, 8, 12].every((from) => parts.slice(from, from + 4).includes(true)));
  assert.ok(pairs.isCapped());
});

Deno.test("pairs: what just fits is not cut", () => {
  const pairs = createPairs(3);
  pairs.open(1);
  pairs.share(1);
  assert.equal(takeAll(pairs, 3), 3);
  assert.ok(!pairs.isCapped());
});
