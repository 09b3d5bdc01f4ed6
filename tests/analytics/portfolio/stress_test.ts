import assert from "node:assert/strict";
import * as fc from "fast-check";
import { createBookRevaluation } from "../../../src/analytics/portfolio/book_revaluation.ts";
import type { Holding } from "../../../src/analytics/portfolio/holding.ts";
import { gainsIn, stressBook } from "../../../src/analytics/portfolio/stress.ts";
import { anyBook, notionalOf, slowValue } from "./slow_book.ts";

/** Compares every cell of random books with the slow way; `tolerance` is a part of all that is held. Answers moves cut. */
function compare(style: "european" | "american", runs: number, tolerance: number): { cells: number; cut: number } {
  const seen = { cells: 0, cut: 0 };
  fc.assert(
    fc.property(anyBook(style, style === "european" ? 12 : 6), (book) => {
      const holdings = book.map(({ holding }) => holding);
      const betas = book.map(({ beta }) => beta);
      const isClose = (one: number, other: number) => Math.abs(one - other) <= tolerance * notionalOf(holdings);
      const now = holdings.map((one) => slowValue(one, one.spot, 1, 0));
      const revaluation = createBookRevaluation(holdings);
      const { cells, worst } = stressBook(revaluation, betas);
      assert.equal(cells.length, 7 * 3 * 3);
      let least = Infinity;
      for (const cell of cells) {
        let profit = 0;
        for (const [i, holding] of holdings.entries()) {
          let move = betas[i] === null ? 0 : betas[i]! * cell.spot;
          if (move < -0.95 || move > 2) seen.cut++;
          move = Math.max(-0.95, Math.min(2, move));
          profit += slowValue(holding, holding.spot * (1 + move), cell.volatility, cell.days) - now[i]!;
        }
        assert.ok(isClose(cell.profit, profit), `${JSON.stringify(cell)} instead of ${profit}`);
        least = Math.min(least, profit);
        seen.cells++;
      }
      assert.ok(isClose(worst.profit, least));
      const gains = gainsIn(revaluation, betas, worst);
      assert.ok(Math.abs(gains.reduce((sum, gain) => sum + gain, 0) - worst.profit) <= 1e-9 * notionalOf(holdings));
    }),
    { numRuns: runs, seed: 20261122 },
  );
  return seen;
}

interface Reference {
  S: number;
  r: number;
  q: number;
  legs: {
    qty: number;
    type: "call" | "put" | "stock";
    multiplier: number;
    strike?: number;
    days?: number;
    iv?: number;
  }[];
  expected: { worst: number };
}

const file = new URL("../../fixtures/quant/scenarios.json", import.meta.url);

Deno.test("stress: the worst cell of each of the 12 reference positions, whose cells `book revaluation` walks", async () => {
  const { items } = JSON.parse(await Deno.readTextFile(file)) as { items: Reference[] };
  assert.equal(items.length, 12);
  for (const { S, r, q, legs, expected } of items) {
    const holdings = legs.map(({ qty, type, multiplier, strike, days, iv }): Holding => ({
      size: qty * multiplier,
      spot: S,
      option: type === "stock"
        ? null
        : { right: type, strike: strike!, years: days! / 365, volatility: iv!, rate: r, carry: q, style: "european" },
    }));
    const { worst } = stressBook(createBookRevaluation(holdings), legs.map(() => 1), undefined, undefined, [0, 14]);
    assert.ok(Math.abs(worst.profit - expected.worst) <= 1e-7 * notionalOf(holdings), `${worst.profit}`);
  }
});

Deno.test("stress: every cell of 100 random books of Europeans is what a slow revaluation by integration finds", () => {
  const { cells, cut } = compare("european", 100, 1e-6);
  assert.ok(cells === 6300 && cut > 100, `${cells} cells, ${cut} moves cut`);
});

Deno.test("stress: every cell of 100 random books of Americans is near what a slow binomial tree finds", () => {
  assert.equal(compare("american", 100, 5e-4).cells, 6300);
});

Deno.test("stress: what has no beta stays where it is, and volatility and time still count for it", () => {
  const option = {
    right: "call" as const,
    strike: 100,
    years: 30 / 365,
    volatility: 0.3,
    rate: 0.04,
    carry: 0,
    style: "european" as const,
  };
  const book = createBookRevaluation([{ size: 100, spot: 100, option }, { size: 10, spot: 50, option: null }]);
  const { cells } = stressBook(book, [null, null]);
  const profitAt = (spot: number, volatility: number, days: number): number =>
    cells.find((cell) => cell.spot === spot && cell.volatility === volatility && cell.days === days)!.profit;
  assert.equal(profitAt(-0.2, 1, 0), 0);
  assert.equal(profitAt(0.2, 1.5, 0), profitAt(0, 1.5, 0));
  assert.ok(profitAt(0, 1.5, 0) > 100 && profitAt(0, 1, 14) < -50);
});

Deno.test("stress: nothing held loses nothing, and a grid needs shocks of all kinds", () => {
  const nothing = createBookRevaluation([]);
  const { cells, worst } = stressBook(nothing, []);
  assert.ok(cells.every(({ profit }) => profit === 0));
  assert.equal(worst, cells[0]);
  assert.throws(() => stressBook(nothing, [], []), RangeError);
  assert.throws(() => stressBook(nothing, [1]), RangeError);
});
