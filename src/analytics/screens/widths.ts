/** The distances at which a book has strikes, for those who ask for one that there is not. */

import type { Book } from "./book.ts";
import { type Bounds, CLOSE, isWithin } from "./criteria.ts";

/** The next one below `width` and the next above, in dollars per share; `width` alone where there is such a one. */
export function nearestWidths({ shelves }: Book, days: Bounds, width: number): number[] {
  let [below, above] = [0, Infinity];
  for (const { calls, puts, daysLeft } of shelves) {
    if (!isWithin(days, daysLeft)) continue;
    for (const { strikes } of [calls, puts]) {
      for (let low = 0, high = 1; high < strikes.length; low++) {
        high = Math.max(high, low + 1);
        while (high < strikes.length && strikes[high]! - strikes[low]! < width - CLOSE) high++;
        if (high - 1 > low) below = Math.max(below, strikes[high - 1]! - strikes[low]!);
        if (high < strikes.length) above = Math.min(above, strikes[high]! - strikes[low]!);
      }
    }
  }
  if (Math.abs(above - width) <= CLOSE) return [width];
  return [below, above].filter((one) => one > 0 && one < Infinity).map((one) => Number(one.toPrecision(9)));
}
