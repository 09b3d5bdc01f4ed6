/** How much to put at risk. */

import type { Outcome } from "./positions/outcome.ts";
import { normCdf } from "./pricing/normal.ts";
import type { Lognormal } from "./probability/terminal.ts";

export interface Kelly {
  /** Part of the capital to lose when the bet loses; negative for a bet not worth taking. Kelly 1956. */
  fraction: number;
  /** The same within 0 and 1, and half of that. */
  clamped: number;
  half: number;
  /** What a bet brings on average, in the unit of `win` and `loss`. */
  expectancy: number;
  /** The chance of winning from which on it pays. */
  breakevenProbability: number;
}

/** A bet that wins `win` with `probability` and loses `loss` otherwise; `RangeError` unless all three make sense. */
export function kellyBinary(probability: number, win: number, loss: number): Kelly {
  if (!(probability >= 0 && probability <= 1)) throw new RangeError(`${probability} is no probability`);
  if (!(win > 0 && loss > 0)) throw new RangeError(`a bet needs something to win and to lose, not ${win} and ${loss}`);
  const fraction = probability - (1 - probability) / (win / loss);
  const clamped = Math.min(1, Math.max(0, fraction));
  return {
    fraction,
    clamped,
    half: clamped / 2,
    expectancy: probability * win - (1 - probability) * loss,
    breakevenProbability: loss / (win + loss),
  };
}

const BISECTIONS = 100;

/**
 * The number of stakes, each a whole capital, that makes capital grow fastest when a stake brings `returns` (-1 is all
 * of it) with `weights`: the root of the derivative of E ln(1 + f r). 0 where the mean is not positive, `Infinity`
 * where nothing can be lost.
 */
export function kellyOfReturns(returns: Float64Array, weights: Float64Array): number {
  if (returns.length !== weights.length) throw new RangeError("every return needs its weight");
  let [mean, least] = [0, Infinity];
  for (let i = 0; i < returns.length; i++) {
    if (weights[i]! <= 0) continue;
    mean += weights[i]! * returns[i]!;
    least = Math.min(least, returns[i]!);
  }
  if (!(mean > 0)) return 0;
  if (least >= 0) return Infinity;
  const growth = (stakes: number): number => {
    let sum = 0;
    for (let i = 0; i < returns.length; i++) {
      if (weights[i]! > 0) sum += weights[i]! * returns[i]! / (1 + stakes * returns[i]!);
    }
    return sum;
  };
  // Beyond -1 / least the worst case leaves debts; at it the logarithm has no bottom.
  let [low, high] = [0, -1 / least];
  for (let round = 0; round < BISECTIONS && high - low > 1e-15 * high; round++) {
    const middle = (low + high) / 2;
    if (growth(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const CELLS = 800;
/** Standard deviations to either side: losses without a limit are cut off there. */
const REACH = 8;

/** The Kelly number of positions for each multiple of `capital` (dollars that one position ties up). */
export function kellyOfOutcome(outcome: Outcome, { mean, deviation }: Lognormal, capital: number): number {
  if (!(capital > 0)) throw new RangeError(`a position that ties up ${capital} dollars has no size`);
  const returns = new Float64Array(CELLS);
  const weights = new Float64Array(CELLS);
  for (let i = 0; i < CELLS; i++) {
    const low = REACH * (2 * i / CELLS - 1);
    const high = low + 2 * REACH / CELLS;
    weights[i] = high <= 0 ? normCdf(high) - normCdf(low) : normCdf(-low) - normCdf(-high);
    returns[i] = outcome.at(Math.exp(mean + deviation * (low + high) / 2)) / capital;
  }
  return kellyOfReturns(returns, weights);
}

/** Whole positions that a budget in dollars carries when each may cost `perPosition`; `RangeError` unless positive. */
export function contractsForRisk(budget: number, perPosition: number): number {
  if (!(perPosition > 0)) throw new RangeError(`a position that costs ${perPosition} dollars can be had without end`);
  // A budget of exactly three positions must carry three, whatever the last digit of a quotient of cents says.
  return Math.max(0, Math.floor(budget / perPosition + 1e-9));
}
