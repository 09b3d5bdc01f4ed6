import assert from "node:assert/strict";
import { legValue } from "../../../src/analytics/positions/outcome.ts";
import { black } from "../../../src/analytics/pricing/black.ts";
import { terminal } from "../../../src/analytics/probability/terminal.ts";
import { createBook } from "../../../src/analytics/screens/book.ts";
import type { FamilyName } from "../../../src/analytics/screens/family_names.ts";
import { findProspects, type Goal, type Prospect, USUAL_MEANS } from "../../../src/analytics/screens/optimizer.ts";
import { isClose } from "../positions/reference.ts";
import { bruteForce, keyOf } from "./brute_force.ts";
import { modelBoard, steps } from "./model_board.ts";

const CARRY = 0.01;
const board = modelBoard({
  carry: CARRY,
  days: [20, 40, 75],
  strikes: steps(80, 125, 2.5),
  half: (value) => 0.005 + 0.01 * value,
  tick: 0.01,
});
const LIQUIDITY = { maxSpread: { dollars: 0.06, fraction: 0.12 }, minOpenInterest: 0, minVolume: 0 };
const book = createBook(board, { liquidity: LIQUIDITY, fill: "natural" });
const TRADED = { min: 0.03, max: 0.97 };

/** Dollars for one unit when the underlying costs `price` after `years`, from the legs alone. */
function profitOf({ candidate }: Pick<Prospect, "candidate">, price: number, years: number): number {
  return candidate.legs.reduce((sum, leg) => {
    assert.ok(leg.kind === "option");
    const exercise = Math.max(0, leg.right === "call" ? price - leg.strike : leg.strike - price);
    const value = legValue(leg, price, { spot: 100, rate: board.rate, carry: CARRY }, { years });
    return sum + leg.quantity * leg.multiplier * (Math.max(exercise, value) - leg.price);
  }, 0);
}

/** Every position that makes money at the target within the budget. */
function findAll(families: readonly FamilyName[], { years, budget }: Goal, target: number) {
  return families.flatMap((family) =>
    bruteForce({
      board,
      carry: CARRY,
      family,
      criteria: {
        days: { min: Math.ceil(years * 365 - 1e-9) },
        shortDelta: TRADED,
        longDelta: TRADED,
        maxCapital: budget,
      },
      liquidity: LIQUIDITY,
      fill: "natural",
      forecast: null,
    }).map(({ key, legs, measures }) => {
      const profit = profitOf({ candidate: { legs } } as Prospect, target, years);
      return { key, profit, capital: measures.capital!, result: profit / measures.capital! };
    })
  ).filter(({ profit }) => profit > 0);
}

const goals: { title: string; goal: Goal; target: number }[] = [
  { title: "up a little by an expiration", goal: { target: 106, years: 40 / 365, budget: 1000, top: 10 }, target: 106 },
  { title: "down between expirations", goal: { target: 91, years: 30 / 365, budget: 600, top: 10 }, target: 91 },
  { title: "nowhere, soon", goal: { target: "stay", years: 11 / 365, budget: 2500, top: 10 }, target: 100 },
];

for (const { title, goal, target } of goals) {
  const truth = findAll(USUAL_MEANS, goal, target);
  Deno.test(`optimizer: ${title}: of ${truth.length} positions the ten that pay best by capital`, () => {
    assert.ok(truth.length > 300);
    const found = findProspects(book, goal);
    assert.equal(found.target, target);
    assert.equal(found.admissible, truth.length);
    assert.ok(!found.isCapped);
    assertBest(found.prospects, truth.map(({ result }) => result), ({ returnAtTarget }) => returnAtTarget);
    for (const prospect of found.prospects) {
      assert.ok(truth.some(({ key }) => key === keyOf(prospect.candidate)));
      assertSound(prospect, goal, target);
    }
  });

  Deno.test(`optimizer: ${title}: the ten that pay most with all of the budget`, () => {
    const { prospects } = findProspects(book, { ...goal, rankBy: "total" });
    const totals = truth.map(({ profit, capital }) => profit * Math.floor(goal.budget / capital + 1e-9));
    assertBest(prospects, totals, ({ profitAtTarget, units }) => profitAtTarget * units);
  });
}

function assertBest(prospects: Prospect[], truth: number[], scoreOf: (prospect: Prospect) => number): void {
  const best = truth.toSorted((a, b) => b - a).slice(0, 10);
  assert.equal(prospects.length, 10);
  for (const [i, prospect] of prospects.entries()) {
    assert.ok(isClose(scoreOf(prospect), best[i]!, 1e-7), `place ${i + 1}: ${scoreOf(prospect)}, not ${best[i]}`);
  }
}

function assertSound(prospect: Prospect, { years, budget }: Goal, target: number): void {
  const { candidate, units, profitAtTarget, profitUnchanged, breakevens, probabilityOfProfit } = prospect;
  const { capital, max_loss: maxLoss } = candidate.measures;
  assert.ok(units >= 1 && units * capital! <= budget + 1e-6 && (units + 1) * capital! > budget);
  assert.ok(isClose(profitAtTarget, profitOf(prospect, target, years), 1e-7));
  assert.ok(isClose(profitUnchanged, profitOf(prospect, 100, years), 1e-7));
  assert.ok(candidate.contracts.every(({ daysLeft }) => daysLeft >= years * 365 - 1e-9));
  for (const price of breakevens) {
    assert.ok(Math.abs(profitOf(prospect, price, years)) < 1e-4, `${price} is no breakeven`);
  }
  for (const price of [60, 80, 95, 110, 140]) assert.ok(profitOf(prospect, price, years) >= -maxLoss! - 1e-6);
  const { mean, deviation } = terminal({ spot: 100, rate: board.rate, carry: CARRY }, 0.22, years);
  const PARTS = 20_000;
  let wins = 0;
  for (let i = 0; i < PARTS; i++) {
    const z = -6 + 12 * (i + 0.5) / PARTS;
    const weight = 12 / PARTS * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    if (profitOf(prospect, Math.exp(mean + deviation * z), years) > 0) wins += weight;
  }
  assert.ok(Math.abs(wins - probabilityOfProfit) < 2e-3, `${wins} and ${probabilityOfProfit}`);
}

Deno.test("optimizer: up and down are a deviation from the forward, by the volatility at the money", () => {
  const years = 40 / 365;
  const goal: Goal = { target: "up", years, budget: 1000, top: 1 };
  const forward = 100 * Math.exp((board.rate - CARRY) * years);
  const deviation = 0.22 * Math.sqrt(years);
  assert.ok(isClose(findProspects(book, goal).target, forward * Math.exp(deviation), 1e-9));
  assert.ok(isClose(findProspects(book, { ...goal, target: "down" }).target, forward * Math.exp(-deviation), 1e-9));
});

Deno.test("optimizer: at most so many of one family, and only families that are asked for", () => {
  const goal: Goal = { target: 108, years: 20 / 365, budget: 900, top: 12 };
  const counts = (prospects: Prospect[]) => Map.groupBy(prospects, ({ candidate }) => candidate.family);
  const mixed = counts(findProspects(book, { ...goal, perFamily: 2 }).prospects);
  assert.ok(mixed.size >= 6 && [...mixed.values()].every((list) => list.length <= 2));
  const { prospects } = findProspects(book, { ...goal, families: ["iron_butterfly"] });
  assert.ok(prospects.length > 0 && prospects.every(({ candidate }) => candidate.family === "iron_butterfly"));
});

Deno.test("optimizer: a least probability of a profit at expiration is kept to, as are other criteria", () => {
  const goal: Goal = { target: 108, years: 20 / 365, budget: 900, top: 30 };
  const criteria = { minPop: 0.4, width: { min: 5 } };
  const { prospects } = findProspects(book, { ...goal, criteria });
  const all = findProspects(book, { ...goal, criteria: { width: { min: 5 } }, top: 100_000 }).prospects;
  const expected = all.filter(({ candidate }) => candidate.measures.pop! >= 0.4).slice(0, 30);
  assert.deepEqual(
    prospects.map(({ candidate }) => keyOf(candidate)),
    expected.map(({ candidate }) => keyOf(candidate)),
  );
  assert.ok(prospects.length === 30);
});

Deno.test("optimizer: capital that is asked for counts for budget and return", () => {
  const goal: Goal = { target: 108, years: 20 / 365, budget: 900, top: 20 };
  const { prospects } = findProspects(book, { ...goal, capital: { of: () => 450, covered: "any" } });
  assert.ok(prospects.length > 0);
  for (const { units, returnAtTarget, profitAtTarget } of prospects) {
    assert.equal(units, 2);
    assert.ok(isClose(returnAtTarget, profitAtTarget / 450, 1e-12));
  }
});

Deno.test("optimizer: options are valued at their own volatility for the time that is left", () => {
  const years = 30 / 365;
  const { prospects } = findProspects(book, { target: 108, years, budget: 900, top: 1, families: ["long_call"] });
  const { candidate, profitAtTarget } = prospects[0]!;
  const [{ strike, volatility, daysLeft, ask }] = candidate.contracts as [typeof candidate.contracts[0]];
  const left = (daysLeft - 30) / 365;
  const forward = 108 * Math.exp((board.rate - CARRY) * left);
  const value = black(forward, strike, left, volatility, Math.exp(-board.rate * left), "call");
  assert.ok(isClose(profitAtTarget, 100 * (value - ask), 1e-9));
});

Deno.test("optimizer: shares that are held count too", () => {
  const goal: Goal = { target: 104, years: 20 / 365, budget: 20_000, top: 3, families: ["covered_call"] };
  const [{ candidate, profitAtTarget, profitUnchanged }] = findProspects(book, goal).prospects as [Prospect];
  const { strike, bid } = candidate.contracts[0]!;
  assert.ok(isClose(profitAtTarget, 100 * (bid + Math.min(strike, 104) - 100), 1e-9));
  assert.ok(isClose(profitUnchanged, 100 * (bid - Math.max(0, 100 - strike)), 1e-9));
});

Deno.test("optimizer: what expires in the morning of the day is not alive in the evening", () => {
  const [first, ...others] = board.expirations;
  const morning = { ...first!, root: "AM", years: first!.years - 6.5 / 24 / 365 };
  const both = createBook({ ...board, expirations: [morning, first!, ...others] }, { liquidity: LIQUIDITY });
  const { prospects } = findProspects(both, { target: 105, years: first!.years, budget: 2000, top: 500 });
  const roots = new Set(prospects.flatMap(({ candidate }) => candidate.contracts.map(({ root }) => root)));
  assert.deepEqual([...roots], ["MODEL"]);
  assert.ok(prospects.some(({ candidate }) => candidate.contracts[0]!.daysLeft === 20));
});

Deno.test("optimizer: nothing lives that long, nothing is that cheap, and what makes no sense is refused", () => {
  const goal: Goal = { target: 108, years: 20 / 365, budget: 900, top: 5 };
  assert.deepEqual(findProspects(book, { ...goal, years: 2 }).prospects, []);
  assert.deepEqual(findProspects(book, { ...goal, budget: 0.5 }).prospects, []);
  for (const wrong of [{ years: 0 }, { budget: NaN }, { target: -1 }, { top: 0 }, { perFamily: 0.5 }]) {
    assert.throws(() => findProspects(book, { ...goal, ...wrong }), RangeError);
  }
});
