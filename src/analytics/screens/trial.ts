/** Judges the candidates of a family one by one, keeps those that pass, and picks the best. */

import type { Book, Shelf } from "./book.ts";
import { type CapitalRules, createCapital } from "./capital.ts";
import { CLOSE, type Limits } from "./criteria.ts";
import { CAPITAL, createFigures, CREDIT, MAX_LOSS, MAX_PROFIT, NOTHING, POP, TERM_SPREAD, WIDTH } from "./figures.ts";
import { createJudge } from "./judge.ts";
import { shelfOf } from "./position_legs.ts";
import type { Family } from "./shape.ts";
import { addRow, createRows, LEGS, pickBest } from "./shortlist.ts";

/** How candidates compare. */
export interface Ranking {
  /** The steps of a `Judge` that it needs beyond the first two. */
  needsWorth: boolean;
  needsChances: boolean;
  usesCapital: boolean;
  /** The most that a score from too little capital can become with more. */
  boundOf(score: number): number;
  /** Whether a least probability of a profit is asked only of the best, so that `passed` does not know of it. */
  isHasty: boolean;
  /** A quick look before anything is weighed; false to pass over. */
  deserves?(legs: Int32Array): boolean;
  /** The more, the better; -Infinity when not known. Never NaN. */
  scoreOf(figures: Float64Array, legs: Int32Array): number;
}

export interface Trial {
  consider(front: Shelf, legs: Int32Array): void;
  /** How many passed. */
  passed(): number;
  /** The best, at most `perShort` of them with the same sold option (the same bought one, where none is sold). */
  pick(count: number, perShort?: number): Int32Array[];
  /** All figures of a candidate, valid until the next call. */
  examine(legs: Int32Array): Float64Array;
}

export function createTrial(
  book: Book,
  { shape }: Family,
  limits: Limits,
  ranking: Ranking,
  rules?: CapitalRules,
): Trial {
  const figures = createFigures(book);
  const judge = createJudge(book, shape);
  const capital = createCapital(book, shape, rules);
  const rows = createRows();
  const { maxCapital } = limits;
  const needsCapital = ranking.usesCapital || maxCapital < Infinity;
  const needsWorth = ranking.needsWorth || limits.minTermSpread > -Infinity;
  const needsChances = ranking.needsChances || (limits.minPop > -Infinity && !ranking.isHasty);
  const minCredit = limits.minCredit - CLOSE;
  const minCreditToWidth = Math.max(limits.minCreditToWidth, shape.leastCreditToWidth) - CLOSE;
  const minTermSpread = limits.minTermSpread - CLOSE;
  const minPop = limits.minPop - CLOSE;
  const isCapitalLate = needsCapital && capital.isLate;
  const isLate = isCapitalLate || (limits.minPop > -Infinity && ranking.isHasty);

  const affords = (dollars: number): boolean => maxCapital === Infinity || dollars <= maxCapital + CLOSE;

  function examine(legs: Int32Array): Float64Array {
    const front = shelfOf(book, legs[0]!);
    judge.price(legs, figures);
    judge.weigh(front, legs, figures);
    judge.appraise(front, legs, figures);
    judge.weighChances(front, legs, figures);
    figures[CAPITAL] = capital.of(legs, figures);
    return figures;
  }

  const legsOf = (row: number): Int32Array => rows.legs.subarray(row * LEGS, (row + 1) * LEGS);

  /** The score with the capital that is asked for. */
  function settle(row: number): number {
    const legs = legsOf(row);
    examine(legs);
    return affords(figures[CAPITAL]!) && figures[POP]! >= minPop ? ranking.scoreOf(figures, legs) : NaN;
  }

  /** Contracts that make candidates alike: those that are sold, or all. */
  function shared(row: number): Int32Array | number[] {
    const legs = legsOf(row).subarray(0, shape.rights.length);
    const sold = [...legs].filter((_, leg) => shape.quantities[leg]! < 0);
    return sold.length > 0 ? sold : legs;
  }

  return {
    consider(front, legs) {
      if (ranking.deserves?.(legs) === false) return;
      judge.price(legs, figures);
      const credit = figures[CREDIT]!;
      if (credit < minCredit) return;
      if (minCreditToWidth > -Infinity && !(credit >= minCreditToWidth * figures[WIDTH]!)) return;
      judge.weigh(front, legs, figures);
      // What cannot lose, or cannot win, is a quote that nobody will honour.
      if (!(figures[MAX_PROFIT]! > NOTHING && figures[MAX_LOSS]! > NOTHING)) return;
      if (needsWorth) {
        judge.appraise(front, legs, figures);
        if (minTermSpread > -Infinity && !(figures[TERM_SPREAD]! >= minTermSpread)) return;
      }
      if (needsChances) {
        judge.weighChances(front, legs, figures);
        if (figures[POP]! < minPop) return;
      }
      if (needsCapital) {
        figures[CAPITAL] = isCapitalLate ? capital.floorOf(legs, figures) : capital.of(legs, figures);
        if (!affords(figures[CAPITAL]!)) return;
      }
      const score = ranking.scoreOf(figures, legs);
      addRow(rows, legs, isCapitalLate ? ranking.boundOf(score) : score);
    },
    passed: () => rows.size,
    pick(count, perShort) {
      const picks = pickBest(rows, {
        count,
        settle: isLate ? settle : undefined,
        diversity: perShort === undefined ? undefined : { most: perShort, of: shared },
      });
      return picks.map((row) => legsOf(row).slice());
    },
    examine,
  };
}
