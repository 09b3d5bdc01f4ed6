import assert from "node:assert/strict";
import { createBookRevaluation } from "../../../src/analytics/portfolio/book_revaluation.ts";
import { concentrate, gainsInRange, type Part } from "../../../src/analytics/portfolio/concentration.ts";

const shares = (size: number, spot: number) => ({ size, spot, option: null });
const whole = (key: string, unit: string, at: number, share = 1): Part => ({ at, share, unit, key });

Deno.test("concentration: what can be lost in each underlying's own range, hedges inside a unit counted", () => {
  const book = createBookRevaluation([shares(100, 50), shares(-40, 50), shares(10, 200)]);
  const gains = gainsInRange(book, [0.15, 0.15, 0.1]);
  assert.equal(gains.length, 10);
  const [first, second] = concentrate(gains, [whole("A", "A", 0), whole("A", "A", 1), whole("B", "B", 2)]);
  // 60 shares of $50 by 15 %, 10 of $200 by 10 %.
  assert.ok(Math.abs(first!.atRisk - 450) < 1e-9 && Math.abs(second!.atRisk - 200) < 1e-9);
  assert.deepEqual([first!.key, second!.key], ["A", "B"]);
  assert.ok(Math.abs(first!.share - 450 / 650) < 1e-12 && Math.abs(first!.share + second!.share - 1) < 1e-12);
});

Deno.test("concentration: units of one key do not hedge each other, and parts of a holding count as parts", () => {
  const book = createBookRevaluation([shares(100, 50), shares(-100, 50)]);
  const gains = gainsInRange(book, [0.1, 0.1]);
  const [apart] = concentrate(gains, [whole("all", "one", 0), whole("all", "two", 1)]);
  assert.ok(Math.abs(apart!.atRisk - 1000) < 1e-9);
  const [half, rest] = concentrate(gains, [
    whole("x", "x", 0, 0.75),
    whole("x", "x", 1, 0.5),
    whole("y", "y", 0, 0.25),
  ]);
  assert.ok(Math.abs(half!.atRisk - 125) < 1e-9 && Math.abs(rest!.atRisk - 125) < 1e-9);
});

Deno.test("concentration: a range is searched between its ends, and what loses nowhere is no risk", () => {
  const option = (right: "call" | "put", strike: number) => ({
    right,
    strike,
    years: 0,
    volatility: 0.2,
    rate: 0.04,
    carry: 0,
    style: "european" as const,
  });
  // A sold butterfly loses between 106 and 112 and nowhere else; a bought put that is worthless can lose no more.
  const book = createBookRevaluation([
    { size: -100, spot: 100, option: option("call", 106) },
    { size: 200, spot: 100, option: option("call", 109) },
    { size: -100, spot: 100, option: option("call", 112) },
    { size: 100, spot: 100, option: option("put", 90) },
  ]);
  const gains = gainsInRange(book, [0.15, 0.15, 0.15, 0.15]);
  const [fly, put] = concentrate(gains, [0, 1, 2, 3].map((at) => at < 3 ? whole("f", "f", at) : whole("p", "p", at)));
  assert.ok(Math.abs(fly!.atRisk - 300) < 1e-9 && fly!.share === 1);
  assert.deepEqual(put, { key: "p", atRisk: 0, share: 0 });
  assert.deepEqual(concentrate(gains, []), []);
});
