import assert from "node:assert/strict";
import type { Contract } from "../../../src/analytics/strategies/contracts.ts";
import { decomposeLegs, recognizeStrategy } from "../../../src/analytics/strategies/recognize.ts";
import { readPositions } from "../positions/reference.ts";
import { jot } from "./legs.ts";

const positions = await readPositions();

/** What the reference calls otherwise. */
const OTHER_NAMES: Record<string, string> = {
  naked_call: "short_call",
  pmcc_diagonal: "poor_mans_covered_call",
  hand_csp: "cash_secured_put",
  hand_bwb_credit: "broken_wing_put_butterfly",
  hand_free_fly: "call_butterfly",
  hand_box_100_105: "long_box",
};

Deno.test(`strategy: all ${positions.length} reference positions have their names`, () => {
  assert.equal(positions.length, 45);
  for (const { name, legs, expected } of positions) {
    const isCashSecured = name === "cash_secured_put" || name === "hand_csp";
    const { id, risk } = recognizeStrategy(legs, { isCashSecured });
    assert.equal(id, OTHER_NAMES[name] ?? name.replace(/^hand_/, ""));
    if (expected.max_loss_unlimited) assert.equal(risk, "undefined", name);
  }
});

Deno.test("strategy: sold strikes and wings are told", () => {
  const condor = recognizeStrategy(jot("+2P85 -2P95 -2C105 +2C110"));
  assert.deepEqual(condor.wings, { lower: 10, upper: 5 });
  assert.deepEqual(condor.shortStrikes.map(({ right, strike }) => [right, strike]), [["put", 95], ["call", 105]]);
  assert.equal(condor.units, 2);
  assert.deepEqual(recognizeStrategy(jot("+P90 -C95 -P105 +C110")).wings, { lower: 15, upper: 15 });
  assert.deepEqual(recognizeStrategy(jot("+C95 -2C100 +C110")).wings, { lower: 5, upper: 10 });
  assert.deepEqual(recognizeStrategy(jot("-P95 -C105")).wings, { lower: null, upper: null });
  assert.deepEqual(recognizeStrategy(jot("+C100")).shortStrikes, []);
});

Deno.test("strategy: what has no name is called by its parts", () => {
  const name = (text: string) => recognizeStrategy(jot(text)).name;
  assert.equal(name("+C100 +C110 -P90"), "custom: 3 legs (risk reversal + long call)");
  assert.equal(name("+100S -C105 -C110@60"), "custom: 3 legs (covered call + short call)");
  assert.equal(name("+130S -C105"), "custom: 2 legs (covered call + 30 x long stock)");
  assert.equal(
    name("+C90 +C95 +C100 +C105 +C110"),
    "custom: 5 legs (long call + long call + long call + long call + 1 more)",
  );
  const custom = recognizeStrategy(jot("+C100 +C110"));
  assert.deepEqual([custom.id, custom.isKnown, custom.bias, custom.risk], ["custom", false, null, "defined"]);
});

Deno.test("strategy: ratios that no table lists are told by their numbers", () => {
  const found = recognizeStrategy(jot("+6C100 -14C110"));
  assert.deepEqual([found.id, found.name, found.units], ["call_ratio_3x7", "call ratio spread 3x7", 2]);
  assert.equal(recognizeStrategy(jot("-3P100 +5P90")).id, "put_backspread_3x5");
  assert.equal(recognizeStrategy(jot("-5P100 +3P90")).isKnown, false);
});

Deno.test("strategy: a futures contract is no stock, and covers calls on it", () => {
  const future: Contract = { kind: "future", quantity: 1, multiplier: 50 };
  assert.equal(recognizeStrategy([future]).name, "long future");
  const call: Contract = { kind: "option", quantity: -1, multiplier: 50, right: "call", strike: 5000, years: 0.1 };
  assert.equal(recognizeStrategy([future, call]).id, "covered_call");
});

Deno.test("strategy: contracts that stand for different numbers of shares make no structure together", () => {
  const [put, call] = jot("-P95 -C105");
  const mixed = [put!, { ...call!, multiplier: 10 }];
  assert.equal(recognizeStrategy(mixed).isKnown, false);
  assert.deepEqual(decomposeLegs(mixed).map(({ id }) => id).sort(), ["short_call", "short_put"]);
});

Deno.test("strategy: nothing, or what cancels itself, has no name; senseless legs are refused", () => {
  assert.throws(() => recognizeStrategy([]), RangeError);
  assert.throws(() => recognizeStrategy(jot("+C100 -C100")), RangeError);
  assert.throws(() => recognizeStrategy(jot("+C100").map((leg) => ({ ...leg, quantity: 1.5 }))), RangeError);
  assert.throws(() => recognizeStrategy(jot("+C100").map((leg) => ({ ...leg, strike: NaN }))), RangeError);
  assert.throws(() => recognizeStrategy(jot("+C100").map((leg) => ({ ...leg, multiplier: 0 }))), RangeError);
  assert.deepEqual(decomposeLegs([]), []);
});
