/**
 * Calendars and diagonals, when the option that was sold expires: the other is valued by Black's formula at its own
 * volatility, and never at less than exercise pays: what is owed beyond the difference of the strikes can be met by it.
 * Seen from the sold option's strike, where the profit is greatest, it falls on both sides and is convex there, so that
 * a search for the two breakevens cannot miss them; so it is while neither interest nor carry is negative.
 */

import { black, logRatio } from "../pricing/black.ts";
import { normCdf, normPdf } from "../pricing/normal.ts";
import type { Book, Shelf } from "./book.ts";
import { chanceOfWinning } from "./chance.ts";
import {
  BREAKEVEN_COUNT,
  BREAKEVENS,
  CREDIT,
  DAYS,
  DEVIATION,
  FORECAST_WORTH,
  MAX_LOSS,
  MAX_PROFIT,
  NOTHING,
  POP,
  UNCHANGED,
  WINS_AT_ZERO,
} from "./figures.ts";
import type { Judge } from "./judge.ts";
import { shelfOf } from "./position_legs.ts";
import type { Shape } from "./shape.ts";

/** Deviations from the mean beyond which no breakeven is looked for. */
const REACH = 8;
const ITERATIONS = 40;
/** A step this small, as a part of the price, is the last: what is left after it is its cube. */
const LAST_STEP = 1e-5;

/** The steps of a shape of one option sold and a later one of its kind bought. */
export function judgeSurviving(book: Book, shape: Shape): Pick<Judge, "weigh" | "appraise" | "weighChances"> {
  const right = shape.rights[0]!;
  const sign = right === "call" ? 1 : -1;
  const { strike, volatility, forecast, forecastWorth } = book;
  const { spot } = book.board;
  /** Of the option that lives on: its strike, and from the front expiration on deviation, discount and forward of a dollar. */
  let [held, deviation, discount, growth] = [0, 0, 1, 1];
  /** What the last call of `valueAt` has found: per dollar, and per dollar of that. */
  let [delta, gamma] = [0, 0];

  function open(front: Shelf, long: number): Shelf {
    const back = shelfOf(book, long);
    held = strike[long]!;
    deviation = volatility[long]! * Math.sqrt(back.years - front.years);
    discount = back.discount / front.discount;
    growth = back.forward / front.forward;
    return back;
  }

  function valueAt(price: number): number {
    const d1 = logRatio(price * growth, held) / deviation + deviation / 2;
    const hedge = sign * normCdf(sign * d1);
    delta = discount * growth * hedge;
    gamma = discount * growth * normPdf(d1) / (price * deviation);
    const value = discount * (price * growth * hedge - held * sign * normCdf(sign * (d1 - deviation)));
    const exercise = sign * (price - held);
    if (value >= exercise) return value;
    delta = sign;
    gamma = 0;
    return exercise;
  }

  /** The breakeven on one side of the sold strike, NaN when there is none within reach: Halley's method, kept in bounds. */
  function findBreakeven(front: Shelf, sold: number, credit: number, side: 1 | -1): number {
    const edge = Math.exp(front.mean + side * REACH * front.deviation);
    // On one side of its strike the sold option pays; there the profit moves a dollar less for a dollar.
    const owed = side === sign ? sign : 0;
    let [winning, losing] = [sold, edge];
    let price = sold;
    for (let round = 0; round < ITERATIONS; round++) {
      const profit = credit + valueAt(price) - owed * (price - sold);
      const slope = delta - owed;
      if (profit > 0) winning = price;
      else losing = price;
      const newton = profit / slope;
      const next = price - newton / Math.max(0.5, 1 - newton * gamma / (2 * slope));
      if (Math.abs(newton) <= LAST_STEP * price) return next;
      const isInside = side * next < side * losing && side * next > side * winning;
      if (!isInside && losing === edge) return NaN;
      price = isInside ? next : (winning + losing) / 2;
    }
    return price;
  }

  return {
    weigh(front, legs, figures) {
      figures[DAYS] = front.daysLeft;
      figures[DEVIATION] = front.deviation;
      const credit = figures[CREDIT]!;
      const sold = strike[legs[0]!]!;
      open(front, legs[1]!);
      figures[MAX_PROFIT] = credit + valueAt(sold);
      figures[MAX_LOSS] = Math.max(0, sign * (held - sold)) - credit;
    },
    appraise(front, legs, figures) {
      if (forecast === null) return;
      const back = open(front, legs[1]!);
      // Until the front expires at the forecast, then at its own volatility: variances add up.
      const all = Math.sqrt((forecast * forecast * front.years + deviation * deviation) / back.years);
      const value = black(back.forward, held, back.years, all, back.discount, right);
      figures[FORECAST_WORTH] = value - forecastWorth[legs[0]!]!;
    },
    weighChances(front, legs, figures) {
      const credit = figures[CREDIT]!;
      const sold = strike[legs[0]!]!;
      const hasProfit = figures[MAX_PROFIT]! > NOTHING;
      open(front, legs[1]!);
      figures[UNCHANGED] = credit + valueAt(spot) - Math.max(0, sign * (spot - sold));
      const low = hasProfit ? findBreakeven(front, sold, credit, -1) : NaN;
      const high = hasProfit ? findBreakeven(front, sold, credit, 1) : NaN;
      let count = 0;
      if (low > 0) figures[BREAKEVENS + count++] = low;
      if (high > 0) figures[BREAKEVENS + count++] = high;
      figures[WINS_AT_ZERO] = hasProfit && !(low > 0) ? 1 : 0;
      figures[BREAKEVEN_COUNT] = count;
      figures[POP] = chanceOfWinning(front, figures);
    },
  };
}
