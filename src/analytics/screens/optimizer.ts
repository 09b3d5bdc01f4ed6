/** "It will cost X by day Y, and I can spend Z": the positions that pay best if that comes true. */

import { probabilityOfProfit } from "../probability/expected_value.ts";
import type { Book } from "./book.ts";
import { type Candidate, describeCandidate } from "./candidate.ts";
import type { CapitalRules } from "./capital.ts";
import { type Criteria, limitsOf } from "./criteria.ts";
import { FAMILIES } from "./families.ts";
import type { FamilyName } from "./family_names.ts";
import { CAPITAL, CREDIT } from "./figures.ts";
import { findBreakevens, laterOutcome, laterValues } from "./later_value.ts";
import { assertCount, MOST_PAIRS } from "./screen.ts";
import { searchFamily } from "./search.ts";
import type { Shape } from "./shape.ts";
import { createTrial, type Ranking } from "./trial.ts";

export interface Goal {
  /** The price that is expected, dollars per share; or the way: a deviation up or down from the forward, or today's. */
  target: number | "up" | "down" | "stay";
  /** Until when, ACT/365: positions are valued then, and none expires before. */
  years: number;
  /** Dollars that may be tied up. */
  budget: number;
  /** How many positions to tell, and how many at most of one family (any number when missing). */
  top: number;
  perFamily?: number | undefined;
  /** How many of a family may share an option that is sold (that is bought, where none is sold). */
  perShort?: number | undefined;
  /** Profit at the target by capital, or in dollars for as many units as the budget allows; `return` when missing. */
  rankBy?: "return" | "total" | undefined;
  /** `USUAL_MEANS` when missing. Shapes whose loss has no limit need `capital`. */
  families?: readonly FamilyName[] | undefined;
  /** Whatever else they must satisfy; deltas are from 0.03 to 0.97 where it says nothing of them. */
  criteria?: Criteria | undefined;
  capital?: CapitalRules | undefined;
  /** Candidates of each family that may be tried; `MOST_PAIRS` when missing. */
  maxPairs?: number | undefined;
}

/** Dollars for one unit of the position, on the goal's day. */
export interface Prospect {
  candidate: Candidate;
  /** How many units the budget allows. */
  units: number;
  profitAtTarget: number;
  /** As a fraction of the capital. */
  returnAtTarget: number;
  /** If the underlying costs then what it costs now. */
  profitUnchanged: number;
  /** Of a profit then, lognormal by the market's volatilities at the money; and the prices at which it begins and ends. */
  probabilityOfProfit: number;
  breakevens: number[];
}

export interface Prospects {
  /** The best first. */
  prospects: Prospect[];
  /** What was taken for the target. */
  target: number;
  tried: number;
  /** Candidates that make money at the target and satisfy the criteria, but for the probability of a profit. */
  admissible: number;
  isCapped: boolean;
}

export const USUAL_MEANS: readonly FamilyName[] = [
  "long_call",
  "long_put",
  "call_debit_spread",
  "put_debit_spread",
  "put_credit_spread",
  "call_credit_spread",
  "call_butterfly",
  "put_butterfly",
  "call_calendar",
  "put_calendar",
  "call_diagonal",
  "put_diagonal",
];

const TRADED = { min: 0.03, max: 0.97 };

/** `RangeError` for a goal that makes no sense. */
export function findProspects(book: Book, goal: Goal): Prospects {
  const { years, budget, top, perFamily = top, perShort, rankBy = "return" } = goal;
  const { families = USUAL_MEANS, maxPairs = MOST_PAIRS } = goal;
  for (const [name, value] of Object.entries({ top, perFamily, maxPairs })) assertCount(name, value);
  if (!(years > 0 && years < Infinity)) throw new RangeError(`years must be positive, not ${years}`);
  if (!(budget > 0)) throw new RangeError(`budget must be positive, not ${budget}`);
  const target = targetOf(book, goal);
  const values = laterValues(book, target, years);
  const limits = limitsOf({
    shortDelta: TRADED,
    longDelta: TRADED,
    ...goal.criteria,
    maxCapital: Math.min(budget, goal.criteria?.maxCapital ?? Infinity),
    days: { ...goal.criteria?.days, min: Math.max(firstDay(book, years), goal.criteria?.days?.min ?? 0) },
  });
  const { multiplier } = book.board;
  const found: { prospect: () => Prospect; score: number }[] = [];
  const sum = { tried: 0, admissible: 0, isCapped: false };
  for (const name of families) {
    const family = FAMILIES[name];
    const { shape } = family;
    const profitOf = createProfit(book, shape, values, target);
    const scoreOf = (profit: number, capital: number): number =>
      rankBy === "return" ? profit / capital : profit * Math.floor(budget / capital + 1e-9);
    const ranking: Ranking = {
      needsWorth: false,
      needsChances: false,
      usesCapital: true,
      isHasty: true,
      deserves: (legs) => profitOf(legs) > 0,
      scoreOf(figures, legs) {
        const score = scoreOf(profitOf(legs) * multiplier, figures[CAPITAL]!);
        return Number.isNaN(score) ? -Infinity : score;
      },
      boundOf: (score) => score,
    };
    const trial = createTrial(book, family, limits, ranking, goal.capital);
    const walk = searchFamily(book, family, limits, maxPairs, trial.consider);
    sum.tried += walk.tried;
    sum.isCapped ||= walk.isCapped;
    sum.admissible += trial.passed();
    for (const legs of trial.pick(Math.min(top, perFamily), perShort)) {
      const figures = trial.examine(legs).slice();
      const [profit, capital] = [profitOf(legs) * multiplier, figures[CAPITAL]!];
      found.push({
        score: scoreOf(profit, capital),
        prospect: () => ({
          candidate: describeCandidate(book, family, legs, figures, limits.earnings?.day ?? null),
          units: Math.floor(budget / capital + 1e-9),
          profitAtTarget: profit,
          returnAtTarget: profit / capital,
          ...judgeThen(book, shape, legs, figures[CREDIT]!, years, target),
        }),
      });
    }
  }
  found.sort((a, b) => b.score - a.score);
  return { ...sum, target, prospects: found.slice(0, top).map(({ prospect }) => prospect()) };
}

function targetOf(book: Book, { target, years }: Goal): number {
  if (typeof target === "number") {
    if (!(target > 0 && target < Infinity)) throw new RangeError(`target must be positive, not ${target}`);
    return target;
  }
  if (target === "stay") return book.board.spot;
  return book.forwardAt(years) * Math.exp((target === "up" ? 1 : -1) * book.outlookAt(years).deviation);
}

/** Days left of the first expiration that is not over then; infinite when there is none. */
const firstDay = ({ shelves }: Book, years: number): number =>
  shelves.find((shelf) => shelf.years >= years - 1e-8)?.daysLeft ?? Infinity;

/** The profit a share at the target, at the assumed fill; NaN where an option is not alive then. */
function createProfit(book: Book, shape: Shape, values: Float64Array, target: number): (legs: Int32Array) => number {
  const { paid, got } = book;
  const quantities = Int8Array.from(shape.quantities);
  const fromShares = shape.shares * (target - book.board.spot);
  return (legs) => {
    let profit = fromShares;
    for (let leg = 0; leg < quantities.length; leg++) {
      const id = legs[leg]!;
      const quantity = quantities[leg]!;
      profit += quantity * (values[id]! - (quantity > 0 ? paid[id]! : got[id]!));
    }
    return profit;
  };
}

function judgeThen(
  book: Book,
  shape: Shape,
  legs: Int32Array,
  credit: number,
  years: number,
  target: number,
): Pick<Prospect, "profitUnchanged" | "probabilityOfProfit" | "breakevens"> {
  const outcome = laterOutcome(book, shape, legs, credit, years);
  const outlook = book.outlookAt(years);
  const strikes = shape.rights.map((_, leg) => book.strike[legs[leg]!]!);
  const breakevens = findBreakevens(outcome, outlook, [...strikes, target]);
  return {
    profitUnchanged: outcome.at(book.board.spot),
    probabilityOfProfit: probabilityOfProfit(outcome, breakevens, outlook),
    breakevens,
  };
}
