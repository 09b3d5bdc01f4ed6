/** Which sold options of a strategy somebody may exercise before they expire, judged by their prices. */

import { type AssignmentRisk, assignmentRisk } from "../../analytics/pricing/assignment.ts";
import { bsm } from "../../analytics/pricing/black.ts";
import { type CashDividend, presentValueOfDividends } from "../../analytics/pricing/dividends.ts";
import { newYorkInstant, sessionState } from "../../core/calendar.ts";
import type { OptionTerms } from "../position/leg_model.ts";
import type { LinePart, StrategyLine } from "./strategy_line.ts";
import type { UnderlyingFacts } from "./underlyings.ts";

export interface PartAssignment {
  part: LinePart;
  risk: AssignmentRisk;
}

const RATE = 0.04;
const YEAR = 365 * 86_400_000;
const OPEN = 9 * 60 + 30;

/** The sold options in the money on shares and funds for which that must be expected. Index options are European. */
export function assignmentsOf(line: StrategyLine, facts: UnderlyingFacts | undefined, now: number): PartAssignment[] {
  const spot = line.underlyingPrice;
  if (facts?.instrument?.type !== "equity" || spot === null || !(spot > 0)) return [];
  const { exDividendDay, dividendPerShare } = facts;
  const exYears = exDividendDay === null ? null : (newYorkInstant(exDividendDay, OPEN) - now) / YEAR;
  const dividends = exYears !== null && exYears > 0 && dividendPerShare !== null && dividendPerShare > 0
    ? [{ years: exYears, amount: Math.min(dividendPerShare, spot / 2) }]
    : [];
  const isOpen = sessionState("equity", now) === "open";
  return line.parts.flatMap((part) => {
    const { right, strike, years, mark } = part.leg;
    if (right === null || strike === null || years === null || !(years > 0) || mark === null) return [];
    const isInside = right === "call" ? spot > strike : spot < strike;
    if (part.quantity > 0 || !isInside) return [];
    const option = { strike, right, years };
    const price = isOpen ? mark : Math.max(mark, valueOf(part, option, spot, dividends));
    const risk = assignmentRisk({ spot, rate: RATE, dividends, ...option }, price);
    return risk.level === "none" ? [] : [{ part, risk }];
  });
}

/**
 * What an option is worth at the underlying's price and its own volatility: outside regular hours shares go on trading,
 * and an option's last price would seem to have lost its time value. 0 where its volatility is unknown.
 */
function valueOf(
  { leg }: LinePart,
  { strike, right, years }: OptionTerms,
  spot: number,
  dividends: readonly CashDividend[],
): number {
  const { impliedVolatility } = leg;
  const asset = spot - presentValueOfDividends(dividends, RATE, years);
  return impliedVolatility === null ? 0 : bsm(asset, strike, years, RATE, 0, impliedVolatility, right);
}
