import assert from "node:assert/strict";
import { mergeContracts } from "../../../src/analytics/strategies/contracts.ts";
import { formsOf, matchStructure } from "../../../src/analytics/strategies/match.ts";
import { jot } from "./legs.ts";

const contracts = (text: string) => mergeContracts(jot(text));
const matched = (text: string, isCashSecured = false) =>
  matchStructure(contracts(text), { isCashSecured })?.structure.id ?? null;

Deno.test("match: conditions decide between names of one pattern", () => {
  assert.equal(matched("-P95"), "short_put");
  assert.equal(matched("-P95", true), "cash_secured_put");
  assert.equal(matched("-C105 +C80@149"), "call_diagonal");
  assert.equal(matched("-C105 +C80@150"), "poor_mans_covered_call");
  assert.equal(matched("+P0.7 -P0.8 -C0.9 +C1"), "iron_condor");
  assert.equal(matched("+P0.7 -P0.8 -C0.9 +C1.01"), "broken_wing_iron_condor");
});

Deno.test("match: all of the contracts must be in the structure, in its ratio", () => {
  assert.equal(matched("+P90 -P95 -C105 +2C110"), null);
  assert.equal(matched("+P90 -P95 -C105 +C110 +C120"), null);
  assert.equal(matched("+150S -C105"), null);
  assert.equal(matched("+200S -2C105"), "covered_call");
  assert.equal(matched("+C100 -C105@60 +C110@90"), null);
});

Deno.test("match: forms are found whatever the ratio, one for each pattern", () => {
  const ids = (text: string) => formsOf(contracts(text), {}).map(({ structure }) => structure.id);
  assert.deepEqual(ids("+5C95 -C100 +C105"), ["call_butterfly", "call_butterfly_1x3x2"]);
  assert.deepEqual(ids("+C100 -C110 +C115"), ["broken_wing_call_butterfly", "call_christmas_tree"]);
  assert.deepEqual(ids("+C100 -C105@60 +C110@90"), []);
});
