/** A candidate as a row: what each column says. */

import { type MeasureName, MEASURES } from "../../analytics/screens/measures.ts";
import { reachOf } from "../../analytics/screens/reach.ts";
import { contractOf } from "../../services/chain/series.ts";
import { percent, price, rounded } from "../../services/figures.ts";
import type { StrategyQuestion } from "../../services/strategies/question.ts";
import type { Found } from "../../services/strategies/search_board.ts";

type Cell = string | number | null | number[];
type Column = readonly [name: string, cell: (found: Found) => Cell];

const dollars = (value: number | null): number | null => rounded(value, 2);
/** Cents, and more for futures that cost a few dollars. */
const prices = (values: readonly number[]): number[] => values.map((one) => rounded(one, one < 10 ? 5 : 2)!);

/** Measures in these units are shown in percent. */
const PARTS = /^(fraction|probability|volatility)/;
const measured = (name: MeasureName): Column => {
  const { unit } = MEASURES[name];
  const shown = PARTS.test(unit) ? percent : unit === "dollars_per_share" ? price : dollars;
  return [name, ({ measures }) => shown(measures[name])];
};

const HEAD: readonly Column[] = [
  ["symbol", ({ symbol }) => symbol],
  ["family", (found) => familyOf(found)],
  ["expires", ({ contracts }) => [...new Set(contracts.map(({ day }) => day))].join(" / ")],
  ["days", ({ contracts }) => contracts[0]!.daysLeft],
  [
    "position",
    ({ contracts }) =>
      contracts.map(({ quantity, strike, right }) =>
        `${quantity > 0 ? "+" : ""}${quantity} ${strike}${right === "put" ? "P" : "C"}`
      ).join(" "),
  ],
  ["deltas", ({ contracts }) => contracts.map(({ delta }) => rounded(delta, 2)!)],
  measured("credit_mid"),
  measured("credit_natural"),
];

const SCREENED: readonly MeasureName[] = [
  "max_profit",
  "max_loss",
  "capital",
  "return_on_capital",
  "annualized_return",
  "pop",
  "expected_value",
  "expected_value_forecast",
  "theta",
];

const CHANCES: readonly Column[] = [
  ["p50", (found) => {
    const reached = reachOf(found, { fraction: 0.5 });
    return reached === null ? null : percent(reached.probability);
  }],
  ["breakevens", ({ breakevens }) => prices(breakevens)],
];

const AIMED: readonly Column[] = [
  measured("capital"),
  ["units", ({ prospect, freeLots }) => freeLots > 0 ? Math.min(freeLots, prospect!.units) : prospect!.units],
  ["profit_at_target", ({ prospect }) => dollars(prospect!.profitAtTarget)],
  ["return_at_target", ({ prospect }) => percent(prospect!.returnAtTarget)],
  ["pop_by_then", ({ prospect }) => percent(prospect!.probabilityOfProfit)],
  ["profit_unchanged", ({ prospect }) => dollars(prospect!.profitUnchanged)],
  ["breakevens_then", ({ prospect }) => prices(prospect!.breakevens)],
  measured("max_profit"),
  measured("max_loss"),
];

/** The measures that have a column, beside the credits; what is ranked by comes first. */
export const shownMeasures = ({ rankBy }: StrategyQuestion): readonly MeasureName[] =>
  rankBy === null || SCREENED.includes(rankBy) || rankBy.startsWith("credit_") && rankBy !== "credit_to_width"
    ? SCREENED
    : [rankBy, ...SCREENED];

/** The columns of an answer; the measure it is ranked by has one, and so do the units where something limits them. */
export function columnsOf(question: StrategyQuestion, ranked: readonly Found[]): readonly Column[] {
  if (question.target !== null) return [...HEAD, ...AIMED];
  const { maxCapital } = question;
  const hasUnits = maxCapital !== undefined || ranked.some(({ freeLots }) => freeLots > 0);
  return [
    ...HEAD,
    ...(hasUnits ? [["units", (found: Found) => unitsIn(found, maxCapital)] as const] : []),
    ...shownMeasures(question).map(measured),
    ...CHANCES,
  ];
}

/** A call sold on shares that must be bought with it is named for what it is. */
export const familyOf = ({ family, freeLots }: Pick<Found, "family" | "freeLots">): string =>
  family === "covered_call" && freeLots === 0 ? "buy_write" : family;

/** How many units the shares that are held cover, or the capital allows; `null` where neither limits them. */
function unitsIn({ freeLots, measures: { capital } }: Found, maxCapital: number | undefined): number | null {
  if (freeLots > 0) return freeLots;
  return maxCapital === undefined || capital === null ? null : Math.floor(maxCapital / capital + 1e-9);
}

export interface StrategyLeg {
  symbol: string;
  quantity: number;
}

/** The legs of one unit as analyze_position takes them, shares included. */
export function legsOf({ symbol, contracts, shares, seriesOf }: Found): StrategyLeg[] {
  const options = contracts.map((contract) => ({
    symbol: contractOf(seriesOf(contract), contract.strike, contract.right).symbol,
    quantity: contract.quantity,
  }));
  return shares > 0 ? [{ symbol, quantity: shares }, ...options] : options;
}
