/** A grid of prices, evenly spaced in their logarithm around today's, and time that runs backwards over it. */

import type { Underlying } from "../positions/leg.ts";

export interface Grid {
  nodes: number;
  /** Ascending; the one in the middle is today's. */
  prices: Float64Array;
  /**
   * Replaces functions on the grid by their expectations a day, or `years`, earlier.
   */
  stepBack(functions: readonly Float64Array[], years?: number): void;
}

/** Standard deviations of the whole time to either side. */
const REACH = 6;
const DAY = 1 / 365;
/** Crank-Nicolson steps of a day, of which the first is two implicit halves. */
const STEPS = 3;

export function createGrid({ spot, rate, carry }: Underlying, volatility: number, years: number, nodes: number): Grid {
  if (nodes % 2 === 0 || nodes < 5) throw new RangeError(`nodes ${nodes}: must be odd, and 5 at least`);
  const width = REACH * volatility * Math.sqrt(Math.max(years, DAY));
  const step = 2 * width / (nodes - 1);
  const prices = new Float64Array(nodes);
  for (let i = 0; i < nodes; i++) prices[i] = spot * Math.exp(i * step - width);
  prices[(nodes - 1) / 2] = spot;
  const diffusion = volatility * volatility / 2 / (step * step);
  const drift = (rate - carry - volatility * volatility / 2) / (2 * step);
  const operator: Operator = { down: diffusion - drift, up: diffusion + drift, size: nodes };

  const solversFor = (span: number) => {
    const dt = span / STEPS;
    return { implicit: createSolver(operator, dt / 2), crank: createSolver(operator, dt / 2), half: dt / 2 };
  };
  const day = solversFor(DAY);
  const right = new Float64Array(nodes);

  return {
    nodes,
    prices,
    stepBack(functions, span = DAY) {
      const { implicit, crank, half } = span === DAY ? day : solversFor(span);
      for (const values of functions) {
        implicit(values, values);
        implicit(values, values);
        for (let turn = 1; turn < STEPS; turn++) {
          apply(operator, half, values, right);
          crank(right, values);
        }
      }
    },
  };
}

/** down u[i-1] - (down + up) u[i] + up u[i+1]; flat beyond the ends. */
interface Operator {
  down: number;
  up: number;
  size: number;
}

/** (1 + dt L) values. */
function apply({ down, up, size }: Operator, dt: number, values: Float64Array, result: Float64Array): void {
  const [a, c] = [dt * down, dt * up];
  const last = size - 1;
  result[0] = values[0]! + c * (values[1]! - values[0]!);
  for (let i = 1; i < last; i++) {
    result[i] = a * values[i - 1]! + (1 - a - c) * values[i]! + c * values[i + 1]!;
  }
  result[last] = values[last]! + a * (values[last - 1]! - values[last]!);
}

/** Solves (1 - dt L) x = right: the elimination is done once, each solution is two sweeps. */
function createSolver({ down, up, size }: Operator, dt: number): (right: Float64Array, x: Float64Array) => void {
  const [a, c] = [-dt * down, -dt * up];
  const factors = new Float64Array(size);
  const inverses = new Float64Array(size);
  const last = size - 1;
  inverses[0] = 1 / (1 - c);
  factors[0] = c * inverses[0]!;
  for (let i = 1; i < size; i++) {
    const diagonal = i === last ? 1 - a : 1 - a - c;
    inverses[i] = 1 / (diagonal - a * factors[i - 1]!);
    factors[i] = c * inverses[i]!;
  }
  return (right, x) => {
    x[0] = right[0]! * inverses[0]!;
    for (let i = 1; i < size; i++) x[i] = (right[i]! - a * x[i - 1]!) * inverses[i]!;
    for (let i = last - 1; i >= 0; i--) x[i] = x[i]! - factors[i]! * x[i + 1]!;
  };
}
