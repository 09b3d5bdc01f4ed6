/** The most a position can make and lose, and where it does neither. */

import type { Outcome } from "./outcome.ts";

/** Dollars; `null` where there is no limit. `maxLoss` is positive, 0 for what cannot lose. */
export interface RiskProfile {
  /** The highest and the lowest profit there can be; a loss is negative. */
  best: number | null;
  worst: number | null;
  maxProfit: number | null;
  maxLoss: number | null;
  /** Prices of the underlying at which the profit changes its sign, or begins or ends to be zero; ascending. */
  breakevens: number[];
}

/** Dollars that count as nothing. */
const NOTHING = 1e-7;
/** Points on a scale of equal ratios where the outcome has to be searched, and how many times up and down they reach. */
const POINTS = 400;
const REACH = 20;
const REFINEMENTS = 80;

/** `spot` is around where the search happens when legs live on; an outcome of straight lines needs none. */
export function riskProfile(outcome: Outcome, spot: number): RiskProfile {
  const knots = knotsOf(outcome, spot);
  const profits = knots.map((price) => outcome.at(price));
  const extremes = outcome.isModelled ? profits.concat(searchExtremes(outcome, knots, profits)) : profits;
  const best = Math.max(...extremes);
  const worst = Math.min(...extremes);
  const [hasCeiling, hasFloor] = [outcome.slope <= NOTHING, outcome.slope >= -NOTHING];
  return {
    best: hasCeiling ? best : null,
    worst: hasFloor ? worst : null,
    maxProfit: hasCeiling ? best : null,
    maxLoss: hasFloor ? Math.max(0, -worst) : null,
    breakevens: findBreakevens(outcome, knots, profits),
  };
}

/** Prices between which the outcome is a line, or, where it is not, close enough to one to find its turns. */
function knotsOf({ kinks, isModelled }: Outcome, spot: number): number[] {
  if (!isModelled) return [0, ...kinks];
  const scale = Array.from({ length: POINTS + 1 }, (_, i) => spot * REACH ** (2 * i / POINTS - 1));
  return [...new Set([0, ...kinks, ...scale])].sort((a, b) => a - b);
}

/** The turns of a curve: a point that is better or worse than both its neighbours is narrowed down. */
function searchExtremes({ at }: Outcome, knots: readonly number[], profits: readonly number[]): number[] {
  const found: number[] = [];
  for (let i = 1; i < knots.length - 1; i++) {
    const [before, here, after] = [profits[i - 1]!, profits[i]!, profits[i + 1]!];
    // Flat stretches have no turn.
    if (before === here && here === after) continue;
    const sign = here >= before && here >= after ? 1 : here <= before && here <= after ? -1 : 0;
    if (sign !== 0) found.push(sign * narrow((price) => sign * at(price), knots[i - 1]!, knots[i + 1]!));
  }
  return found;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The greatest value of a function with one turn between two points, by golden section. */
function narrow(at: (price: number) => number, low: number, high: number): number {
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atLeft, atRight] = [at(left), at(right)];
  for (let round = 0; round < REFINEMENTS && high - low > 1e-12 * high; round++) {
    if (atLeft >= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - GOLDEN * (high - low);
      atLeft = at(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + GOLDEN * (high - low);
      atRight = at(right);
    }
  }
  return Math.max(atLeft, atRight);
}

function findBreakevens(outcome: Outcome, knots: readonly number[], profits: readonly number[]): number[] {
  const signs = profits.map((profit) => Math.abs(profit) <= NOTHING ? 0 : Math.sign(profit));
  const found: number[] = [];
  // The knot before, and the last one whose sign is not zero.
  let known = -1;
  for (let i = 0; i < knots.length; i++) {
    if (signs[i] === 0) continue;
    const isFirst = known === -1;
    const zeros = i - known - 1;
    const changes = !isFirst && signs[i] !== signs[known];
    if (zeros === 0 && changes) found.push(root(outcome, knots[i - 1]!, knots[i]!));
    else if (zeros === 1 && (changes || isFirst)) found.push(knots[i - 1]!);
    else if (zeros > 1) found.push(...(isFirst ? [] : [knots[known + 1]!]), knots[i - 1]!);
    known = i;
  }
  // Beyond the last knot there is a ray.
  const last = knots.length - 1;
  const rayEnd = Math.abs(outcome.slope) <= NOTHING ? signs[last]! : Math.sign(outcome.slope);
  if (known < last && known >= 0) {
    if (rayEnd === 0) found.push(knots[known + 1]!);
    else if (last - known > 1) found.push(knots[known + 1]!, knots[last]!);
    else if (rayEnd !== signs[known]) found.push(knots[last]!);
  } else if (known === last && rayEnd !== 0 && rayEnd !== signs[last]) {
    found.push(rayRoot(outcome, knots[last]!));
  }
  return found.filter((price) => price > 0);
}

/** Where a line, or a curve between two close points, crosses zero. */
function root({ at, isModelled }: Outcome, low: number, high: number): number {
  let [atLow, atHigh] = [at(low), at(high)];
  if (!isModelled) return low + (high - low) * atLow / (atLow - atHigh);
  for (let round = 0; round < REFINEMENTS && high - low > 1e-14 * high; round++) {
    const middle = (low + high) / 2;
    const atMiddle = at(middle);
    if (atMiddle === 0) return middle;
    if (Math.sign(atMiddle) === Math.sign(atLow)) [low, atLow] = [middle, atMiddle];
    else [high, atHigh] = [middle, atMiddle];
  }
  return low + (high - low) * atLow / (atLow - atHigh);
}

function rayRoot(outcome: Outcome, from: number): number {
  if (!outcome.isModelled) return from - outcome.at(from) / outcome.slope;
  let far = from * 2;
  while (Math.sign(outcome.at(far)) === Math.sign(outcome.at(from)) && far < from * 2 ** 60) far *= 2;
  return root(outcome, from, far);
}
