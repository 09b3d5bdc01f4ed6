/** What a whole book gains and loses when the index, volatilities and time move together. */

import type { BookRevaluation } from "./book_revaluation.ts";
import { underlyingMove } from "./index_move.ts";

export interface Shock {
  /** Part of its price by which the index moves: -0.1 is ten percent down. */
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

const SPOT_SHOCKS: readonly number[] = [-0.2, -0.1, -0.05, 0, 0.05, 0.1, 0.2];
const VOLATILITY_SHOCKS: readonly number[] = [0.75, 1, 1.5];
/** Calendar days from now. */
const DAY_SHOCKS: readonly number[] = [0, 7, 14];

const DAYS_A_YEAR = 365;

export interface BookStress {
  /** By move of the index, then volatility, then days. */
  cells: StressCell[];
  /** The one that loses most, the first of equals. */
  worst: StressCell;
}

/** `betas` go with the holdings; one that is `null` stays where it is while the index moves. */
export function stressBook(
  book: BookRevaluation,
  betas: readonly (number | null)[],
  spots = SPOT_SHOCKS,
  volatilities = VOLATILITY_SHOCKS,
  days = DAY_SHOCKS,
): BookStress {
  const cells: StressCell[] = [];
  const gains = new Float64Array(book.size);
  for (const spot of spots) {
    const moves = Float64Array.from(betas, (beta) => underlyingMove(beta, spot));
    for (const volatility of volatilities) {
      for (const after of days) {
        const profit = sumOf(book.gains(moves, volatility, after / DAYS_A_YEAR, gains));
        cells.push({ spot, volatility, days: after, profit });
      }
    }
  }
  if (cells.length === 0) throw new RangeError("a stress grid needs a shock of each kind");
  return { cells, worst: cells.reduce((worst, cell) => cell.profit < worst.profit ? cell : worst) };
}

/** What each holding gains in one cell. Dollars. */
export const gainsIn = (
  book: BookRevaluation,
  betas: readonly (number | null)[],
  { spot, volatility, days }: Shock,
): Float64Array =>
  book.gains(Float64Array.from(betas, (beta) => underlyingMove(beta, spot)), volatility, days / DAYS_A_YEAR);

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
