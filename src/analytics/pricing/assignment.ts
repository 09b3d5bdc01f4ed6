/** Whether somebody who sold an American option must expect to be assigned before it expires. */

import { checkFinite } from "./bounds.ts";
import { americanProblem, type AmericanTerms } from "./american_option.ts";

/**
 * - likely: whoever holds it gains by exercising, now or just before the next dividend, which is days away;
 * - elevated: that dividend is further away, or the time value is worth less than what exercise brings;
 * - none: selling the option beats exercising it.
 */
export type AssignmentLevel = "none" | "elevated" | "likely";

/** Dollars a share. */
export interface AssignmentRisk {
  level: AssignmentLevel;
  reason: "out_of_the_money" | "expiration" | "dividend" | "interest" | "at_parity" | "time_value";
  /** Price less what exercise pays; the less, the nearer is assignment. */
  extrinsic: number;
  /** What exercise brings: the next dividend less the interest on the strike (call), that interest less dividends (put). */
  benefit: number;
  /** What it gives up: the option of the other right at this strike, quoted or by parity. */
  protection: number;
  /** To the ex-date before which a call would be exercised; null where no dividend is the reason. */
  exYears: number | null;
}

/** A dividend so near (years) is near enough for its owner to be counted on. */
const NEAR = 7 / 365;
/** Half a cent: prices are not known better. */
const TOLERANCE = 0.005;

/**
 * The risk of an option that costs `price`; `opposite` is the price of the other right at the same strike, null if it is
 * not known. Only for options that may be exercised early: index options mostly may not. Throws `RangeError` on a bad
 * argument.
 */
export function assignmentRisk(terms: AmericanTerms, price: number, opposite: number | null = null): AssignmentRisk {
  checkFinite("price", price);
  const { spot, asset, strike, years, rate, dividendYield, sign, dividends, exercise } = americanProblem(terms);
  const extrinsic = price - Math.max(0, exercise);
  const next = sign > 0 ? dividends[0] ?? null : null;
  // What the yield pays until expiration counts like a dividend.
  const paid = spot - asset * Math.exp(-dividendYield * years);
  const interest = (from: number): number => strike * (Math.exp(-rate * from) - Math.exp(-rate * years));
  const yielded = asset * (1 - Math.exp(-dividendYield * years));
  const benefit = sign > 0
    ? (next === null ? yielded - interest(0) : next.amount - interest(next.years))
    : interest(0) - paid;
  const byParity = price - sign * (spot - paid - strike * Math.exp(-rate * years));
  const protection = Math.max(0, opposite ?? byParity);
  const facts = { extrinsic, benefit, protection };
  if (exercise <= 0) return { level: "none", reason: "out_of_the_money", ...facts, exYears: null };
  if (years === 0) return { level: "likely", reason: "expiration", ...facts, exYears: null };
  const reason = next !== null && benefit > 0 ? "dividend" : benefit > 0 && sign < 0 ? "interest" : "at_parity";
  const exYears = reason === "dividend" ? next!.years : null;
  if (benefit > 0 && benefit - protection >= -TOLERANCE) {
    return { level: exYears === null || exYears <= NEAR ? "likely" : "elevated", reason, ...facts, exYears };
  }
  if (extrinsic <= TOLERANCE) return { level: "elevated", reason: "at_parity", ...facts, exYears };
  if (benefit > 0 && extrinsic < benefit) return { level: "elevated", reason, ...facts, exYears };
  return { level: "none", reason: "time_value", ...facts, exYears: null };
}
