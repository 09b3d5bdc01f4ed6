import assert from "node:assert/strict";
import fc from "fast-check";
import type { Leg } from "../../../src/analytics/positions/leg.ts";
import { createBook } from "../../../src/analytics/screens/book.ts";
import type { Candidate } from "../../../src/analytics/screens/candidate.ts";
import type { Criteria, Range } from "../../../src/analytics/screens/criteria.ts";
import { FAMILY_NAMES, type FamilyName } from "../../../src/analytics/screens/family_names.ts";
import { MEASURE_NAMES, type MeasureName, MEASURES } from "../../../src/analytics/screens/measures.ts";
import { screen, type ScreenRequest } from "../../../src/analytics/screens/screen.ts";
import { USUAL_SCREENS } from "../../../src/analytics/screens/usual_criteria.ts";
import { recognizeStrategy } from "../../../src/analytics/strategies/recognize.ts";
import { keyOf } from "./brute_force.ts";
import { dayAfter, modelBoard, steps } from "./model_board.ts";

const board = modelBoard({
  strikes: steps(75, 130, 2.5),
  days: [20, 40, 75, 130],
  half: (value) => 0.005 + 0.01 * value,
  tick: 0.01,
});
const LIQUIDITY = { maxSpread: { dollars: 0.06, fraction: 0.12 }, minOpenInterest: 200 };
const book = createBook(board, { liquidity: LIQUIDITY, forecast: 0.19 });

const anyRange = (min: number, max: number) =>
  fc.option(
    fc.tuple(fc.double({ min, max, noNaN: true }), fc.double({ min, max, noNaN: true }))
      .map(([a, b]): Range => ({ min: Math.min(a, b), max: Math.max(a, b) })),
    { nil: undefined },
  );
const anyNumber = (min: number, max: number) =>
  fc.option(fc.double({ min, max, noNaN: true }), { nil: undefined, freq: 1 });

const anyCriteria: fc.Arbitrary<Criteria> = fc.record({
  days: anyRange(10, 140),
  backDays: anyRange(30, 140),
  shortDelta: anyRange(0.02, 0.9),
  longDelta: anyRange(0.02, 0.9),
  width: anyRange(0, 30),
  equalWings: fc.boolean(),
  minCredit: anyNumber(-5, 3),
  minCreditToWidth: anyNumber(-1, 0.5),
  maxDebit: anyNumber(-1, 10),
  maxDebitToWidth: anyNumber(-0.2, 1),
  minPop: anyNumber(0, 0.9),
  minTermSpread: anyNumber(-0.05, 0.05),
  maxCapital: anyNumber(0, 12_000),
  earnings: fc.option(
    fc.record({
      day: fc.integer({ min: 1, max: 140 }).map(dayAfter),
      rule: fc.constantFrom("avoid" as const, "require" as const, "tell" as const),
    }),
    { nil: undefined },
  ),
});

const isIn = (value: number, { min = -Infinity, max = Infinity }: Range = {}): boolean =>
  value >= min - 1e-8 && value <= max + 1e-8;

/** Whatever may be asked is so, read off the contracts themselves. */
function assertConstraints(candidate: Candidate, criteria: Criteria): void {
  const { contracts, measures, family, earnings } = candidate;
  const [front, back] = [contracts[0]!, contracts.at(-1)!];
  assert.ok(isIn(front.daysLeft, criteria.days));
  if (back.daysLeft > front.daysLeft) assert.ok(isIn(back.daysLeft, criteria.backDays));
  for (const { quantity, delta, bid, ask, mid, openInterest } of contracts) {
    assert.ok(isIn(Math.abs(delta), quantity < 0 ? criteria.shortDelta : criteria.longDelta));
    assert.ok(bid > 0 && ask >= bid && ask - bid <= Math.max(0.06, 0.12 * mid) + 1e-8);
    assert.ok(openInterest! >= 200);
  }
  if (criteria.minCredit !== undefined) assert.ok(measures.credit_mid! >= criteria.minCredit - 1e-8);
  if (criteria.maxDebit !== undefined) assert.ok(-measures.credit_mid! <= criteria.maxDebit + 1e-8);
  if (criteria.minCreditToWidth !== undefined) {
    assert.ok(measures.credit_to_width! >= criteria.minCreditToWidth - 1e-7);
  }
  if (criteria.maxDebitToWidth !== undefined) assert.ok(-measures.credit_to_width! <= criteria.maxDebitToWidth + 1e-7);
  if (criteria.minPop !== undefined) assert.ok(measures.pop! >= criteria.minPop - 1e-8);
  if (criteria.minTermSpread !== undefined) assert.ok(measures.term_spread! >= criteria.minTermSpread - 1e-8);
  if (criteria.maxCapital !== undefined) assert.ok(measures.capital! <= criteria.maxCapital + 1e-8);
  if (criteria.earnings?.rule === "avoid") assert.notEqual(earnings, "before_front");
  if (criteria.earnings?.rule === "require") assert.equal(earnings, "before_front");
  if (family.startsWith("iron") && criteria.equalWings) {
    const [a, b, c, d] = contracts.map(({ strike }) => strike) as [number, number, number, number];
    assert.ok(Math.abs((b - a) - (d - c)) < 1e-8);
  }
}

/** Null is unknown; everything else is a number that can be read. */
function assertSound({ measures, breakevens, legs }: Candidate): void {
  for (const name of MEASURE_NAMES) {
    assert.ok(measures[name] === null || Number.isFinite(measures[name]), `${name} ${measures[name]}`);
  }
  assert.ok(measures.pop! >= 0 && measures.pop! <= 1);
  assert.ok(measures.slippage! >= -1e-9);
  assert.ok(breakevens.every((price, i) => price > 0 && (i === 0 || price > breakevens[i - 1]!)));
  assert.ok(legs.every((leg) => leg.price > 0 && leg.quantity !== 0));
}

Deno.test("screen: whatever is asked, results satisfy it, stand in order, hold no NaN, and come again the same", () => {
  const seen = new Set<FamilyName>();
  fc.assert(
    fc.property(
      anyCriteria,
      fc.constantFrom(...FAMILY_NAMES),
      fc.constantFrom(...MEASURE_NAMES),
      (criteria, family, rankBy) => {
        const request: ScreenRequest = { family, criteria, rankBy, top: 8 };
        const screening = screen(book, request);
        const { candidates } = screening;
        for (const candidate of candidates) {
          assertConstraints(candidate, criteria);
          assertSound(candidate);
          seen.add(family);
        }
        assertOrder(candidates, rankBy);
        assert.ok(candidates.length <= screening.admissible && screening.admissible <= screening.tried);
        assert.deepEqual(screen(createBook(board, { liquidity: LIQUIDITY, forecast: 0.19 }), request), screening);
      },
    ),
    { numRuns: 1500, seed: 5 },
  );
  assert.ok(seen.size > 20, `only ${[...seen]} had candidates`);
});

function assertOrder(candidates: Candidate[], rankBy: MeasureName): void {
  const sign = MEASURES[rankBy].better === "higher" ? 1 : -1;
  const scores = candidates.map(({ measures, unlimited }) =>
    rankBy === "max_profit" && unlimited.profit ? Infinity : sign * (measures[rankBy] ?? sign * -Infinity)
  );
  for (const [i, score] of scores.entries()) assert.ok(i === 0 || scores[i - 1]! >= score, `${rankBy}: ${scores}`);
}

Deno.test("screen: equals, and what a measure says nothing of, stand in the order of expirations and strikes", () => {
  const request: ScreenRequest = { family: "short_strangle", criteria: {}, rankBy: "term_spread", top: 60_000 };
  const { candidates, admissible } = screen(book, request);
  const places = candidates.map(({ contracts: [put, call] }) =>
    `${put!.day} ${1000 + put!.strike} ${1000 + call!.strike}`
  );
  assert.equal(places.length, admissible);
  assert.deepEqual(places, places.toSorted());
});

Deno.test("screen: what is found is what recognition calls it", () => {
  for (const family of FAMILY_NAMES) {
    const criteria: Criteria = { shortDelta: { min: 0.05, max: 0.7 } };
    const { candidates } = screen(book, { family, criteria, rankBy: "pop", top: 5 });
    assert.ok(candidates.length > 0, family);
    for (const { legs } of candidates) {
      const { id } = recognizeStrategy(legs, { isCashSecured: true });
      const known = family === "call_diagonal"
        ? "poor_mans_covered_call"
        : family === "put_diagonal"
        ? "poor_mans_covered_put"
        : family;
      assert.ok(id === family || id === known, `${family} is called ${id}`);
    }
  }
});

Deno.test("screen: at most so many share an option that is sold, and the best of those come first", () => {
  const request: ScreenRequest = { family: "iron_condor", criteria: {}, rankBy: "return_on_capital", top: 30 };
  const all = screen(book, { ...request, top: 60_000 }).candidates;
  const uses = new Map<string, number>();
  const expected: string[] = [];
  for (const candidate of all) {
    const shorts = candidate.contracts.filter(({ quantity }) => quantity < 0).map((c) =>
      `${c.right} ${c.strike} ${c.day}`
    );
    if (expected.length === 30 || shorts.some((short) => (uses.get(short) ?? 0) >= 2)) continue;
    for (const short of shorts) uses.set(short, (uses.get(short) ?? 0) + 1);
    expected.push(keyOf(candidate));
  }
  const { candidates } = screen(book, { ...request, perShort: 2 });
  assert.deepEqual(candidates.map(keyOf), expected);
  assert.notDeepEqual(screen(book, request).candidates.map(keyOf), expected);
});

Deno.test("screen: too many candidates are cut, said, and shared out over expirations and strikes", () => {
  const request: ScreenRequest = { family: "short_strangle", criteria: {}, rankBy: "pop", top: 60_000 };
  const whole = screen(book, request);
  assert.ok(!whole.isCapped && whole.tried > 400);
  const part = screen(book, { ...request, maxPairs: 200 });
  assert.ok(part.isCapped && part.tried <= 200 && part.tried > 150);
  const putsOf = (candidates: Candidate[]) =>
    new Set(candidates.map(({ contracts: [put] }) => `${put!.day} ${put!.strike}`));
  assert.deepEqual([...putsOf(part.candidates)].sort(), [...putsOf(whole.candidates)].sort());
});

Deno.test("screen: capital is asked for what may be among the best, not for all", () => {
  let asked = 0;
  const request: ScreenRequest = {
    family: "iron_condor",
    criteria: { equalWings: false },
    rankBy: "return_on_capital",
    top: 10,
    capital: {
      of(legs) {
        asked++;
        assert.equal(legs.length, 4);
        return 3000;
      },
    },
  };
  const { admissible, candidates } = screen(book, { ...request, rankBy: "pop" });
  assert.ok(admissible > 1000 && asked === 10 && candidates.every(({ measures }) => measures.capital === 3000));
  asked = 0;
  const unknown = () => (asked++, null);
  screen(book, { ...request, capital: { of: unknown } });
  assert.equal(asked, admissible + 10, "an unknown capital is worst, so all are asked");
  asked = 0;
  const { candidates: best } = screen(book, { ...request, capital: { of: unknown, covered: "is_loss" } });
  assert.ok(asked === 0 && best.every(({ measures }) => measures.capital === measures.max_loss));
});

Deno.test("screen: where capital is at least the greatest loss, those that cannot be among the best are not asked for", () => {
  let asked = 0;
  const of = (legs: readonly Leg[]) => {
    asked++;
    const cost = legs.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
    const [a, b, c, d] = legs.map((leg) => leg.kind === "option" ? leg.strike : NaN) as [
      number,
      number,
      number,
      number,
    ];
    return 100 * (Math.max(b - a, d - c) + cost) + 20 + 20 * Math.sin(1e3 * cost);
  };
  const request: ScreenRequest = {
    family: "iron_condor",
    criteria: { equalWings: false, width: { max: 10 } },
    rankBy: "return_on_capital",
    top: 10,
    capital: { of },
  };
  const few = screen(book, request);
  assert.ok(asked > 10 && asked < few.admissible / 10, `${asked} of ${few.admissible}`);
  assert.deepEqual(screen(book, { ...request, capital: { of, covered: "any" } }), few);
});

Deno.test("screen: earnings on the day of an expiration come before it", () => {
  const find = (day: number, rule: "avoid" | "require" | "tell", family: FamilyName = "long_call") =>
    screen(book, {
      family,
      criteria: { days: { min: 40, max: 40 }, backDays: { max: 75 }, earnings: { day: dayAfter(day), rule } },
      rankBy: "pop",
      top: 3,
    }).candidates.map(({ earnings }) => earnings);
  const three = <T>(value: T): T[] => [value, value, value];
  assert.deepEqual(find(40, "avoid"), []);
  assert.deepEqual(find(40, "require"), three("before_front"));
  assert.deepEqual(find(41, "avoid"), three("after"));
  assert.deepEqual(find(41, "require"), []);
  assert.deepEqual(find(40, "tell"), three("before_front"));
  assert.deepEqual(find(75, "tell", "call_calendar"), three("before_back"));
  assert.deepEqual(find(76, "tell", "call_calendar"), three("after"));
});

Deno.test("screen: whatever numbers a board holds, nothing throws and no NaN comes out", () => {
  const anyNumber = fc.oneof(
    fc.double(),
    fc.double({ min: 0, max: 20 }),
    fc.constantFrom(NaN, 0, -1, Infinity, 1e-300, 1e300),
  );
  fc.assert(
    fc.property(
      fc.array(anyNumber, { minLength: 40, maxLength: 40 }),
      fc.constantFrom(...FAMILY_NAMES),
      (numbers, family) => {
        let next = 0;
        const wild = modelBoard({
          days: [20, 40, 75],
          strikes: [90, 95, 100, 105, 110],
          half: () => 0.01,
          spoil(side, row) {
            if (row % 2 === 1) return;
            const columns = [side.bid, side.ask, side.volatility, side.delta, side.theta, side.openInterest];
            columns[next % columns.length]![row] = numbers[next % numbers.length]!;
            next++;
          },
        });
        const [front] = wild.expirations;
        Object.assign(front!, { volatility: Math.abs(numbers[1]!), forward: Math.abs(numbers[2]!) });
        front!.strikes[0] = Math.min(95, numbers[3]!);
        const spoiled = createBook(wild, { liquidity: { minOpenInterest: 0 }, forecast: 0.2 });
        for (const rankBy of ["forecast_return", "breakeven_distance", "pop_weighted_return"] as const) {
          for (const { measures, breakevens } of screen(spoiled, { family, criteria: {}, rankBy, top: 5 }).candidates) {
            for (const value of Object.values(measures)) assert.ok(value === null || Number.isFinite(value));
            assert.ok(breakevens.every((price) => price > 0 && Number.isFinite(price)));
          }
        }
      },
    ),
    { numRuns: 400, seed: 11 },
  );
});

Deno.test("screen: usual criteria find something in every family on a lively board", () => {
  const lively = createBook(
    modelBoard({ spot: 100, strikes: steps(60, 140, 1), days: [31, 45, 80, 120, 180], half: () => 0.01, tick: 0.01 }),
    { forecast: 0.18 },
  );
  for (const family of FAMILY_NAMES) {
    const { criteria, rankBy, rankByForecast } = USUAL_SCREENS[family];
    for (const measure of [rankBy, rankByForecast]) {
      const capital = { of: () => 2000 };
      const { candidates } = screen(lively, { family, criteria, rankBy: measure, top: 3, capital });
      assert.ok(candidates.length > 0 && candidates[0]!.measures[measure] !== null, `${family} by ${measure}`);
    }
  }
});

Deno.test("screen: a request that makes no sense is refused", () => {
  const request: ScreenRequest = { family: "long_call", criteria: {}, rankBy: "pop", top: 1 };
  for (const wrong of [{ top: 0 }, { top: 1.5 }, { perShort: 0 }, { maxPairs: NaN }, { criteria: { minPop: NaN } }]) {
    assert.throws(() => screen(book, { ...request, ...wrong }), RangeError);
  }
  const blind = createBook(board);
  assert.throws(() => screen(blind, { ...request, rankBy: "forecast_return" }), RangeError);
  assert.equal(screen(blind, request).candidates[0]!.measures.expected_value_forecast, null);
});
