/** Which expirations a question is about. */

import { addDays, daysBetween, newYorkDay } from "../../core/calendar.ts";
import { fail, ok, type Result } from "../../core/failure.ts";
import type { ChainArguments, ChainQuestion } from "./question.ts";
import type { Listing, Series } from "./series.ts";
import type { Subject } from "./subject.ts";

export interface Choice {
  /** Those whose options are shown, soonest first. */
  shown: readonly Series[];
  /** All that can be traded and asked for, when the question named none; else the shown ones. */
  listed: readonly Series[];
  /** Those asked for that are still listed and trade no more. */
  stopped: readonly Series[];
}

/** What is shown when nothing is asked for: what premium sellers look at first. Days to expiration. */
const USUAL = 45;

/** The choice among `listing`. Fails with `invalid` when nothing fits, naming what there is and the call for it. */
export function chooseExpirations(
  { series }: Listing,
  subject: Subject,
  { span, type, given }: ChainQuestion,
  now: number,
): Result<Choice> {
  const { root, future } = subject;
  const today = newYorkDay(now);
  const dte = ({ day }: Series): number => daysBetween(today, day);
  const owned = series.filter((one) =>
    (root === null || one.root === root) && (future === null || one.underlying.symbol === future)
  );
  const candidates = owned.filter((one) => type === null || one.type === type);
  const trading = candidates.filter(({ stopsAt }) => now < stopsAt);
  const nothing = (problem: string, target: number): Result<never> => {
    const nearest = [...(trading.length > 0 ? trading : owned.filter(({ stopsAt }) => now < stopsAt))]
      .sort((a, b) => Math.abs(dte(a) - target) - Math.abs(dte(b) - target))[0];
    return fail({
      kind: "invalid",
      subject: root ?? future ?? subject.symbol,
      problem,
      remedy: nearest === undefined
        ? "Ask search_symbols for another underlying"
        : `The nearest is ${nearest.day} (${dte(nearest)} days): ask with ${repeat(given, nearest)}`,
    });
  };
  if (owned.length === 0) return nothing("has no listed options", USUAL);
  if (span === null) {
    if (trading.length === 0) return nothing(`has no ${type ?? ""} expirations`.replace("  ", " "), USUAL);
    return ok({ shown: [usual(trading, dte)], listed: trading, stopped: [] });
  }
  if ("expiration" in span) {
    const target = daysBetween(today, span.expiration);
    const onDay = candidates.filter(({ day }) => day === span.expiration);
    const shown = onDay.filter((one) => trading.includes(one));
    const stopped = onDay.filter((one) => !trading.includes(one));
    if (shown.length > 0) return ok({ shown, listed: shown, stopped });
    if (stopped.length > 0) return nothing(`options of ${span.expiration} have stopped trading`, target);
    if (target < 0) return nothing(`options of ${span.expiration} have expired`, 0);
    return nothing(`has no ${type === null ? "" : `${type} `}options that expire on ${span.expiration}`, target);
  }
  const isWithin = (one: Series): boolean => dte(one) >= span.minDte && dte(one) <= span.maxDte;
  const shown = trading.filter(isWithin);
  if (shown.length > 0) {
    return ok({ shown, listed: shown, stopped: candidates.filter((one) => isWithin(one) && now >= one.stopsAt) });
  }
  const until = span.maxDte === Infinity ? "" : ` and ${addDays(today, span.maxDte)}`;
  return nothing(
    `has no ${type === null ? "" : `${type} `}expiration ${until === "" ? "after" : "between"} ${
      addDays(today, span.minDte)
    }${until}`,
    span.maxDte === Infinity ? span.minDte : (span.minDte + span.maxDte) / 2,
  );
}

/** The one nearest 45 days; of several on that day the monthly one, and the one that trades until the evening. */
function usual(trading: readonly Series[], dte: (series: Series) => number): Series {
  const cost = (one: Series): number =>
    Math.abs(dte(one) - USUAL) + (one.type === "monthly" ? 0 : 0.2) + (one.settlement === "AM" ? 0.1 : 0);
  return trading.reduce((best, one) => cost(one) < cost(best) ? one : best);
}

/** The same question for an expiration that there is. */
function repeat(given: ChainArguments, { day }: Series): string {
  const { min_dte: _min, max_dte: _max, expiration_type: _type, after: _after, ...rest } = given;
  return JSON.stringify({ ...rest, expiration: day });
}
