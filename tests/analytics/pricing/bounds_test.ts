import assert from "node:assert/strict";
import {
  checkFinite,
  checkPositive,
  checkRate,
  checkVolatility,
  checkYears,
} from "../../../src/analytics/pricing/bounds.ts";

Deno.test("bounds: whatever a market could mean passes", () => {
  for (const price of [1e-4, 100, 750_000, 1e100]) checkPositive("spot", price);
  for (const years of [0, 1 / 525_600, 30]) checkYears(years);
  for (const volatility of [0, 0.2, 50]) checkVolatility(volatility);
  for (const rate of [-0.05, 0, 0.3]) checkRate("rate", rate, 30);
  checkFinite("price", -3);
});

Deno.test("bounds: what is outside is refused by name, rule and value", () => {
  assert.throws(() => checkPositive("spot", 0), new RangeError("spot must be positive, not 0"));
  assert.throws(() => checkPositive("spot", 1e101), /spot must be from 1e-100 to 1e\+100, not 1e\+101/);
  assert.throws(() => checkYears(-1), new RangeError("years must be zero or positive, not -1"));
  assert.throws(() => checkYears(20_000), /years must be at most 10000/);
  assert.throws(() => checkVolatility(NaN), /volatility must be zero or positive, not NaN/);
  assert.throws(() => checkVolatility(1e101), /volatility must be at most/);
  assert.throws(() => checkRate("rate", Infinity, 1), /rate must be finite/);
  assert.throws(() => checkRate("dividendYield", 300, 1), /dividendYield must be within 100 of zero/);
  assert.throws(() => checkRate("rate", 1, 501), /rate times years must be within 500 of zero/);
  assert.throws(() => checkFinite("price", -Infinity), /price must be finite/);
});
