/** Days on which the price jumped by the ratio of a split: suspected, said, and never adjusted for. */

import type { Day } from "../core/calendar.ts";

/** A day's first and last price. */
export interface DayPrices {
  day: Day;
  open: number;
  close: number;
}

/** A jump between two days. `ratio` is new shares for old ones, such as `2:1`, or `1:10` for a reverse split. */
export interface SuspectedSplit {
  day: Day;
  ratio: string;
  /** The close before and the opening after. */
  before: number;
  after: number;
}

const MANY = [2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 30, 40, 50, 100];

/** New shares for old ones, and the logarithm of that. */
const RATIOS = [[3, 2], [2, 3], ...MANY.flatMap((many) => [[many, 1], [1, many]])].map(([after, before]) => ({
  ratio: `${after}:${before}`,
  log: Math.log(after! / before!),
}));

/** How far the opening may be from the ratio, as a fraction: what a price moves overnight anyway. */
const TOLERANCE = 0.04;

/** Suspected splits between neighbouring days, oldest first. The nearest ratio is named. */
export function suspectSplits(days: readonly DayPrices[]): SuspectedSplit[] {
  const found: SuspectedSplit[] = [];
  for (const [position, { day, open }] of days.entries()) {
    const before = days[position - 1]?.close;
    if (before === undefined || !(before > 0 && open > 0)) continue;
    const jump = Math.log(before / open);
    let [nearest, distance] = ["", TOLERANCE];
    for (const { ratio, log } of RATIOS) {
      if (Math.abs(jump - log) < distance) [nearest, distance] = [ratio, Math.abs(jump - log)];
    }
    if (nearest !== "") found.push({ day, ratio: nearest, before, after: open });
  }
  return found;
}
