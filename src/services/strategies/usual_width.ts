/** How wide spreads usually are, which follows the price of what they are on. */

import type { Range } from "../../analytics/screens/criteria.ts";

/** The price, in dollars, for which the least usual widths are said, and up to which the greatest are. */
const LEAST_PRICE = 100;
const MOST_PRICE = 500;
const ROUND = [5, 2.5, 1] as const;

/**
 * The usual `width` of a family on an underlying at `price`. The least is its part of the price (1 is one percent),
 * rounded down to 1, 2.5 or 5 times a power of ten: 1 dollar at 200, 5 at 700, 50 at 7,000; less than any two strikes
 * are apart where the price is low. The greatest is as said, and grows with prices above 500 dollars; on futures, which
 * cost anything, it shrinks with them too.
 */
export function usualWidth({ min, max }: Range, price: number, isFuture: boolean): Range {
  const scale = price / MOST_PRICE;
  return {
    ...(min === undefined ? {} : { min: roundedDown(min * price / LEAST_PRICE) }),
    ...(max === undefined ? {} : { max: Number((max * (isFuture ? scale : Math.max(1, scale))).toPrecision(3)) }),
  };
}

function roundedDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const digit = ROUND.find((one) => one * power <= value + 1e-9) ?? 1;
  return Number((digit * power).toPrecision(3));
}
