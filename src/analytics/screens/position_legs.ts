/** Candidates as positions, for functions that judge any position. */

import type { Leg, Underlying } from "../positions/leg.ts";
import type { Book, Shelf } from "./book.ts";
import type { Shape } from "./shape.ts";

/** Fills one list of legs again and again: who keeps it must copy it. */
export function createLegWriter(book: Book, shape: Shape): (legs: Int32Array, years: readonly number[]) => Leg[] {
  const { board, strike, volatility, paid, got } = book;
  const { multiplier, spot } = board;
  const options = shape.rights.map((right, leg) => ({
    kind: "option" as const,
    quantity: shape.quantities[leg]!,
    multiplier,
    price: 0,
    right,
    strike: 0,
    years: 0,
    volatility: 0,
  }));
  const shares = { kind: "stock" as const, quantity: shape.shares * multiplier, multiplier: 1, price: spot };
  const all: Leg[] = shape.shares > 0 ? [shares, ...options] : options;
  return (legs, years) => {
    for (let leg = 0; leg < options.length; leg++) {
      const option = options[leg]!;
      const id = legs[leg]!;
      option.price = option.quantity > 0 ? paid[id]! : got[id]!;
      option.strike = strike[id]!;
      option.years = years[leg]!;
      option.volatility = volatility[id]!;
    }
    return all;
  };
}

/** The underlying as it looks from an expiration: the carry is what its forward implies. */
export const underlyingOf = ({ board: { spot, rate } }: Book, { forward, years }: Shelf): Underlying => ({
  spot,
  rate,
  carry: rate - Math.log(forward / spot) / years,
});

/** The expiration of a contract. */
export function shelfOf({ shelves }: Book, id: number): Shelf {
  for (const shelf of shelves) {
    if (id >= shelf.start && id < shelf.start + 2 * shelf.expiration.strikes.length) return shelf;
  }
  throw new RangeError(`the book has no contract ${id}`);
}
