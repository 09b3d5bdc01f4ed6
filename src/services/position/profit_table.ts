/** Profit and loss over prices and days, and over prices and volatilities. Dollars for the whole position. */

import { type Day, newYorkDay } from "../../core/calendar.ts";
import type { Outcome } from "../../analytics/positions/outcome.ts";
import { optionValue } from "./leg_model.ts";
import type { Position } from "./position.ts";

export interface ProfitTable {
  spots: number[];
  /** A row for each day; the last is the first expiration. */
  byDay: { day: Day; years: number; profits: number[] }[];
  /** A row for each factor on all volatilities, today. */
  byVolatility: { factor: number; profits: number[] }[];
}

/** Columns, in expected moves from the price. */
const MOVES = [-2, -1, -0.5, 0, 0.5, 1, 2];
const SHARES = [0, 1 / 3, 2 / 3];
const FACTORS = [0.75, 1.25, 1.5];
const YEAR = 365 * 86_400_000;
/** Less time than this has one row, the expiration, beside now. */
const DAY = 1 / 365;

export function profitTable(
  position: Position,
  outcome: Outcome,
  expectedMove: number,
  expiresAt: number,
): ProfitTable {
  const { spot, startedAt } = position;
  const { years } = outcome;
  const spots = columnsOf(spot, expectedMove);
  const rows = years > 3 * DAY ? SHARES : [0];
  return {
    spots,
    byDay: [
      ...rows.map((share) => ({
        day: newYorkDay(startedAt + share * years * YEAR),
        years: share * years,
        profits: spots.map((price) => profitAt(position, price, share * years, 1)),
      })),
      { day: newYorkDay(expiresAt), years, profits: spots.map((price) => outcome.at(price)) },
    ],
    byVolatility: FACTORS.map((factor) => ({
      factor,
      profits: spots.map((price) => profitAt(position, price, 0, factor)),
    })),
  };
}

/** Rounded so that they can be read; the price itself as it is. */
function columnsOf(spot: number, move: number): number[] {
  const step = 10 ** Math.floor(Math.log10(Math.max(move, spot * 1e-4) / 2)) / 2;
  return [
    ...new Set(
      MOVES.map((count) => count === 0 ? spot : Math.max(step, Math.round((spot + count * move) / step) * step)),
    ),
  ]
    .map((price) => Number(price.toPrecision(10)));
}

function profitAt({ legs, terms }: Position, spot: number, elapsed: number, factor: number): number {
  let sum = 0;
  for (const { contract, quantity, multiplier, volatility, entryPrice } of legs) {
    let value = spot;
    if (contract !== null) {
      const { series, strike, right } = contract;
      const { term: { years }, setting } = terms.find((one) => one.series === series)!;
      value = optionValue({ strike, right, years }, setting, volatility! * factor, { spot, elapsed });
    }
    sum += quantity * multiplier * (value - entryPrice);
  }
  return sum;
}
