import assert from "node:assert/strict";
import { STRUCTURES } from "../../../src/analytics/strategies/names.ts";
import { checkRules, type Facts, RULES, type Subject } from "../../../src/analytics/strategies/rules.ts";

const strangle: Subject = { id: "short_strangle", risk: "undefined", isCredit: true };
const condor: Subject = { id: "iron_condor", risk: "defined", isCredit: true };
const straddle: Subject = { id: "short_straddle", risk: "undefined", isCredit: true };
const putSpread: Subject = { id: "put_credit_spread", risk: "defined", isCredit: true };
const longCall: Subject = { id: "long_call", risk: "defined", isCredit: false };

const verdict = (subject: Subject, facts: Facts, id: string) =>
  checkRules(subject, facts).find((rule) => rule.id === id)?.verdict;

/** Values beside each bound, and what the rule says of them. */
const BESIDE: [id: string, subject: Subject, measure: keyof Facts, ...cases: [number, "met" | "broken"][]][] = [
  ["enter_at_45_days", condor, "daysAtEntry", [29, "broken"], [30, "met"], [60, "met"], [61, "broken"]],
  ["iv_rank_30", condor, "ivRank", [0.29, "broken"], [0.3, "met"]],
  ["short_delta_16", strangle, "shortDelta", [0.09, "broken"], [0.16, "met"], [0.23, "broken"]],
  ["short_delta_30", putSpread, "shortDelta", [0.15, "broken"], [0.3, "met"], [0.36, "broken"]],
  ["third_of_width", condor, "creditToWidth", [0.33, "broken"], [1 / 3, "met"]],
  ["size_undefined", strangle, "capitalPart", [0.05, "met"], [0.051, "broken"]],
  ["size_defined", condor, "capitalPart", [0.02, "met"], [0.021, "broken"]],
  ["out_at_21_days", condor, "daysLeft", [22, "met"], [21, "broken"]],
  ["take_50_percent", condor, "profitTaken", [0.49, "met"], [0.5, "broken"]],
  ["take_25_percent", straddle, "profitTaken", [0.24, "met"], [0.25, "broken"]],
  ["stop_at_twice_credit", strangle, "lossToCredit", [1.9, "met"], [2, "broken"]],
  ["untested", strangle, "shortDelta", [0.49, "met"], [0.5, "broken"]],
  ["roll_below_33_percent", condor, "probabilityOfProfit", [0.33, "met"], [0.32, "broken"]],
];

Deno.test(`rules: each of the ${RULES.length} is met and broken at its bounds`, () => {
  const vix = "account_use";
  assert.deepEqual([...BESIDE.map(([id]) => id), vix].sort(), RULES.map(({ id }) => id).sort());
  for (const [id, subject, measure, ...cases] of BESIDE) {
    for (const [value, expected] of cases) {
      assert.equal(verdict(subject, { [measure]: value }, id), expected, `${id} at ${value}`);
    }
  }
  for (const [index, most] of [[14.9, 0.25], [15, 0.3], [20, 0.35], [25, 0.4], [30, 0.45], [40, 0.5], [80, 0.5]]) {
    assert.equal(verdict(longCall, { vix: index!, accountPart: most! }, vix), "met");
    assert.equal(verdict(longCall, { vix: index!, accountPart: most! + 0.01 }, vix), "broken");
  }
});

Deno.test("rules: what is unknown is said to be, a VIX that would decide too", () => {
  for (const { verdict, value } of checkRules(condor, {})) assert.deepEqual([verdict, value], ["unknown", null]);
  assert.equal(verdict(condor, { daysLeft: null }, "out_at_21_days"), "unknown");
  assert.equal(verdict(condor, { accountPart: 0.1 }, "account_use"), "unknown");
});

Deno.test("rules: only those that apply are answered", () => {
  const ids = (subject: Subject) => checkRules(subject, {}).map(({ id }) => id);
  assert.deepEqual(ids(longCall), ["size_defined", "account_use"]);
  assert.ok(ids(straddle).includes("take_25_percent") && !ids(straddle).includes("take_50_percent"));
  assert.ok(!ids(straddle).includes("untested"), "a straddle is sold at 50 delta");
  assert.ok(ids(strangle).includes("size_undefined") && !ids(strangle).includes("third_of_width"));
});

Deno.test("rules: the structures they speak of exist, and a table of one's own can be used", () => {
  const known = new Set(STRUCTURES.map(({ id }) => id));
  for (const { for: group, except = [] } of RULES) {
    for (const id of [...typeof group === "string" ? [] : group, ...except]) assert.ok(known.has(id), id);
  }
  const mine = [{ ...RULES[0]!, least: 5, most: 10 }];
  assert.deepEqual(checkRules(condor, { daysAtEntry: 7 }, mine).map(({ verdict, value }) => [verdict, value]), [
    ["met", 7],
  ]);
});
