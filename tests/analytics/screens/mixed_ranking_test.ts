import assert from "node:assert/strict";
import { createBook } from "../../../src/analytics/screens/book.ts";
import { rankTogether } from "../../../src/analytics/screens/mixed_ranking.ts";
import { screen } from "../../../src/analytics/screens/screen.ts";
import { modelBoard } from "./model_board.ts";

const book = createBook(modelBoard({ half: () => 0.01 }), { liquidity: { minOpenInterest: 0 } });
const search = (family: "long_call" | "call_debit_spread" | "short_strangle", rankBy: "max_profit" | "capital") =>
  screen(book, { family, criteria: {}, rankBy, top: 4 }).candidates;

Deno.test("mixed ranking: the best of all lists first, a profit without limit before any other", () => {
  const ranked = rankTogether(
    [search("call_debit_spread", "max_profit"), search("long_call", "max_profit")],
    "max_profit",
  );
  assert.deepEqual(ranked.slice(0, 4).map(({ family }) => family), Array(4).fill("long_call"));
  const profits = ranked.slice(4).map(({ measures }) => measures.max_profit!);
  assert.deepEqual(profits, profits.toSorted((a, b) => b - a));
});

Deno.test("mixed ranking: less is better where the measure says so, the unknown comes last", () => {
  const ranked = rankTogether([search("short_strangle", "capital"), search("long_call", "capital")], "capital");
  const capitals = ranked.map(({ measures }) => measures.capital ?? Infinity);
  assert.deepEqual(capitals, capitals.toSorted((a, b) => a - b));
  assert.equal(capitals.at(-1), Infinity);
  assert.ok(capitals[0]! < Infinity);
});
