/** Rolls judged by plain sums, and ranked by plain sorting. */

import assert from "node:assert/strict";
import { estimateMargin } from "../../src/analytics/margin/requirement.ts";
import type { Leg } from "../../src/analytics/positions/leg.ts";
import { bsmGreeks } from "../../src/analytics/pricing/black.ts";
import type { HeldContract, RollContract } from "../../src/analytics/rolls/contract.ts";
import { type HeldLeg, type JudgedRoll, judgeRoll } from "../../src/analytics/rolls/judge.ts";
import { ROLL_MEASURE_NAMES, type RollMeasureName } from "../../src/analytics/rolls/measures.ts";
import { proposeRolls } from "../../src/analytics/rolls/proposals.ts";
import { rankRolls, shortlist } from "../../src/analytics/rolls/ranking.ts";
import { ROLL_RULES } from "../../src/analytics/rolls/rules.ts";
import { viewPosition } from "../../src/analytics/rolls/view.ts";
import {
  CARRY,
  condor,
  EXPIRATIONS,
  held,
  legsOf,
  market,
  marketOf,
  midOf,
  nameOf,
  RATE,
  SPOT,
  STRANGLE,
  underlying,
} from "./rolls/market.ts";

/** Profit of one leg at the first expiration, by definition. */
const profitOf = (leg: Leg, spot: number): number =>
  leg.kind !== "option" ? leg.quantity * leg.multiplier * (spot - leg.price) : leg.quantity * leg.multiplier *
    (Math.max(0, leg.right === "call" ? spot - leg.strike : leg.strike - spot) - leg.price);

/** The least that is owed when all options expire together, at any whole price; strikes are whole. */
function leastOwed({ legs }: JudgedRoll): number {
  const ends = new Set(legs.map((leg) => leg.kind === "option" ? leg.years : null));
  if (ends.size !== 1) return 0;
  const owed = Array.from({ length: 300 }, (_, spot) => {
    const unpaid = legs.map((leg) => ({ ...leg, price: 0 }));
    return -unpaid.reduce((sum, leg) => sum + profitOf(leg, spot), 0);
  });
  return Math.max(0, Math.min(...owed));
}

/** P(profit > 0) by adding up the density over a fine grid. */
function chanceBySum(profit: (spot: number) => number, volatility: number, years: number): number {
  const deviation = volatility * Math.sqrt(years);
  const mean = Math.log(SPOT) + (RATE - CARRY - volatility ** 2 / 2) * years;
  const step = 16 / 400_000;
  let sum = 0;
  for (let z = -8 + step / 2; z < 8; z += step) {
    if (profit(Math.exp(mean + z * deviation)) > 0) sum += Math.exp(-z * z / 2) * step;
  }
  return sum / Math.sqrt(2 * Math.PI);
}

const POSITIONS: [name: string, contracts: HeldContract[], prices: number[]][] = [
  ["short put", [held("put", 100, -2)], [1.9]],
  ["strangle", STRANGLE, [1.9, 1.1]],
  ["condor", condor(5), [1.9, 1.1, 0.9, 0.5]],
];

const judgeAll = (contracts: HeldContract[], prices: number[]): JudgedRoll[] =>
  proposeRolls(contracts, SPOT, EXPIRATIONS, ROLL_RULES)
    .map((roll) => judgeRoll(roll, legsOf(contracts, prices), market))
    .filter((judged): judged is JudgedRoll => typeof judged !== "string");

for (const [name, contracts, prices] of POSITIONS) {
  Deno.test(`rolls: credit, booked profit, greeks and capital of a ${name} are the plain sums`, () => {
    const judged = judgeAll(contracts, prices);
    assert.ok(judged.length > 10);
    for (const roll of judged) {
      let [mid, natural, realized, costs] = [0, 0, 0, 0];
      for (const [orders, isOpen] of [[roll.closes, false], [roll.opens, true]] as const) {
        for (const order of orders) {
          const { bid, ask } = marketOf(order);
          mid -= order.quantity * 100 * (bid + ask) / 2;
          natural -= order.quantity * 100 * (order.quantity > 0 ? ask : bid);
          costs += Math.abs(order.quantity) * (isOpen ? 1.13 : 0.13);
          const place = contracts.findIndex(({ day, right, strike }) =>
            day === order.day && right === order.right && strike === order.strike
          );
          if (!isOpen) realized -= order.quantity * 100 * ((bid + ask) / 2 - prices[place]!);
        }
      }
      assert.ok(Math.abs(roll.costs - costs) < 1e-9);
      assert.ok(Math.abs(roll.creditMid - (mid - costs)) < 1e-3);
      assert.ok(Math.abs(roll.creditNatural - (natural - costs)) < 1e-3);
      assert.ok(Math.abs(roll.realized - realized) < 1e-3);
      assert.ok(roll.creditNatural <= roll.creditMid);
      if (roll.kind === "close") {
        assert.equal(roll.view, null);
        assert.equal(roll.legs.length, 0);
        continue;
      }
      const { view, legs, capital } = roll;
      assert.equal(capital, estimateMargin(legs.map(atMark), SPOT).net);
      let [delta, theta] = [0, 0];
      for (const leg of legs) {
        if (leg.kind !== "option") continue;
        const greeks = bsmGreeks(SPOT, leg.strike, leg.years, RATE, CARRY, leg.volatility, leg.right);
        delta += leg.quantity * 100 * greeks.delta;
        theta += leg.quantity * 100 * greeks.theta;
      }
      assert.ok(Math.abs(view!.delta - delta) < 1e-9 && Math.abs(view!.theta - theta) < 1e-9);
      const profit = (spot: number): number => legs.reduce((sum, leg) => sum + profitOf(leg, spot), realized - costs);
      for (const price of view!.breakevens) {
        assert.ok(Math.abs(profit(price)) < 1e-6, `${nameOf(roll)}: ${profit(price)} at ${price}`);
      }
      const years = Math.min(...legs.map((leg) => leg.kind === "option" ? leg.years : Infinity));
      const isChecked = ["out", "inverted"].includes(roll.kind);
      if (isChecked) {
        assert.ok(Math.abs(view!.probabilityOfProfit - chanceBySum(profit, 0.31, years)) < 1e-4);
      }
    }
  });

  Deno.test(`rolls: what a ${name} surely pays back is the least it can owe at any price`, () => {
    const judged = judgeAll(contracts, prices);
    for (const roll of judged) {
      assert.ok(Math.abs(roll.payback - leastOwed(roll)) < 0.01, `${nameOf(roll)}: ${roll.payback}`);
      assert.ok(roll.payback === 0 || roll.kind === "inverted");
    }
    assert.equal(judged.some(({ payback }) => payback > 0), judged.some(({ kind }) => kind === "inverted"));
  });

  Deno.test(`rolls: the ten best of a ${name} by each measure are those of brute force`, () => {
    const judged = judgeAll(contracts, prices);
    const plain: Record<RollMeasureName, (roll: JudgedRoll) => number> = {
      credit_per_day: (roll) =>
        roll.daysAdded === 0 ? -Infinity : (roll.creditNatural - leastOwed(roll)) / roll.daysAdded,
      credit: (roll) => roll.creditNatural,
      pop: (roll) => roll.view!.probabilityOfProfit,
      theta: (roll) => roll.view!.theta,
      delta: (roll) => -Math.abs(roll.view!.delta),
      capital: (roll) => -roll.capital!,
      theta_on_capital: (roll) => roll.capital! > 0 ? roll.view!.theta / roll.capital! : -Infinity,
    };
    for (const measure of ROLL_MEASURE_NAMES) {
      const { ranked, isCredit, credits } = rankRolls(judged, measure);
      const open = judged.filter(({ kind, creditNatural }) => kind !== "close" && creditNatural > 0);
      assert.ok(isCredit && credits === open.length && open.length > 5);
      const values = open.map(plain[measure]).sort((a, b) => b < a ? -1 : b > a ? 1 : 0);
      assert.deepEqual(ranked.map(plain[measure]).slice(0, 10), values.slice(0, 10), measure);
      assert.ok(ranked.every(({ creditNatural }) => creditNatural > 0));
      assert.equal(rankRolls(judged, measure, true).ranked.length, judged.length - 1);
    }
  });
}

/** A leg at what it is worth now: what is kept was opened at another price. */
const atMark = (leg: Leg): Leg =>
  leg.kind === "option"
    ? {
      ...leg,
      price: midOf({ day: `day ${Math.round(leg.years * 365)}`, root: "ABC", right: leg.right, strike: leg.strike }),
    }
    : { ...leg, price: SPOT };

Deno.test("rolls: when none brings a credit all are ranked, the smallest debit first", () => {
  const debits = judgeAll([held("put", 100, -1)], [1.9]).map((roll) => ({
    ...roll,
    creditNatural: -1 - roll.daysLeft,
  }));
  const { ranked, isCredit, credits } = rankRolls(debits, "credit_per_day");
  assert.equal(isCredit, false);
  assert.equal(credits, 0);
  assert.equal(
    ranked[0]!.creditNatural,
    Math.max(...debits.filter(({ kind }) => kind !== "close").map((one) => one.creditNatural)),
  );
});

Deno.test("rolls: a shortlist shows the best of every kind", () => {
  const { ranked } = rankRolls(judgeAll(STRANGLE, [1.9, 1.1]), "credit_per_day", true);
  const { best, others } = shortlist(ranked, 3);
  assert.deepEqual(best, ranked.slice(0, 3));
  const kinds = new Set(ranked.map(({ kind }) => kind));
  assert.deepEqual(new Set([...best, ...others].map(({ kind }) => kind)), kinds);
  for (const other of others) assert.equal(other, ranked.find(({ kind }) => kind === other.kind));
});

Deno.test("rolls: what is sold for nothing, has no offer or no volatility cannot be judged", () => {
  const contracts = [held("put", 100, -1)];
  const [roll] = proposeRolls(contracts, SPOT, EXPIRATIONS, ROLL_RULES);
  const judgedWith = (change: (contract: RollContract) => object) =>
    judgeRoll(roll!, legsOf(contracts, [1.9]), {
      ...market,
      quoteOf: (contract) => ({ ...market.quoteOf(contract)!, ...change(contract) }),
    });
  const onlyNew = (change: object) => ({ day }: RollContract) => day === "day 10" ? {} : change;
  assert.equal(judgedWith(onlyNew({ bid: 0 })), "no_bid");
  assert.equal(judgedWith(onlyNew({ bid: null })), "no_bid");
  assert.equal(judgedWith(onlyNew({ ask: null })), "no_market");
  assert.equal(judgedWith(onlyNew({ bid: 3, ask: 2 })), "no_market");
  assert.equal(judgedWith(onlyNew({ volatility: null })), "no_volatility");
  assert.equal(judgedWith(({ day }) => day === "day 10" ? { ask: null } : {}), "no_market");
  assert.equal(judgeRoll(roll!, legsOf(contracts, [1.9]), { ...market, quoteOf: () => null }), "no_market");
});

Deno.test("rolls: closing a covered call books its profit and leaves the shares", () => {
  const contract = held("call", 100, -1);
  const shares: HeldLeg = {
    contract: null,
    mark: SPOT,
    greeks: { delta: 1, theta: 0 },
    leg: { kind: "stock", quantity: 100, multiplier: 1, price: 90 },
  };
  const close = proposeRolls([contract], SPOT, EXPIRATIONS, ROLL_RULES).at(-1)!;
  const judged = judgeRoll(close, [shares, ...legsOf([contract], [2])], market) as JudgedRoll;
  assert.deepEqual(judged.legs, [shares.leg]);
  assert.equal(judged.view, null);
  assert.ok(Math.abs(judged.realized - 100 * (2 - midOf(contract))) < 1e-6);
  assert.equal(judged.capital, SPOT * 100 / 2);
});

Deno.test("rolls: greeks are those that the market's model says, those of what is kept its own", () => {
  const contracts = [held("put", 95, -2), held("call", 105, -1)];
  const [put, call] = legsOf(contracts, [1, 1]) as [HeldLeg, HeldLeg];
  const kept = { ...call, greeks: { delta: 0.25, theta: -0.04 } };
  const roll = proposeRolls(contracts, SPOT, EXPIRATIONS, ROLL_RULES).find(({ closes, opens }) =>
    closes.length === 1 && closes[0]!.right === "put" && opens.length === 1
  )!;
  const own = { ...market, greeksOf: () => ({ delta: -0.3, theta: -0.02 }) };
  const { view } = judgeRoll(roll, [put, kept], own) as JudgedRoll;
  const { quantity } = roll.opens[0]!;
  assert.ok(quantity < 0);
  assert.ok(Math.abs(view!.delta - (-25 + quantity * 100 * -0.3)) < 1e-9);
  assert.ok(Math.abs(view!.theta - (4 + quantity * 100 * -0.02)) < 1e-9);
});

Deno.test("rolls: what has been booked moves breakevens and limits by as much", () => {
  const leg: Leg = {
    kind: "option",
    right: "put",
    strike: 95,
    quantity: -1,
    multiplier: 100,
    price: 2,
    years: 0.1,
    volatility: 0.3,
  };
  const [plain, after] = [0, -150].map((booked) =>
    viewPosition([leg], [{ delta: -0.2, theta: -0.03 }], booked, { underlying, volatility: 0.3 })!
  );
  assert.ok(Math.abs(plain!.breakevens[0]! - 93) < 1e-9 && Math.abs(after!.breakevens[0]! - 94.5) < 1e-9);
  assert.equal(plain!.maxProfit, 200);
  assert.equal(after!.maxProfit, 50);
  assert.ok(after!.probabilityOfProfit < plain!.probabilityOfProfit);
});
