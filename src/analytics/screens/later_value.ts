/** What contracts and positions are worth on a day to come, each option at its own volatility. */

import type { Outcome } from "../positions/outcome.ts";
import { black } from "../pricing/black.ts";
import type { Lognormal } from "../probability/terminal.ts";
import type { Book, Shelf } from "./book.ts";
import { shelfOf } from "./position_legs.ts";
import type { Shape } from "./shape.ts";

/** Years below which two instants are one: half a second. */
const SAME_INSTANT = 1.6e-8;

/** An expiration as it will look from an instant. */
interface Later {
  /** Years left then. */
  years: number;
  /** The forward of a dollar of the underlying, and what a dollar at expiration costs. */
  growth: number;
  discount: number;
}

const laterOf = ({ board: { rate }, forwardAt }: Book, shelf: Shelf, years: number): Later => {
  const left = shelf.years - years;
  return { years: left, growth: shelf.forward / forwardAt(years), discount: Math.exp(-rate * left) };
};

/** What the holder of a contract has when the underlying costs `price`: never less than exercise pays. Dollars per share. */
function laterValue(
  { strike, volatility }: Book,
  { years, growth, discount }: Later,
  id: number,
  right: "call" | "put",
  price: number,
): number {
  const exercise = Math.max(0, right === "call" ? price - strike[id]! : strike[id]! - price);
  if (years <= SAME_INSTANT || price <= 0) return exercise;
  return Math.max(exercise, black(price * growth, strike[id]!, years, volatility[id]!, discount, right));
}

/** A column of `laterValue` for all contracts that can be traded and are alive after `years`; NaN for the others. */
export function laterValues(book: Book, price: number, years: number): Float64Array {
  const values = new Float64Array(book.strike.length).fill(NaN);
  for (const shelf of book.shelves) {
    const later = laterOf(book, shelf, years);
    if (later.years < -SAME_INSTANT) continue;
    for (const id of shelf.calls.ids) values[id] = laterValue(book, later, id, "call", price);
    for (const id of shelf.puts.ids) values[id] = laterValue(book, later, id, "put", price);
  }
  return values;
}

/** Profit and loss in dollars for one unit of a position after `years`, before any of its options has expired. */
export function laterOutcome(book: Book, shape: Shape, legs: Int32Array, credit: number, years: number): Outcome {
  const { multiplier, spot } = book.board;
  const parts = shape.rights.map((right, leg) => {
    const id = legs[leg]!;
    return { right, id, quantity: shape.quantities[leg]!, later: laterOf(book, shelfOf(book, id), years) };
  });
  const ended = parts.filter(({ later }) => later.years <= SAME_INSTANT);
  const calls = parts.filter(({ right }) => right === "call");
  return {
    years,
    isModelled: ended.length < parts.length,
    kinks: [...new Set(ended.map(({ id }) => book.strike[id]!))].sort((a, b) => a - b),
    // In the end a call is worth what it pays, or a little more.
    slope: calls.reduce((sum, { quantity }) => sum + quantity, shape.shares as number) * multiplier,
    at(price) {
      let profit = credit + shape.shares * (price - spot);
      for (const { id, right, quantity, later } of parts) {
        profit += quantity * laterValue(book, later, id, right, price);
      }
      return Math.round(profit * multiplier * 1e9) / 1e9;
    },
  };
}

/** Standard deviations to either side within which breakevens are looked for, and steps a deviation. */
const REACH = 8;
const STEPS = 12;
const BISECTIONS = 50;
/** Dollars that count as nothing. */
const NOTHING = 1e-7;

/**
 * Prices at which an outcome begins or ends to be a profit, ascending, as far as they can be reached. `points` are prices
 * that must not be stepped over: where it bends, or where a profit is known to be.
 */
export function findBreakevens({ at }: Outcome, { mean, deviation }: Lognormal, points: readonly number[]): number[] {
  const scale = Array.from({ length: 2 * REACH * STEPS + 1 }, (_, i) => i / STEPS - REACH)
    .map((z) => Math.exp(mean + deviation * z));
  const prices = [...scale, ...points].sort((a, b) => a - b);
  const wins = (price: number): boolean => at(price) > NOTHING;
  const found: number[] = [];
  let before = wins(prices[0]!);
  for (let i = 1; i < prices.length; i++) {
    const here = wins(prices[i]!);
    if (here !== before) {
      let [low, high] = [prices[i - 1]!, prices[i]!];
      for (let round = 0; round < BISECTIONS && high - low > 1e-12 * high; round++) {
        const middle = (low + high) / 2;
        if (wins(middle) === before) low = middle;
        else high = middle;
      }
      found.push((low + high) / 2);
    }
    before = here;
  }
  return found;
}
