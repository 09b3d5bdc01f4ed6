import assert from "node:assert/strict";
import { explain } from "../../../src/core/failure.ts";
import { type ChainArguments, formatBookmark, questionOf } from "../../../src/services/chain/question.ts";
import { FRIDAY } from "../../support/app.ts";

const read = (given: Omit<ChainArguments, "symbol">) => {
  const question = questionOf({ symbol: "SPY", ...given }, FRIDAY);
  assert.ok(question.ok, question.ok ? "" : explain(question.failure));
  return question.value;
};

Deno.test("question: a symbol alone narrows nothing and names no expiration", () => {
  const { span, type, filter, isNarrowed, after } = read({});
  assert.deepEqual([span, type, isNarrowed, after], [null, null, false, null]);
  assert.deepEqual(filter, {
    rights: ["call", "put"],
    count: null,
    delta: null,
    side: null,
    within: null,
    expectedMoves: null,
    minStrike: 0,
    maxStrike: Infinity,
  });
});

Deno.test("question: one end of a range of days leaves the other open", () => {
  assert.deepEqual(read({ min_dte: 30 }).span, { minDte: 30, maxDte: Infinity });
  assert.deepEqual(read({ max_dte: 0 }).span, { minDte: 0, maxDte: 0 });
  assert.deepEqual(read({ expiration: "2026-12-18" }).span, { expiration: "2026-12-18" });
});

const DELTAS: [given: Omit<ChainArguments, "symbol">, from: number, to: number][] = [
  [{ min_delta: 0.16, max_delta: 0.3 }, 0.16, 0.3],
  [{ max_delta: 0.3 }, 0, 0.3],
  [{ min_delta: 0.3 }, 0.3, 1],
  [{ min_delta: -0.3, max_delta: -0.16 }, 0.16, 0.3],
  [{ min_delta: -0.16, max_delta: -0.3, right: "put" }, 0.16, 0.3],
  [{ min_delta: -0.3, right: "put" }, 0, 0.3],
  [{ max_delta: -0.16, right: "put" }, 0.16, 1],
];

for (const [given, from, to] of DELTAS) {
  Deno.test(`question: ${JSON.stringify(given)} are deltas from ${from} to ${to} without sign`, () => {
    assert.deepEqual(read(given).filter.delta, { from, to });
  });
}

Deno.test("question: a negative delta means puts", () => {
  assert.deepEqual(read({ min_delta: -0.3 }).filter.rights, ["put"]);
  assert.deepEqual(read({ min_delta: 0.3, right: "both" }).filter.rights, ["call", "put"]);
  assert.deepEqual(read({ right: "call" }).filter.rights, ["call"]);
});

Deno.test("question: every way to narrow strikes counts as one, and the side does not", () => {
  for (
    const given of [
      { strikes: 5 },
      { min_delta: 0 },
      { moneyness: "otm" },
      { within_percent: 5 },
      { expected_moves: 1 },
      { min_strike: 100 },
      { max_strike: 100 },
    ] as const
  ) assert.equal(read(given).isNarrowed, true, JSON.stringify(given));
  assert.equal(read({ right: "put", max_dte: 5, expiration_type: "weekly" }).isNarrowed, false);
  assert.equal(read({ within_percent: 5 }).filter.within, 0.05);
});

Deno.test("question: a bookmark is read as it was written", () => {
  const mark = { day: "2026-12-18", root: "SPXW", right: "put", strike: 6262.5 } as const;
  assert.deepEqual(read({ after: formatBookmark(mark) }).after, mark);
});

const REFUSED: [given: Omit<ChainArguments, "symbol">, text: RegExp][] = [
  [{ expiration: "2026-12-18", min_dte: 5 }, /exclude each other\. Send either/],
  [{ expiration: "2026-02-31" }, /not a day of the calendar\. Write it as 2026-11-20/],
  [{ min_dte: 60, max_dte: 30 }, /`min_dte` is above `max_dte`/],
  [{ min_strike: 600, max_strike: 500 }, /`min_strike` is above/],
  [{ min_delta: 0.3, max_delta: 0.16 }, /`min_delta` is above/],
  [{ min_delta: -0.3, max_delta: 0.3 }, /different signs/],
  [{ min_delta: -0.3, right: "call" }, /calls have no negative delta/],
  [{ after: "the last one" }, /not from an answer's `more`/],
  [{ after: "2026-13-01 SPY put 5" }, /not from an answer's `more`/],
];

for (const [given, text] of REFUSED) {
  Deno.test(`question: ${JSON.stringify(given)} contradicts itself, and is told how not to`, () => {
    const question = questionOf({ symbol: "SPY", ...given }, FRIDAY);
    assert.equal(question.ok, false);
    if (!question.ok) assert.match(explain(question.failure), text);
  });
}
