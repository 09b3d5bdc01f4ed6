import assert from "node:assert/strict";
import fc from "fast-check";
import type { Leg } from "../../../src/analytics/positions/leg.ts";
import { outcomeOf } from "../../../src/analytics/positions/outcome.ts";
import { riskProfile } from "../../../src/analytics/positions/risk_profile.ts";
import { isClose, readPositions } from "./reference.ts";

// The same cases every time: what chance finds belongs into a test of its own.
fc.configureGlobal({ seed: 20261122 });

const positions = await readPositions();
const UNDERLYING = { spot: 100, rate: 0.04, carry: 0 };

const leg = fc.record({
  kind: fc.constant("option" as const),
  right: fc.constantFrom("call" as const, "put" as const),
  quantity: fc.integer({ min: -3, max: 3 }).filter((quantity) => quantity !== 0),
  multiplier: fc.constant(100),
  price: fc.integer({ min: 0, max: 2000 }).map((cents) => cents / 100),
  strike: fc.integer({ min: 16, max: 30 }).map((step) => step * 5),
  years: fc.constant(0.2),
  volatility: fc.constant(0.3),
});

const option = (quantity: number, right: "call" | "put", strike: number, price: number): Leg => ({
  kind: "option",
  right,
  quantity,
  multiplier: 100,
  price,
  strike,
  years: 0.1,
  volatility: 0.3,
});

Deno.test(`risk profile: extremes and breakevens agree with all ${positions.length} reference positions`, () => {
  for (const { name, legs, underlying, expected, isModelled } of positions) {
    const tolerance = isModelled ? 1e-6 : 1e-8;
    const { maxProfit, maxLoss, breakevens } = riskProfile(outcomeOf(legs, underlying), underlying.spot);
    assert.equal(maxProfit === null, expected.max_profit_unlimited, name);
    assert.equal(maxLoss === null, expected.max_loss_unlimited, name);
    if (maxProfit !== null) assert.ok(isClose(maxProfit, expected.max_profit!, tolerance), `${name}: ${maxProfit}`);
    if (maxLoss !== null) assert.ok(isClose(maxLoss, expected.max_loss!, tolerance), `${name}: ${maxLoss}`);
    assert.equal(breakevens.length, expected.breakevens.length, `${name}: ${breakevens}`);
    for (const [i, price] of breakevens.entries()) assert.ok(isClose(price, expected.breakevens[i]!, tolerance), name);
  }
});

Deno.test("risk profile: on random positions no price does better or worse than the extremes", () => {
  fc.assert(fc.property(fc.array(leg, { minLength: 1, maxLength: 6 }), (legs) => {
    const outcome = outcomeOf(legs, UNDERLYING);
    const { best, worst, breakevens } = riskProfile(outcome, 100);
    for (let price = 0; price <= 400; price += 0.5) {
      const profit = outcome.at(price);
      assert.ok(best === null || profit <= best + 1e-6);
      assert.ok(worst === null || profit >= worst - 1e-6);
    }
    for (const price of breakevens) assert.ok(Math.abs(outcome.at(price)) < 1e-4, `${price}: ${outcome.at(price)}`);
  }));
});

Deno.test("risk profile: between two breakevens the sign does not change", () => {
  fc.assert(fc.property(fc.array(leg, { minLength: 1, maxLength: 6 }), (legs) => {
    const outcome = outcomeOf(legs, UNDERLYING);
    const edges = [0, ...riskProfile(outcome, 100).breakevens, 1000];
    for (let i = 1; i < edges.length; i++) {
      const signs = new Set<number>();
      for (let part = 1; part < 40; part++) {
        const profit = outcome.at(edges[i - 1]! + (edges[i]! - edges[i - 1]!) * part / 40);
        if (Math.abs(profit) > 1e-4) signs.add(Math.sign(profit));
      }
      assert.ok(signs.size <= 1, `${edges[i - 1]} to ${edges[i]}`);
    }
  }));
});

Deno.test("risk profile: a free butterfly is free, and its zero flanks are reported by their edges", () => {
  const legs = [option(1, "call", 95, 6), option(-2, "call", 100, 3.1), option(1, "call", 105, 0.2)];
  assert.deepEqual(riskProfile(outcomeOf(legs, UNDERLYING), 100), {
    best: 500,
    worst: 0,
    maxProfit: 500,
    maxLoss: 0,
    breakevens: [95, 105],
  });
});

Deno.test("risk profile: what is sold naked has no floor, or one far down", () => {
  const call = riskProfile(outcomeOf([option(-1, "call", 105, 2)], UNDERLYING), 100);
  assert.deepEqual([call.maxLoss, call.maxProfit, call.breakevens], [null, 200, [107]]);
  const put = riskProfile(outcomeOf([option(-1, "put", 95, 2)], UNDERLYING), 100);
  assert.deepEqual([put.maxLoss, put.maxProfit, put.breakevens], [9300, 200, [93]]);
});

Deno.test("risk profile: an option that may be exercised is never worth less, so a calendar's loss has a limit", () => {
  const calendar = (style: "american" | "european"): Leg[] => [
    { ...option(-1, "call", 100, 2), years: 0.08 } as Leg,
    { ...option(1, "call", 100, 4), years: 0.25, style } as Leg,
  ];
  const yielding = { spot: 100, rate: 0.04, carry: 0.03 };
  const european = riskProfile(outcomeOf(calendar("european"), yielding), 100);
  const american = riskProfile(outcomeOf(calendar("american"), yielding), 100);
  assert.equal(european.maxLoss, null);
  assert.ok(american.maxLoss !== null && american.maxLoss <= 200 + 1e-6, `${american.maxLoss}`);
  assert.equal(american.breakevens.length, 2);
});
