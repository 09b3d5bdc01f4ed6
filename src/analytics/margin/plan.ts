/** Who stands behind whom: one way to back what is sold with what is bought, with shares, or with nothing. */

import { type Book, SAME_INSTANT } from "./book.ts";
import type { Account, MarginRules, Phase } from "./rules.ts";

/** Counts for each option sold and bought, in the order of the book. */
export interface Plan {
  /** Of what is sold: behind bought options, behind shares, behind nothing. */
  spread: number[];
  shares: number[];
  uncovered: number[];
  /** Of what is bought: how many serve each place, as `placesOf` numbers them. */
  serving: number[][];
}

/** What decides which plans there are. */
export interface Terms {
  spot: number;
  rules: MarginRules;
  account: Account;
  phase: Phase;
}

/** The places of a book: its expirations of sold options, then beside the shares, then alone. */
export const besideShares = ({ expirations }: Book): number => expirations.length;
export const alone = ({ expirations }: Book): number => expirations.length + 1;

/** Where each bought option can serve; alone where nowhere else. */
export function placesOf(book: Book, { rules, account }: Terms): number[][] {
  return book.bought.map(({ option: { right, years } }) => {
    const places = account === "cash" ? [] : book.expirations.flatMap((expiration, place) => {
      const isNeeded = book.sold.some((sold) => sold.place === place && sold.option.right === right);
      const later = years - expiration;
      const covers = later >= -SAME_INSTANT && (rules.acceptsCalendars || later <= SAME_INSTANT);
      return isNeeded && covers ? [place] : [];
    });
    const isHedge = book.lots > 0 ? right === "put" : book.lots < 0 && right === "call";
    if (isHedge) places.push(besideShares(book));
    return places.length > 0 ? places : [alone(book)];
  });
}

/** Whether shares that are held cover a sold option: bought ones a call, sold ones a put. */
export const coveredByShares = ({ lots }: Book, right: "call" | "put"): boolean =>
  right === "call" ? lots > 0 : lots < 0;

/** What bought options can still cover at each place, by right, while a plan is being filled. */
export class Cover {
  readonly #calls: number[];
  readonly #puts: number[];

  constructor(book: Book, serving: readonly (readonly number[])[]) {
    const of = (right: "call" | "put"): number[] =>
      book.expirations.map((_, place) =>
        book.bought.reduce((sum, { option }, j) => option.right === right ? sum + serving[j]![place]! : sum, 0)
      );
    this.#calls = of("call");
    this.#puts = of("put");
  }

  left(place: number, right: "call" | "put"): number {
    return (right === "call" ? this.#calls : this.#puts)[place]!;
  }

  use(place: number, right: "call" | "put", count: number): void {
    (right === "call" ? this.#calls : this.#puts)[place]! -= count;
  }
}
