import assert from "node:assert/strict";
import { checkLimit } from "../../src/storage/page.ts";

Deno.test("page: one to a hundred entries, a hundred unless asked otherwise", () => {
  assert.equal(checkLimit(undefined), 100);
  assert.equal(checkLimit(1), 1);
  assert.equal(checkLimit(100), 100);
  for (const limit of [0, 101, 1.5, -1, NaN, Infinity]) assert.throws(() => checkLimit(limit), RangeError);
});
