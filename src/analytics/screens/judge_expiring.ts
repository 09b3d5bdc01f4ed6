/** Candidates whose options all expire together: straight lines between strikes, solved exactly. */

import type { Book } from "./book.ts";
import { chanceOfWinning } from "./chance.ts";
import {
  BREAKEVEN_COUNT,
  BREAKEVENS,
  CREDIT,
  DAYS,
  DEVIATION,
  MAX_LOSS,
  MAX_PROFIT,
  NOTHING,
  POP,
  UNCHANGED,
  WINS_AT_ZERO,
} from "./figures.ts";
import type { Judge } from "./judge.ts";
import type { Shape } from "./shape.ts";

/** The steps of a shape that is not modelled. */
export function judgeExpiring(
  { strike, intrinsic, board: { spot } }: Book,
  { rights, quantities, shares }: Shape,
): Pick<Judge, "weigh" | "weighChances"> & { appraise?: undefined } {
  const size = quantities.length;
  const quantityOf = Int8Array.from(quantities);
  const putsOf = Int8Array.from(quantities, (quantity, leg) => rights[leg] === "put" ? quantity : 0);
  const slopeAtZero = putsOf.reduce((slope, puts) => slope - puts, shares as number);
  const paidForShares = shares * spot;

  return {
    weigh(front, legs, figures) {
      figures[DAYS] = front.daysLeft;
      figures[DEVIATION] = front.deviation;
      let profit = figures[CREDIT]! - paidForShares;
      for (let leg = 0; leg < size; leg++) profit += putsOf[leg]! * strike[legs[leg]!]!;
      let slope = slopeAtZero;
      let best = profit;
      let worst = profit;
      let wins = profit > NOTHING;
      let count = 0;
      let from = 0;
      figures[WINS_AT_ZERO] = wins ? 1 : 0;
      for (let leg = 0; leg < size; leg++) {
        const to = strike[legs[leg]!]!;
        const next = profit + slope * (to - from);
        if (next > NOTHING !== wins) {
          figures[BREAKEVENS + count++] = from - profit / slope;
          wins = !wins;
        }
        if (next > best) best = next;
        if (next < worst) worst = next;
        profit = next;
        from = to;
        slope += quantityOf[leg]!;
      }
      // Beyond the last strike there is a ray.
      if (slope !== 0 && slope > 0 !== wins) figures[BREAKEVENS + count++] = from - profit / slope;
      figures[BREAKEVEN_COUNT] = count;
      figures[MAX_PROFIT] = slope > 0 ? Infinity : best;
      figures[MAX_LOSS] = slope < 0 ? Infinity : -worst;
    },
    weighChances(front, legs, figures) {
      let exercise = 0;
      for (let leg = 0; leg < size; leg++) exercise += quantityOf[leg]! * intrinsic[legs[leg]!]!;
      figures[UNCHANGED] = figures[CREDIT]! + exercise;
      figures[POP] = chanceOfWinning(front, figures);
    },
  };
}
