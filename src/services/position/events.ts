/** Dividends and earnings ahead of a position, from the broker's metrics. */

import { type CashDividend, repeatedDividends } from "../../analytics/pricing/dividends.ts";
import { type Day, newYorkInstant } from "../../core/calendar.ts";
import type { MetricsRow } from "../market_metrics.ts";

/** None where they come to more than the price: then the figures cannot be meant. */
export const payable = (dividends: CashDividend[], spot: number): CashDividend[] =>
  dividends.reduce((sum, { amount }) => sum + amount, 0) >= spot ? [] : dividends;

export interface Events {
  dividends: CashDividend[];
  earningsDate: Day | null;
  exDividendDate: Day | null;
  unknown: string[];
}

const YEAR = 365 * 86_400_000;
const OPEN = 9 * 60 + 30;
const QUARTER = 0.25;

/** What is expected until `years` from `now`. A dividend is repeated as often as a year's payments say, else quarterly. */
export function eventsOf({ metrics, earnings, nextExDay }: MetricsRow, years: number, now: number): Events {
  const { dividendPerShare: amount, dividendAnnual, dividendYield } = metrics;
  const pays = (amount ?? 0) > 0 || (dividendYield ?? 0) > 0;
  const interval = amount && dividendAnnual ? Math.min(1, Math.max(1 / 12, amount / dividendAnnual)) : QUARTER;
  const next = nextExDay === null ? null : (newYorkInstant(nextExDay, OPEN) - now) / YEAR;
  const dividends = amount !== null && amount > 0 && next !== null && next > 0
    ? repeatedDividends({ years: next, amount }, years, interval)
    : [];
  return {
    dividends,
    earningsDate: earnings.kind === "expected" ? earnings.day : null,
    exDividendDate: nextExDay,
    unknown: [
      ...(earnings.kind === "unknown" || earnings.kind === "reported" ? ["earnings_date"] : []),
      ...(pays && nextExDay === null ? ["ex_dividend_date"] : []),
    ],
  };
}
