/** The options bought on both sides of what is sold. */

import { CLOSE, isWithin } from "../criteria.ts";
import { contractAt, placeBeside } from "../ladder.ts";
import type { Search } from "../shape.ts";

/**
 * Offers a sold put and call, the put's strike not above the call's, with every pair of wings; pairs as wide as each other
 * where wings must be equal. False when the share is used up.
 */
export function offerWings({ book, front, limits, offer }: Search, put: number, call: number): boolean {
  const { puts, calls } = front;
  const { width, longDelta, equalWings } = limits;
  const putStrike = book.strike[put]!;
  const callStrike = book.strike[call]!;
  for (let low = placeBeside(puts, putStrike, width.min, -1); low >= 0; low--) {
    const wing = putStrike - puts.strikes[low]!;
    if (wing > width.max + CLOSE) break;
    const lower = puts.ids[low]!;
    if (!isWithin(longDelta, Math.abs(book.delta[lower]!))) continue;
    if (equalWings) {
      const upper = contractAt(calls, callStrike + wing);
      if (upper < 0 || !isWithin(longDelta, Math.abs(book.delta[upper]!))) continue;
      if (!offer(lower, put, call, upper)) return false;
      continue;
    }
    for (let high = placeBeside(calls, callStrike, width.min, 1); high < calls.ids.length; high++) {
      if (calls.strikes[high]! - callStrike > width.max + CLOSE) break;
      const upper = calls.ids[high]!;
      if (!isWithin(longDelta, Math.abs(book.delta[upper]!))) continue;
      if (!offer(lower, put, call, upper)) return false;
    }
  }
  return true;
}
