import assert from "node:assert/strict";
import { estimateMargin, type MarginTerms } from "../../src/analytics/margin/requirement.ts";
import { returnOnCapital } from "../../src/analytics/margin/returns.ts";
import {
  BROAD_INDEX_MARGIN,
  CASH_SETTLED_INDEX_MARGIN,
  EQUITY_MARGIN,
  type MarginRules,
} from "../../src/analytics/margin/rules.ts";
import type { Leg } from "../../src/analytics/positions/leg.ts";

type Right = "call" | "put";

interface Case {
  id: number;
  kind: string;
  input: {
    S: number;
    type: Right;
    strike: number;
    price: number;
    put_strike: number;
    call_strike: number;
    put_price: number;
    call_price: number;
    short_strike: number;
    long_strike: number;
    put_width: number;
    call_width: number;
    credit: number;
    contracts: number;
    multiplier: number;
    underlying?: keyof typeof RULES;
    legs: { qty: number; type: Right; strike: number; price: number }[];
  };
  expected: Record<string, number | string>;
}

const RULES = {
  equity: EQUITY_MARGIN,
  broad_index: BROAD_INDEX_MARGIN,
  tastytrade_cash_settled_index: CASH_SETTLED_INDEX_MARGIN,
};

const file = new URL("../fixtures/quant/margin_cases.json", import.meta.url);
const { items } = JSON.parse(await Deno.readTextFile(file)) as { items: Case[] };

/**
 * The legs a case speaks of. Of a spread only the credit is given: all of it is put on what is sold. Case 24 buys a put
 * with a strike below zero, which no market has; its width is what the rule makes of it all the same.
 */
function legsOf({ kind, input }: Case): Leg[] {
  const { S, multiplier, contracts } = input;
  const leg = (quantity: number, right: Right, strike: number, price: number): Leg => ({
    kind: "option",
    quantity: quantity * contracts,
    multiplier,
    price,
    right,
    strike,
    years: 0.1,
    volatility: 0.3,
  });
  switch (kind) {
    case "short_put":
    case "cash_secured_put":
      return [leg(-1, "put", input.strike, input.price)];
    case "short_call":
      return [leg(-1, "call", input.strike, input.price)];
    case "short_strangle":
      return [leg(-1, "put", input.put_strike, input.put_price), leg(-1, "call", input.call_strike, input.call_price)];
    case "vertical_credit":
      return [leg(-1, input.type, input.short_strike, input.credit), leg(1, input.type, input.long_strike, 0)];
    case "vertical":
      return input.legs.map(({ qty, type, strike, price }) => leg(qty, type, strike, price));
    case "iron_condor":
      return [
        leg(1, "put", S - 10 - input.put_width, 0),
        leg(-1, "put", S - 10, input.credit / 2),
        leg(-1, "call", S + 10, input.credit / 2),
        leg(1, "call", S + 10 + input.call_width, 0),
      ];
    case "covered_call":
      return [
        { kind: "stock", quantity: contracts * multiplier, multiplier: 1, price: S },
        leg(-1, "call", input.strike, input.price),
      ];
    default:
      throw new RangeError(`no legs for ${kind}`);
  }
}

/** What our estimate says for each number a case expects. */
function answers(one: Case): Record<string, number | string | null | undefined> {
  const { kind, input } = one;
  const rules: MarginRules = RULES[input.underlying ?? "equity"];
  const legs = legsOf(one);
  const terms: MarginTerms = { rules, account: kind === "cash_secured_put" ? "cash" : "margin" };
  const { requirement, net, premium, groups } = estimateMargin(legs, input.S ?? 130, terms);
  const sides = groups[0]?.sides;
  const paid = legs.reduce(
    (sum, leg) => leg.kind === "option" && leg.quantity > 0 ? sum + leg.quantity * leg.multiplier * leg.price : sum,
    0,
  );
  return {
    requirement,
    initial_requirement: requirement,
    requirement_short_side: requirement,
    plus_long_premium: requirement! + paid,
    net_of_premium: net,
    less_credit: net,
    max_loss: net,
    cash_account_cost: estimateMargin(legs, input.S ?? 130, { rules, account: "cash" }).net,
    return_on_capital: returnOnCapital(premium, net, 30)?.return,
    call_side: sides?.call,
    put_side: sides?.put,
    greater_side: sides && (sides.call >= sides.put ? "call" : "put"),
  };
}

const numbers = items.reduce((sum, { expected }) => sum + Object.keys(expected).length, 0);

Deno.test(`margin: all ${numbers} numbers of all ${items.length} reference cases, to the cent`, () => {
  assert.deepEqual([items.length, numbers], [37, 100]);
  for (const one of items) {
    const ours = answers(one);
    for (const [name, expected] of Object.entries(one.expected)) {
      const [actual, tolerance] = [ours[name], name === "return_on_capital" ? 1e-12 : 0.005];
      const agrees = typeof expected === "string"
        ? actual === expected
        : typeof actual === "number" && Math.abs(actual - expected) < tolerance;
      assert.ok(agrees, `case ${one.id}, ${one.kind}, ${name}: ${actual} instead of ${expected}`);
    }
  }
});

Deno.test("margin: the methods of the reference cases are the ones their rules name", () => {
  const METHODS: Record<string, string> = {
    covered_call: "covered_call",
    short_call: "uncovered_call",
    short_put: "uncovered_put",
    short_strangle: "short_strangle",
    vertical_credit: "spread",
    vertical: "spread",
    iron_condor: "spread",
    cash_secured_put: "cash_secured_put",
  };
  for (const one of items) {
    const account = one.kind === "cash_secured_put" ? "cash" : "margin";
    const { method, isEstimate } = estimateMargin(legsOf(one), one.input.S ?? 130, { account });
    assert.deepEqual([method, isEstimate], [METHODS[one.kind], true], `case ${one.id}`);
  }
});
