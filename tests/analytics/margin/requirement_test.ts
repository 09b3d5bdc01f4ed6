import assert from "node:assert/strict";
import fc from "fast-check";
import { estimateMargin, type MarginTerms } from "../../../src/analytics/margin/requirement.ts";
import {
  BROAD_INDEX_MARGIN,
  CASH_SETTLED_INDEX_MARGIN,
  EQUITY_MARGIN,
  leveraged,
} from "../../../src/analytics/margin/rules.ts";
import type { Leg } from "../../../src/analytics/positions/leg.ts";
import { legsOf } from "./legs.ts";

// The same cases every time: what chance finds belongs into a test of its own.
fc.configureGlobal({ seed: 20261122 });

const SPOT = 100;

const held = (text: string, terms: MarginTerms = {}, ...prices: number[]) => {
  const { requirement, net, method } = estimateMargin(legsOf(text, ...prices), SPOT, terms);
  return [requirement, net, method];
};

Deno.test("margin requirement: structures of defined risk take what they can lose", () => {
  assert.deepEqual(held("+P90 -P95", {}, 1, 2), [500, 400, "spread"]);
  assert.deepEqual(held("+P95 -P90", {}, 2, 1), [0, 100, "covered"]);
  assert.deepEqual(held("+P85 -P95 -C105 +C110", {}, 1, 2, 2, 1), [1000, 800, "spread"]);
  assert.deepEqual(held("+C95 -2C100 +C105", {}, 6, 3, 1), [0, 100, "covered"]);
  assert.deepEqual(held("+P85 -2P95 +P100", {}, 0.5, 2, 3.8), [500, 530, "spread"]);
  assert.deepEqual(held("-C100 +C105 +P100 -P105"), [500, 500, "spread"]);
  assert.deepEqual(held("+C100 -C105 -P100 +P105"), [0, 0, "covered"]);
  assert.deepEqual(held("+2C100 +P90", {}, 3, 1), [0, 700, "paid_in_full"]);
});

Deno.test("margin requirement: a later option covers an earlier one, not the other way", () => {
  assert.deepEqual(held("-C105 +C105@60", {}, 1, 2), [0, 100, "covered"]);
  assert.deepEqual(held("-C105 +C80@300", {}, 1, 22), [0, 2100, "covered"]);
  assert.deepEqual(held("-C105 +C110@60", {}, 2, 1.5), [500, 450, "spread"]);
  assert.deepEqual(held("+C105 -C105@60", {}, 1, 2), [1700, 1600, "uncovered_call + paid_in_full"]);
  const index = { rules: CASH_SETTLED_INDEX_MARGIN };
  assert.deepEqual(held("-C105 +C105@60", index, 1, 2), [2100, 2200, "uncovered_call + paid_in_full"]);
});

Deno.test("margin requirement: what nothing covers takes the fractions of its rules, at least the floor", () => {
  assert.deepEqual(held("-P95", {}, 1), [1600, 1500, "uncovered_put"]);
  assert.deepEqual(held("-P95", { rules: BROAD_INDEX_MARGIN }, 1), [1100, 1000, "uncovered_put"]);
  assert.deepEqual(held("-P95", { rules: CASH_SETTLED_INDEX_MARGIN }, 1), [2100, 2000, "uncovered_put"]);
  assert.deepEqual(held("-P95", { rules: leveraged(EQUITY_MARGIN, 3) }, 1), [5600, 5500, "uncovered_put"]);
  assert.deepEqual(held("-P95", { rules: leveraged(EQUITY_MARGIN, -20) }, 1), [9600, 9500, "uncovered_put"]);
  assert.deepEqual(held("-P50", {}, 0.05), [505, 500, "uncovered_put"]);
  assert.deepEqual(held("-2P1", { rules: { ...EQUITY_MARGIN, floor: 100 } }, 0.01), [202, 200, "uncovered_put"]);
});

Deno.test("margin requirement: the examples that Cboe has published", () => {
  const { requirement, net } = estimateMargin(legsOf("-P200", 1.2), 209);
  assert.deepEqual([requirement, net], [3400, 3280]);
  assert.equal(estimateMargin(legsOf("-C90 -P90", 7, 3.7), 92.63).requirement, 2922.6);
});

Deno.test("margin requirement: ratios and lizards are held by the cheapest of their pairings", () => {
  // One call is covered by the bought one, for nothing; the other stands alone: 1 + 20 - 5.
  assert.deepEqual(held("+C100 -2C105", {}, 3, 1), [1600, 1700, "covered + uncovered_call"]);
  // The put 15 + 1 with the premium of the call beats the put and the width of the calls.
  assert.deepEqual(held("-P95 -C105 +C115", {}, 1, 2, 0.5), [1800, 1550, "short_strangle + paid_in_full"]);
  assert.deepEqual(held("-P95 -C105 +C106", {}, 1, 2, 1.7), [1700, 1570, "spread + uncovered_put"]);
});

Deno.test("margin requirement: a wing far away is no reason to hold all of the width, where the rules say so", () => {
  assert.deepEqual(held("-P95 +P20", {}, 1, 0.01), [7500, 7401, "spread"]);
  const rules = { ...EQUITY_MARGIN, spreads: "lesser" as const };
  assert.deepEqual(held("-P95 +P20", { rules }, 1, 0.01), [1600, 1501, "uncovered_put + paid_in_full"]);
  assert.deepEqual(held("-P95 +P90", { rules }, 1, 0.5), [500, 450, "spread"]);
});

Deno.test("margin requirement: shares cover calls, and are lent on no further than the strike", () => {
  assert.deepEqual(held("+100S", {}), [5000, 5000, "shares"]);
  assert.deepEqual(held("+100S", { phase: "maintenance" }), [2500, 2500, "shares"]);
  assert.deepEqual(held("-100S", {}), [5000, 5000, "short_shares"]);
  assert.deepEqual(held("+100S -C105", {}, 100, 2), [5000, 4800, "covered_call"]);
  // 100 is paid, 11 come from the call, half of 90 is lent.
  assert.deepEqual(held("+100S -C90", {}, 100, 11), [5500, 4400, "covered_call"]);
  assert.deepEqual(held("+250S -C105", {}, 100, 2), [12500, 12300, "covered_call + shares"]);
  assert.deepEqual(held("+100S -2C105", {}, 100, 2), [6700, 6300, "uncovered_call + covered_call"]);
  assert.deepEqual(held("-100S -P95", {}, 100, 2), [5000, 4800, "covered_put"]);
  assert.deepEqual(held("-100S -P110", {}, 100, 12), [6000, 4800, "covered_put"]);
  assert.deepEqual(held("+100S", { rules: leveraged(EQUITY_MARGIN, 3) }), [7500, 7500, "shares"]);
});

Deno.test("margin requirement: shares with a bought option take less to keep", () => {
  const phase = "maintenance";
  assert.deepEqual(held("+100S +P95 -C105", {}, 100, 1, 1), [5000, 5000, "collar"]);
  // A tenth of the strike and what it is out of the money.
  assert.deepEqual(held("+100S +P95 -C105", { phase }, 100, 1, 1), [1450, 1450, "collar"]);
  assert.deepEqual(held("+100S +P95", { phase }, 100, 1), [1450, 1550, "protective_put"]);
  assert.deepEqual(held("+100S +P60", { phase }, 100, 0.1), [2500, 2510, "protective_put"]);
  assert.deepEqual(held("-100S +C110", { phase }, 100, 1), [2100, 2200, "protective_call"]);
  assert.deepEqual(held("+100S +3P95", { phase }, 100, 1), [1450, 1750, "paid_in_full + protective_put"]);
  // The put stands beside the shares that the call in the money makes dear: 0.25 x 80 + 20 becomes 9.5 + 5.
  assert.deepEqual(held("+200S -C120 -C80 +P95", { phase }, 100, 1, 21, 1), [3950, 1850, "collar + covered_call"]);
  // The put behind the shares saves 10.50 of 25, behind the put sold at 96 it saves 16 + 1 - 1.
  assert.deepEqual(held("+100S +P95 -P96", { phase }, 100, 1, 1), [2600, 2600, "spread + shares"]);
});

Deno.test("margin requirement: without margin puts are secured by cash and calls by shares", () => {
  const cash = { account: "cash" as const };
  assert.deepEqual(held("-P95", cash, 1), [9500, 9400, "cash_secured_put"]);
  assert.deepEqual(held("-2P95 -P90", cash, 1), [28000, 27700, "cash_secured_put"]);
  assert.deepEqual(held("+100S -C105", cash, 100, 2), [10000, 9800, "covered_call"]);
  assert.deepEqual(held("+P90 -P95", cash, 1, 2), [9500, 9400, "cash_secured_put + paid_in_full"]);
  assert.deepEqual(held("+P90 -P95", { account: "ira" }, 1, 2), [500, 400, "spread"]);
  assert.deepEqual(held("+C105 -C100", { account: "ira" }, 1, 2), [500, 400, "spread"]);
  for (const account of ["cash", "ira"] as const) {
    assert.deepEqual(held("-C105", { account }), [null, null, "none"]);
    assert.equal(estimateMargin(legsOf("-C105"), SPOT, { account }).reason, "short_call_needs_margin");
    assert.equal(estimateMargin(legsOf("-100S"), SPOT, { account }).reason, "short_shares_need_margin");
  }
  assert.equal(estimateMargin(legsOf("+C105 -C100"), SPOT, cash).reason, "short_call_needs_margin");
});

Deno.test("margin requirement: each group tells its legs, and groups add up", () => {
  const estimate = estimateMargin(legsOf("+200S -C105 +P90 -P95 -P80@60 -C120@60", 100, 2, 1, 2, 1.5, 1), SPOT);
  assert.deepEqual(estimate.groups.map(({ method, requirement, premium }) => [method, requirement, premium]), [
    ["spread", 500, 100],
    ["uncovered_put", 950, 150],
    ["covered_call", 5000, 200],
    ["covered_call", 5000, 100],
  ]);
  assert.equal(estimate.requirement, 11450);
  assert.equal(estimate.premium, 550);
  assert.equal(estimate.net, 10900);
  assert.deepEqual(estimate.groups[1]!.options, [{ right: "put", strike: 80, years: 60 / 365, quantity: -1 }]);
  assert.equal(estimate.groups[2]!.shares, 100);
});

Deno.test("margin requirement: futures are the broker's to say, nonsense is refused", () => {
  const future: Leg = { kind: "future", quantity: 1, multiplier: 50, price: 5000 };
  const { requirement, reason } = estimateMargin([future], 5000);
  assert.deepEqual([requirement, reason], [null, "futures_are_margined_by_span"]);
  const [put, mini] = legsOf("-P95 +P90");
  assert.equal(estimateMargin([put!, { ...mini!, multiplier: 10 }], SPOT).requirement, 1600);
  assert.deepEqual(estimateMargin([], SPOT).requirement, 0);
  assert.throws(() => estimateMargin([{ ...put!, quantity: NaN }], SPOT), RangeError);
  assert.throws(() => estimateMargin([{ ...put!, quantity: 0.5 }], SPOT), RangeError);
  assert.throws(() => estimateMargin([put!], NaN), RangeError);
});

const option = fc.record({
  kind: fc.constant("option" as const),
  quantity: fc.integer({ min: -3, max: 3 }),
  multiplier: fc.constant(100),
  right: fc.constantFrom("call" as const, "put" as const),
  strike: fc.integer({ min: 16, max: 24 }).map((step) => step * 5),
  years: fc.constantFrom(30 / 365, 60 / 365),
  price: fc.integer({ min: 1, max: 800 }).map((cents) => cents / 100),
  volatility: fc.constant(0.3),
});
const shares = fc.record({
  kind: fc.constant("stock" as const),
  quantity: fc.integer({ min: -250, max: 250 }),
  multiplier: fc.constant(1),
  price: fc.constant(100),
});
const position = fc.tuple(fc.array(option, { maxLength: 6 }), fc.array(shares, { maxLength: 1 })).map(
  ([options, stock]): Leg[] => [...options, ...stock],
);
const terms = fc.record({
  rules: fc.constantFrom(EQUITY_MARGIN, CASH_SETTLED_INDEX_MARGIN, { ...EQUITY_MARGIN, spreads: "lesser" as const }),
  account: fc.constantFrom("margin" as const, "ira" as const, "cash" as const),
  phase: fc.constantFrom("initial" as const, "maintenance" as const),
});

Deno.test("margin requirement: every contract and share is in the groups once, and they add up to the whole", () => {
  fc.assert(fc.property(position, terms, (legs, how) => {
    const { requirement, premium, net, groups } = estimateMargin(legs, SPOT, how);
    if (requirement === null) return assert.equal(net, null);
    const sum = (of: (group: typeof groups[number]) => number) => groups.reduce((total, one) => total + of(one), 0);
    assert.ok(Math.abs(sum((group) => group.requirement) - requirement) < 0.01);
    assert.ok(Math.abs(sum((group) => group.premium) - premium) < 0.01);
    assert.ok(requirement >= 0 && Math.abs(requirement - premium - net!) < 0.01);
    const shares = legs.reduce((total, leg) => leg.kind === "stock" ? total + leg.quantity : total, 0);
    assert.equal(sum((group) => group.shares), shares);
    const tally = (list: readonly { right: string; strike: number; years: number; quantity: number }[]) => {
      const counts: Record<string, number> = {};
      for (const { right, strike, years, quantity } of list) {
        const key = `${right} ${strike} ${years} ${Math.sign(quantity)}`;
        if (quantity !== 0) counts[key] = (counts[key] ?? 0) + quantity;
      }
      return counts;
    };
    const options = legs.flatMap((leg) => leg.kind === "option" ? [leg] : []);
    assert.deepEqual(tally(groups.flatMap((group) => group.options)), tally(options));
  }));
});

Deno.test("margin requirement: ten times the position takes ten times as much, in any order of its legs", () => {
  fc.assert(fc.property(position, terms, (legs, how) => {
    // Shares in whole lots: of incomplete ones ten make new lots, which cover more.
    const whole = legs.map((leg) =>
      leg.kind === "option" ? leg : { ...leg, quantity: Math.round(leg.quantity / 100) * 100 }
    );
    const { requirement } = estimateMargin(whole, SPOT, how);
    const tenfold = whole.map((leg) => ({ ...leg, quantity: leg.quantity * 10 }));
    const more = estimateMargin(tenfold.toReversed(), SPOT, how).requirement;
    if (requirement === null) assert.equal(more, null);
    else assert.ok(Math.abs(more! - requirement * 10) < 0.1, `${more} and ${requirement}`);
  }));
});

Deno.test("margin requirement: what is bought in addition never takes more, where the lesser is held", () => {
  const rules = { ...EQUITY_MARGIN, spreads: "lesser" as const };
  fc.assert(fc.property(position, option, (legs, more) => {
    const bought = { ...more, quantity: Math.abs(more.quantity) };
    const before = estimateMargin(legs, SPOT, { rules }).requirement!;
    assert.ok(estimateMargin([...legs, bought], SPOT, { rules }).requirement! <= before + 0.01);
  }));
});
