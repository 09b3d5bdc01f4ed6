/** Why there is no candidate, and what to change. */

import { sessionState } from "../../core/calendar.ts";
import type { Strategies } from "../../services/strategies/find_strategies.ts";
import type { StrategyQuestion } from "../../services/strategies/question.ts";
import { leftOut, listed } from "./strategy_trouble.ts";

/** What to say in place of candidates. */
export function emptyVerdict(found: Strategies, question: StrategyQuestion, now: number): string {
  const { looked } = found;
  const { target, avoidEarnings, days, width } = question;
  if (looked.length === 0) return "No underlying was left to search: see refused.";
  if (looked.every(({ usable }) => usable === 0)) return nothingTradable(looked, now);
  const tried = looked.reduce((sum, one) => sum + one.tried, 0);
  const blocked = avoidEarnings
    ? looked.flatMap(({ symbol, earnings, expirations }) =>
      earnings?.kind === "expected" && earnings.day <= (expirations.at(-1) ?? "")
        ? [`${symbol} on ${earnings.day}`]
        : []
    )
    : [];
  if (tried === 0) {
    const lacking = width === undefined ? [] : looked.filter(({ widths }) => !widths.includes(width));
    if (width !== undefined && lacking.length === looked.length) return noSuchWidth(lacking, width);
    return `No candidate has the days (${days.min} to ${days.max}), deltas and widths asked for${
      blocked.length > 0 ? ` before earnings (${blocked.join(", ")})` : ""
    }. Widen them${blocked.length > 0 ? ", or set avoid_earnings to false" : ""}.${scarce(looked)}`;
  }
  return target === null
    ? `None of ${tried} candidates meets all criteria. Lower min_credit or min_pop, raise max_capital, or name deltas: then no part of the width is asked for as credit.`
    : `None of ${tried} candidates makes money at the target within the budget. Raise \`spend\`, or choose another target.`;
}

type Looked = Strategies["looked"];

const reasons = (looked: Looked): string =>
  leftOut(looked).map(([reason, count]) => `${count} have ${reason}`).join(", ");

function nothingTradable(looked: Looked, now: number): string {
  const refused = leftOut(looked).reduce((sum, [, count]) => sum + count, 0);
  if (refused === 0) return "Nothing can be traded: no option is listed near the money in these days.";
  const isOpen = sessionState("equity", now) === "open";
  return `Nothing can be traded: all ${refused} options were left out, ${reasons(looked)}. ${
    isOpen
      ? "Ask again in a moment, or ask for other days or another underlying."
      : "Ask again when the market is open."
  }`;
}

/** What else may be the reason: most options could not be used. */
function scarce(looked: Looked): string {
  const usable = looked.reduce((sum, one) => sum + one.usable, 0);
  const refused = leftOut(looked).reduce((sum, [, count]) => sum + count, 0);
  return refused > usable ? ` Only ${usable} of ${usable + refused} options can be traded: ${reasons(looked)}.` : "";
}

function noSuchWidth(looked: Looked, width: number): string {
  const [only, ...others] = looked;
  const said = ({ widths }: Looked[number]): string => widths.length === 0 ? "none" : widths.join(" and ");
  const verb = only!.widths.length === 1 ? "width is" : "widths are";
  const nearest = others.length === 0
    ? only!.widths.length === 0 ? "there are no two strikes in these days" : `the nearest ${verb} ${said(only!)}`
    : `the nearest widths are ${listed(looked.map((one) => `${one.symbol} ${said(one)}`))}`;
  return `No two strikes that can be traded are ${width} apart; ${nearest}.`;
}
