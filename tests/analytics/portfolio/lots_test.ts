import assert from "node:assert/strict";
import fc from "fast-check";
import { inOrder, type Line } from "../../../src/analytics/portfolio/line.ts";
import { heldOf, matchLots } from "../../../src/analytics/portfolio/lots.ts";
import { cashLine, day, endLine, option, plainLots, tradeLine } from "./plain_lines.ts";
import { randomHistory } from "./random_history.ts";

const PUT = option("P", 100);
const realizedOf = (lines: readonly Line[]) => {
  const { outcomes } = matchLots(lines);
  return lines.map(({ id }) => outcomes.get(id)?.realized);
};

Deno.test("lots: what was opened first is closed first, bought or sold", () => {
  const bought = [
    tradeLine(day(0), "XYZ", 10, "open", 5),
    tradeLine(day(1), "XYZ", 10, "open", 7),
    tradeLine(day(2), "XYZ", -15, "close", 8),
  ];
  assert.deepEqual(realizedOf(bought), [0, 0, 35e6]);
  const sold = [
    tradeLine(day(0), PUT, -2, "open", 3),
    tradeLine(day(1), PUT, -1, "open", 4),
    tradeLine(day(2), PUT, 1, "close", 1),
    endLine(day(3), PUT, 2, "expiration"),
  ];
  assert.deepEqual(realizedOf(sold), [0, 0, 200e6, 700e6]);
});

Deno.test("lots: random histories realize and leave what counting unit by unit does", () => {
  fc.assert(
    fc.property(randomHistory, (lines) => {
      const books = matchLots(inOrder(lines));
      const plain = plainLots(inOrder(lines));
      const realized = [...books.outcomes.values()].map((outcome) => outcome.realized!);
      assert.equal(realized.reduce((sum, one) => sum + one, 0), plain.realized);
      assert.deepEqual(
        new Map([...books.held.keys()].sort().map((symbol) => [symbol, heldOf(books, symbol)])),
        new Map([...plain.held].sort()),
      );
    }),
    { numRuns: 500 },
  );
});

Deno.test("lots: parts of a lot add up to the whole, to the last millionth", () => {
  const parts = [0.3333, 0.3333, 0.3334];
  const lines = [
    tradeLine(day(0), "XYZ", 1, "open", 100.01, { value: -100_010_001 }),
    ...parts.map((quantity, place) => tradeLine(day(1 + place), "XYZ", -quantity, "close", 0, { value: 40_000_000 })),
  ];
  const gains = realizedOf(lines).map((gain) => gain!);
  assert.equal(gains.reduce((sum, gain) => sum + gain), 120_000_000 - 100_010_001);
  assert.equal(heldOf(matchLots(lines), "XYZ"), 0);
});

Deno.test("lots: a closing without its opening is missing, and its profit not known", () => {
  const lines = [tradeLine(day(0), PUT, -1, "open", 2), tradeLine(day(1), PUT, 3, "close", 1)];
  const { outcomes, held } = matchLots(lines);
  assert.deepEqual(outcomes.get(lines[1]!.id), { opened: 0, closed: 1, missing: 2, realized: null, after: 0 });
  assert.equal(held.size, 0);
});

Deno.test("lots: shares that came without a price have none, those bought besides do", () => {
  const gift = tradeLine(day(0), "XYZ", 10, "open", 0, { kind: "transfer", price: null });
  const lines = [
    gift,
    tradeLine(day(1), "XYZ", 10, "open", 5),
    tradeLine(day(2), "XYZ", -10, "close", 8),
    tradeLine(day(3), "XYZ", -10, "close", 8),
  ];
  assert.deepEqual(realizedOf(lines), [0, 0, null, 30e6]);
});

Deno.test("lots: a future says neither open nor close, and gains when it is settled", () => {
  const future = (at: number, quantity: number): Line =>
    tradeLine(at, "/ESZ6", quantity, "open", 6000, { type: "future", group: "/ES", intent: null, value: 0 });
  const settled = cashLine(day(1), 250, { kind: "settlement", symbol: "/ESZ6", group: "/ES" });
  const lines = [future(day(0), 2), settled, future(day(2), -3)];
  const { outcomes } = matchLots(lines);
  assert.deepEqual(realizedOf(lines), [0, 250e6, 0]);
  assert.deepEqual(outcomes.get(lines[2]!.id), { opened: 1, closed: 2, missing: 0, realized: 0, after: -1 });
});

Deno.test("lots: an end that does not say which side it is on ends what is there", () => {
  const lines = [
    tradeLine(day(0), PUT, -2, "open", 3),
    { ...endLine(day(1), PUT, 2, "expiration"), side: 0 as const, intent: null },
  ];
  assert.deepEqual(realizedOf(lines), [0, 600e6]);
});

const corporate = (at: number, symbol: string, quantity: number, intent: Line["intent"], value = 0): Line =>
  tradeLine(at, symbol, quantity, intent ?? "open", 0, {
    kind: "corporate_action",
    intent,
    price: null,
    value: value * 1e6,
    net: value * 1e6,
    commission: 0,
  });

Deno.test("lots: a split and a change of symbol realize nothing; what was paid goes over", () => {
  const ways: Line[][] = [
    [corporate(day(1), "XYZ", -10, "close"), corporate(day(1), "XYZ", 40, "open")],
    [corporate(day(1), "XYZ", 40, "open"), corporate(day(1), "XYZ", -10, "close")],
    [corporate(day(1), "XYZ", 30, "open")],
    [corporate(day(1), "XYZ", -10, "close", 500), corporate(day(1), "XYZ", 40, "open", -500)],
  ];
  for (const way of ways) {
    const lines = inOrder([
      tradeLine(day(0), "XYZ", 10, "open", 40),
      ...way,
      tradeLine(day(2), "XYZ", -40, "close", 11),
    ]);
    assert.equal(realizedOf(lines).reduce((sum: number, one) => sum + one!, 0), 40e6);
  }
  const renamed = [
    tradeLine(day(0), "XYZ", 10, "open", 40),
    corporate(day(1), "XYZ", -10, "close"),
    corporate(day(1), "NEW", 10, "open"),
    tradeLine(day(2), "NEW", -10, "close", 44),
  ];
  const { outcomes, held } = matchLots(renamed);
  assert.deepEqual(realizedOf(renamed), [0, 0, 0, 40e6]);
  assert.equal(outcomes.get(renamed[2]!.id)!.replaces, renamed[1]!.id);
  assert.equal(held.size, 0);
});

Deno.test("lots: a merger for cash is a sale; shares for which the pair is missing have no price", () => {
  const opening = tradeLine(day(0), "XYZ", 10, "open", 40);
  assert.deepEqual(realizedOf([opening, corporate(day(1), "XYZ", -10, "close", 450)]), [0, 50e6]);
  assert.deepEqual(realizedOf([opening, corporate(day(1), "XYZ", -10, "close")]), [0, null]);
});
