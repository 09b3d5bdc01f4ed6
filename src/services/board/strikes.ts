/** Which strikes of expirations are read for a search, so that they are not too many. */

import type { WantedExpiration } from "./expirations.ts";
import type { Series } from "../chain/series.ts";
import { nearest, placeOf } from "../chain/strikes.ts";
import type { Term } from "../chain/terms.ts";

/** Strikes are read as far out as this, in expected moves from the forward. */
const REACH = 3;
/** What one expiration may take of all contracts, so that there is room for another. */
const SHARE = 1 / 2;

export interface Chosen extends WantedExpiration {
  strikes: readonly number[];
  isNarrowed: boolean;
}

/** The strikes within reach of each, the most wanted first, until there is no more room. */
export function chooseStrikes(
  wanted: readonly WantedExpiration[],
  terms: ReadonlyMap<Series, Term>,
  spot: number,
  most: number,
): Chosen[] {
  const chosen: Chosen[] = [];
  const limit = Math.max(1, Math.floor(most * SHARE / 2));
  let room = Math.floor(most / 2);
  for (const one of wanted) {
    const { strikes } = one.series;
    const { forward, expectedMove } = terms.get(one.series)!;
    const centre = forward ?? spot;
    // Where the move is not known the strikes nearest to the money are read.
    const reach = expectedMove === null ? Infinity : REACH * expectedMove;
    const span = { first: placeOf(strikes, centre - reach), end: placeOf(strikes, centre + reach, true) };
    const inside = nearest(strikes, span, centre, limit);
    const count = inside.end - inside.first;
    if (count > room) break;
    room -= count;
    const isNarrowed = count < span.end - span.first;
    chosen.push({ ...one, strikes: strikes.slice(inside.first, inside.end), isNarrowed });
  }
  return chosen;
}
