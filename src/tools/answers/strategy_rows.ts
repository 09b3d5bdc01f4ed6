/** A candidate as a row: what each column says. */

import { reachOf } from "../../analytics/screens/reach.ts";
import type { MeasureName } from "../../analytics/screens/measures.ts";
import { contractOf } from "../../services/chain/series.ts";
import { percent, rounded } from "../../services/figures.ts";
import type { StrategyQuestion } from "../../services/strategies/question.ts";
import type { Found } from "../../services/strategies/search_board.ts";

type Cell = string | number | null | number[];
type Column = readonly [name: string, cell: (found: Found) => Cell];

const dollars = (value: number | null): number | null => rounded(value, 2);
const measured = (name: MeasureName) => ({ measures }: Found): number | null => dollars(measures[name]);
const inPercent = (name: MeasureName) => ({ measures }: Found): number | null => percent(measures[name]);

const HEAD: readonly Column[] = [
  ["symbol", ({ symbol }) => symbol],
  ["family", ({ family }) => family],
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
  ["credit_mid", measured("creditMid")],
  ["credit_natural", measured("creditNatural")],
];

const SCREENED: readonly Column[] = [
  ["max_profit", measured("maxProfit")],
  ["max_loss", measured("maxLoss")],
  ["capital", measured("capital")],
  ["return", inPercent("returnOnCapital")],
  ["annualized", inPercent("annualizedReturn")],
  ["pop", inPercent("pop")],
  ["p50", ({ measures, ...found }) => {
    const reached = reachOf({ measures, ...found }, { fraction: 0.5 });
    return reached === null ? null : percent(reached.probability);
  }],
  ["breakevens", ({ breakevens }) => breakevens.map((one) => rounded(one, 2)!)],
  ["ev_market", measured("expectedValue")],
  ["ev_forecast", measured("expectedValueForecast")],
  ["theta", measured("theta")],
];

/** What a column of its own shows already. */
const SHOWN: ReadonlySet<MeasureName> = new Set([
  "creditMid",
  "creditNatural",
  "maxProfit",
  "maxLoss",
  "capital",
  "returnOnCapital",
  "annualizedReturn",
  "pop",
  "expectedValue",
  "expectedValueForecast",
  "theta",
]);

const AIMED: readonly Column[] = [
  ["capital", measured("capital")],
  ["contracts", ({ prospect }) => prospect!.units],
  ["profit_at_target", ({ prospect }) => dollars(prospect!.profitAtTarget)],
  ["return_at_target", ({ prospect }) => percent(prospect!.returnAtTarget)],
  ["profit_unchanged", ({ prospect }) => dollars(prospect!.profitUnchanged)],
  ["pop_by_then", ({ prospect }) => percent(prospect!.probabilityOfProfit)],
  ["breakevens_then", ({ prospect }) => prospect!.breakevens.map((one) => rounded(one, 2)!)],
  ["max_profit", measured("maxProfit")],
  ["max_loss", measured("maxLoss")],
];

/** The columns of an answer; the measure it is ranked by has one. */
export function columnsOf({ rankBy, target }: StrategyQuestion): readonly Column[] {
  if (target !== null) return [...HEAD, ...AIMED];
  const own: Column[] = rankBy === null || SHOWN.has(rankBy)
    ? []
    : [[rankBy, ({ measures }) => rounded(measures[rankBy], 4)]];
  return [...HEAD, ...own, ...SCREENED];
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

const COMMON =
  "legs: in the order of the candidates, one unit, bought when positive, to pass to analyze_position; credits dollars a share, debits negative; natural: at the worse side of the market; other amounts dollars for one unit; max_profit and max_loss null: no limit, or not known; covered calls count 100 shares at today's price, held or bought; capital: cash for cash-secured puts and covered calls, the greatest loss where all is covered, else a Regulation T estimate";

export const unitsOf = ({ target }: StrategyQuestion): string =>
  target === null
    ? `${COMMON}; filled at mid; return, annualized, pop and p50 in percent, other measures in fractions; pop: lognormal at the expiration's at-the-money IV; p50: of reaching half the greatest profit by a daily close; ev_market: at the market's IVs less the natural price; ev_forecast: at 30-day realized volatility; theta a day`
    : `${COMMON}; filled at natural prices; contracts: units that \`spend\` allows; profits and probability on the target's day, the percentages return_at_target and pop_by_then by the market's IVs`;
