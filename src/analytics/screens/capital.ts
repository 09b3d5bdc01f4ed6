/** What candidates tie up: the greatest loss, or what rules of margin say. */

import type { Leg } from "../positions/leg.ts";
import type { Book } from "./book.ts";
import { MAX_LOSS, MULTIPLIER } from "./figures.ts";
import { createLegWriter, shelfOf } from "./position_legs.ts";
import { createRegulationT, type UncoveredFractions } from "./regulation_t.ts";
import type { Shape } from "./shape.ts";

/** Whoever asks for the capital of thousands of candidates can say what is certain of it, so that few need be asked for. */
export interface CapitalRules {
  /**
   * Dollars that a position ties up, `null` when it cannot be held or that is not known. The list is used again for the
   * next position: who keeps it must copy it.
   */
  of(legs: readonly Leg[], spot: number): number | null;
  /**
   * Where all that is sold is covered by what is bought: the capital is the greatest loss, is that at least (when
   * missing), or may be anything.
   */
  covered?: "is_loss" | "at_least_loss" | "any" | undefined;
  /** Elsewhere, but for positions with shares, it is never less than Regulation T asks by these; anything when missing. */
  uncovered?: UncoveredFractions | undefined;
}

export interface Capital {
  /** Dollars for a candidate that has been weighed; NaN when not known. */
  of(legs: Int32Array, figures: Float64Array): number;
  /** The least that can be, without asking. */
  floorOf(legs: Int32Array, figures: Float64Array): number;
  /** Whether the floor is less certain than the capital. */
  isLate: boolean;
}

/** The capital of candidates of a shape; without rules the greatest loss, where it has a limit. */
export function createCapital(book: Book, shape: Shape, rules?: CapitalRules): Capital {
  const lossOf = (_legs: Int32Array, figures: Float64Array): number =>
    figures[MAX_LOSS]! < Infinity ? figures[MAX_LOSS]! * figures[MULTIPLIER]! : NaN;
  const { covered = "at_least_loss", uncovered } = rules ?? {};
  if (rules === undefined || (shape.isCovered && covered === "is_loss")) {
    return { of: lossOf, floorOf: lossOf, isLate: false };
  }
  const { spot } = book.board;
  const { rights } = shape;
  const writeLegs = createLegWriter(book, shape);
  const years: number[] = [];

  function ask(legs: Int32Array): number {
    for (let leg = 0; leg < rights.length; leg++) years[leg] = shelfOf(book, legs[leg]!).years;
    return rules!.of(writeLegs(legs, years), spot) ?? NaN;
  }

  if (shape.isCovered && covered === "at_least_loss") return { of: ask, floorOf: lossOf, isLate: true };
  if (shape.isCovered || shape.shares > 0 || uncovered === undefined) {
    return { of: ask, floorOf: ask, isLate: false };
  }
  return { of: ask, floorOf: createRegulationT(book, shape, uncovered), isLate: true };
}
