/** The least that Regulation T lets a position with uncovered options tie up, in a few additions. */

import type { Book } from "./book.ts";
import type { Shape } from "./shape.ts";

/**
 * For a sold option that nothing covers: `uncovered` of the underlying's price less what it is out of the money, or
 * `least` of that price (calls) or of the strike (puts), whichever is more.
 */
export interface UncoveredFractions {
  uncovered: number;
  least: number;
}

/** Dollars by which roundings may differ. */
const ROUNDING = 0.01;

/**
 * Dollars for one unit of a shape, premiums counted: of sold puts and calls the side that takes more, and what is bought
 * either paid for or, with one sold option of its kind, held at what the two can lose.
 */
export function createRegulationT(
  { strike, paid, got, board: { spot, multiplier } }: Book,
  { rights, quantities }: Shape,
  { uncovered, least }: UncoveredFractions,
): (legs: Int32Array) => number {
  const size = rights.length;
  const isCall = Uint8Array.from(rights, (right) => right === "call" ? 1 : 0);
  const bought = quantities.findIndex((quantity) => quantity > 0);
  const sold = bought < 0
    ? -1
    : quantities.findIndex((quantity, leg) => quantity < 0 && rights[leg] === rights[bought]);

  /** The greater side of what is sold, one contract of the leg `without` left out; its premium is counted and gone. */
  function uncoveredOf(legs: Int32Array, without: number): number {
    let [puts, calls, putBase, callBase] = [0, 0, 0, 0];
    for (let leg = 0; leg < size; leg++) {
      const count = -quantities[leg]! - (leg === without ? 1 : 0);
      if (quantities[leg]! > 0 || count === 0) continue;
      const price = strike[legs[leg]!]!;
      const outside = Math.max(0, isCall[leg] ? price - spot : spot - price);
      const base = count * Math.max(uncovered * spot - outside, least * (isCall[leg] ? spot : price));
      const premium = count * got[legs[leg]!]!;
      if (isCall[leg]) {
        calls += base + premium;
        callBase += base;
      } else {
        puts += base + premium;
        putBase += base;
      }
    }
    return calls > puts ? callBase : putBase;
  }

  return (legs) => {
    let floor = uncoveredOf(legs, -1);
    if (bought >= 0) {
      const cost = paid[legs[bought]!]!;
      floor += cost;
      if (sold >= 0) {
        const sign = isCall[sold] ? 1 : -1;
        const width = Math.max(0, sign * (strike[legs[bought]!]! - strike[legs[sold]!]!));
        floor = Math.min(floor, uncoveredOf(legs, sold) + width + cost - got[legs[sold]!]!);
      }
    }
    return floor * multiplier - ROUNDING;
  };
}
