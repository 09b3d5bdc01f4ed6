/** What comes next for a strategy that is held: an expiration, a report, a day without the dividend. */

import { type Day, daysBetween, newYorkDay } from "../../core/calendar.ts";
import type { StrategyLine } from "./strategy_line.ts";
import type { UnderlyingFacts } from "./underlyings.ts";

export interface Coming {
  what: "expires" | "earnings" | "ex_dividend";
  day: Day;
  days: number;
  /** The broker's guess rather than announced. */
  isEstimated: boolean;
}

/** All that is known to lie ahead, soonest first. */
export function comingOf(line: StrategyLine, facts: UnderlyingFacts | undefined, today: Day): Coming[] {
  const found: Coming[] = [];
  const add = (what: Coming["what"], day: Day | null | undefined, isEstimated = false): void => {
    if (day && day >= today) found.push({ what, day, days: daysBetween(today, day), isEstimated });
  };
  const [first] = line.parts;
  const contractEnd = first!.leg.held.instrument?.type === "future" ? first!.leg.held.expiresAt : null;
  add("expires", line.expiration ?? (contractEnd === null ? null : newYorkDay(contractEnd)));
  add("earnings", facts?.earnings?.day, facts?.earnings?.isEstimated);
  add("ex_dividend", facts?.exDividendDay);
  return found.sort((one, other) => one.days - other.days);
}
