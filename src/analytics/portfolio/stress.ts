/** What a position gains and loses when prices, volatilities and time move together, by full revaluation. */

import type { Leg, Underlying } from "../positions/leg.ts";
import { valueOf } from "../positions/outcome.ts";

export interface Shock {
  /** Part of the price by which the underlying moves: -0.1 is ten percent down. */
  spot: number;
  /** Factor on every implied volatility. */
  volatility: number;
  /** Calendar days from now. */
  days: number;
}

export interface StressCell extends Shock {
  /** Dollars against the value now. */
  profit: number;
}

export const SPOT_SHOCKS: readonly number[] = [-0.2, -0.1, -0.05, 0, 0.05, 0.1, 0.2];
export const VOLATILITY_SHOCKS: readonly number[] = [0.75, 1, 1.5];
export const DAY_SHOCKS: readonly number[] = [0, 14];

const DAYS_A_YEAR = 365;

/** Every combination, by spot, then volatility, then days, and the one that loses most (the first of equals). */
export function stressGrid(
  legs: readonly Leg[],
  underlying: Underlying,
  spots = SPOT_SHOCKS,
  volatilities = VOLATILITY_SHOCKS,
  days = DAY_SHOCKS,
): { cells: StressCell[]; worst: StressCell } {
  const now = valueOf(legs, underlying.spot, underlying);
  const profit = ({ spot, volatility, days }: Shock): number =>
    valueOf(legs, underlying.spot * (1 + spot), underlying, { years: days / DAYS_A_YEAR, volatility }) - now;
  const shocks = spots.flatMap((spot) =>
    volatilities.flatMap((volatility) => days.map((after): Shock => ({ spot, volatility, days: after })))
  );
  const cells = shocks.map((shock) => ({ ...shock, profit: profit(shock) }));
  if (cells.length === 0) throw new RangeError("a stress grid needs a shock of each kind");
  return { cells, worst: cells.reduce((worst, cell) => cell.profit < worst.profit ? cell : worst) };
}
