/** One side of an expiration as a search climbs it: by strike and by delta. */

import { type Bounds, CLOSE } from "./criteria.ts";

/** Contracts by their numbers in the book; only those that can be traded. */
export interface Ladder {
  /** Ascending by strike, and their strikes. */
  ids: Int32Array;
  strikes: Float64Array;
  /** Ascending by absolute delta, and their absolute deltas. */
  byDelta: Int32Array;
  deltas: Float64Array;
}

/** The ladder of `ids`, ascending by strike; `strike` and `delta` are columns over all contracts. */
export function createLadder(ids: Int32Array, strike: Float64Array, delta: Float64Array): Ladder {
  const byDelta = ids.slice();
  const size = ids.length;
  // Deltas ascend with strikes or fall with them, but for a few neighbours: sorting is a matter of one pass.
  if (size > 1 && Math.abs(delta[ids[0]!]!) > Math.abs(delta[ids[size - 1]!]!)) byDelta.reverse();
  const deltas = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const id = byDelta[i]!;
    const size = Math.abs(delta[id]!);
    let at = i;
    for (; at > 0 && deltas[at - 1]! > size; at--) {
      byDelta[at] = byDelta[at - 1]!;
      deltas[at] = deltas[at - 1]!;
    }
    byDelta[at] = id;
    deltas[at] = size;
  }
  const strikes = new Float64Array(size);
  for (let i = 0; i < size; i++) strikes[i] = strike[ids[i]!]!;
  return { ids, strikes, byDelta, deltas };
}

/** The contracts whose absolute delta is in a range, ascending by it. */
export const withDelta = ({ byDelta, deltas }: Ladder, { min, max }: Bounds): Int32Array =>
  byDelta.subarray(countBelow(deltas, min - CLOSE), countBelow(deltas, max + CLOSE));

/**
 * The place nearest to `strike` on the way up (`step` 1) or down (-1) whose strike is another and at least `gap` away;
 * off the ladder, -1 or its length, when there is none.
 */
export const placeBeside = ({ strikes }: Ladder, strike: number, gap: number, step: 1 | -1): number => {
  const distance = Math.max(gap - CLOSE, CLOSE);
  return step === 1 ? countBelow(strikes, strike + distance) : countBelow(strikes, strike - distance) - 1;
};

/** The contract at a strike, -1 for none. */
export function contractAt({ ids, strikes }: Ladder, strike: number): number {
  const place = countBelow(strikes, strike - CLOSE);
  return place < strikes.length && strikes[place]! <= strike + CLOSE ? ids[place]! : -1;
}

/** How many of ascending `values` are below `value`. */
export function countBelow(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
