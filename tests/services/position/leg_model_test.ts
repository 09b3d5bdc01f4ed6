import assert from "node:assert/strict";
import { americanPrice } from "../../../src/analytics/pricing/american.ts";
import { bsm } from "../../../src/analytics/pricing/black.ts";
import {
  europeanVolatilityOf,
  isAmerican,
  optionGreeks,
  type OptionTerms,
  optionValue,
  type Setting,
  volatilityOf,
  yieldBesideDividends,
} from "../../../src/services/position/leg_model.ts";

const PLAIN: Setting = {
  spot: 100,
  rate: 0.04,
  carry: 0.01,
  dividendYield: 0.01,
  dividends: [],
  exercise: "european",
  onFuture: false,
};
const AMERICAN: Setting = { ...PLAIN, exercise: "american" };
const PUT: OptionTerms = { strike: 110, right: "put", years: 0.5 };

Deno.test("leg model: a volatility gives the price it was read from, American and European", () => {
  for (const setting of [PLAIN, AMERICAN]) {
    for (const right of ["call", "put"] as const) {
      const option = { strike: 104, right, years: 0.25 };
      const value = optionValue(option, setting, 0.3, { spot: 100, elapsed: 0 });
      assert.ok(Math.abs(volatilityOf(value, option, setting)! - 0.3) < 1e-4, `${setting.exercise} ${right}`);
    }
  }
});

Deno.test("leg model: an American put in the money is worth more than a European one, and never less than exercise", () => {
  const [american, european] = [AMERICAN, PLAIN].map((setting) =>
    optionValue(PUT, setting, 0.2, { spot: 100, elapsed: 0 })
  ) as [number, number];
  assert.ok(american > european + 0.2);
  assert.equal(optionValue(PUT, AMERICAN, 0.2, { spot: 60, elapsed: 0 }), 50);
  assert.ok(isAmerican(PUT, AMERICAN) && !isAmerican(PUT, PLAIN));
});

Deno.test("leg model: dividends come nearer as days go by, and are gone after their day", () => {
  const dividends = [{ years: 0.1, amount: 2 }];
  const setting = { ...AMERICAN, carry: 0, dividendYield: 0, dividends };
  const call: OptionTerms = { strike: 100, right: "call", years: 0.5 };
  const terms = { spot: 100, strike: 100, rate: 0.04, right: "call" as const, volatility: 0.2 };
  const soon = americanPrice({ ...terms, years: 0.45, dividends: [{ years: 0.05, amount: 2 }] });
  assert.equal(optionValue(call, setting, 0.2, { spot: 100, elapsed: 0.05 }), soon);
  const after = optionValue(call, setting, 0.2, { spot: 100, elapsed: 0.2 });
  assert.ok(Math.abs(after - bsm(100, 100, 0.3, 0.04, 0, 0.2, "call")) < 1e-9);
});

Deno.test("leg model: at expiration only exercise counts", () => {
  assert.equal(optionValue(PUT, AMERICAN, 0.2, { spot: 104.5, elapsed: 0.5 }), 5.5);
  assert.equal(optionValue(PUT, PLAIN, 0.2, { spot: 0, elapsed: 0.1 }), 110);
});

Deno.test("leg model: a price without time value tells no volatility", () => {
  assert.equal(volatilityOf(50.001, { ...PUT, strike: 150 }, AMERICAN), null);
  assert.equal(volatilityOf(null, PUT, PLAIN), null);
  assert.equal(volatilityOf(0, PUT, PLAIN), null);
  assert.equal(europeanVolatilityOf(1, PUT, PLAIN, 0.04), null);
});

Deno.test("leg model: greeks are those of the option it is", () => {
  const deep = { ...PUT, strike: 160 };
  assert.deepEqual([optionGreeks(deep, AMERICAN, 0.2).delta, optionGreeks(deep, AMERICAN, 0.2).theta], [-1, 0]);
  assert.ok(optionGreeks(deep, PLAIN, 0.2).delta > -1);
});

Deno.test("leg model: the yield beside the dividends makes the same forward", () => {
  const dividends = [{ years: 0.1, amount: 1 }, { years: 0.35, amount: 1 }];
  const rest = yieldBesideDividends(PLAIN, dividends, 0.5);
  const escrowed = 100 - Math.exp(-0.004) - Math.exp(-0.014);
  const forward = escrowed * Math.exp((0.04 - rest) * 0.5);
  assert.ok(Math.abs(forward - 100 * Math.exp(0.03 * 0.5)) < 1e-9);
});
