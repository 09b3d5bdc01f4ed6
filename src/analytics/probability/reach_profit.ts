/**
 * How likely a position reaches a profit at the close of some day before it ends, such as half of the most it can make.
 *
 * The probability as a function of time and price solves the backward Kolmogorov equation; each close sets it to 1 where
 * the profit has been reached and to 0 where a stop has. Solved by Crank-Nicolson on the logarithm of the price, with
 * two implicit half steps after each close, which has left an edge (Rannacher 1984). Deterministic, unlike simulation.
 */

import type { Leg, Underlying } from "../positions/leg.ts";
import { costOf } from "../positions/outcome.ts";
import { createGrid, type Grid } from "./price_grid.ts";
import { createRevaluation } from "./revaluation.ts";

export interface Target {
  /** The profit to reach, in dollars. */
  profit: number;
  /** A loss, in dollars, at which the position is closed; never when `null`. */
  stop?: number | null;
  /** Years from now when it is closed at the latest; the expiration of the first option when not given. */
  until?: number;
  /** Nodes of the grid, odd; 201 when not given. */
  nodes?: number;
}

export interface Reaching {
  probability: number;
  /** Mean of the days it takes, when it is reached; `null` when it never is. */
  expectedDays: number | null;
}

const DAY = 1 / 365;
/** Closes closer to now than this many years are none. */
const TOO_SOON = 1e-6;

/**
 * `volatility` moves the price; each leg is valued at its own. Closes are counted back from the end, one a calendar day.
 * Profits before the first close are not seen.
 */
export function probabilityOfReaching(
  legs: readonly Leg[],
  underlying: Underlying,
  volatility: number,
  { profit, stop = null, until, nodes = 201 }: Target,
): Reaching {
  const end = Math.min(until ?? Infinity, ...legs.map((leg) => leg.kind === "option" ? leg.years : Infinity));
  if (!Number.isFinite(end)) throw new RangeError("a position without options needs an end");
  if (!(end > TOO_SOON) || !(volatility > 0)) return { probability: 0, expectedDays: null };
  const grid = createGrid(underlying, volatility, end, nodes);
  const profits = createRevaluation(legs, underlying, grid.prices, costOf(legs));
  const reached = new Float64Array(nodes);
  const days = new Float64Array(nodes);
  for (let at = end, isLast = true; at > TOO_SOON; at -= DAY, isLast = false) {
    if (!isLast) grid.stepBack([reached, days]);
    close(grid, profits(at), profit, stop, at / DAY, reached, days);
  }
  // From the first close to now it may be less than a day.
  const first = end - DAY * (Math.ceil((end - TOO_SOON) / DAY) - 1);
  grid.stepBack([reached, days], first);
  const middle = (nodes - 1) / 2;
  const probability = Math.min(1, Math.max(0, reached[middle]!));
  return { probability, expectedDays: probability > 1e-9 ? days[middle]! / probability : null };
}

/** What a close decides, as shares of each node's cell, so that an edge between nodes counts where it is. */
function close(
  { nodes }: Grid,
  profits: Float64Array,
  profit: number,
  stop: number | null,
  day: number,
  reached: Float64Array,
  days: Float64Array,
): void {
  for (let i = 0; i < nodes; i++) {
    const won = share(profits, i, profit, 1);
    if (won > 0) {
      reached[i] = won + (1 - won) * reached[i]!;
      days[i] = won * day + (1 - won) * days[i]!;
    }
    if (stop === null) continue;
    const lost = share(profits, i, -stop, -1);
    if (lost > 0) {
      reached[i] = (1 - lost) * reached[i]!;
      days[i] = (1 - lost) * days[i]!;
    }
  }
}

/** The share of a node's cell in which `sign` times the profit is beyond `sign` times `level`, lines between the nodes. */
function share(profits: Float64Array, i: number, level: number, sign: 1 | -1): number {
  const here = sign * (profits[i]! - level);
  const before = i === 0 ? here : sign * (profits[i - 1]! - level);
  const after = i === profits.length - 1 ? here : sign * (profits[i + 1]! - level);
  if (here >= 0 && before >= 0 && after >= 0) return 1;
  if (here < 0 && before < 0 && after < 0) return 0;
  return (half(here, (here + before) / 2) + half(here, (here + after) / 2)) / 2;
}

/** The share of a line between two values that is not below zero. */
function half(one: number, other: number): number {
  if (one >= 0 && other >= 0) return 1;
  if (one < 0 && other < 0) return 0;
  const [above, below] = one >= 0 ? [one, -other] : [other, -one];
  return above / (above + below);
}
