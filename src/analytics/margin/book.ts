/** The legs of a position sorted for margin: what is sold, what is bought, and shares in lots. */

import type { Leg, OptionLeg } from "../positions/leg.ts";

export interface Sold {
  option: OptionLeg;
  /** Contracts, positive. */
  count: number;
  /** Which expiration of sold options it has, counted from the first. */
  place: number;
}

export interface Bought {
  option: OptionLeg;
  count: number;
}

/** All options of one multiplier, and the shares that can cover them. */
export interface Book {
  sold: readonly Sold[];
  bought: readonly Bought[];
  /** Expirations of what is sold, in years, ascending. */
  expirations: readonly number[];
  multiplier: number;
  /** Whole lots of shares, negative when sold; `odd` shares are beside them. */
  lots: number;
  odd: number;
}

/** Years below which two expirations are one: half a second. */
export const SAME_INSTANT = 1.6e-8;

/** A book for each multiplier; shares belong to the options on a hundred, or to the first. */
export function booksOf(legs: readonly Leg[]): Book[] {
  // Copies, so that two legs are two even where a caller gave one object twice.
  const options = legs.flatMap((leg) => leg.kind === "option" && leg.quantity !== 0 ? [{ ...leg }] : []);
  const shares = legs.reduce((sum, leg) => leg.kind === "stock" ? sum + leg.quantity * leg.multiplier : sum, 0);
  const multipliers = [...new Set(options.map(({ multiplier }) => multiplier))].sort((a, b) => a - b);
  if (multipliers.length === 0) multipliers.push(100);
  const home = multipliers.includes(100) ? 100 : multipliers[0];
  return multipliers.map((multiplier) =>
    bookOf(options.filter((option) => option.multiplier === multiplier), multiplier, multiplier === home ? shares : 0)
  );
}

function bookOf(options: readonly OptionLeg[], multiplier: number, shares: number): Book {
  const expirations: number[] = [];
  const sold = options.filter(({ quantity }) => quantity < 0).sort((a, b) => a.years - b.years).map((option): Sold => {
    if (option.years - (expirations.at(-1) ?? -1) > SAME_INSTANT) expirations.push(option.years);
    return { option, count: -option.quantity, place: expirations.length - 1 };
  });
  const bought = options.filter(({ quantity }) => quantity > 0).map((option) => ({ option, count: option.quantity }));
  const lots = Math.trunc(shares / multiplier);
  return { sold, bought, expirations, multiplier, lots, odd: shares - lots * multiplier };
}
