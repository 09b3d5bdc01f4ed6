/** How much of a book's risk sits in one place. */

import type { BookRevaluation } from "./book_revaluation.ts";

/**
 * Steps, as parts of the range, at which each underlying is looked at by itself: five down and five up, as portfolio
 * margin does (FINRA 4210(g)).
 */
const STEPS: readonly number[] = [-1, -0.8, -0.6, -0.4, -0.2, 0.2, 0.4, 0.6, 0.8, 1];

/** Gains of each holding, dollars, at each step of its own underlying's range, volatility and time as they are. */
export const gainsInRange = (book: BookRevaluation, ranges: readonly number[]): Float64Array[] =>
  STEPS.map((step) => book.gains(Float64Array.from(ranges, (range) => step * range), 1, 0));

/** A holding, or a part of it, in the place it is counted in. */
export interface Part {
  /** Which holding, and how much of it. */
  at: number;
  share: number;
  /** Holdings of one unit are on one underlying and hedge each other. */
  unit: string;
  /** What is concentrated: a symbol, a sector, a day, a strategy. */
  key: string;
}

export interface Concentration {
  key: string;
  /** Dollars: the most that each of its units loses in its range, added up. */
  atRisk: number;
  /** Of all that is at risk, 0 to 1; 0 where nothing is. */
  share: number;
}

/** The largest first. `gains` as `gainsInRange` gives them. */
export function concentrate(gains: readonly Float64Array[], parts: readonly Part[]): Concentration[] {
  const units = Map.groupBy(parts, ({ unit, key }) => JSON.stringify([unit, key]));
  const atRisk = new Map<string, number>();
  let total = 0;
  for (const held of units.values()) {
    let worst = 0;
    for (const step of gains) {
      let gain = 0;
      for (const { at, share } of held) gain += share * step[at]!;
      if (-gain > worst) worst = -gain;
    }
    const { key } = held[0]!;
    atRisk.set(key, (atRisk.get(key) ?? 0) + worst);
    total += worst;
  }
  return [...atRisk]
    .map(([key, worst]) => ({ key, atRisk: worst, share: total > 0 ? worst / total : 0 }))
    .sort((a, b) => b.atRisk - a.atRisk || (a.key < b.key ? -1 : 1));
}
