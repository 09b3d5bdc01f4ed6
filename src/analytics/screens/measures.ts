/** What candidates are compared by: each a named number with its unit and which way is better. */

import {
  BREAKEVEN_COUNT,
  BREAKEVENS,
  CAPITAL,
  CREDIT,
  CREDIT_MID,
  CREDIT_NATURAL,
  DAYS,
  DEVIATION,
  FORECAST_WORTH,
  MAX_LOSS,
  MAX_PROFIT,
  MULTIPLIER,
  POP,
  SPOT,
  TERM_SPREAD,
  THETA,
  UNCHANGED,
  WIDTH,
  WORTH,
} from "./figures.ts";
import { MEASURE_NAMES } from "./measure_names.ts";
import type { Ranking } from "./trial.ts";

/** Fractions of the capital unless said otherwise; dollars for one unit of the position. */
export type Unit =
  | "dollars_per_share"
  | "dollars"
  | "dollars_per_day"
  | "fraction"
  | "fraction_per_day"
  | "fraction_per_year"
  | "probability"
  | "deviations"
  | "volatility";

export interface Measure {
  unit: Unit;
  better: "higher" | "lower";
  /** What it is, as a phrase. */
  says: string;
  /** The steps of a `Judge` that it needs beyond the first two. */
  needsWorth: boolean;
  needsChances: boolean;
  /** Whether it is the capital, or something divided by it. */
  usesCapital: boolean;
  usesForecast: boolean;
  /** NaN where it is not known or has no meaning; infinite where there is no limit. */
  of(figures: Float64Array): number;
}

type Figures = Float64Array;

const define = (
  unit: Unit,
  better: Measure["better"],
  says: string,
  of: Measure["of"],
  traits: Partial<Pick<Measure, "needsWorth" | "needsChances" | "usesCapital" | "usesForecast">> = {},
): Measure => ({
  unit,
  better,
  says,
  of,
  needsWorth: false,
  needsChances: false,
  usesCapital: false,
  usesForecast: false,
  ...traits,
});

const WORTH_ONLY = { needsWorth: true };
const CHANCES_ONLY = { needsChances: true };
const CAPITAL_ONLY = { usesCapital: true };
const WORTH_AND_CAPITAL = { needsWorth: true, usesCapital: true };

const dollars = (figures: Figures, figure: number): number => figures[figure]! * figures[MULTIPLIER]!;
const slippageOf = (figures: Figures): number => figures[CREDIT_MID]! - figures[CREDIT_NATURAL]!;

/** Of the capital; NaN without any. */
const perCapital = (figures: Figures, amount: number): number =>
  figures[CAPITAL]! > 0 && Number.isFinite(amount) ? amount / figures[CAPITAL]! : NaN;
/** What leaving the fill for the natural price costs: nothing where that is the fill. */
const costOf = (figures: Figures): number => figures[CREDIT]! - figures[CREDIT_NATURAL]!;
const returnOf = (figures: Figures): number =>
  perCapital(figures, (figures[MAX_PROFIT]! - costOf(figures)) * figures[MULTIPLIER]!);
const annualReturnOf = (figures: Figures): number => returnOf(figures) * 365 / Math.max(1, figures[DAYS]!);
/** What is left of a model value after paying the natural price for it. */
const surplusOf = (figures: Figures, value: number): number =>
  dollars(figures, value) + dollars(figures, CREDIT_NATURAL);

/** Credits below this are none that a cost could be compared with. */
const HALF_A_CENT = 0.005;

/** The names are those a caller ranks by. */
export const MEASURES = {
  credit_mid: define(
    "dollars_per_share",
    "higher",
    "credit at mid prices; a debit is negative",
    (figures) => figures[CREDIT_MID]!,
    WORTH_ONLY,
  ),
  credit_natural: define(
    "dollars_per_share",
    "higher",
    "credit when sold at the bid and bought at the ask",
    (figures) => figures[CREDIT_NATURAL]!,
    WORTH_ONLY,
  ),
  slippage: define(
    "dollars",
    "lower",
    "what the natural price costs over the mid",
    (figures) => slippageOf(figures) * figures[MULTIPLIER]!,
    WORTH_ONLY,
  ),
  spread_cost: define(
    "fraction",
    "lower",
    "slippage as a part of the credit or debit at mid",
    (figures) =>
      Math.abs(figures[CREDIT_MID]!) >= HALF_A_CENT ? slippageOf(figures) / Math.abs(figures[CREDIT_MID]!) : NaN,
    WORTH_ONLY,
  ),
  credit_to_width: define(
    "fraction",
    "higher",
    "credit as a part of the width of the widest wing",
    (figures) => figures[CREDIT]! / figures[WIDTH]!,
  ),
  max_profit: define("dollars", "higher", "the most it can make", (figures) => dollars(figures, MAX_PROFIT)),
  max_loss: define("dollars", "lower", "the most it can lose", (figures) => dollars(figures, MAX_LOSS)),
  capital: define(
    "dollars",
    "lower",
    "what it ties up",
    (figures) => figures[CAPITAL]!,
    CAPITAL_ONLY,
  ),
  return_on_capital: define(
    "fraction",
    "higher",
    "greatest profit, less what the natural price costs over the mid, on capital",
    returnOf,
    WORTH_AND_CAPITAL,
  ),
  annualized_return: define(
    "fraction_per_year",
    "higher",
    "return on capital, for 365 days",
    annualReturnOf,
    WORTH_AND_CAPITAL,
  ),
  pop: define(
    "probability",
    "higher",
    "probability of a profit at the first expiration, lognormal at that expiration's volatility",
    (figures) => figures[POP]!,
    CHANCES_ONLY,
  ),
  pop_weighted_return: define(
    "fraction_per_year",
    "higher",
    "annualized return times probability of a profit",
    (figures) => annualReturnOf(figures) * figures[POP]!,
    { needsWorth: true, needsChances: true, usesCapital: true },
  ),
  expected_value: define(
    "dollars",
    "higher",
    "model value at the market's volatilities less the natural price: about minus the slippage",
    (figures) => surplusOf(figures, WORTH),
    WORTH_ONLY,
  ),
  expected_value_forecast: define(
    "dollars",
    "higher",
    "the same as expected_value, at the forecast volatility",
    (figures) => surplusOf(figures, FORECAST_WORTH),
    { needsWorth: true, usesForecast: true },
  ),
  forecast_return: define(
    "fraction",
    "higher",
    "expected value at the forecast volatility on capital",
    (figures) => perCapital(figures, surplusOf(figures, FORECAST_WORTH)),
    { needsWorth: true, usesCapital: true, usesForecast: true },
  ),
  theta: define("dollars_per_day", "higher", "what a day brings", (figures) => dollars(figures, THETA), WORTH_ONLY),
  theta_to_capital: define(
    "fraction_per_day",
    "higher",
    "what a day brings on capital",
    (figures) => perCapital(figures, dollars(figures, THETA)),
    WORTH_AND_CAPITAL,
  ),
  profit_unchanged: define(
    "dollars",
    "higher",
    "profit at the first expiration if the underlying stays where it is",
    (figures) => dollars(figures, UNCHANGED),
    CHANCES_ONLY,
  ),
  breakeven_distance: define(
    "deviations",
    "higher",
    "from today's price to the nearest breakeven; negative where staying loses",
    distanceOf,
    CHANCES_ONLY,
  ),
  term_spread: define(
    "volatility",
    "higher",
    "the front's implied volatility less the back's",
    (figures) => figures[TERM_SPREAD]!,
    WORTH_ONLY,
  ),
} as const satisfies Record<typeof MEASURE_NAMES[number], Measure>;

export type MeasureName = keyof typeof MEASURES;

export { MEASURE_NAMES };

function distanceOf(figures: Figures): number {
  let nearest = NaN;
  for (let i = 0; i < figures[BREAKEVEN_COUNT]!; i++) {
    const distance = Math.abs(Math.log(figures[BREAKEVENS + i]! / figures[SPOT]!)) / figures[DEVIATION]!;
    if (!(distance >= nearest)) nearest = distance;
  }
  return figures[UNCHANGED]! < 0 ? -nearest : nearest;
}

/** By a measure: unknown is worst. */
export function rankingBy({ better, of, needsWorth, needsChances, usesCapital }: Measure): Ranking {
  const sign = better === "higher" ? 1 : -1;
  return {
    needsWorth,
    needsChances,
    usesCapital,
    isHasty: false,
    scoreOf(figures) {
      const score = sign * of(figures);
      return Number.isNaN(score) ? -Infinity : score;
    },
    // What is lost on capital is less, and less than nothing, on more of it.
    boundOf: (score) => sign === 1 && score < 0 && score > -Infinity ? 0 : score,
  };
}
