/** By what rolls are ranked. */

import type { JudgedRoll } from "./judge.ts";

export interface RollMeasure {
  says: string;
  /** More is better; `null` where the measure has no meaning. */
  of(roll: JudgedRoll): number | null;
}

const negative = (value: number | null | undefined): number | null =>
  value === null || value === undefined ? null : -value;

export const ROLL_MEASURES = {
  credit_per_day: {
    says: "net credit at natural prices, less what an inverted pair surely pays back, for each day added",
    of: ({ creditNatural, payback, daysAdded }) => daysAdded > 0 ? (creditNatural - payback) / daysAdded : null,
  },
  credit: { says: "net credit at natural prices", of: ({ creditNatural }) => creditNatural },
  pop: { says: "probability of profit afterwards", of: ({ view }) => view?.probabilityOfProfit ?? null },
  theta: { says: "theta afterwards", of: ({ view }) => view?.theta ?? null },
  delta: {
    says: "the smallest delta afterwards, of either sign",
    of: ({ view }) => negative(view && Math.abs(view.delta)),
  },
  capital: { says: "the least buying power afterwards", of: ({ capital }) => negative(capital) },
  theta_on_capital: {
    says: "theta on buying power afterwards",
    of: ({ view, capital }) => view !== null && capital !== null && capital > 0 ? view.theta / capital : null,
  },
} as const satisfies Record<string, RollMeasure>;

export type RollMeasureName = keyof typeof ROLL_MEASURES;
export const ROLL_MEASURE_NAMES = Object.keys(ROLL_MEASURES) as [RollMeasureName, ...RollMeasureName[]];
