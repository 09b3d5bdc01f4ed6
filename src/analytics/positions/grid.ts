/** Profit and loss over prices and days, and over prices and volatilities. */

import type { Leg, Underlying } from "./leg.ts";
import { profitAt } from "./outcome.ts";

const DAYS_A_YEAR = 365;

/** A row for each of `days` from now, a column for each of `spots`. Dollars. */
export const profitByDay = (
  legs: readonly Leg[],
  underlying: Underlying,
  spots: readonly number[],
  days: readonly number[],
): number[][] => days.map((day) => spots.map((spot) => profitAt(legs, spot, underlying, { years: day / DAYS_A_YEAR })));

/** A row for each factor on the volatilities of all legs, a column for each of `spots`; now. Dollars. */
export const profitByVolatility = (
  legs: readonly Leg[],
  underlying: Underlying,
  spots: readonly number[],
  factors: readonly number[],
): number[][] => factors.map((volatility) => spots.map((spot) => profitAt(legs, spot, underlying, { volatility })));
