/** Every admissible candidate found in the plainest way. */

import assert from "node:assert/strict";
import fc from "fast-check";
import { chooseLater } from "../../../src/analytics/rolls/expirations.ts";
import type { RollKind } from "../../../src/analytics/rolls/kinds.ts";
import { contractsOf, proposeRolls } from "../../../src/analytics/rolls/proposals.ts";
import { ROLL_RULES } from "../../../src/analytics/rolls/rules.ts";
import { isSameContract } from "../../../src/analytics/rolls/contract.ts";
import { type JudgedRoll, judgeRoll } from "../../../src/analytics/rolls/judge.ts";
import { condor, expirationAt, EXPIRATIONS, held, legsOf, market, nameOf, SPOT, STRANGLE, STRIKES } from "./market.ts";

/** The first listed strikes at least 1, 2, 3 (or 1, 2) percent of the price beyond `from`. */
const beyond = (from: number, direction: number, counts: number[]): number[] =>
  counts.map((count) => {
    const ahead = STRIKES.filter((strike) => (strike - from) * direction >= count * 0.01 * SPOT);
    return direction > 0 ? Math.min(...ahead) : Math.max(...ahead);
  });

/** All pairs of a sold put at 100, tested, and a sold call at 110, with wings `width` dollars away, or none. */
function pairsByBruteForce(width: number): string[] {
  const side = (right: "call" | "put", day: string, strike: number, sign: number): string[] => [
    `${-1 * sign} ${day} ${right} ${strike}`,
    ...(width > 0 ? [`${1 * sign} ${day} ${right} ${right === "put" ? strike - width : strike + width}`] : []),
  ];
  const away = beyond(100, -1, [1, 2, 3]);
  const past = width > 0 ? [] : beyond(100, -1, [1, 2]);
  // A quarter, a half, three quarters and all of the way from 110 to 100; of two strikes as near the lower one.
  const nearer = [107, 105, 102, 100];
  const names: string[] = [];
  const put = (kind: RollKind, closes: string[], opens: string[]) =>
    names.push(`${kind}: ${closes.sort().join(", ")} -> ${opens.sort().join(", ")}`);
  const both = () => [...side("put", "day 10", 100, -1), ...side("call", "day 10", 110, -1)];
  for (const { day, daysLeft } of EXPIRATIONS) {
    for (const puts of STRIKES) {
      for (const calls of STRIKES) {
        const isLater = daysLeft > 10;
        const opens = () => [...side("put", day, puts, 1), ...side("call", day, calls, 1)];
        const [keeps, moves] = [puts === 100, away.includes(puts)];
        const [stays, comes, inverts] = [calls === 110, nearer.includes(calls), past.includes(calls)];
        if (isLater) {
          if (keeps && stays) put("out", both(), opens());
          if (moves && stays) put("out_and_away", both(), opens());
          if (keeps && comes) put("out_and_untested_in", both(), opens());
          if (moves && comes) put("out_and_recentered", both(), opens());
          if (keeps && inverts) put("inverted", both(), opens());
          continue;
        }
        const closesCall = () => side("call", "day 10", 110, -1);
        const opensCall = () => side("call", day, calls, 1);
        const isNew = opensCall().every((name) => !closesCall().some((old) => old.slice(2) === name.slice(2)));
        const overlaps = width > 0 && (calls + width === 110 || calls === 110 + width);
        if (keeps && comes && !overlaps && isNew) put("untested_side_in", closesCall(), opensCall());
        if (keeps && inverts) put("inverted", closesCall(), opensCall());
        const putOverlaps = width > 0 && (puts === 100 - width || puts - width === 100);
        if (moves && stays && !putOverlaps) put("down", side("put", "day 10", 100, -1), side("put", day, puts, 1));
      }
    }
  }
  put("close", both(), []);
  return names.sort();
}

for (const [name, contracts, width] of [["strangle", STRANGLE, 0], ["condor", condor(5), 5]] as const) {
  Deno.test(`rolls: a tested ${name} has the candidates that brute force finds, and no others`, () => {
    const rolls = proposeRolls(contracts, SPOT, EXPIRATIONS, ROLL_RULES);
    assert.deepEqual(rolls.map(nameOf).sort(), pairsByBruteForce(width));
  });
}

Deno.test("rolls: a tested short put has the candidates that brute force finds, and no others", () => {
  const found = proposeRolls([held("put", 100, -2)], SPOT, EXPIRATIONS, ROLL_RULES).map(nameOf).sort();
  const expected = ["close: 2 day 10 put 100 -> "];
  const away = beyond(100, -1, [1, 2, 3]);
  for (const { day, daysLeft } of EXPIRATIONS) {
    for (const strike of STRIKES) {
      const kind = daysLeft === 10
        ? away.includes(strike) ? "down" : null
        : strike === 100
        ? "out"
        : away.includes(strike)
        ? "out_and_away"
        : null;
      if (kind !== null) expected.push(`${kind}: 2 day 10 put 100 -> -2 ${day} put ${strike}`);
    }
  }
  assert.deepEqual(found, expected.sort());
});

Deno.test("rolls: a put that is out of the money may also move nearer, as far as the money", () => {
  const rolls = proposeRolls([held("put", 95, -1)], SPOT, EXPIRATIONS, ROLL_RULES);
  const nearer = rolls.filter(({ kind }) => kind === "out_and_toward" || kind === "up");
  assert.deepEqual([...new Set(nearer.map(({ opens }) => opens[0]!.strike))].sort(), [96, 97]);
});

Deno.test("rolls: a call covered by a later one goes no further than that, and the later one and shares stay", () => {
  const contracts = [held("call", 100, -1), held("call", 80, 1, 38)];
  const rolls = proposeRolls(contracts, SPOT, EXPIRATIONS, ROLL_RULES);
  assert.deepEqual([...new Set(rolls.map(({ daysLeft }) => daysLeft))].sort(), [10, 17, 24, 38]);
  for (const { closes, opens } of rolls) {
    assert.deepEqual(closes.map(({ strike, quantity }) => [strike, quantity]), [[100, 1]]);
    assert.ok(opens.every(({ quantity }) => quantity === -1));
  }
});

Deno.test("rolls: a wing that is not listed comes nearer, never further; without one there is no such roll", () => {
  const coarse = expirationAt(24, true, [80, 90, 93, 100]);
  const narrow = expirationAt(38, true, [100, 110]);
  const rolls = proposeRolls(
    [held("put", 100, -1), held("put", 91, 1)],
    SPOT,
    [EXPIRATIONS[0]!, coarse, narrow],
    ROLL_RULES,
  );
  const out = rolls.filter(({ kind }) => kind === "out");
  assert.deepEqual(out.map(({ opens }) => opens.map(({ strike }) => strike)), [[100, 93]]);
});

Deno.test("rolls: before the tested strike is crossed the other side stays out of the money, and nothing is inverted", () => {
  const rolls = proposeRolls([held("put", 95, -1), held("call", 107, -1)], SPOT, EXPIRATIONS, ROLL_RULES);
  const calls = new Set(
    rolls.filter(({ kind }) => kind === "untested_side_in").map(({ opens }) => opens[0]!.strike),
  );
  // A quarter, a half, three quarters of the way from 107 to 97.3.
  assert.deepEqual([...calls], [105, 102, 100]);
  assert.equal(rolls.some(({ kind }) => kind === "inverted"), false);
});

Deno.test("rolls: nothing sold, nothing to roll", () => {
  assert.deepEqual(proposeRolls([held("put", 100, 1)], SPOT, EXPIRATIONS, ROLL_RULES), []);
});

Deno.test("rolls: of many expirations the monthly ones and some between are looked at; a far one where none is near", () => {
  const weekly = Array.from({ length: 12 }, (_, i) => expirationAt(3 + 7 * i, i % 4 === 2));
  const chosen = chooseLater(weekly, 3, ROLL_RULES).map(({ daysLeft }) => daysLeft);
  assert.equal(chosen.length, 6);
  assert.deepEqual(chosen, [10, 17, 38, 45, 66, 73]);
  for (const { daysLeft, isMonthly } of weekly) {
    if (isMonthly && daysLeft <= 75) assert.ok(chosen.includes(daysLeft), `${daysLeft}`);
  }
  assert.deepEqual(chooseLater([expirationAt(10), expirationAt(200)], 10, ROLL_RULES).length, 1);
  assert.deepEqual(chooseLater([expirationAt(10), expirationAt(200)], 10, ROLL_RULES, 150), []);
});

Deno.test("rolls: contracts to be priced are named once", () => {
  const rolls = proposeRolls(STRANGLE, SPOT, EXPIRATIONS, ROLL_RULES);
  const names = contractsOf(rolls).map(({ day, right, strike }) => `${day} ${right} ${strike}`);
  assert.equal(new Set(names).size, names.length);
  const needed = new Set(
    rolls.flatMap(({ closes, opens }) => [...closes, ...opens]).map(({ day, right, strike }) =>
      `${day} ${right} ${strike}`
    ),
  );
  assert.deepEqual(new Set(names), needed);
});

const anyLeg = fc.record({
  right: fc.constantFrom("call" as const, "put" as const),
  strike: fc.integer({ min: 80, max: 120 }),
  quantity: fc.integer({ min: -3, max: 3 }).filter((quantity) => quantity !== 0),
  daysLeft: fc.constantFrom(10, 38),
}).map(({ right, strike, quantity, daysLeft }) => held(right, strike, quantity, daysLeft));

const anyPosition = fc.uniqueArray(anyLeg, {
  minLength: 1,
  maxLength: 5,
  selector: ({ day, right, strike }) => `${day} ${right} ${strike}`,
});

Deno.test("rolls: of any position a roll opens as many contracts as it closes, none of the same, and all its figures are numbers", () => {
  fc.assert(
    fc.property(anyPosition, fc.double({ min: 85, max: 115, noNaN: true }), (position, spot) => {
      const rolls = proposeRolls(position, spot, EXPIRATIONS, ROLL_RULES);
      assert.equal(rolls.length > 0, position.some(({ quantity }) => quantity < 0));
      for (const roll of rolls) {
        const { kind, opens, closes } = roll;
        const size = (orders: typeof opens, right: string, sign: number) =>
          orders.reduce(
            (sum, order) => order.right === right && order.quantity * sign > 0 ? sum + order.quantity : sum,
            0,
          );
        for (const right of kind === "close" ? [] : ["call", "put"]) {
          assert.equal(size(opens, right, -1), 0 - size(closes, right, 1));
          assert.equal(size(opens, right, 1), 0 - size(closes, right, -1));
        }
        assert.ok(!opens.some((open) => closes.some((close) => isSameContract(open, close))));
        const judged = judgeRoll(roll, legsOf(position, position.map(() => 1.5)), market);
        if (typeof judged === "string") continue;
        for (const number of numbersOf(judged)) {
          assert.ok(number === null || Number.isFinite(number), `${kind} ${number}`);
        }
        const chance = judged.view?.probabilityOfProfit ?? 0;
        assert.ok(chance >= 0 && chance <= 1 + 1e-12);
      }
    }),
    { numRuns: 60, seed: 20261122 },
  );
});

const numbersOf = ({ creditMid, creditNatural, costs, realized, capital, view }: JudgedRoll): (number | null)[] => [
  creditMid,
  creditNatural,
  costs,
  realized,
  capital,
  ...(view === null
    ? []
    : [...view.breakevens, view.maxProfit, view.maxLoss, view.probabilityOfProfit, view.delta, view.theta]),
];
