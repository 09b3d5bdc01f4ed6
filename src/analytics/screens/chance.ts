/** The probability of a profit from where the profit changes its sign. */

import { normCdf } from "../pricing/normal.ts";
import type { Shelf } from "./book.ts";
import { BREAKEVEN_COUNT, BREAKEVENS, WINS_AT_ZERO } from "./figures.ts";

/** P(profit > 0) at an expiration, lognormal at its own volatility. */
export function chanceOfWinning({ mean, deviation }: Shelf, figures: Float64Array): number {
  let wins = figures[WINS_AT_ZERO] === 1;
  let chance = wins ? 1 : 0;
  const count = figures[BREAKEVEN_COUNT]!;
  for (let i = 0; i < count; i++) {
    const above = normCdf((mean - Math.log(figures[BREAKEVENS + i]!)) / deviation);
    chance += wins ? -above : above;
    wins = !wins;
  }
  return Math.min(1, Math.max(0, chance));
}
