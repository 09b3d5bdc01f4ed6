/** What the book gains and loses in a scenario, and by which positions. */

import type { Shock } from "../../analytics/portfolio/stress.ts";
import { type Contribution, contributionsTo, profitIn, type Risk } from "../../services/portfolio/assess_risk.ts";
import { rounded } from "../../services/figures.ts";

/** A scenario as it is asked for; `volatility` is `null` when nothing was said of it. */
export interface WhatIf extends Omit<Shock, "volatility"> {
  volatility: number | null;
}

/** Positions that are named in each direction. */
const LOSERS = 10;
const GAINERS = 4;
/** Factors on volatility that a scenario is shown with when none was named: a rise often comes with a fall of prices. */
const USUAL_FACTORS: readonly number[] = [0.75, 1, 1.5];

export const dollars = (value: number | null): number | null =>
  rounded(value, value !== null && Math.abs(value) >= 1000 ? 0 : 2);

/** A part of something in percent, to one place. */
export const share = (fraction: number | null): number | null => rounded(fraction === null ? null : fraction * 100, 1);

/** Of the net liquidation, in percent. */
export const ofNet = (value: number, netLiquidation: number | null, digits = 2): number | null =>
  netLiquidation === null || !(netLiquidation > 0) ? null : rounded(100 * value / netLiquidation, digits);

export const shockOf = ({ spot, volatility, days }: Shock): object => ({
  index_move: share(spot),
  iv_change: share(volatility - 1),
  days,
});

/** The grid: a row for each move and volatility, a column for each number of days. */
export function gridOf({ stress: { cells } }: Risk): object {
  const days = [...new Set(cells.map((cell) => cell.days))];
  const rows = Map.groupBy(cells, ({ spot, volatility }) => `${spot} ${volatility}`);
  return {
    columns: ["index_move", "iv_change", ...days.map((count) => `after_${count}_days`)],
    rows: [...rows.values()].map((row) => [
      share(row[0]!.spot),
      share(row[0]!.volatility - 1),
      ...row.map(({ profit }) => Math.round(profit) + 0),
    ]),
  };
}

/** A scenario's total, and who loses and gains most in it. */
export function scenarioOf(risk: Risk, shock: Shock, netLiquidation: number | null): object {
  const contributions = contributionsTo(risk, shock);
  const profit = contributions.reduce((sum, one) => sum + one.profit, 0);
  return {
    ...shockOf(shock),
    profit: dollars(profit),
    percent_of_net_liq: ofNet(profit, netLiquidation),
    ...contributorsOf(contributions),
  };
}

function contributorsOf(contributions: readonly Contribution[]): object {
  const losers = contributions.filter(({ profit }) => profit <= -0.005);
  const gainers = contributions.filter(({ profit }) => profit >= 0.005).reverse();
  const named = [...losers.slice(0, LOSERS), ...gainers.slice(0, GAINERS)];
  // What does not move, such as coins without a beta, is named in `unknown`, not here as a gain of nothing.
  const rest = [...losers, ...gainers].filter((one) => !named.includes(one));
  const row = ({ structure: { title, account }, profit }: Contribution) => [title, account, dollars(profit)];
  return {
    columns: ["position", "account", "profit"],
    losers: losers.slice(0, LOSERS).map(row),
    gainers: gainers.slice(0, GAINERS).map(row),
    ...(rest.length === 0 ? {} : {
      others: { positions: rest.length, profit: dollars(rest.reduce((sum, { profit }) => sum + profit, 0)) },
    }),
  };
}

/** A scenario that was asked for, of the book and, where there is one, of the book with the candidate. */
export function whatIfOf(
  { spot, volatility, days }: WhatIf,
  risk: Risk,
  together: Risk | null,
  netLiquidation: number | null,
): object {
  const shock = { spot, volatility: volatility ?? 1, days };
  const scenario = scenarioOf(risk, shock, netLiquidation);
  const byVolatility = volatility !== null ? {} : {
    profit_by_iv_change: USUAL_FACTORS.map((factor) => [
      share(factor - 1),
      dollars(profitIn(risk, { ...shock, volatility: factor })),
    ]),
  };
  return {
    ...scenario,
    ...byVolatility,
    ...(together === null ? {} : { profit_with_candidate: dollars(profitIn(together, shock)) }),
  };
}
