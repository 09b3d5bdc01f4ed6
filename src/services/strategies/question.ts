/** What is looked for, and what that means for one family. */

import type { Criteria, EarningsRule, Range } from "../../analytics/screens/criteria.ts";
import type { FamilyName } from "../../analytics/screens/family_names.ts";
import type { MeasureName } from "../../analytics/screens/measures.ts";
import { USUAL_SCREENS } from "../../analytics/screens/usual_criteria.ts";
import type { Day } from "../../core/calendar.ts";
import { usualWidth } from "./usual_width.ts";

/** A price, or a way it goes, until `day`; dollars that may be spent. */
export interface Target {
  price: number | "up" | "down" | "stay";
  day: Day;
  years: number;
  spend: number;
}

/** Deltas and widths as in `Criteria`; what is `undefined` is as usual for the family. */
export interface StrategyQuestion {
  universe: { symbols: readonly string[] } | { watchlist: string };
  /** The usual ones when `null`. */
  families: readonly FamilyName[] | null;
  days: Range;
  delta: Range | undefined;
  width: number | undefined;
  minCredit: number | undefined;
  minPop: number | undefined;
  maxCapital: number | undefined;
  /** Fraction. */
  minIvRank: number | undefined;
  /** The broker's rating, from 0 to 5. */
  minLiquidity: number | undefined;
  avoidEarnings: boolean;
  /** Ranks all families alike; the optimizer ranks by the return at the target. */
  rankBy: MeasureName | null;
  limit: number;
  perShort: number | undefined;
  target: Target | null;
}

/** Looked for when nothing is named; covered calls come with them where shares are held. */
export const USUAL_FAMILIES: readonly FamilyName[] = [
  "cash_secured_put",
  "put_credit_spread",
  "call_credit_spread",
  "iron_condor",
  "short_strangle",
];

/** Nothing is sold in these, so that deltas are those of what is bought. */
const BOUGHT_ONLY: ReadonlySet<FamilyName> = new Set(["long_call", "long_put", "long_strangle", "long_straddle"]);

/** What criteria depend on beside the question. */
export interface Setting {
  earningsDay: Day | null;
  /** Of the underlying. */
  price: number;
  isFuture: boolean;
}

/** The usual criteria of a family with what was asked for in their place. Whoever names a delta or a price knows better. */
export function criteriaOf(
  family: FamilyName,
  question: StrategyQuestion,
  { earningsDay, price, isFuture }: Setting,
): Criteria {
  const { days, delta, width, minCredit, minPop, maxCapital, avoidEarnings } = question;
  const { minCreditToWidth, maxDebitToWidth, ...usual } = USUAL_SCREENS[family].criteria;
  const isOwn = delta !== undefined || minCredit !== undefined;
  const earnings: EarningsRule | undefined = earningsDay === null
    ? undefined
    : { day: earningsDay, rule: avoidEarnings ? "avoid" : "tell" };
  return {
    ...usual,
    ...(usual.width === undefined ? {} : { width: usualWidth(usual.width, price, isFuture) }),
    ...(isOwn ? {} : { minCreditToWidth, maxDebitToWidth }),
    days,
    ...(delta === undefined ? {} : BOUGHT_ONLY.has(family) ? { longDelta: delta } : { shortDelta: delta }),
    ...(width === undefined ? {} : { width: { min: width, max: width } }),
    ...(minCredit === undefined ? {} : { minCredit }),
    minPop,
    maxCapital,
    earnings,
  };
}

/**
 * How many of one family a view is answered with, so that there is room for all: one payoff that costs nearly nothing
 * comes in many variants, and would leave out the other ways of trading the view.
 */
export const mostOfFamily = ({ limit }: StrategyQuestion, families: readonly FamilyName[]): number =>
  Math.max(1, Math.ceil(limit / Math.max(1, families.length)));

/** What the optimizer is told: only what was asked for, its own deltas otherwise. */
export function targetCriteria(question: StrategyQuestion, earningsDay: Day | null): Criteria {
  const { days, delta, width, minCredit, minPop, maxCapital, avoidEarnings } = question;
  return {
    days,
    ...(delta === undefined ? {} : { shortDelta: delta }),
    ...(width === undefined ? {} : { width: { min: width, max: width } }),
    minCredit,
    minPop,
    maxCapital,
    ...(earningsDay === null
      ? {}
      : { earnings: { day: earningsDay, rule: avoidEarnings ? "avoid" as const : "tell" as const } }),
  };
}

/** The days to read: of all that ends first, and of what families with two expirations end with. */
export function spansOf(families: readonly FamilyName[], question: StrategyQuestion): Range[] {
  const spans: Range[] = [question.days];
  for (const family of families) {
    if (!TWO_EXPIRATIONS.has(family)) continue;
    const back = question.target === null ? USUAL_SCREENS[family].criteria.backDays ?? {} : {};
    const min = Math.max(back.min ?? 0, (question.days.min ?? 0) + 1);
    const span = { min, max: back.max ?? min + FURTHER };
    if (!spans.some((one) => one.min === span.min && one.max === span.max)) spans.push(span);
  }
  return spans;
}

const TWO_EXPIRATIONS: ReadonlySet<FamilyName> = new Set([
  "call_calendar",
  "put_calendar",
  "call_diagonal",
  "put_diagonal",
]);

/** Days behind the least that a later expiration is looked for in, where the family does not say. */
const FURTHER = 90;
