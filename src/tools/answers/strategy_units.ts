/** What the numbers of an answer mean; a measure is said in its own words, once. */

import { type MeasureName, MEASURES } from "../../analytics/screens/measures.ts";
import type { Looked } from "../../services/strategies/scan_underlying.ts";
import type { StrategyQuestion } from "../../services/strategies/question.ts";
import type { Found } from "../../services/strategies/search_board.ts";
import { familyOf, shownMeasures } from "./strategy_rows.ts";

const COMMON =
  "legs: in the order of the candidates, one unit, bought when positive, to pass to analyze_position; credits a share, debits negative; natural: at the worse side of the market; other amounts dollars for one unit; max_profit and max_loss null: no limit, or not known";
const CAPITAL =
  "capital: cash for cash-secured puts and covered calls, the greatest loss where all is covered, else a Regulation T estimate";
const ON_FUTURES = "on futures credits are in points, and capital is SPAN margin, which only the broker knows";
const AIMED_AT_FUTURES = "on futures credits are in points, and capital is the greatest loss, not the broker's margin";
const UNITS = "units: as many as max_capital allows, of covered calls as lots are held that nothing is sold against";
const BUY_WRITE = "buy_write: a covered call whose shares must be bought with it";

/** Measures whose names say it all, or that the common part speaks of. */
const PLAIN: ReadonlySet<MeasureName> = new Set(["capital", "max_profit", "max_loss"]);

export function unitsOf(
  question: StrategyQuestion,
  looked: readonly Looked[],
  shown: readonly Found[],
  columns: readonly string[],
): string {
  const { target, rankBy } = question;
  const hasFuture = looked.some(({ kind }) => kind === "future");
  const isOnlyFuture = hasFuture && looked.every(({ kind }) => kind === "future");
  if (target !== null) {
    return [
      COMMON,
      ...(isOnlyFuture ? [] : [CAPITAL]),
      ...(hasFuture ? [AIMED_AT_FUTURES] : []),
      "filled at natural prices; units: as many as `spend` allows; profits and probability on the target's day, the percentages return_at_target and pop_by_then by the market's IVs",
    ].join("; ");
  }
  return [
    COMMON,
    ...(isOnlyFuture ? [] : [CAPITAL]),
    ...(hasFuture ? [ON_FUTURES] : []),
    ...(columns.includes("units") ? [UNITS] : []),
    ...(shown.some((one) => familyOf(one) === "buy_write") ? [BUY_WRITE] : []),
    "filled at mid; in percent: returns, probabilities, fractions and volatilities",
    ...shownMeasures(question).filter((name) => name !== rankBy && !PLAIN.has(name))
      .map((name) => `${name}: ${MEASURES[name].says}`),
    "p50: probability of reaching half the greatest profit by a daily close; forecast: 30-day realized volatility",
  ].join("; ");
}
