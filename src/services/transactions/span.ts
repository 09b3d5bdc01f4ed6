/** From when to when transactions are asked about. */

import { addDays, type Day, newYorkDay } from "../../core/calendar.ts";
import { fail, ok, type Result } from "../../core/failure.ts";

/** Both days included. */
export interface Span {
  from: Day;
  to: Day;
}

/** Before any account was opened. */
const BEGINNING: Day = "1970-01-01";
const WRITTEN = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/;

/**
 * A span of days, months (`2026-03`) or years (`2026`), until today when nothing else is said. Without a beginning it is
 * this year's, or, with `usual` "all", that of the account.
 */
export function readSpan(
  asked: { from?: string | undefined; to?: string | undefined },
  usual: "year" | "all",
  now: number,
): Result<Span> {
  const today = newYorkDay(now);
  const start = asked.from === undefined
    ? { from: usual === "all" || isBeforeThisYear(asked.to, today) ? BEGINNING : `${today.slice(0, 4)}-01-01` }
    : asked.from === "all"
    ? { from: BEGINNING }
    : spanOf(asked.from);
  if (start === null) return bad("from");
  const end = asked.to === undefined ? { to: today } : spanOf(asked.to);
  if (end === null) return bad("to");
  const { from } = start;
  if (from > today) {
    return fail({
      kind: "invalid",
      subject: "from",
      problem: `${from} is after today, ${today}: nothing is booked yet`,
    });
  }
  if (end.to < from) return fail({ kind: "invalid", subject: "to", problem: `${end.to} is before from, ${from}` });
  return ok({ from, to: end.to < today ? end.to : today });
}

/** What lasted until an earlier year has no use for this year's beginning. */
const isBeforeThisYear = (to: string | undefined, today: Day): boolean =>
  to !== undefined && to.slice(0, 4) < today.slice(0, 4);

/** The first and the last day of what is written; `null` for no day, month or year. */
function spanOf(text: string): Span | null {
  const parts = WRITTEN.exec(text.trim());
  if (parts === null) return null;
  const [, year, month, day] = parts;
  const from = `${year}-${month ?? "01"}-${day ?? "01"}`;
  if (!isDay(from)) return null;
  if (day !== undefined) return { from, to: from };
  if (month === undefined) return { from, to: `${year}-12-31` };
  const next = addDays(from, 31);
  return { from, to: addDays(`${next.slice(0, 8)}01`, -1) };
}

/** Whether a calendar has the day: no 31st of February. */
function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

const bad = (subject: "from" | "to"): Result<never> =>
  fail({
    kind: "invalid",
    subject,
    problem: "is no day of the calendar",
    remedy: `Write a day as 2026-03-31, a month as 2026-03, a year as 2026${subject === "from" ? ', or "all"' : ""}`,
  });
