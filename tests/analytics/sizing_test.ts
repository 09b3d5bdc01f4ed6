import assert from "node:assert/strict";
import fc from "fast-check";
import { outcomeOf } from "../../src/analytics/positions/outcome.ts";
import { terminal } from "../../src/analytics/probability/terminal.ts";
import { contractsForRisk, kellyBinary, kellyOfOutcome, kellyOfReturns } from "../../src/analytics/sizing.ts";
import { readColumns } from "./columns.ts";

// The same cases every time: what chance finds belongs into a test of its own.
fc.configureGlobal({ seed: 20261122 });

const rows = await readColumns("kelly");
const isClose = (actual: number, expected: number, tolerance = 1e-12) =>
  Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected));

Deno.test(`sizing: binary Kelly agrees with all ${rows.size} reference rows`, () => {
  assert.equal(rows.size, 30);
  const [probability, win, loss] = [rows.column("prob_win"), rows.column("avg_win"), rows.column("avg_loss")];
  const expected = {
    fraction: rows.column("kelly_fraction"),
    clamped: rows.column("kelly_clamped"),
    half: rows.column("half_kelly"),
    expectancy: rows.column("expectancy"),
    breakevenProbability: rows.column("breakeven_prob"),
  };
  for (let i = 0; i < rows.size; i++) {
    const kelly = kellyBinary(probability[i]!, win[i]!, loss[i]!);
    for (const [name, column] of Object.entries(expected)) {
      assert.ok(isClose(kelly[name as keyof typeof kelly], column[i]!), `${name}, row ${i}`);
    }
  }
});

Deno.test("sizing: what cannot be bet on is refused", () => {
  assert.throws(() => kellyBinary(1.1, 1, 1), RangeError);
  assert.throws(() => kellyBinary(0.5, 0, 1), RangeError);
  assert.throws(() => kellyBinary(0.5, 1, NaN), RangeError);
  assert.throws(() => kellyOfReturns(Float64Array.of(1), Float64Array.of()), RangeError);
});

Deno.test("sizing: Kelly over two outcomes is binary Kelly", () => {
  const probability = fc.double({ min: 0.05, max: 0.95, noNaN: true });
  fc.assert(fc.property(probability, fc.double({ min: 0.1, max: 5, noNaN: true }), (p, win) => {
    const many = kellyOfReturns(Float64Array.of(win, -1), Float64Array.of(p, 1 - p));
    assert.ok(isClose(many, Math.max(0, kellyBinary(p, win, 1).fraction), 1e-9), `${many}`);
  }));
});

Deno.test("sizing: no other size makes capital grow faster than Kelly's", () => {
  const returns = fc.array(fc.integer({ min: -100, max: 300 }).map((percent) => percent / 100), {
    minLength: 2,
    maxLength: 12,
  });
  fc.assert(fc.property(returns, (values) => {
    const [list, weights] = [Float64Array.from(values), new Float64Array(values.length).fill(1 / values.length)];
    const best = kellyOfReturns(list, weights);
    const growth = (stakes: number) => values.reduce((sum, value) => sum + Math.log1p(stakes * value), 0);
    if (!Number.isFinite(best)) return assert.ok(values.every((value) => value >= 0));
    for (const factor of [0, 0.5, 0.9, 0.99, 1.01, 1.1]) {
      const other = growth(best * factor);
      assert.ok(Number.isNaN(other) || other <= growth(best) + 1e-9, `${factor} of ${best}`);
    }
  }));
});

Deno.test("sizing: an edge is worth holding, less of it in a wilder market", () => {
  const underlying = { spot: 100, rate: 0, carry: 0 };
  const put = (price: number) =>
    outcomeOf([{
      kind: "option",
      right: "put",
      quantity: -1,
      multiplier: 100,
      price,
      strike: 95,
      years: 0.1,
      volatility: 0.3,
    }], underlying);
  const fair = terminal(underlying, 0.3, 0.1);
  const rich = kellyOfOutcome(put(3), fair, 9500);
  assert.ok(rich > 0 && rich < 20, `${rich}`);
  assert.equal(kellyOfOutcome(put(0.5), fair, 9500), 0);
  assert.ok(kellyOfOutcome(put(3), terminal(underlying, 0.35, 0.1), 9500) < rich);
  assert.ok(isClose(kellyOfOutcome(put(3), fair, 950), rich / 10, 1e-9));
  assert.throws(() => kellyOfOutcome(put(3), fair, 0), RangeError);
});

Deno.test("sizing: a budget carries whole positions only", () => {
  assert.equal(contractsForRisk(1000, 300), 3);
  assert.equal(contractsForRisk(0.3, 0.1), 3);
  assert.equal(contractsForRisk(299.99, 300), 0);
  assert.equal(contractsForRisk(-5, 300), 0);
  assert.throws(() => contractsForRisk(1000, 0), RangeError);
});
