import assert from "node:assert/strict";
import { estimateMargin } from "../../src/analytics/margin/requirement.ts";
import { EQUITY_MARGIN } from "../../src/analytics/margin/rules.ts";
import type { Leg } from "../../src/analytics/positions/leg.ts";
import type { Board } from "../../src/analytics/screens/board.ts";
import { createBook } from "../../src/analytics/screens/book.ts";
import type { CapitalRules } from "../../src/analytics/screens/capital.ts";
import type { Candidate } from "../../src/analytics/screens/candidate.ts";
import type { Criteria } from "../../src/analytics/screens/criteria.ts";
import { FAMILY_NAMES, type FamilyName } from "../../src/analytics/screens/family_names.ts";
import type { Liquidity } from "../../src/analytics/screens/liquidity.ts";
import { MEASURE_NAMES, type MeasureName, MEASURES } from "../../src/analytics/screens/measures.ts";
import { screen } from "../../src/analytics/screens/screen.ts";
import { isClose } from "./positions/reference.ts";
import { type BruteCandidate, bruteForce, type BruteRequest, keyOf } from "./screens/brute_force.ts";
import { dayAfter, modelBoard, steps } from "./screens/model_board.ts";

const CARRY = 0.01;
/** Not all gaps are equal. */
const STRIKES = [70, 75, ...steps(80, 97.5, 2.5), 99, 100, 101, ...steps(102.5, 120, 2.5), 125, 130];
const LIQUIDITY: Liquidity = { maxSpread: { dollars: 0.05, fraction: 0.1 }, minOpenInterest: 100, minVolume: 10 };

/** Some markets are missing, crossed or wide, some options are hardly traded, some have no greeks. */
const board: Board = modelBoard({
  carry: CARRY,
  strikes: STRIKES,
  half: (value) => 0.005 + 0.01 * value,
  tick: 0.01,
  spoil(side, row, right, days) {
    const mark = (row * 7 + days + (right === "call" ? 3 : 0)) % 41;
    if (mark === 0) side.bid[row] = 0;
    else if (mark === 5) side.ask[row] = side.ask[row]! * 1.3 + 0.06;
    else if (mark === 8) side.openInterest[row] = 99;
    else if (mark === 11) side.openInterest[row] = NaN;
    else if (mark === 14) side.volume[row] = 9;
    else if (mark === 17) [side.bid[row], side.ask[row]] = [side.ask[row]!, side.bid[row]!];
    else if (mark === 20) side.volatility[row] = side.delta[row] = side.theta[row] = NaN;
  },
});

/** Deltas that leave out what is hardly worth anything, and nothing else. */
const LOOSE: Criteria = { shortDelta: { min: 0.08, max: 0.7 }, longDelta: { min: 0.03 }, equalWings: false };

/** Everything that may be asked for of all families. */
const TIGHT: Criteria = {
  days: { min: 20, max: 40 },
  backDays: { min: 40, max: 75 },
  shortDelta: { min: 0.12, max: 0.62 },
  longDelta: { min: 0.05, max: 0.8 },
  width: { min: 2.5, max: 10 },
  minPop: 0.2,
  earnings: { day: dayAfter(41), rule: "avoid" },
};

/** And of some. */
const TIGHTER: Partial<Record<FamilyName, Criteria>> = {
  cash_secured_put: { maxCapital: 9500, minCredit: 0.5 },
  covered_call: { maxCapital: 9900, minPop: 0.5 },
  put_credit_spread: { minCredit: 0.4, minCreditToWidth: 0.15, maxCapital: 700 },
  call_credit_spread: { minCredit: 0.4, minCreditToWidth: 0.15, maxCapital: 700 },
  call_debit_spread: { maxDebit: 4, maxDebitToWidth: 0.55 },
  put_debit_spread: { maxDebit: 4, maxDebitToWidth: 0.55 },
  iron_condor: { minCreditToWidth: 1 / 5, minPop: 0.5 },
  short_strangle: { minPop: 0.6 },
  call_calendar: { minTermSpread: -0.002, days: { max: 20 } },
  call_diagonal: { maxCapital: 800 },
  put_diagonal: { maxDebitToWidth: 0.9, days: { min: 40 }, earnings: { day: dayAfter(40), rule: "require" } },
  broken_wing_put_butterfly: { maxDebit: 0 },
};

/**
 * More than the greatest loss by something that has no order in it, for positions that are covered; a fifth of the price
 * for others, whatever they bring.
 */
function plainCapital(legs: readonly Leg[], spot: number): number {
  const options = legs.filter((leg) => leg.kind === "option");
  const odd = options.reduce((sum, { strike, quantity }) => sum + (strike * 7.3 + quantity * 31) % 53, 0);
  const open = options.reduce((sum, { quantity }) => sum + quantity, 0);
  if (open < 0 || legs.length !== options.length) return 20 * spot + odd;
  const at = (price: number) =>
    options.reduce((sum, { right, strike, quantity, price: paid }) => {
      const exercise = Math.max(0, right === "call" ? price - strike : strike - price);
      return sum + quantity * (exercise - paid) * 100;
    }, 0);
  return odd - Math.min(0, ...[0, 1e4, ...options.map(({ strike }) => strike)].map(at));
}

const scoreOf = (name: MeasureName, value: number | null, isUnlimited = false): number =>
  value === null
    ? name === "max_profit" && isUnlimited ? Infinity : -Infinity
    : MEASURES[name].better === "higher"
    ? value
    : -value;

/** The quadrature and the root that the oracle uses are good to this. */
const TOLERANCE = 1e-7;

function assertSameMeasures(candidate: Candidate, brute: BruteCandidate): void {
  for (const name of MEASURE_NAMES) {
    const [actual, expected] = [candidate.measures[name], brute.measures[name]];
    const agrees = actual === null || expected === null ? actual === expected : isClose(actual, expected, TOLERANCE);
    assert.ok(agrees, `${candidate.family} ${brute.key}: ${name} is ${actual}, not ${expected}`);
  }
}

interface Setting extends Pick<BruteRequest, "fill" | "forecast"> {
  capital?: CapitalRules;
}

const findAll = (family: FamilyName, criteria: Criteria, setting: Setting): BruteCandidate[] =>
  bruteForce({
    board,
    carry: CARRY,
    family,
    criteria,
    liquidity: LIQUIDITY,
    ...setting,
    capitalOf: setting.capital?.of,
  });

/** Compares the ten best by every measure with the truth. */
function compareAll(family: FamilyName, criteria: Criteria, setting: Setting, truth: BruteCandidate[]): void {
  const byKey = new Map(truth.map((candidate) => [candidate.key, candidate]));
  const book = createBook(board, { liquidity: LIQUIDITY, ...setting });
  for (const rankBy of MEASURE_NAMES) {
    const { candidates, admissible, isCapped } = screen(book, {
      family,
      criteria,
      rankBy,
      top: 10,
      capital: setting.capital,
    });
    assert.ok(!isCapped);
    if (!setting.capital) assert.equal(admissible, truth.length, `${family}: admissible`);
    const best = truth.map(({ measures, unlimitedProfit }) => scoreOf(rankBy, measures[rankBy], unlimitedProfit))
      .sort((a, b) => b > a ? 1 : b < a ? -1 : 0).slice(0, 10);
    assert.equal(candidates.length, best.length, `${family} by ${rankBy}`);
    assert.equal(new Set(candidates.map(keyOf)).size, candidates.length, `${family} by ${rankBy}: no one twice`);
    for (const [place, candidate] of candidates.entries()) {
      const brute = byKey.get(keyOf(candidate));
      assert.ok(brute, `${family} by ${rankBy}: ${keyOf(candidate)} is not admissible`);
      assertSameMeasures(candidate, brute);
      const score = scoreOf(rankBy, candidate.measures[rankBy], candidate.unlimited.profit);
      const isRight = score === best[place]! || isClose(score, best[place]!, TOLERANCE);
      assert.ok(isRight, `${family} by ${rankBy}, place ${place + 1}: ${score}, the true one has ${best[place]}`);
    }
  }
}

const settings: { title: string; criteria: (family: FamilyName) => Criteria; setting: Setting }[] = [
  { title: "loose criteria, mid prices", criteria: () => LOOSE, setting: { fill: "mid", forecast: 0.18 } },
  {
    title: "tight criteria, natural prices",
    criteria: (family) => ({ ...TIGHT, ...TIGHTER[family] }),
    setting: { fill: "natural", forecast: 0.27 },
  },
  {
    title: "capital by a rule",
    criteria: () => ({ ...LOOSE, maxCapital: 2500 }),
    setting: { fill: "mid", forecast: 0.23, capital: { of: plainCapital } },
  },
  {
    title: "Regulation T",
    criteria: (family) => ({ ...LOOSE, maxCapital: family === "covered_call" ? 4900 : 2200 }),
    setting: {
      fill: "natural",
      forecast: 0.17,
      capital: { of: (legs, spot) => estimateMargin(legs, spot).net, covered: "is_loss", uncovered: EQUITY_MARGIN },
    },
  },
];

for (const { title, criteria, setting } of settings) {
  for (const family of FAMILY_NAMES) {
    const truth = findAll(family, criteria(family), setting);
    const name = `screens: ${family}, ${title}: of ${truth.length} the top ten by ${MEASURE_NAMES.length} measures`;
    Deno.test(name, () => {
      assert.ok(truth.length > 0, "a test needs candidates");
      compareAll(family, criteria(family), setting, truth);
    });
  }
}
