import assert from "node:assert/strict";
import { createBookRevaluation } from "../../../src/analytics/portfolio/book_revaluation.ts";
import type { HeldOption, Holding } from "../../../src/analytics/portfolio/holding.ts";
import { americanPrice } from "../../../src/analytics/pricing/american.ts";
import { bsm } from "../../../src/analytics/pricing/black.ts";

interface Row {
  id: number;
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
  expected: {
    value_now: number;
    grid: { spot_change: number; iv_factor: number; days_forward: number; pnl: number }[];
  };
}

const file = new URL("../../fixtures/quant/scenarios.json", import.meta.url);
const { items } = JSON.parse(await Deno.readTextFile(file)) as { items: Row[] };
const cells = items.reduce((sum, { expected }) => sum + expected.grid.length, 0);

const holdingsOf = ({ S, r, q, legs }: Row): Holding[] =>
  legs.map(({ qty, type, multiplier, strike, days, iv }): Holding => ({
    size: qty * multiplier,
    spot: S,
    option: type === "stock"
      ? null
      : { right: type, strike: strike!, years: days! / 365, volatility: iv!, rate: r, carry: q, style: "european" },
  }));

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
const AT_THE_MONEY: HeldOption = {
  right: "put",
  strike: 100,
  years: 0.25,
  volatility: 0.2,
  rate: 0.04,
  carry: 0.01,
  style: "american",
};

Deno.test(`book revaluation: value now and all ${cells} cells of all ${items.length} reference grids`, () => {
  assert.deepEqual([items.length, cells], [12, 504]);
  for (const row of items) {
    const book = createBookRevaluation(holdingsOf(row));
    const gross = row.legs.reduce((sum, { qty, multiplier }) => sum + Math.abs(qty) * multiplier * row.S, 0);
    assert.ok(Math.abs(sumOf(book.now) - row.expected.value_now) <= 1e-7 * gross, `${row.id}: now`);
    for (const { spot_change, iv_factor, days_forward, pnl } of row.expected.grid) {
      const moves = new Float64Array(row.legs.length).fill(spot_change);
      const gain = sumOf(book.gains(moves, iv_factor, days_forward / 365));
      assert.ok(Math.abs(gain - pnl) <= 1e-7 * gross, `${row.id}: ${gain} instead of ${pnl}`);
    }
  }
});

Deno.test("book revaluation: each holding moves by its own part, and the others do not notice", () => {
  const option = { ...AT_THE_MONEY, style: "european" as const };
  const book = createBookRevaluation([
    { size: 30, spot: 10, option: null },
    { size: -100, spot: 100, option },
    { size: -0.5, spot: 90_000, option: null },
  ]);
  const gains = book.gains(Float64Array.of(0.5, -0.1, -0.02), 1.5, 30 / 365);
  const later = bsm(90, 100, 0.25 - 30 / 365, 0.04, 0.01, 0.3, "put");
  const now = bsm(100, 100, 0.25, 0.04, 0.01, 0.2, "put");
  assert.ok(Math.abs(gains[0]! - 150) < 1e-9 && Math.abs(gains[2]! - 900) < 1e-9);
  assert.ok(Math.abs(gains[1]! + 100 * (later - now)) < 1e-9);
});

Deno.test("book revaluation: what may be exercised is never worth less than that, and what has expired pays that", () => {
  const deep = { ...AT_THE_MONEY, years: 2, rate: 0.08, carry: 0 };
  const worth = (option: HeldOption, move: number, years = 0): number => {
    const book = createBookRevaluation([{ size: 1, spot: 100, option }]);
    return book.now[0]! + book.gains(Float64Array.of(move), 1, years)[0]!;
  };
  assert.ok(Math.abs(worth(deep, -0.6) - 60) < 1e-9);
  assert.ok(worth({ ...deep, style: "european" }, -0.6) < 50);
  assert.equal(worth(AT_THE_MONEY, -0.07, 0.25), 100 - 100 * 0.93);
  assert.equal(worth(AT_THE_MONEY, 0.07, 3), 0);
  assert.equal(worth({ ...AT_THE_MONEY, volatility: 0 }, -0.5), 50);
});

Deno.test("book revaluation: early exercise has its price, where the European formula would miss it", () => {
  const option = { ...AT_THE_MONEY, strike: 110, years: 1, rate: 0.06, carry: 0 };
  const book = createBookRevaluation([{ size: 1, spot: 100, option }]);
  for (const [move, factor, days] of [[0, 1, 0], [-0.05, 1, 14], [0.05, 1.5, 7]] as const) {
    const terms = { spot: 100 * (1 + move), strike: 110, years: 1 - days / 365, rate: 0.06, right: "put" as const };
    const later = americanPrice({ ...terms, volatility: 0.2 * factor }, "fine");
    const actual = book.now[0]! + book.gains(Float64Array.of(move), factor, days / 365)[0]!;
    assert.ok(Math.abs(actual - later) < 0.08, `${actual} instead of ${later}`);
    const european = bsm(terms.spot, 110, terms.years, 0.06, 0, 0.2 * factor, "put");
    assert.ok(later - Math.max(european, 110 - terms.spot) > 0.2);
  }
});

Deno.test("book revaluation: refuses what cannot be held or cannot happen", () => {
  const held = { size: 1, spot: 100, option: AT_THE_MONEY };
  for (
    const bad of [
      { ...held, spot: 0 },
      { ...held, size: NaN },
      { ...held, option: { ...AT_THE_MONEY, strike: 0 } },
      { ...held, option: { ...AT_THE_MONEY, volatility: -1 } },
      { ...held, option: { ...AT_THE_MONEY, years: NaN } },
      { ...held, option: { ...AT_THE_MONEY, carry: Infinity } },
    ]
  ) assert.throws(() => createBookRevaluation([bad]), RangeError);
  const book = createBookRevaluation([held]);
  assert.throws(() => book.gains(Float64Array.of(-1), 1, 0), RangeError);
  assert.throws(() => book.gains(Float64Array.of(0), -1, 0), RangeError);
  assert.throws(() => book.gains(Float64Array.of(0), 1, -1), RangeError);
  assert.throws(() => book.gains(Float64Array.of(0, 0), 1, 0), RangeError);
});
