/** The tape of an instrument: its sessions, and what was dealt in any stretch of one. Candles are cut from it. */

import type { Day } from "../../core/calendar.ts";
import type { Span } from "./span.ts";

/** What was dealt in a stretch of time. Prices rounded to ticks, NaN where nothing was dealt at all. */
export interface Bar {
  open: number;
  high: number;
  low: number;
  close: number;
  /** In shares or contracts; `null` for what has no volume, such as an index. */
  volume: number | null;
  /** The average price; of one stretch, that of its four prices. */
  average: number;
  openInterest: number | null;
  /** The implied volatility at its end, an annualized fraction; `null` without options. Worked out when asked for. */
  volatility(): number | null;
}

/** One session, as far as it has come. */
export interface Session {
  day: Day;
  /** From when to when trades count. */
  openAt: number;
  closeAt: number;
  /** The day's bar as quotes report it: its volume is that of all hours unless only regular ones are asked for. */
  bar(): Bar;
  /** What was dealt between two instants of the session; `null` when nobody knows. */
  between(fromAt: number, toAt: number): Bar | null;
}

/** The sessions of one instrument. */
export interface Tape {
  /** Whether days begin at midnight UTC; else they begin in New York. */
  utc?: boolean;
  /** Those that have begun by `at`, latest first, back to where its history begins. */
  sessions(at: number, regularOnly: boolean): Iterable<Session>;
}

/** A bar of a span, `round`ed, with what `more` is known. */
export function barOf(
  span: Span,
  round: (price: number) => number,
  more: Pick<Bar, "volume"> & Partial<Bar>,
): Bar {
  const [open, high, low, close] = [round(span.open), round(span.high), round(span.low), round(span.close)];
  const average = Math.round((open + high + low + close) / 4 * 1e6) / 1e6;
  return { open, high, low, close, average, openInterest: null, volatility: () => null, ...more };
}

/** Two bars, the second following the first, as one. */
export function joinBars(first: Bar, second: Bar): Bar {
  if (Number.isNaN(second.open)) return first;
  if (Number.isNaN(first.open)) return second;
  const [before, after] = [first.volume ?? 1, second.volume ?? 1];
  const average = (first.average * before + second.average * after) / (before + after);
  return {
    ...second,
    open: first.open,
    high: Math.max(first.high, second.high),
    low: Math.min(first.low, second.low),
    volume: first.volume === null || second.volume === null ? null : first.volume + second.volume,
    average: Number.isNaN(average) ? second.average : Math.round(average * 1e6) / 1e6,
  };
}
