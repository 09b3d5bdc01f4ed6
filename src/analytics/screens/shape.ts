/** What the candidates of a family have in common, and how a family names them. */

import type { Book, Shelf } from "./book.ts";
import type { Limits } from "./criteria.ts";
import type { FamilyName } from "./family_names.ts";

/** Legs ascend by strike; where they expire one after the other, the first leg is the one that expires first. */
export interface Shape {
  rights: readonly ("call" | "put")[];
  /** Contracts of each leg, negative when sold. */
  quantities: readonly number[];
  /** Lots of shares held with them. */
  shares: 0 | 1;
  /** Pairs of legs between which the width is measured: the widest of them counts. */
  wings: readonly (readonly [number, number])[];
  /** Whether all that is sold is covered by what is bought, so that no rule asks for less than the greatest loss. */
  isCovered: boolean;
  /** Whether the last leg lives on when the first has expired. */
  isModelled: boolean;
  /** What makes it what it is: a credit of so many times its width at least; -Infinity for none. */
  leastCreditToWidth: number;
}

/** Where a family looks for candidates, and where it takes them. */
export interface Search {
  book: Book;
  limits: Limits;
  /** The expiration of the legs, or of the first. */
  front: Shelf;
  /** Expirations of the second leg, for shapes that are modelled. */
  backs: readonly Shelf[];
  /**
   * Tells how many equal parts of the work are left before one is begun, so that each has its share of the candidates
   * that may be tried; false when this one may try none.
   */
  share(partsLeft: number): boolean;
  /** Judges a candidate: contracts in the order of the shape's legs. False when this part has used up its share. */
  offer(first: number, second?: number, third?: number, fourth?: number): boolean;
}

export interface Family {
  name: FamilyName;
  shape: Shape;
  /** Offers every candidate that the limits on deltas, widths and strikes admit. */
  enumerate(search: Search): void;
}

type LegPlan = readonly [right: "call" | "put", quantity: number];

/** The shape of `legs`; what is not said is false, 0 or empty. */
export const shapeOf = (legs: readonly LegPlan[], traits: Partial<Shape> = {}): Shape => ({
  rights: legs.map(([right]) => right),
  quantities: legs.map(([, quantity]) => quantity),
  shares: 0,
  wings: [],
  isCovered: false,
  isModelled: false,
  leastCreditToWidth: -Infinity,
  ...traits,
});
