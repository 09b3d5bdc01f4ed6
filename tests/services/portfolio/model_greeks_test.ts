import assert from "node:assert/strict";
import { bsm } from "../../../src/analytics/pricing/black.ts";
import { modelGreeks, type ModelMarket } from "../../../src/services/portfolio/model_greeks.ts";

const MARKET: ModelMarket = {
  spot: 100,
  onFuture: false,
  price: null,
  volatility: null,
  usualVolatility: null,
  dividends: [],
};
const OPTION = { strike: 95, right: "put", years: 0.2 } as const;

Deno.test("model greeks: the volatility is that of the price, and the greeks are its slopes", () => {
  const value = (spot: number, years: number, volatility: number) => bsm(spot, 95, years, 0.04, 0, volatility, "put");
  const greeks = modelGreeks(OPTION, { ...MARKET, price: value(100, 0.2, 0.3) })!;
  assert.ok(Math.abs(greeks.volatility - 0.3) < 1e-9);
  const near = (one: number, other: number) => assert.ok(Math.abs(one - other) < 1e-4, `${one} and ${other}`);
  near(greeks.delta, (value(100.01, 0.2, 0.3) - value(99.99, 0.2, 0.3)) / 0.02);
  near(greeks.gamma, (value(100.1, 0.2, 0.3) - 2 * value(100, 0.2, 0.3) + value(99.9, 0.2, 0.3)) / 0.01);
  near(greeks.theta, (value(100, 0.2 - 1 / 36_500, 0.3) - value(100, 0.2, 0.3)) * 100);
  near(greeks.vega, (value(100, 0.2, 0.3001) - value(100, 0.2, 0.2999)) / 0.02);
});

Deno.test("model greeks: a dividend before the end is taken off the price, one after it is not", () => {
  const at = (years: number) => modelGreeks(OPTION, { ...MARKET, volatility: 0.3, dividends: [{ years, amount: 2 }] })!;
  const without = modelGreeks(OPTION, { ...MARKET, volatility: 0.3 })!;
  assert.deepEqual(at(0.25), without);
  const lower = modelGreeks(OPTION, { ...MARKET, spot: 100 - 2 * Math.exp(-0.04 * 0.1), volatility: 0.3 })!;
  assert.ok(Math.abs(at(0.1).delta - lower.delta) < 1e-12 && lower.delta < without.delta - 0.03);
});

Deno.test("model greeks: a volatility that is known goes before the price, the usual one is for want of both", () => {
  const volatility = (market: Partial<ModelMarket>) => modelGreeks(OPTION, { ...MARKET, ...market })?.volatility;
  assert.equal(volatility({ onFuture: true, price: 50, volatility: 0.2 }), 0.2);
  assert.equal(volatility({ usualVolatility: 0.25 }), 0.25);
  assert.ok(Math.abs(volatility({ price: 5, usualVolatility: 0.25 })! - 0.25) > 0.01);
  assert.equal(volatility({}), undefined);
  assert.equal(volatility({ price: 0.001, spot: 0 }), undefined);
  assert.equal(modelGreeks({ ...OPTION, years: 0 }, { ...MARKET, volatility: 0.3 }), null);
  assert.equal(volatility({ volatility: 0.3, dividends: [{ years: 0.1, amount: 101 }] }), undefined);
});
