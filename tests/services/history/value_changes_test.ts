import assert from "node:assert/strict";
import type { Holding } from "../../../src/services/history/account_days.ts";
import { type Change, changesBetween } from "../../../src/services/history/value_changes.ts";
import type { BookLeg } from "../../../src/services/portfolio/book.ts";

const then = (symbol: string, quantity: number, mark: number | null, multiplier = 100): Holding => ({
  symbol,
  underlying: symbol.split(" ")[0]!,
  quantity,
  multiplier,
  mark,
  delta: null,
  theta: null,
  vega: null,
});

const now = (symbol: string, quantity: number, mark: number | null, multiplier = 100): BookLeg =>
  ({ held: { symbol, underlying: symbol.split(" ")[0]!, quantity }, multiplier, mark }) as BookLeg;

const told = (changes: Change[]) =>
  changes.map(({ symbol, quantityThen, quantityNow, gain }) => [symbol, quantityThen, quantityNow, gain]);

Deno.test("value changes: a mark that moved gains for what is long and loses for what is short", () => {
  assert.deepEqual(
    told(changesBetween([then("A c", 2, 1), then("B p", -3, 2.5)], [now("A c", 2, 1.5), now("B p", -3, 4)])),
    [["B p", -3, -3, -450], ["A c", 2, 2, 100]],
  );
});

Deno.test("value changes: what is gone, new, more, less or turned around is told; only what stayed gains", () => {
  assert.deepEqual(
    told(changesBetween(
      [then("GONE", 10, 5, 1), then("MORE", 10, 5, 1), then("LESS", 10, 5, 1), then("TURN", 10, 5, 1)],
      [now("NEW", 7, 5, 1), now("MORE", 15, 6, 1), now("LESS", 4, 6, 1), now("TURN", -10, 6, 1)],
    )),
    [["MORE", 10, 15, 10], ["LESS", 10, 4, 4], ["GONE", 10, 0, 0], ["NEW", 0, 7, 0], ["TURN", 10, -10, 0]],
  );
});

Deno.test("value changes: lots of one symbol count together, and an unknown mark is no gain of nothing", () => {
  assert.deepEqual(
    told(changesBetween([then("A", 5, 1), then("A", 5, 1), then("B", 1, null)], [now("A", 10, 2), now("B", 1, 3)])),
    [["A", 10, 10, 1000], ["B", 1, 1, null]],
  );
});

Deno.test("value changes: what is the same is left out", () => {
  assert.deepEqual(changesBetween([then("A", 5, 1)], [now("A", 5, 1)]), []);
});
