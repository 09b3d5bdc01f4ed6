import assert from "node:assert/strict";
import { ANSWER_LIMIT, countThatFit, more } from "../../src/tools/answer_size.ts";

const rows = Array.from({ length: 2000 }, (_, index) => [index, "x".repeat(index % 50)]);

Deno.test("answer size: what fits fills the answer and does not exceed it, from either end", () => {
  for (const from of ["first", "last"] as const) {
    const count = countThatFit(500, rows, from);
    const shown = from === "first" ? rows.slice(0, count) : rows.slice(-count);
    const size = 500 + JSON.stringify(shown).length;
    assert.ok(size <= ANSWER_LIMIT + 2 && size > ANSWER_LIMIT - 100, `${size}`);
  }
});

Deno.test("answer size: all that fits is shown, and nothing where nothing does", () => {
  assert.equal(countThatFit(0, rows.slice(0, 10), "first"), 10);
  assert.equal(countThatFit(ANSWER_LIMIT, rows, "last"), 0);
  assert.equal(countThatFit(0, [], "last"), 0);
});

Deno.test("answer size: the next call is spelled out", () => {
  assert.equal(
    more(25, "get_quote", { symbol: "SPY", offset: undefined }),
    '25 more; ask get_quote with {"symbol":"SPY"}',
  );
});
