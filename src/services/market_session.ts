/** Whether the stock exchanges are open, and when next: from the calendar, held against what the broker says. */

import { createReference } from "./reference.ts";
import type { Source } from "../broker/broker.ts";
import type { CurrentSession } from "../broker/endpoints/market_time.ts";
import {
  addDays,
  type Day,
  isTradingDay,
  newYorkDay,
  nextTradingDay,
  type SessionState,
  sessionState,
  tradingDay,
  weekday,
} from "../core/calendar.ts";
import { type Failure, ok, type Result } from "../core/failure.ts";
import type { Context } from "./context.ts";

/** Days ahead whose holidays are named. */
const AHEAD = 365;
/** Instants of the calendar and of the broker this near are the same. Milliseconds. */
const SAME = 60_000;

/** Hours of shares, funds, indices and their options; and what futures and coins are doing. */
export interface Hours {
  state: SessionState;
  isOpen: boolean;
  /** Today's close is at 13:00. */
  isHalfDay: boolean;
  nextOpenAt: number;
  nextCloseAt: number;
}

export interface MarketSession extends Hours {
  futures: SessionState;
  crypto: SessionState;
  /** Weekdays without trading, and days that close at 13:00, within a year from today. */
  holidays: Day[];
  halfDays: Day[];
  /** Who confirmed it; `null` when the broker could not be asked. */
  checkedWith: Source | null;
  checkFailure: Failure | null;
  /** Where the broker and the calendar differ. The hours are then the broker's. */
  differences: string[];
}

/** The session now. Never fails: without the broker the calendar stands alone, and says so. */
export async function readMarketSession(context: Context): Promise<Result<MarketSession>> {
  const now = context.now();
  const today = newYorkDay(now);
  const own = hoursByCalendar(now);
  const days = daysAhead(today);
  const [session, holidays] = await Promise.all([
    context.market.part(createReference).marketTime.read(["session"], context),
    context.market.part(createReference).marketTime.read(["holidays"], context),
  ]);
  const told = session.ok ? session.value.get("session")! : null;
  const listed = holidays.ok ? holidays.value.get("holidays")?.value ?? null : null;
  const current = told?.value?.about === "session" ? told.value.session : null;
  const { hours, differences } = compareHours(own, current, now);
  if (listed?.about === "holidays") differences.push(...compareDays(days, listed, today));
  return ok({
    ...hours,
    futures: sessionState("future", now),
    crypto: sessionState("crypto", now),
    ...days,
    checkedWith: current === null ? null : told!.source,
    checkFailure: session.ok ? holidays.ok ? null : holidays.failure : session.failure,
    differences,
  });
}

/** The hours by the calendar alone. */
export function hoursByCalendar(now: number): Hours {
  const today = tradingDay(newYorkDay(now));
  const state = sessionState("equity", now);
  const next = tradingDay(nextTradingDay(newYorkDay(now)))!;
  return {
    state,
    isOpen: state === "open",
    isHalfDay: today?.half ?? false,
    nextOpenAt: today !== null && now < today.openAt ? today.openAt : next.openAt,
    nextCloseAt: today !== null && now < today.closeAt ? today.closeAt : next.closeAt,
  };
}

function daysAhead(today: Day): { holidays: Day[]; halfDays: Day[] } {
  const weekdays = Array.from({ length: AHEAD }, (_, ahead) => addDays(today, ahead))
    .filter((day) => weekday(day) % 6 !== 0);
  return {
    holidays: weekdays.filter((day) => !isTradingDay(day)),
    halfDays: weekdays.filter((day) => tradingDay(day)?.half),
  };
}

/** Only whether it is open and when next: early and late sessions are not the same everywhere. */
function compareHours(own: Hours, told: CurrentSession | null, now: number): { hours: Hours; differences: string[] } {
  if (told === null || told.state === null) return { hours: own, differences: [] };
  const isOpen = told.state === "open";
  const ahead = (at: number | null | undefined): number[] => at !== null && at !== undefined && at > now ? [at] : [];
  const nextOpenAt = [...ahead(told.openAt), ...ahead(told.next?.openAt)][0] ?? own.nextOpenAt;
  const nextCloseAt = [...ahead(told.closeAt), ...ahead(told.next?.closeAt)][0] ?? own.nextCloseAt;
  const differences = [
    ...(isOpen === own.isOpen ? [] : [`tastytrade says ${told.state}, the calendar ${own.state}`]),
    ...differ("opening", nextOpenAt, own.nextOpenAt),
    ...differ("close", nextCloseAt, own.nextCloseAt),
  ];
  if (differences.length === 0) return { hours: own, differences };
  const state = isOpen === own.isOpen ? own.state : told.state;
  return { hours: { ...own, state, isOpen, nextOpenAt, nextCloseAt }, differences };
}

const differ = (what: string, told: number, own: number): string[] =>
  Math.abs(told - own) < SAME
    ? []
    : [`next ${what}: tastytrade ${new Date(told).toISOString()}, the calendar ${new Date(own).toISOString()}`];

/** Days ahead that only one of them knows. The broker's list ends somewhere: behind that it says nothing. */
function compareDays(
  own: { holidays: Day[]; halfDays: Day[] },
  told: { holidays: Day[]; halfDays: Day[] },
  today: Day,
): string[] {
  const end = [...told.holidays, ...told.halfDays].reduce((last, day) => day > last ? day : last, today);
  const differences: string[] = [];
  for (
    const [what, ours, theirs] of [["holiday", own.holidays, told.holidays], [
      "half day",
      own.halfDays,
      told.halfDays,
    ]] as const
  ) {
    const mine = new Set(ours.filter((day) => day <= end));
    const other = new Set(
      theirs.filter((day) => day >= today && day < addDays(today, AHEAD) && weekday(day) % 6 !== 0),
    );
    for (const day of mine.difference(other)) {
      differences.push(`${day} is a ${what} in the calendar, not at tastytrade`);
    }
    for (const day of other.difference(mine)) {
      differences.push(`${day} is a ${what} at tastytrade, not in the calendar`);
    }
  }
  return differences;
}
