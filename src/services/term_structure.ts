/** Implied volatility by expiration, and the few of them that show its shape. */

import type { ExpirationVolatility } from "../broker/endpoints/market_metrics.ts";
import { type Day, daysBetween } from "../core/calendar.ts";

/** One expiration. `iv` is an annualized fraction. */
export interface Tenor {
  day: Day;
  daysToExpiration: number;
  settlement: "AM" | "PM" | null;
  iv: number;
}

/** The days ahead that are looked at when not all are shown. */
const MARKS = [7, 14, 30, 45, 60, 90, 180, 365];

/** All expirations from `today` on that have a figure, soonest first. */
export function tenorsOf(expirations: readonly ExpirationVolatility[], today: Day): Tenor[] {
  return expirations.flatMap(({ day, settlement, iv }) =>
    iv === null || day < today ? [] : [{ day, daysToExpiration: daysBetween(today, day), settlement, iv }]
  ).sort((a, b) => a.daysToExpiration - b.daysToExpiration);
}

/** Of `tenors` the nearest to 7, 14, 30, 45, 60, 90, 180 and 365 days, each once. */
export function mainTenors(tenors: readonly Tenor[]): Tenor[] {
  const distance = (tenor: Tenor, mark: number): number => Math.abs(tenor.daysToExpiration - mark);
  const nearest = MARKS.flatMap((mark) =>
    tenors.length === 0
      ? []
      : [tenors.reduce((best, tenor) => distance(tenor, mark) < distance(best, mark) ? tenor : best)]
  );
  return [...new Set(nearest)];
}
