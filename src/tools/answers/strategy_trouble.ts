/** What a search could not tell. */

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

export const listed = (symbols: readonly string[]): string =>
  symbols.slice(0, NAMED).join(", ") + (symbols.length > NAMED ? ` and ${symbols.length - NAMED} more` : "");

/** How many options could not be used, by the reason as it is said; the most frequent first. */
export const leftOut = (looked: Strategies["looked"]): [reason: string, count: number][] =>
  Object.entries(sumRefusals(looked)).filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a)
    .map(([name, count]) => [REASONS[name as keyof Refusals], count]);

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
        `Not all options of ${named(cut)} were read, because there are too many: ${
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
  const left = leftOut(looked);
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
    ...(left > 0 ? [`${expirations(left)} ${left === 1 ? "was" : "were"} left out`] : []),
    ...(narrowed > 0 ? [`in ${expirations(narrowed)} only the strikes nearest to the money were read`] : []),
  ].join(", ");
}

const expirations = (count: number): string => `${count} ${count === 1 ? "expiration" : "expirations"}`;
