/** Searches over several underlyings, on the simulator. */

import assert from "node:assert/strict";
import { FAMILY_NAMES } from "../../src/analytics/screens/family_names.ts";
import { explain, type Result } from "../../src/core/failure.ts";
import { findStrategies } from "../../src/services/strategies/find_strategies.ts";
import { criteriaOf, spansOf, type StrategyQuestion } from "../../src/services/strategies/question.ts";
import { startServices } from "../support/services.ts";

const value = <T>(result: Result<T>): T => {
  assert.ok(result.ok, result.ok ? "" : explain(result.failure));
  return result.value;
};

const QUESTION: StrategyQuestion = {
  universe: { symbols: ["SPY", "GLD"] },
  families: ["put_credit_spread"],
  days: { min: 30, max: 60 },
  delta: undefined,
  width: undefined,
  minCredit: undefined,
  minPop: undefined,
  maxCapital: undefined,
  minIvRank: undefined,
  avoidEarnings: true,
  rankBy: "pop",
  limit: 5,
  perShort: 1,
  target: null,
};

Deno.test("strategies: candidates of all underlyings are ranked together, no option sold twice", async () => {
  using services = await startServices();
  const { ranked, looked, notReached, refused } = value(
    await findStrategies({ ...QUESTION, families: ["cash_secured_put"] }, services.context),
  );
  assert.deepEqual(looked.map(({ symbol }) => symbol), ["SPY", "GLD"]);
  assert.ok(notReached.length === 0 && refused.length === 0);
  assert.deepEqual(new Set(ranked.map(({ symbol }) => symbol)), new Set(["SPY", "GLD"]));
  const chances = ranked.map(({ measures }) => measures.pop!);
  assert.deepEqual(chances, chances.toSorted((a, b) => b - a));
  const sold = ranked.map(({ symbol, contracts }) => {
    const { day, strike } = contracts.find(({ quantity }) => quantity < 0)!;
    return `${symbol} ${day} ${strike}`;
  });
  assert.equal(new Set(sold).size, sold.length);
});

Deno.test("strategies: whoever has gone is not searched for", async () => {
  using services = await startServices();
  const context = { ...services.context, signal: AbortSignal.abort() };
  const result = await findStrategies(QUESTION, context);
  assert.ok(!result.ok && result.failure.kind === "cancelled");
});

Deno.test("strategies: what was asked for takes the place of what is usual", () => {
  const usual = criteriaOf("put_credit_spread", QUESTION, null);
  assert.ok(usual.minCreditToWidth === 0.25 && usual.earnings === undefined);
  const own = criteriaOf("put_credit_spread", { ...QUESTION, delta: { max: 0.2 }, width: 5 }, "2026-12-10");
  assert.deepEqual(own.shortDelta, { max: 0.2 });
  assert.deepEqual(own.width, { min: 5, max: 5 });
  assert.equal(own.minCreditToWidth, undefined);
  assert.deepEqual(own.earnings, { day: "2026-12-10", rule: "avoid" });
  const bought = criteriaOf("long_call", { ...QUESTION, delta: { min: 0.6 }, avoidEarnings: false }, "2026-12-10");
  assert.ok(bought.longDelta?.min === 0.6 && bought.shortDelta === undefined && bought.earnings?.rule === "tell");
});

Deno.test("strategies: families with two expirations have days behind the first ones read as well", () => {
  const one = spansOf(["iron_condor"], QUESTION);
  assert.deepEqual(one, [{ min: 30, max: 60 }]);
  for (const family of FAMILY_NAMES.filter((name) => /calendar|diagonal/.test(name))) {
    const [, back] = spansOf([family], QUESTION);
    assert.ok(back!.min! > 30 && back!.max! >= back!.min! + 60, family);
  }
});
