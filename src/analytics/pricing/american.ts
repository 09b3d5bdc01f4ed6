/** What an American option is worth: on a share with cash dividends, with a yield, or on a future. */

import { latticeValue } from "./american_lattice.ts";
import { type AmericanOption, type AmericanProblem, americanProblem, certainValue } from "./american_option.ts";
import { checkVolatility } from "./bounds.ts";
import { bsm } from "./black.ts";

/**
 * How many steps the tree has. For up to a year, volatilities up to 0.6 and a share of $100: "quick" extrapolates from 51
 * and 101 steps in some 4 us, within 0.25 cents of the true value; "fine" from 101 and 201 in 14 us, within 0.15 cents.
 * With cash dividends, where extrapolation does not help, one tree of 101 steps (within 2.5 cents) or 201 (1.5 cents).
 */
export type Accuracy = "quick" | "fine";

/** The value in dollars a share; never less than exercise pays. A bad argument throws `RangeError`. */
export function americanPrice(option: AmericanOption, accuracy: Accuracy = "quick"): number {
  checkVolatility(option.volatility);
  return americanValue(americanProblem(option), option.volatility, accuracy);
}

/** `americanPrice` of a problem that has been checked, for solvers and differences. */
export function americanValue(problem: AmericanProblem, volatility: number, accuracy: Accuracy): number {
  const least = problem.exercise > 0 ? problem.exercise : 0;
  if (problem.years === 0) return least;
  const value = problem.isEuropean ? europeanValue(problem, volatility) : treeValue(problem, volatility, accuracy);
  return value > least ? value : least;
}

/** What the same option is worth without the right to exercise early. */
export function europeanValue(problem: AmericanProblem, volatility: number): number {
  const { asset, strike, years, rate, dividendYield, sign } = problem;
  return bsm(asset, strike, years, rate, dividendYield, volatility, sign > 0 ? "call" : "put");
}

function treeValue(problem: AmericanProblem, volatility: number, accuracy: Accuracy): number {
  const steps = accuracy === "fine" ? 201 : 101;
  let value = latticeValue(problem, volatility, steps);
  if (problem.dividends.length === 0) {
    // The error of an American tree falls as one over its steps: two trees tell where infinitely many would arrive.
    const half = (steps + 1) / 2;
    value += (value - latticeValue(problem, volatility, half)) * half / (steps - half);
  }
  return value >= 0 ? value : certainValue(problem);
}
