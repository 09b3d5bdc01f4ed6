/** What a search could not tell, and why it found nothing. */

import type { Refusals } from "../../analytics/screens/liquidity.ts";
import { newYorkDay } from "../../core/calendar.ts";
import { explain } from "../../core/failure.ts";
import { MOST_UNDERLYINGS, type Strategies, sumRefusals } from "../../services/strategies/find_strategies.ts";
import type { StrategyQuestion } from "../../services/strategies/question.ts";
import type { Found } from "../../services/strategies/search_board.ts";

const REASONS: Record<keyof Refusals, string> = {
  noMarket: "no bid or a crossed market",
  wideSpread: "a spread over 10 % and 0.05",
  openInterest: "open interest under 100 or unknown",
  volume: "too little volume",
  noGreeks: "no volatility or greeks",
  noExpiration: "an expiration without a forward or volatility",
};

/** Symbols that are named with their reasons. */
const NAMED = 20;

const listed = (symbols: readonly string[]): string =>
  symbols.slice(0, NAMED).join(", ") + (symbols.length > NAMED ? ` and ${symbols.length - NAMED} more` : "");

/** The parts of the answer that say what is missing. */
export function trouble(found: Strategies, question: StrategyQuestion, shown: readonly Found[]): object {
  const { refused, notReached, beyond, warnings, looked } = found;
  const undated = looked.filter(({ earnings }) => earnings?.kind !== "expected" && earnings?.kind !== "none");
  const named = (some: typeof looked) => listed(some.map(({ symbol }) => symbol));
  const cut = looked.filter(({ leftOut, narrowed }) => leftOut.length + narrowed.length > 0);
  const partial = looked.filter(({ contracts, known }) => known < contracts);
  const [stream] = looked.flatMap(({ streamFailure }) => streamFailure ?? []);
  const [snapshot] = looked.flatMap(({ snapshotFailure }) => snapshotFailure ?? []);
  const capped = looked.filter(({ isCapped }) => isCapped);
  const uninterested = looked.filter(({ isOpenInterestUnknown }) => isOpenInterestUnknown);
  const all = [
    ...warnings,
    ...(notReached.length > 0
      ? [`Partial: time was up; not reached: ${listed(notReached)}. Ask for them by themselves.`]
      : []),
    ...(beyond.length > 0
      ? [
        `One question searches ${MOST_UNDERLYINGS} underlyings, here those with the highest IV rank; not searched: ${
          listed(beyond)
        }. Raise min_iv_rank or min_liquidity, or ask for them as symbols.`,
      ]
      : []),
    ...looked.filter(({ impossible }) => impossible.length > 0).map(({ symbol, kind, impossible }) =>
      `On ${symbol}, ${kind === "index" ? "an index" : "a future"}, there is no ${impossible.join(" and no ")}.`
    ),
    ...morningsOf(shown),
    ...(question.avoidEarnings && undated.length > 0
      ? [`The next earnings of ${named(undated)} are not known, so that they could not be avoided.`]
      : []),
    ...(cut.length > 0
      ? [
        `Not all options were read, because there are too many: of ${named(cut)} ${
          cutSaid(cut)
        }. Narrow min_dte and max_dte.`,
      ]
      : []),
    ...(capped.length > 0 ? [`Not all candidates of ${named(capped)} were tried; narrow the criteria.`] : []),
    ...(uninterested.length > 0 ? [`Open interest of ${named(uninterested)} is not known and was not asked for.`] : []),
    ...(stream ? [`Figures are REST snapshots, because the live stream could not be had: ${explain(stream)}`] : []),
    ...(snapshot ? [`Snapshots are incomplete: ${explain(snapshot)}`] : []),
    ...(partial.length > 0 ? [`Some options of ${named(partial)} had no figures.`] : []),
  ];
  const left = Object.entries(sumRefusals(looked)).filter(([, count]) => count > 0)
    .map(([name, count]) => [REASONS[name as keyof Refusals], count]);
  return {
    ...(left.length > 0 ? { options_left_out: Object.fromEntries(left) } : {}),
    ...(refused.length > 0
      ? {
        refused: Object.fromEntries(refused.slice(0, NAMED).map(({ symbol, reason }) => [symbol, reason])),
        ...(refused.length > NAMED ? { also_refused: refused.length - NAMED } : {}),
      }
      : {}),
    ...(all.length > 0 ? { warning: all.join(" ") } : {}),
  };
}

/** What is settled in the morning stops trading before its day is over, mostly the evening before. */
function morningsOf(shown: readonly Found[]): string[] {
  const all = shown.flatMap(({ contracts, seriesOf }) => contracts.map((contract) => seriesOf(contract)))
    .filter(({ settlement }) => settlement === "AM")
    .map(({ root, day, stopsAt }) => `${root} ${day} (last traded ${newYorkDay(stopsAt)})`);
  return all.length === 0
    ? []
    : [`Settled in the morning, at opening prices: ${[...new Set(all)].slice(0, NAMED).join(", ")}.`];
}

function cutSaid(cut: Strategies["looked"]): string {
  const left = cut.reduce((sum, { leftOut }) => sum + leftOut.length, 0);
  const narrowed = cut.reduce((sum, one) => sum + one.narrowed.length, 0);
  return [
    ...(left > 0 ? [`${left} expirations were left out`] : []),
    ...(narrowed > 0 ? [`of ${narrowed} expirations only the strikes nearest to the money were read`] : []),
  ].join(", ");
}

/** Why there is no candidate, and what to change. */
export function emptyVerdict({ looked }: Strategies, { target, avoidEarnings, days }: StrategyQuestion): string {
  if (looked.length === 0) return "No underlying was left to search: see refused.";
  const tried = looked.reduce((sum, one) => sum + one.tried, 0);
  const blocked = avoidEarnings
    ? looked.flatMap(({ symbol, earnings, expirations }) =>
      earnings?.kind === "expected" && earnings.day <= (expirations.at(-1) ?? "")
        ? [`${symbol} on ${earnings.day}`]
        : []
    )
    : [];
  if (tried === 0) {
    return `No candidate has the days (${days.min} to ${days.max}), deltas and widths asked for${
      blocked.length > 0 ? ` before earnings (${blocked.join(", ")})` : ""
    }. Widen them${blocked.length > 0 ? ", or set avoid_earnings to false" : ""}.`;
  }
  return target === null
    ? `None of ${tried} candidates meets all criteria. Lower min_credit or min_pop, raise max_capital, or name deltas: then no part of the width is asked for as credit.`
    : `None of ${tried} candidates makes money at the target within the budget. Raise \`spend\`, or choose another target.`;
}
