/** Which rolls are best. */

import type { JudgedRoll } from "./judge.ts";
import { ROLL_MEASURES, type RollMeasureName } from "./measures.ts";
import { ROLL_KINDS } from "./kinds.ts";

export interface RollRanking {
  /** The best first. */
  ranked: JudgedRoll[];
  /** Whether all of the ranked bring a net credit at natural prices; else none does, or debits were wanted. */
  isCredit: boolean;
  /** How many would bring one. */
  credits: number;
}

/**
 * By `measure`, among those with a net credit; with `debits`, among all. When none brings a credit all are ranked, by the
 * smallest debit where the measure is a credit. What the measure says nothing of comes last. `close` is left out.
 */
export function rankRolls(rolls: readonly JudgedRoll[], measure: RollMeasureName, debits = false): RollRanking {
  const candidates = rolls.filter(({ kind }) => kind !== "close");
  const credits = candidates.filter(({ creditNatural }) => creditNatural > 0);
  const isCredit = !debits && credits.length > 0;
  const isByCredit = measure === "credit_per_day" && !isCredit && !debits;
  const { of } = ROLL_MEASURES[isByCredit ? "credit" : measure];
  const values = new Map(candidates.map((roll) => [roll, of(roll) ?? -Infinity]));
  const place = ({ kind }: JudgedRoll): number => ROLL_KINDS.indexOf(kind);
  const ranked = (isCredit ? credits : [...candidates]).sort((a, b) =>
    difference(values.get(b)!, values.get(a)!) || difference(b.creditNatural, a.creditNatural) ||
    place(a) - place(b) || a.daysAdded - b.daysAdded
  );
  return { ranked, isCredit, credits: credits.length };
}

/** Not a number for two that are equally infinite. */
const difference = (one: number, other: number): number => one === other ? 0 : one - other;

/** The first `count`, and behind them the best of each kind that is not among them. */
export function shortlist(ranked: readonly JudgedRoll[], count: number): { best: JudgedRoll[]; others: JudgedRoll[] } {
  const best = ranked.slice(0, count);
  const shown = new Set(best.map(({ kind }) => kind));
  const others = ranked.slice(count).filter(({ kind }) => !shown.has(kind) && shown.add(kind));
  return { best, others };
}
