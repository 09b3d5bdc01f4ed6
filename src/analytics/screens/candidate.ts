/** What a search hands back: the contracts to trade, the position they make, and every number it was judged by. */

import type { Leg, Underlying } from "../positions/leg.ts";
import type { Book } from "./book.ts";
import { BREAKEVEN_COUNT, BREAKEVENS, MAX_LOSS, MAX_PROFIT } from "./figures.ts";
import type { FamilyName } from "./family_names.ts";
import { MEASURE_NAMES, type MeasureName, MEASURES } from "./measures.ts";
import { createLegWriter, shelfOf, underlyingOf } from "./position_legs.ts";
import type { Family } from "./shape.ts";

/** An option to trade. Prices in dollars per share; `null` is unknown. */
export interface CandidateContract {
  right: "call" | "put";
  strike: number;
  /** Of the expiration, such as `2026-12-18`. */
  day: string;
  root: string;
  daysLeft: number;
  /** Contracts for one unit of the position, negative when sold. */
  quantity: number;
  bid: number;
  ask: number;
  mid: number;
  /** Negative for puts. */
  delta: number;
  volatility: number;
  volume: number | null;
  openInterest: number | null;
}

/** `null` where a measure is not known, has no meaning, or, for the greatest profit and loss, has no limit. */
export type Measures = Record<MeasureName, number | null>;

export interface Candidate {
  family: FamilyName;
  contracts: CandidateContract[];
  /** Held with them, for one unit of the position. */
  shares: number;
  /** The position at the assumed fill. */
  legs: Leg[];
  /** What its legs are valued against, and the volatility of its first expiration, by which POP is reckoned. */
  underlying: Underlying;
  volatility: number;
  measures: Measures;
  /** Whether the most it can make, or lose, has no limit. */
  unlimited: { profit: boolean; loss: boolean };
  /** Prices of the underlying between which it makes money or not at the first expiration; ascending. */
  breakevens: number[];
  /** Whether earnings come before the first expiration, or only before the second; `null` when no day was given. */
  earnings: "before_front" | "before_back" | "after" | null;
}

/** The candidate of `legs`, from figures that are complete. */
export function describeCandidate(
  book: Book,
  { name, shape }: Family,
  legs: Int32Array,
  figures: Float64Array,
  earningsDay: string | null,
): Candidate {
  const shelves = shape.rights.map((_, leg) => shelfOf(book, legs[leg]!));
  const contracts = shape.rights.map((right, leg): CandidateContract => {
    const id = legs[leg]!;
    const { expiration, start } = shelves[leg]!;
    const row = (id - start) % expiration.strikes.length;
    const { volume, openInterest } = right === "call" ? expiration.call : expiration.put;
    return {
      right,
      strike: book.strike[id]!,
      day: expiration.day,
      root: expiration.root,
      daysLeft: expiration.daysLeft,
      quantity: shape.quantities[leg]!,
      bid: book.bid[id]!,
      ask: book.ask[id]!,
      mid: book.mid[id]!,
      delta: book.delta[id]!,
      volatility: book.volatility[id]!,
      volume: finite(volume[row]!),
      openInterest: finite(openInterest[row]!),
    };
  });
  const days = contracts.map(({ day }) => day);
  return {
    family: name,
    contracts,
    shares: shape.shares * book.board.multiplier,
    legs: createLegWriter(book, shape)(legs, shelves.map(({ years }) => years)),
    underlying: underlyingOf(book, shelves[0]!),
    volatility: shelves[0]!.expiration.volatility,
    measures: measuresOf(figures),
    unlimited: { profit: figures[MAX_PROFIT] === Infinity, loss: figures[MAX_LOSS] === Infinity },
    breakevens: Array.from(figures.subarray(BREAKEVENS, BREAKEVENS + figures[BREAKEVEN_COUNT]!)),
    earnings: earningsDay === null
      ? null
      : earningsDay <= days[0]!
      ? "before_front"
      : earningsDay <= days.at(-1)!
      ? "before_back"
      : "after",
  };
}

const measuresOf = (figures: Float64Array): Measures =>
  Object.fromEntries(MEASURE_NAMES.map((name) => [name, finite(MEASURES[name].of(figures))])) as Measures;

const finite = (value: number): number | null => Number.isFinite(value) ? value + 0 : null;
