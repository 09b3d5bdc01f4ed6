import assert from "node:assert/strict";
import { americanPrice } from "../../../src/analytics/pricing/american.ts";
import { americanGreeks } from "../../../src/analytics/pricing/american_greeks.ts";
import { americanOnGrid } from "../../../src/analytics/pricing/american_grid.ts";
import { americanImpliedVolatility } from "../../../src/analytics/pricing/american_implied_volatility.ts";
import { readDividendRows, readYieldRows } from "./american_rows.ts";

const yieldRows = await readYieldRows();
const dividendRows = await readDividendRows();
const spotRows = dividendRows.filter(({ model }) => model === "spot");

Deno.test(`american grid: all ${dividendRows.length} rows of american_discrete_div.csv agree, spot and escrowed model`, () => {
  assert.deepEqual([dividendRows.length, spotRows.length], [210, 113]);
  for (const { id, option, model, price, delta, gamma } of dividendRows) {
    const answer = americanOnGrid(option, model);
    // The tolerance the reference suggests for an engine of differences.
    assert.ok(Math.abs(answer.price - price) <= 1e-3 + 1e-4 * price, `row ${id}: ${answer.price} instead of ${price}`);
    assert.ok(Math.abs(answer.delta - delta) <= 2e-4, `row ${id}: delta ${answer.delta} instead of ${delta}`);
    assert.ok(Math.abs(answer.gamma - gamma) <= 1e-4, `row ${id}: gamma ${answer.gamma} instead of ${gamma}`);
  }
});

Deno.test(`american grid: all ${yieldRows.length} rows of american_continuous.csv agree: price, delta, vega`, () => {
  assert.equal(yieldRows.length, 317);
  const counts = { vegas: 0, finer: 0 };
  for (const { id, option, price, delta, vega } of yieldRows) {
    // The tolerances the reference suggests: 1e-3, 1e-4 and 1e-2.
    const answer = americanOnGrid(option, "spot", 800);
    assert.ok(Math.abs(answer.price - price) <= 1e-3, `row ${id}: ${answer.price} instead of ${price}`);
    if (!Number.isNaN(delta)) assert.ok(Math.abs(answer.delta - delta) <= 1e-4, `row ${id}: delta ${answer.delta}`);
    if (Number.isNaN(vega)) continue;
    counts.vegas++;
    const error = (nodes: number): number => {
      const [up, down] = [1.004, 0.996].map((factor) =>
        americanOnGrid({ ...option, volatility: option.volatility * factor }, "spot", nodes).price
      ) as [number, number];
      return Math.abs((up - down) / (0.008 * option.volatility) - vega);
    };
    // Next to the boundary of exercise it takes a finer grid.
    if (error(400) <= 1e-2) continue;
    counts.finer++;
    assert.ok(error(1600) <= 1e-2, `row ${id}: vega is not ${vega}`);
  }
  assert.equal(counts.vegas, 314);
  assert.ok(counts.finer < 15, `${counts.finer} rows need a finer grid`);
});

Deno.test("american grid: the trees' escrowed model, fitted to a price of the spot model, has its delta", () => {
  let [count, worthless] = [0, 0];
  for (const { id, option, price, delta } of spotRows) {
    const { volatility, status } = americanImpliedVolatility(price, option, "fine");
    if (volatility === null) {
      // Deep in the money, where the escrowed model has no volatility so low: it moves with the share.
      assert.notEqual(status, "ok");
      assert.ok(Math.abs(delta) > 0.97, `row ${id}: ${delta}`);
      worthless++;
      continue;
    }
    count++;
    assert.ok(Math.abs(americanGreeks({ ...option, volatility }).delta - delta) < 0.008, `row ${id}`);
  }
  assert.deepEqual([count, worthless], [104, 9]);
});

Deno.test("american grid: it and the trees agree about what neither was tuned to", () => {
  for (const right of ["call", "put"] as const) {
    for (const strike of [230, 260, 300]) {
      const option = { spot: 263.5, strike, years: 0.4, rate: 0.043, dividendYield: 0.01, volatility: 0.27, right };
      assert.ok(Math.abs(americanOnGrid(option).price - americanPrice(option, "fine")) < 1e-5 * option.spot);
    }
  }
});

Deno.test("american grid: an argument out of its reach is a bug", () => {
  const option = { spot: 100, strike: 100, years: 1, rate: 0.05, volatility: 0.2, right: "put" } as const;
  assert.throws(() => americanOnGrid({ ...option, volatility: 0 }), /volatility must be positive/);
  assert.throws(() => americanOnGrid({ ...option, years: 0 }), /years must be positive/);
  assert.throws(() => americanOnGrid(option, "spot", 42), /multiple of 4/);
});
