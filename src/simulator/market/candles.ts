/** Candles of any period, cut from a tape: what is joined of small ones is the large one. */

import { addDays, type Day, daysBetween, newYorkDay, newYorkInstant } from "../../core/calendar.ts";
import { type Bar, joinBars, type Session, type Tape } from "./tape.ts";

/** How long a candle is. Days are trading days, weeks begin on Mondays, months and years on their first. */
export interface Period {
  count: number;
  unit: "s" | "m" | "h" | "d" | "w" | "mo" | "y";
}

/** Which candles. */
export interface CandleKind {
  period: Period;
  /** Regular trading hours only, where an instrument has any. */
  regularOnly: boolean;
  /** Shorter ones than a day are counted from midnight, or from where the session begins. */
  from: "midnight" | "session";
}

/** A bar that begins `at`: the beginning of its piece of the clock, or midnight UTC of its first day. */
export interface Candle extends Bar {
  at: number;
}

const LENGTHS = { s: 1000, m: 60_000, h: 3_600_000 };
const EPOCH: Day = "1970-01-01";
/** The epoch was a Thursday. */
const FIRST_MONDAY = -3;

/** The milliseconds of a period of the clock; `null` when it is one of the calendar. */
export function lengthOf({ count, unit }: Period): number | null {
  return unit === "s" || unit === "m" || unit === "h" ? count * LENGTHS[unit] : null;
}

/** The candles up to `at`, latest first, the last of them still growing while its market is open. */
export function* candlesOf(tape: Tape, kind: CandleKind, at: number): Generator<Candle> {
  let candle: Candle | null = null;
  for (const session of tape.sessions(at, kind.regularOnly)) {
    for (const piece of piecesOf(session, kind, at, tape.utc ?? false)) {
      if (candle !== null && candle.at === piece.at) {
        candle = { ...joinBars(piece, candle), at: piece.at };
      } else {
        if (candle !== null) yield candle;
        candle = piece;
      }
    }
  }
  if (candle !== null) yield candle;
}

function* piecesOf(session: Session, { period, from }: CandleKind, at: number, utc: boolean): Generator<Candle> {
  const length = lengthOf(period);
  if (length === null) {
    yield { ...session.bar(), at: Date.parse(firstDayOf(period, session.day)) };
    return;
  }
  let endAt = Math.min(at, session.closeAt);
  while (endAt > session.openAt) {
    const midnight = utc ? session.openAt : newYorkInstant(newYorkDay(endAt - 1), 0);
    const origin = from === "session" ? session.openAt : midnight;
    const pieceAt = origin + Math.floor((endAt - 1 - origin) / length) * length;
    const startAt = Math.max(pieceAt, session.openAt);
    const bar = session.between(startAt, endAt);
    if (bar !== null) yield { ...bar, at: pieceAt };
    endAt = startAt;
  }
}

/** The first day of the piece of the calendar that a day falls into. */
export function firstDayOf({ count, unit }: Period, day: Day): Day {
  const floor = (value: number) => Math.floor(value / count) * count;
  const days = daysBetween(EPOCH, day);
  const year = Number(day.slice(0, 4));
  switch (unit) {
    case "w":
      return addDays(EPOCH, floor(Math.floor((days - FIRST_MONDAY) / 7)) * 7 + FIRST_MONDAY);
    case "mo": {
      const month = floor(year * 12 + Number(day.slice(5, 7)) - 1);
      return `${Math.floor(month / 12)}-${String(month % 12 + 1).padStart(2, "0")}-01`;
    }
    case "y":
      return `${floor(year)}-01-01`;
    default:
      return addDays(EPOCH, floor(days));
  }
}
