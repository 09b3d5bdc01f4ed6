/** The risk of a portfolio: sums, stress, concentration and what is near its end, of items that have been valued. */

import { type BookRevaluation, createBookRevaluation } from "../../analytics/portfolio/book_revaluation.ts";
import { concentrate, type Concentration, gainsInRange, type Part } from "../../analytics/portfolio/concentration.ts";
import { isCut } from "../../analytics/portfolio/index_move.ts";
import { type ShortGamma, shortGamma } from "../../analytics/portfolio/near_expiration.ts";
import { type BookStress, gainsIn, type Shock, stressBook } from "../../analytics/portfolio/stress.ts";
import { type Totals, totalsOf, type Weighed } from "../../analytics/portfolio/totals.ts";
import type { Index } from "./betas.ts";
import { familyOf, rangeOf } from "./families.ts";
import type { RiskItem } from "./risk_item.ts";
import type { Structure } from "./structures.ts";

export const DIMENSIONS = ["underlying", "sector", "expiration", "strategy"] as const;
export type Dimension = typeof DIMENSIONS[number];

/** Everything of one underlying: sums as in `Totals`, weighed. */
export interface UnderlyingRisk extends Totals {
  product: string;
  sector: string;
  price: number;
  beta: number | null;
}

export interface Risk {
  items: readonly RiskItem[];
  structures: readonly Structure[];
  book: BookRevaluation;
  betas: readonly (number | null)[];
  totals: Totals;
  underlyings: ReadonlyMap<string, UnderlyingRisk>;
  stress: BookStress;
  /** Products whose move is cut somewhere in the grid. */
  cut: string[];
  concentration: Record<Dimension, Concentration[]>;
  shortGamma: ShortGamma[];
}

/** What one structure gains, dollars. */
export interface Contribution {
  structure: Structure;
  profit: number;
}

/** `structures` of the same items. */
export function assessRisk(
  items: readonly RiskItem[],
  index: Pick<Index, "price">,
  structures: readonly Structure[],
): Risk {
  const book = createBookRevaluation(items.map(({ holding }) => holding));
  const betas = items.map(({ beta }) => beta);
  const stress = stressBook(book, betas);
  const largest = [stress.cells[0]!.spot, stress.cells.at(-1)!.spot];
  const cut = items.filter(({ beta }) => largest.some((move) => isCut(beta, move))).map(({ product }) => product);
  return {
    items,
    structures,
    book,
    betas,
    totals: totalsOf(items.map(weighed), index.price),
    underlyings: underlyingsOf(items, index.price),
    stress,
    cut: [...new Set(cut)],
    concentration: concentrationOf(items, structures, book),
    shortGamma: shortGamma(
      items.flatMap(({ holding: { option, size, spot }, product, expiration, daysLeft, greeks }) =>
        option === null || expiration === null || daysLeft === null ? [] : [{
          underlying: product,
          expiration,
          daysLeft,
          spot,
          size,
          strike: option.strike,
          right: option.right,
          gamma: greeks.gamma,
        }]
      ),
    ),
  };
}

/** What each structure gains in one cell, the largest loss first. */
export function contributionsTo({ book, betas, structures }: Risk, shock: Shock): Contribution[] {
  const gains = gainsIn(book, betas, shock);
  return structures
    .map((structure) => ({
      structure,
      profit: structure.parts.reduce((sum, { at, share }) => sum + share * gains[at]!, 0),
    }))
    .sort((a, b) => a.profit - b.profit);
}

/** Dollars that the whole gains in one cell. */
export const profitIn = ({ book, betas }: Risk, shock: Shock): number =>
  gainsIn(book, betas, shock).reduce((sum, gain) => sum + gain, 0);

const weighed = ({ holding, beta, quantity, multiplier, greeks }: RiskItem): Weighed => ({
  price: holding.spot,
  beta,
  quantity,
  multiplier,
  ...greeks,
});

function underlyingsOf(items: readonly RiskItem[], indexPrice: number): Map<string, UnderlyingRisk> {
  const groups = Map.groupBy(items, ({ product }) => product);
  return new Map([...groups].map(([product, held]): [string, UnderlyingRisk] => {
    const { sector, holding, beta } = held[0]!;
    return [product, {
      product,
      sector,
      price: holding.spot,
      beta,
      ...totalsOf(held.map(weighed), indexPrice),
    }];
  }));
}

/** What has no expiration, as a key. */
const NO_EXPIRATION = "none";

function concentrationOf(
  items: readonly RiskItem[],
  structures: readonly Structure[],
  book: BookRevaluation,
): Risk["concentration"] {
  const gains = gainsInRange(book, items.map(({ product }) => rangeOf(product)));
  // What follows the same index hedges each other, though it has several names.
  const by = (
    keyOf: (item: RiskItem) => string,
    unitOf = ({ product }: RiskItem) => familyOf(product)?.fund ?? product,
  ) => concentrate(gains, items.map((item, at): Part => ({ at, share: 1, unit: unitOf(item), key: keyOf(item) })));
  return {
    underlying: by(({ product }) => product),
    sector: by(({ sector }) => sector),
    expiration: by(({ expiration }) => expiration ?? NO_EXPIRATION),
    strategy: concentrate(
      gains,
      structures.flatMap(({ strategy, parts }, place) =>
        parts.map(({ at, share }): Part => ({ at, share, unit: `${place}`, key: strategy }))
      ),
    ),
  };
}
