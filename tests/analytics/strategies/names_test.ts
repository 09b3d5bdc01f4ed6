import assert from "node:assert/strict";
import { STRUCTURES } from "../../../src/analytics/strategies/names.ts";
import { recognizeStrategy } from "../../../src/analytics/strategies/recognize.ts";
import { jot } from "./legs.ts";

/** A position of each structure, and whether what it can lose is defined. */
const EXAMPLES: Record<string, [legs: string, isDefined: boolean]> = {
  cash_secured_put: ["-P95", false],
  short_put: ["-P95", false],
  long_call: ["+C105", true],
  long_put: ["+P95", true],
  short_call: ["-C105", false],
  long_stock: ["+100S", false],
  short_stock: ["-100S", false],
  covered_call: ["+100S -C105", false],
  put_credit_spread: ["+P90 -P95", true],
  call_credit_spread: ["-C105 +C110", true],
  call_debit_spread: ["+C100 -C105", true],
  put_debit_spread: ["+P100 -P95", true],
  iron_condor: ["+P90 -P95 -C105 +C110", true],
  broken_wing_iron_condor: ["+P85 -P95 -C105 +C110", true],
  short_strangle: ["-P95 -C105", false],
  short_straddle: ["-P100 -C100", false],
  iron_butterfly: ["+P95 -P100 -C100 +C105", true],
  broken_wing_iron_butterfly: ["+P90 -P100 -C100 +C105", true],
  collar: ["+100S +P95 -C105", true],
  protective_put: ["+100S +P95", true],
  call_calendar: ["-C100 +C100@60", true],
  put_calendar: ["-P100 +P100@60", true],
  poor_mans_covered_call: ["-C105 +C80@300", true],
  poor_mans_covered_put: ["-P95 +P120@300", true],
  call_diagonal: ["-C105 +C100@60", true],
  put_diagonal: ["-P95 +P100@60", true],
  call_credit_diagonal: ["-C105 +C110@60", true],
  put_credit_diagonal: ["-P95 +P90@60", true],
  call_butterfly: ["+C95 -2C100 +C105", true],
  put_butterfly: ["+P95 -2P100 +P105", true],
  broken_wing_call_butterfly: ["+C95 -2C100 +C110", true],
  broken_wing_put_butterfly: ["+P85 -2P95 +P100", true],
  jade_lizard: ["-P95 -C105 +C110", false],
  reverse_jade_lizard: ["+P90 -P95 -C105", false],
  long_straddle: ["+P100 +C100", true],
  long_strangle: ["+P95 +C105", true],
  call_ratio_1x2: ["+C100 -2C105", false],
  put_ratio_1x2: ["+P100 -2P95", false],
  call_backspread_1x2: ["-C100 +2C105", true],
  put_backspread_1x2: ["-P100 +2P95", true],
  risk_reversal: ["-P95 +C105", false],
  bearish_risk_reversal: ["+P95 -C105", false],
  synthetic_long_stock: ["-P100 +C100", false],
  synthetic_short_stock: ["+P100 -C100", false],
  covered_strangle: ["+100S -P95 -C105", false],
  covered_straddle: ["+100S -P100 -C100", false],
  covered_put: ["-100S -P95", false],
  protective_call: ["-100S +C105", true],
  reverse_collar: ["-100S -P95 +C105", true],
  big_lizard: ["-P100 -C100 +C105", false],
  reverse_big_lizard: ["+P95 -P100 -C100", false],
  double_calendar: ["-P95 -C105 +P95@60 +C105@60", true],
  double_diagonal: ["-P95 -C105 +P90@60 +C110@60", true],
  straddle_calendar: ["-P100 -C100 +P100@60 +C100@60", true],
  put_spread_collar: ["+100S -P85 +P95 -C105", false],
  diagonal_collar: ["+100S -C105 +P95@90", true],
  covered_ratio_call: ["+100S -2C105", false],
  call_ratio_1x3: ["+C100 -3C110", false],
  put_ratio_1x3: ["+P100 -3P90", false],
  call_ratio_2x3: ["+2C100 -3C105", false],
  put_ratio_2x3: ["+2P100 -3P95", false],
  call_backspread_1x3: ["-C100 +3C110", true],
  put_backspread_1x3: ["-P100 +3P90", true],
  call_backspread_2x3: ["-2C100 +3C105", true],
  put_backspread_2x3: ["-2P100 +3P95", true],
  put_ratio_1_1_2: ["+P95 -P90 -2P80", false],
  call_zebra: ["+2C90 -C100", true],
  put_zebra: ["+2P110 -P100", true],
  call_condor: ["+C90 -C95 -C105 +C110", true],
  put_condor: ["+P90 -P95 -P105 +P110", true],
  broken_wing_call_condor: ["+C90 -C95 -C105 +C115", true],
  broken_wing_put_condor: ["+P80 -P95 -P105 +P110", true],
  long_call_ladder: ["+C100 -C105 -C110", false],
  long_put_ladder: ["+P100 -P95 -P90", false],
  short_call_ladder: ["-C100 +C105 +C110", true],
  short_put_ladder: ["-P100 +P95 +P90", true],
  call_christmas_tree: ["+C100 -3C110 +2C115", true],
  put_christmas_tree: ["+P100 -3P90 +2P85", true],
  call_butterfly_1x3x2: ["+C100 -3C105 +2C110", true],
  put_butterfly_1x3x2: ["+P100 -3P95 +2P90", true],
  seagull: ["-P95 +C100 -C110", false],
  bearish_seagull: ["-P85 +P95 -C105", false],
  strip: ["+2P100 +C100", true],
  strap: ["+P100 +2C100", true],
  long_guts: ["+C95 +P105", true],
  short_guts: ["-C95 -P105", false],
  reverse_iron_condor: ["-P90 +P95 +C105 -C110", true],
  reverse_iron_butterfly: ["-P95 +P100 +C100 -C105", true],
  inverted_iron_condor: ["+P90 -C95 -P105 +C110", true],
  short_call_butterfly: ["-C95 +2C100 -C105", true],
  short_put_butterfly: ["-P95 +2P100 -P105", true],
  short_call_condor: ["-C90 +C95 +C105 -C110", true],
  short_put_condor: ["-P90 +P95 +P105 -P110", true],
  conversion: ["+100S +P100 -C100", true],
  reversal: ["-100S -P100 +C100", true],
  long_box: ["+C100 -C105 -P100 +P105", true],
  short_box: ["-C100 +C105 +P100 -P105", true],
  reverse_call_calendar: ["+C100 -C100@60", false],
  reverse_put_calendar: ["+P100 -P100@60", false],
  reverse_call_diagonal: ["+C105 -C100@60", false],
  reverse_put_diagonal: ["+P95 -P100@60", false],
  reverse_call_credit_diagonal: ["+C105 -C110@60", false],
  reverse_put_credit_diagonal: ["+P95 -P90@60", false],
};

Deno.test(`strategy names: all ${STRUCTURES.length} structures are recognized from examples written by hand`, () => {
  assert.deepEqual(STRUCTURES.map(({ id }) => id).sort(), Object.keys(EXAMPLES).sort());
  for (const { id, name, bias } of STRUCTURES) {
    const [text, isDefined] = EXAMPLES[id]!;
    const found = recognizeStrategy(jot(text), { isCashSecured: id === "cash_secured_put" });
    assert.deepEqual([found.id, found.name, found.bias, found.isKnown], [id, name, bias, true], text);
    assert.equal(found.risk, isDefined ? "defined" : "undefined", text);
  }
});

Deno.test("strategy names: in any order and number, in pieces, and on a price of ten as of a hundred", () => {
  for (const { id } of STRUCTURES) {
    const legs = jot(EXAMPLES[id]![0]);
    const circumstances = { isCashSecured: id === "cash_secured_put" };
    const pieces = [...legs, ...legs.toReversed(), ...legs];
    assert.equal(recognizeStrategy(legs.toReversed(), circumstances).id, id);
    const threefold = recognizeStrategy(pieces, circumstances);
    assert.deepEqual([threefold.id, threefold.units], [id, id.endsWith("_stock") && legs.length === 1 ? 300 : 3]);
    const scaled = legs.map((leg) => leg.kind === "option" ? { ...leg, strike: leg.strike * 0.1 } : leg);
    assert.equal(
      recognizeStrategy(scaled, circumstances).id,
      id,
      "tenths that no double holds are as far apart as they should be",
    );
  }
});

Deno.test("strategy names: no two structures share a name, a key, or a pattern without telling when", () => {
  const unique = (values: readonly string[]) => assert.equal(new Set(values).size, values.length);
  unique(STRUCTURES.map(({ id }) => id));
  unique(STRUCTURES.map(({ name }) => name));
  unique(STRUCTURES.map(({ pattern, condition = "" }) => `${pattern} ${condition}`));
});
