import assert from "node:assert/strict";
import fc from "fast-check";
import type { Leg } from "../../../src/analytics/positions/leg.ts";
import { outcomeOf } from "../../../src/analytics/positions/outcome.ts";
import { riskProfile } from "../../../src/analytics/positions/risk_profile.ts";
import {
  expectation,
  intervals,
  probabilityOfExtreme,
  probabilityOfProfit,
} from "../../../src/analytics/probability/expected_value.ts";
import { probabilityBetween, terminal } from "../../../src/analytics/probability/terminal.ts";
import { isClose, readPositions } from "../positions/reference.ts";

// The same cases every time: what chance finds belongs into a test of its own.
fc.configureGlobal({ seed: 20261122 });

const positions = await readPositions();

Deno.test(`expected value: mean, deviation and all probabilities of ${positions.length} reference positions`, () => {
  for (const { name, legs, underlying, expected, volatility, years, isModelled } of positions) {
    const outcome = outcomeOf(legs, underlying);
    const { breakevens, best, worst } = riskProfile(outcome, underlying.spot);
    const distribution = terminal(underlying, volatility, years);
    const { mean, deviation } = expectation(outcome, breakevens, distribution);
    const tolerance = isModelled ? 1e-6 : 1e-8;
    const pairs: [string, number, number | undefined][] = [
      ["pop", probabilityOfProfit(outcome, breakevens, distribution), expected.pop],
      ["mean", mean, expected.expected_pnl],
      ["deviation", deviation, expected.std_pnl],
      ["best", probabilityOfExtreme(outcome, best, distribution), expected.prob_max_profit],
      ["worst", probabilityOfExtreme(outcome, worst, distribution), expected.prob_max_loss],
    ];
    for (const [what, actual, wanted] of pairs) {
      if (wanted !== undefined) assert.ok(isClose(actual, wanted, tolerance), `${name}: ${what} ${actual} ${wanted}`);
    }
  }
});

const leg = fc.record({
  kind: fc.constant("option" as const),
  right: fc.constantFrom("call" as const, "put" as const),
  quantity: fc.integer({ min: -3, max: 3 }).filter((quantity) => quantity !== 0),
  multiplier: fc.constant(100),
  price: fc.double({ min: 0.01, max: 20, noNaN: true }),
  strike: fc.integer({ min: 60, max: 150 }),
  years: fc.constantFrom(0.1, 0.25),
  volatility: fc.double({ min: 0.1, max: 1, noNaN: true }),
});

Deno.test("expected value: winning, losing and breaking even make one; the two means make the mean", () => {
  fc.assert(
    fc.property(fc.array(leg, { minLength: 1, maxLength: 4 }), (legs) => {
      const underlying = { spot: 100, rate: 0.03, carry: 0.01 };
      const outcome = outcomeOf(legs as Leg[], underlying);
      const { breakevens } = riskProfile(outcome, 100);
      const distribution = terminal(underlying, 0.3, outcome.years);
      const pop = probabilityOfProfit(outcome, breakevens, distribution);
      const losing = intervals(breakevens).filter(([low, high]) =>
        outcome.at(high === Infinity ? low * 2 + 1 : low === 0 ? high / 2 : Math.sqrt(low * high)) < -1e-7
      ).reduce((sum, [low, high]) => sum + probabilityBetween(distribution, low, high), 0);
      assert.ok(pop >= 0 && pop <= 1 + 1e-12);
      assert.ok(pop + losing <= 1 + 1e-9);
      const { mean, expectedWin, expectedLoss, deviation } = expectation(outcome, breakevens, distribution);
      assert.ok(Number.isFinite(mean) && deviation >= 0);
      assert.ok(isClose(pop * (expectedWin ?? 0) + losing * (expectedLoss ?? 0), mean, 1e-5), `${mean}`);
    }),
    { numRuns: 60 },
  );
});

Deno.test("expected value: without volatility there is one outcome", () => {
  const underlying = { spot: 100, rate: 0, carry: 0 };
  const legs: Leg[] = [{
    kind: "option",
    right: "put",
    quantity: -1,
    multiplier: 100,
    price: 2,
    strike: 95,
    years: 0.1,
    volatility: 0.2,
  }];
  const outcome = outcomeOf(legs, underlying);
  assert.deepEqual(expectation(outcome, [93], terminal(underlying, 0, 0.1)), {
    mean: 200,
    deviation: 0,
    expectedWin: 200,
    expectedLoss: null,
  });
});
