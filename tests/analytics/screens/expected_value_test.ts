/** What a position is expected to bring at the market's volatilities is what it costs to get in. */

import assert from "node:assert/strict";
import { outcomeOf } from "../../../src/analytics/positions/outcome.ts";
import { costOf } from "../../../src/analytics/positions/outcome.ts";
import { riskProfile } from "../../../src/analytics/positions/risk_profile.ts";
import { expectation } from "../../../src/analytics/probability/expected_value.ts";
import { terminal } from "../../../src/analytics/probability/terminal.ts";
import { type Book, createBook } from "../../../src/analytics/screens/book.ts";
import { type Candidate, describeCandidate } from "../../../src/analytics/screens/candidate.ts";
import { limitsOf } from "../../../src/analytics/screens/criteria.ts";
import { FAMILIES } from "../../../src/analytics/screens/families.ts";
import { FAMILY_NAMES } from "../../../src/analytics/screens/family_names.ts";
import { MEASURES, rankingBy } from "../../../src/analytics/screens/measures.ts";
import { createTrial } from "../../../src/analytics/screens/trial.ts";
import { modelBoard, type Recipe, steps } from "./model_board.ts";

const POSITIONS = 200;
const RECIPE: Recipe = { strikes: steps(75, 125, 1), days: [12, 33, 61, 118] };

/** Numbers from 0 to 1, the same each time. */
function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** Positions of all families with contracts drawn by chance: strikes ascend, or one expiration follows another. */
function drawPositions(book: Book): Candidate[] {
  const chance = createChance(7);
  const draw = (count: number) => Math.floor(chance() * count);
  return Array.from({ length: POSITIONS }, (_, i) => {
    const family = FAMILIES[FAMILY_NAMES[i % FAMILY_NAMES.length]!];
    const { rights, isModelled } = family.shape;
    const front = draw(book.shelves.length - 1);
    const places = rights.map(() => draw(51)).sort((a, b) => a - b);
    const legs = Int32Array.from([0, 1, 2, 3], (leg) => {
      if (leg >= rights.length) return -1;
      const shelf = book.shelves[isModelled && leg === 1 ? front + 1 : front]!;
      const { ids } = rights[leg] === "call" ? shelf.calls : shelf.puts;
      return ids[Math.min(places[leg]!, ids.length - 1)]!;
    });
    const trial = createTrial(book, family, limitsOf({}), rankingBy(MEASURES.pop));
    return describeCandidate(book, family, legs, trial.examine(legs), null);
  });
}

const ALL_MARKETS = { maxSpread: { dollars: 100, fraction: 1 }, minOpenInterest: 0 };

Deno.test(`expected value: at the market's volatilities it is minus the slippage for ${POSITIONS} random positions`, () => {
  const board = modelBoard({ ...RECIPE, half: (value) => 0.02 * value });
  for (const { family, measures } of drawPositions(createBook(board, { liquidity: ALL_MARKETS }))) {
    const { expected_value: expectedValue, slippage } = measures;
    assert.ok(Math.abs(expectedValue! + slippage!) < 1e-9, `${family}: ${expectedValue} and ${slippage}`);
    assert.ok(slippage! > 0);
  }
});

Deno.test(`expected value: with markets in cents, within half a cent a contract for ${POSITIONS} random positions`, () => {
  const board = modelBoard({ ...RECIPE, half: (value) => 0.01 + 0.01 * value, tick: 0.01 });
  let largest = 0;
  for (const { family, contracts, measures } of drawPositions(createBook(board, { liquidity: ALL_MARKETS }))) {
    const options = contracts.reduce((sum, { quantity }) => sum + Math.abs(quantity), 0);
    const off = Math.abs(measures.expected_value! + measures.slippage!);
    assert.ok(off <= 0.005 * 100 * options + 1e-9, `${family}: off by ${off}`);
    largest = Math.max(largest, off);
  }
  assert.ok(largest > 0.1, "markets in cents are never exactly around a value");
});

Deno.test(`expected value: without a smile it is the mean of the outcome, for ${POSITIONS} random positions`, () => {
  const board = modelBoard({ ...RECIPE, smile: () => 0.24, half: (value) => 0.01 + 0.01 * value });
  const book = createBook(board, { liquidity: ALL_MARKETS, fill: "natural", forecast: 0.24 });
  for (const { family, legs, shares, underlying, volatility, measures } of drawPositions(book)) {
    const options = shares > 0 ? legs.slice(1) : legs;
    const outcome = outcomeOf(options, underlying);
    const { breakevens } = riskProfile(outcome, underlying.spot);
    const { mean } = expectation(outcome, breakevens, terminal(underlying, volatility, outcome.years));
    const value = Math.exp(-underlying.rate * outcome.years) * (mean + costOf(options)) - costOf(options);
    assert.ok(Math.abs(value - measures.expected_value!) < 1e-5, `${family}: ${measures.expected_value}, not ${value}`);
    assert.ok(Math.abs(value - measures.expected_value_forecast!) < 1e-5, `${family}: forecast`);
  }
});
