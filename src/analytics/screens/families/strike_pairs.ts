/** Pairs of options of one kind that expire together. */

import { CLOSE, isWithin } from "../criteria.ts";
import { placeBeside, withDelta } from "../ladder.ts";
import type { Search } from "../shape.ts";

/**
 * Offers every pair whose nearer strike, the lower of calls and the upper of puts, is bought or sold as `near` says, and
 * whose other is the opposite.
 */
export const enumeratePairs = (right: "call" | "put", near: "long" | "short") => (search: Search): void => {
  const { book, front, limits, share, offer } = search;
  const ladder = right === "call" ? front.calls : front.puts;
  const step = right === "call" ? 1 : -1;
  const { ids, strikes } = ladder;
  const { longDelta, shortDelta, width } = limits;
  const [nearDelta, farDelta] = near === "long" ? [longDelta, shortDelta] : [shortDelta, longDelta];
  const nearers = withDelta(ladder, nearDelta);
  for (let i = 0; i < nearers.length; i++) {
    if (!share(nearers.length - i)) continue;
    const nearer = nearers[i]!;
    const strike = book.strike[nearer]!;
    const reach = width.max + CLOSE;
    for (let place = placeBeside(ladder, strike, width.min, step); place >= 0 && place < ids.length; place += step) {
      if (Math.abs(strikes[place]! - strike) > reach) break;
      const farther = ids[place]!;
      if (!isWithin(farDelta, Math.abs(book.delta[farther]!))) continue;
      if (!(step === 1 ? offer(nearer, farther) : offer(farther, nearer))) break;
    }
  }
};
