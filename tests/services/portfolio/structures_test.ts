import assert from "node:assert/strict";
import type { BookLeg } from "../../../src/services/portfolio/book.ts";
import { itemOf, type RiskItem } from "../../../src/services/portfolio/risk_item.ts";
import { structuresOf } from "../../../src/services/portfolio/structures.ts";
import { linearLeg, optionLeg } from "./risk_books.ts";

const TODAY = "2026-11-20";
const itemsOf = (legs: readonly BookLeg[]): RiskItem[] =>
  legs.map((leg) => itemOf(leg, 1, undefined, TODAY) as RiskItem);
const option = (right: "put" | "call", strike: number, quantity: number, day = "2026-12-18") =>
  optionLeg({ root: "AAPL", spot: 320, right, strike, day, quantity, volatility: 0.3 });

Deno.test("structures: named by underlying, strategy, count and expirations; legs shared between them are split", () => {
  const structures = structuresOf(
    itemsOf([
      linearLeg("AAPL", 100, 320),
      option("call", 340, -3),
      option("call", 350, 2),
      linearLeg("BTC/USD", 0.5, 92_000, { type: "cryptocurrency" }),
      linearLeg("/MESZ6", 2, 7900, { type: "future", multiplier: 5 }),
      { ...option("put", 300, -1), held: { ...option("put", 300, -1).held, account: OTHER } },
    ]),
    TODAY,
  );
  assert.deepEqual(structures.map(({ title }) => title).sort(), [
    "/MES long future x 2",
    "AAPL call credit spread x 2, 2026-12-18",
    "AAPL covered call, 2026-12-18",
    "AAPL short put, 2026-12-18",
    "BTC/USD x 0.5",
  ]);
  const sold = structures.flatMap(({ title, parts }) =>
    parts.flatMap(({ at, share }) => at === 1 ? [[title, share]] : [])
  );
  assert.deepEqual(sold.map(([title, share]) => [title, Number(share).toFixed(4)]).sort(), [
    ["AAPL call credit spread x 2, 2026-12-18", "0.6667"],
    ["AAPL covered call, 2026-12-18", "0.3333"],
  ]);
  assert.deepEqual(structures.map(({ account }) => account).filter((one) => one === "***0002").length, 1);
});

const OTHER = { masked: "***0002", nickname: "Margin", type: "Individual", rules: "margin" as const };

Deno.test("structures: every leg is told exactly once, and places begin where they are said to", () => {
  const legs = [
    option("put", 300, -2),
    option("put", 290, 2),
    option("call", 340, -2),
    option("call", 350, 3),
    option("call", 350, -1, "2027-01-15"),
    linearLeg("AAPL", 250, 320),
  ];
  const told = new Float64Array(legs.length + 10);
  for (const { parts } of structuresOf(itemsOf(legs), TODAY, new Map(), 10)) {
    for (const { at, share } of parts) told[at]! += share;
  }
  assert.deepEqual([...told].map((sum) => Number(sum.toFixed(9))), [...Array(10).fill(0), 1, 1, 1, 1, 1, 1]);
});

Deno.test("structures: where nothing is lent a sold put is secured by cash", () => {
  const titles = (kind: "margin" | "ira" | "cash") =>
    structuresOf(itemsOf([option("put", 300, -1)]), TODAY, new Map([["***0001", kind]])).map(({ strategy }) =>
      strategy
    );
  assert.deepEqual(titles("margin"), ["short put"]);
  assert.deepEqual(titles("ira"), ["cash-secured put"]);
  assert.deepEqual(titles("cash"), ["cash-secured put"]);
});
