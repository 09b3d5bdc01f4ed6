import assert from "node:assert/strict";
import fc from "fast-check";
import { americanPrice } from "../../../src/analytics/pricing/american.ts";
import { americanGreeks } from "../../../src/analytics/pricing/american_greeks.ts";
import { americanOnGrid } from "../../../src/analytics/pricing/american_grid.ts";
import { americanProblem } from "../../../src/analytics/pricing/american_option.ts";
import { black76Greeks, bsmGreeks } from "../../../src/analytics/pricing/black.ts";
import { anyOption } from "./american_options.ts";
import { readDividendRows, readYieldRows } from "./american_rows.ts";

const yieldRows = await readYieldRows();
const dividendRows = (await readDividendRows()).filter(({ model }) => model === "escrowed");

/** Asserts that all errors are below `worst` and 95 % of them below `usual`. */
function assertErrors(errors: readonly number[], usual: number, worst: number, what: string): void {
  const sorted = errors.toSorted((a, b) => a - b);
  const [late, last] = [sorted[Math.floor(0.95 * sorted.length)]!, sorted.at(-1)!];
  assert.ok(late <= usual && last <= worst, `${what}: 95 % within ${late}, all within ${last}`);
}

Deno.test(`american greeks: all ${yieldRows.length} rows of american_continuous.csv agree, where they know a greek`, () => {
  assert.equal(yieldRows.length, 317);
  const errors = { delta: [], gamma: [], vega: [], theta: [], rho: [] } as Record<string, number[]>;
  for (const { option, ...row } of yieldRows) {
    const greeks = americanGreeks(option);
    // Next to the boundary, where no more than the seventh digit tells the two apart, either answer is right.
    if (row.premium !== 0 && row.price - americanProblem(option).exercise > 1e-7) {
      assert.equal(greeks.immediateExercise, row.isExercised, JSON.stringify(option));
    }
    assert.ok(Math.abs(greeks.premium - row.premium) < 0.01);
    errors.delta!.push(Math.abs(greeks.delta - row.delta));
    errors.gamma!.push(Math.abs(greeks.gamma - row.gamma));
    errors.vega!.push(Math.abs(greeks.vega * 100 - row.vega));
    errors.theta!.push(Math.abs(greeks.theta * 365 - row.theta));
    errors.rho!.push(Math.abs(greeks.rho * 100 - row.rho));
  }
  const known = Object.entries(errors).map(([name, list]) => [name, list.filter((error) => error >= 0)] as const);
  assert.deepEqual(known.map(([name, list]) => [name, list.length]), [
    ["delta", 314],
    ["gamma", 314],
    ["vega", 314],
    ["theta", 314],
    ["rho", 264],
  ]);
  // The worst of each lie at the boundary of exercise, where gamma jumps. Vega and rho per 1.00, theta a year.
  const bounds = { delta: [5e-5, 2e-3], gamma: [2e-5, 2e-3], vega: [0.02, 0.2], theta: [6e-3, 0.1], rho: [0.3, 0.6] };
  for (const [name, list] of known) {
    const [usual, worst] = bounds[name as keyof typeof bounds] as [number, number];
    assertErrors(list, usual, worst, name);
  }
});

Deno.test(`american greeks: all ${dividendRows.length} escrowed rows of american_discrete_div.csv agree, delta and gamma`, () => {
  assert.equal(dividendRows.length, 97);
  const rows = dividendRows.map(({ option, ...row }) => ({ row, greeks: americanGreeks(option) }));
  assertErrors(rows.map(({ row, greeks }) => Math.abs(greeks.delta - row.delta)), 8e-4, 2e-3, "delta");
  assertErrors(rows.map(({ row, greeks }) => Math.abs(greeks.gamma - row.gamma)), 1e-4, 1e-3, "gamma");
});

Deno.test("american greeks: theta, vega and rho are what moving time, volatility and rate does to the price", () => {
  const option = {
    spot: 100,
    strike: 104,
    years: 0.5,
    rate: 0.05,
    volatility: 0.3,
    right: "put",
    dividends: [{ years: 0.2, amount: 1 }],
  } as const;
  const greeks = americanGreeks(option);
  const price = (change: Partial<typeof option> | object) => americanPrice({ ...option, ...change }, "fine");
  const near = (actual: number, expected: number, bound: number) =>
    assert.ok(Math.abs(actual - expected) < bound, `${actual}, by a bump ${expected}`);
  near(greeks.delta, (price({ spot: 103 }) - price({ spot: 97 })) / 6, 2e-3);
  near(greeks.vega, (price({ volatility: 0.33 }) - price({ volatility: 0.27 })) / 6, 2e-3);
  near(greeks.rho, (price({ rate: 0.06 }) - price({ rate: 0.04 })) / 2, 3e-3);
  const days = 3;
  const later = (by: number) => price({ years: 0.5 - by / 365, dividends: [{ years: 0.2 - by / 365, amount: 1 }] });
  near(greeks.theta, (later(days) - later(-days)) / (2 * days), 2e-3);
});

Deno.test("american greeks: where exercise is best nothing moves the price but the share", () => {
  const greeks = americanGreeks({ spot: 60, strike: 100, years: 0.5, rate: 0.06, volatility: 0.2, right: "put" });
  const { premium, ...rest } = greeks;
  assert.deepEqual(rest, { price: 40, delta: -1, gamma: 0, theta: 0, vega: 0, rho: 0, immediateExercise: true });
  assert.ok(premium > 2.8 && premium < 3);
});

Deno.test("american greeks: without a reason to exercise early they are the European ones", () => {
  const call = { spot: 100, strike: 95, years: 0.7, rate: 0.05, volatility: 0.3, right: "call" } as const;
  const { price, delta, gamma, theta, vega, rho, premium } = americanGreeks(call);
  const european = bsmGreeks(100, 95, 0.7, 0.05, 0, 0.3, "call");
  assert.deepEqual([price, delta, gamma, vega, premium], [
    european.price,
    european.delta,
    european.gamma,
    european.vega,
    0,
  ]);
  assert.ok(Math.abs(theta - european.theta) < 1e-12 && Math.abs(rho - european.rho) < 1e-7);
  // On a future, whose price does not move with the rate, too; here early exercise is worth next to nothing.
  const future = { ...call, onFuture: true, strike: 130 };
  const greeks = americanGreeks(future);
  const expected = black76Greeks(100, 130, 0.7, 0.05, 0.3, "call");
  for (const name of ["delta", "gamma", "theta", "vega"] as const) {
    assert.ok(Math.abs(greeks[name] - expected[name]) < 0.02 * Math.abs(expected[name]), `${name} ${greeks[name]}`);
  }
  const [up, down] = [0.053, 0.047].map((rate) => americanOnGrid({ ...future, rate }).price) as [number, number];
  assert.ok(Math.abs(greeks.rho - (up - down) / 0.6) < 1e-4, `rho ${greeks.rho}, on the grid ${(up - down) / 0.6}`);
});

Deno.test("american greeks: on the last day, and of any ordinary option, each is a number of the right sign", () => {
  const atEnd = { spot: 100, strike: 105, years: 0, rate: 0.05, volatility: 0.3 };
  assert.equal(americanGreeks({ ...atEnd, right: "put" }).immediateExercise, true);
  assert.deepEqual(
    Object.values(americanGreeks({ ...atEnd, right: "call" })),
    [0, 0, 0, 0, 0, 0, 0, false],
  );
  fc.assert(
    fc.property(anyOption, (option) => {
      const { delta, gamma, vega, ...rest } = americanGreeks(option);
      const sign = option.right === "call" ? 1 : -1;
      assert.ok(sign * delta >= -1e-3 && sign * delta <= 1.003, `delta ${delta}`);
      assert.ok(gamma >= -1e-3 && vega >= -2e-3 * option.spot, `gamma ${gamma}, vega ${vega}`);
      for (const value of Object.values(rest)) assert.ok(typeof value === "boolean" || Number.isFinite(value));
    }),
    { numRuns: 500, seed: 1 },
  );
});
