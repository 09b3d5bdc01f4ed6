/** How likely a position makes money by the time its first options expire, and what it makes on average. */

import type { Outcome } from "../positions/outcome.ts";
import { normPdf } from "../pricing/normal.ts";
import { type Lognormal, probabilityBetween } from "./terminal.ts";

/** Dollars. `expectedWin` and `expectedLoss` are means of the cases that win and lose; `null` where there are none. */
export interface Expectation {
  mean: number;
  deviation: number;
  expectedWin: number | null;
  expectedLoss: number | null;
}

/** Prices between neighbours of `edges`, 0 and infinity at the ends. */
export function intervals(edges: readonly number[]): [low: number, high: number][] {
  const all = [0, ...edges, Infinity];
  return all.slice(1).map((high, i) => [all[i]!, high]);
}

/** A price inside an interval, at which the sign of the profit can be looked at. */
const inside = (low: number, high: number): number =>
  high === Infinity ? low * 2 + 1 : low === 0 ? high / 2 : Math.sqrt(low * high);

/** The intervals between breakevens in which a position makes money. */
export const winning = (outcome: Outcome, breakevens: readonly number[]): [low: number, high: number][] =>
  intervals(breakevens).filter(([low, high]) => outcome.at(inside(low, high)) > 1e-7);

/** P(profit > 0) at the outcome's moment. */
export const probabilityOfProfit = (
  outcome: Outcome,
  breakevens: readonly number[],
  distribution: Lognormal,
): number =>
  winning(outcome, breakevens).reduce((sum, [low, high]) => sum + probabilityBetween(distribution, low, high), 0);

/** P(profit = `extreme`): the mass over flat parts of the outcome at that height. 0 where only a point reaches it. */
export function probabilityOfExtreme(outcome: Outcome, extreme: number | null, distribution: Lognormal): number {
  if (extreme === null || outcome.isModelled) return 0;
  const isAt = (price: number) => Math.abs(outcome.at(price) - extreme) <= 1e-7;
  return intervals(outcome.kinks).filter(([low, high]) =>
    high === Infinity ? Math.abs(outcome.slope) <= 1e-7 && isAt(low) : isAt(low) && isAt(high)
  ).reduce((sum, [low, high]) => sum + probabilityBetween(distribution, low, high), 0);
}

/** Nodes and weights of the Gauss-Legendre rule with ten points on [-1, 1], its positive half (Abramowitz & Stegun 25.4). */
const NODES = [0.14887433898163122, 0.4333953941292472, 0.6794095682990244, 0.8650633666889845, 0.9739065285171717];
const WEIGHTS = [
  0.29552422471475287,
  0.26926671930999635,
  0.21908636251598204,
  0.1494513491505806,
  0.06667134430868814,
];
/** Standard deviations to either side beyond which nothing is left that a double could hold. */
const REACH = 9;
/** Standard deviations that one rule covers; the integrand is smooth within. */
const PANEL = 1;

/** Mean and spread of the outcome, and the means of its winning and its losing part, by quadrature between all bends. */
export function expectation(
  outcome: Outcome,
  breakevens: readonly number[],
  { mean, deviation }: Lognormal,
): Expectation {
  if (deviation === 0) {
    const profit = outcome.at(Math.exp(mean));
    return {
      mean: profit,
      deviation: 0,
      expectedWin: profit > 0 ? profit : null,
      expectedLoss: profit < 0 ? profit : null,
    };
  }
  const bends = [...outcome.kinks, ...breakevens].map((price) => (Math.log(price) - mean) / deviation);
  // Squares of prices weigh the upper tail by two more deviations.
  const [low, high] = [-REACH, REACH + 2 * deviation];
  const edges = [low, ...bends.filter((z) => z > low && z < high).sort((a, b) => a - b), high];
  const win = { mass: 0, first: 0, second: 0 };
  const loss = { mass: 0, first: 0, second: 0 };
  const add = (z: number, weight: number): void => {
    const profit = outcome.at(Math.exp(mean + deviation * z));
    const mass = weight * normPdf(z);
    const side = profit > 0 ? win : loss;
    side.mass += mass;
    side.first += mass * profit;
    side.second += mass * profit * profit;
  };
  for (let i = 1; i < edges.length; i++) {
    const panels = Math.ceil((edges[i]! - edges[i - 1]!) / PANEL);
    const half = (edges[i]! - edges[i - 1]!) / panels / 2;
    for (let panel = 0; panel < panels; panel++) {
      const center = edges[i - 1]! + (2 * panel + 1) * half;
      for (let node = 0; node < NODES.length; node++) {
        add(center - half * NODES[node]!, half * WEIGHTS[node]!);
        add(center + half * NODES[node]!, half * WEIGHTS[node]!);
      }
    }
  }
  const first = win.first + loss.first;
  return {
    mean: first,
    deviation: Math.sqrt(Math.max(0, win.second + loss.second - first * first)),
    expectedWin: win.mass > 1e-12 ? win.first / win.mass : null,
    expectedLoss: loss.mass > 1e-12 && loss.first < 0 ? loss.first / loss.mass : null,
  };
}
