/** Candidates of several families, or several underlyings, in one list. */

import type { Candidate } from "./candidate.ts";
import { type MeasureName, MEASURES } from "./measures.ts";

/** The best of all by one measure, the best first; what it says nothing of comes last, equals keep their order. */
export function rankTogether<T extends Candidate>(lists: readonly (readonly T[])[], rankBy: MeasureName): T[] {
  const sign = MEASURES[rankBy].better === "higher" ? 1 : -1;
  const scoreOf = ({ measures, unlimited }: T): number => {
    if (rankBy === "max_profit" && unlimited.profit) return Infinity;
    return sign * (measures[rankBy] ?? sign * -Infinity);
  };
  return lists.flat().sort((a, b) => compare(scoreOf(b), scoreOf(a)));
}

const compare = (a: number, b: number): number => a < b ? -1 : a > b ? 1 : 0;
