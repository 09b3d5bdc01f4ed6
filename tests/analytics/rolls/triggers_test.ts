import assert from "node:assert/strict";
import { ROLL_TRIGGERS, type RollFacts } from "../../../src/analytics/rolls/rules.ts";
import { checkTriggers } from "../../../src/analytics/rolls/triggers.ts";

const QUIET: RollFacts = {
  daysLeft: 40,
  shortDelta: 0.3,
  beyond: -0.05,
  profitTaken: 0.2,
  lossToCredit: 0,
  probabilityOfProfit: 0.7,
  assignment: 0,
};
const metBy = (facts: Partial<RollFacts>) =>
  checkTriggers({ ...QUIET, ...facts }).filter(({ verdict }) => verdict === "met").map(({ id }) => id);

Deno.test("roll triggers: each is met at its threshold and not before", () => {
  assert.deepEqual(metBy({}), []);
  const cases: [facts: Partial<RollFacts>, before: Partial<RollFacts>, ids: string[]][] = [
    [{ daysLeft: 21 }, { daysLeft: 22 }, ["21_days"]],
    [{ shortDelta: 0.5 }, { shortDelta: 0.499 }, ["tested_by_delta"]],
    [{ beyond: 0 }, { beyond: -0.001 }, ["strike_crossed"]],
    [{ profitTaken: 0.5 }, { profitTaken: 0.499 }, ["half_profit"]],
    [{ lossToCredit: 1 }, { lossToCredit: 0.99 }, ["loss_of_credit"]],
    [{ lossToCredit: 2 }, {}, ["loss_of_credit", "loss_of_twice_credit"]],
    [{ probabilityOfProfit: 0.33 }, { probabilityOfProfit: 1 / 3 }, ["unlikely_profit"]],
    [{ assignment: 1 }, {}, ["assignment_risk"]],
  ];
  for (const [facts, before, ids] of cases) {
    assert.deepEqual(metBy(facts), ids);
    assert.deepEqual(metBy(before), []);
  }
  const unknown = checkTriggers(
    Object.fromEntries(Object.keys(QUIET).map((key) => [key, null])) as unknown as RollFacts,
  );
  assert.ok(unknown.every(({ verdict }) => verdict === "unknown"));
  assert.equal(unknown.length, ROLL_TRIGGERS.length);
});
