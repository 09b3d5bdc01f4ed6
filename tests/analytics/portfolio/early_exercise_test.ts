import assert from "node:assert/strict";
import { earlyValue, hasEarlyValue } from "../../../src/analytics/portfolio/early_exercise.ts";
import { readYieldRows } from "../pricing/american_rows.ts";

const rows = await readYieldRows();
const typical = rows.filter(({ isTypical }) => isTypical);
const value = ({ option }: typeof rows[number]): number =>
  earlyValue(
    option.spot,
    option.strike,
    option.years,
    option.rate,
    option.dividendYield ?? 0,
    option.volatility,
    option.right === "call" ? 1 : -1,
  );

Deno.test(`early exercise: ${typical.length} reference rows of up to a year within 12 cents on $100, half within one`, () => {
  assert.equal(typical.length, 186);
  const errors = typical.map((row) => Math.abs(value(row) - row.price)).sort((a, b) => a - b);
  assert.ok(errors.at(-1)! <= 0.12, `${errors.at(-1)}`);
  assert.ok(errors[errors.length >> 1]! <= 0.01, `${errors[errors.length >> 1]}`);
});

Deno.test("early exercise: where waiting costs nothing the reference knows no premium, and elsewhere it mostly does", () => {
  let premiums = 0;
  for (const { option: { right, rate, dividendYield }, premium } of rows) {
    if (hasEarlyValue(right === "call" ? 1 : -1, rate, dividendYield ?? 0)) premiums += premium > 1e-6 ? 1 : 0;
    else assert.ok(Math.abs(premium) < 1e-8, `${premium}`);
  }
  assert.ok(premiums > 150, `${premiums}`);
});

Deno.test("early exercise: never less than exercise pays, also where nothing moves", () => {
  for (const spot of [1e-6, 1, 50, 99.99, 100, 160, 1e6]) {
    for (const volatility of [1e-9, 0.01, 0.3, 8]) {
      for (const years of [1e-7, 1 / 365, 0.5, 3]) {
        for (const sign of [1, -1] as const) {
          const worth = earlyValue(spot, 100, years, 0.05, 0.03, volatility, sign);
          assert.ok(worth >= Math.max(0, sign * (spot - 100)) && worth <= Math.max(spot, 100), `${spot} ${worth}`);
        }
      }
    }
  }
});
