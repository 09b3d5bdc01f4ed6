/** What is listed: the options of one root that expire together, and how each of them is spelled. */

import type { OptionRight } from "../../analytics/pricing/black.ts";
import type { Day } from "../../core/calendar.ts";
import type { Instrument } from "../../core/symbol.ts";

/** The kinds of expiration; `null` stands for what the broker added since. */
export const EXPIRATION_TYPES = ["monthly", "weekly", "quarterly", "month_end"] as const;
export type ExpirationType = typeof EXPIRATION_TYPES[number];

/**
 * How the symbols of a series are made: head, `C` or `P`, strike. A chain of ten thousand options is a few hundred bytes
 * of heads and its strikes; what does not follow the rule is kept whole.
 */
export interface Spelling {
  head: string;
  /** Thousandths in eight digits, as in OCC symbols, or plain. */
  strikes: "thousandths" | "plain";
  /** `null` when the streamer does not carry the series. */
  streamer: { head: string; tail: string } | null;
  /** Streamer symbols that are not made so, by `C` or `P` and strike; `null` for none at all. */
  odd: Record<string, string | null>;
}

/** The options of one root that expire at one instant. Plain data: it is kept in the cache. */
export interface Series {
  /** `SPXW`; of options on futures the contract, `E1AN6`. */
  root: string;
  day: Day;
  type: ExpirationType | null;
  settlement: "AM" | "PM" | null;
  /** Dollars of a point: 100 shares, or what a point of the future is worth; `null` is unknown. */
  multiplier: number | null;
  /** What is delivered, or what it is settled against: the share, the index, the future. */
  underlying: Instrument;
  underlyingStreamer: string | null;
  /** The last instant of trading; the evening before for what is settled in the morning. */
  stopsAt: number;
  /** When its value is fixed. */
  expiresAt: number;
  spelling: Spelling;
  /** Ascending, in dollars or points. */
  strikes: readonly number[];
  /** Those of which only one side is listed. */
  onlyCalls: readonly number[];
  onlyPuts: readonly number[];
}

/** All options on one underlying that are listed. */
export interface Listing {
  /** As it was asked for: `SPX`, `/ES`. */
  symbol: string;
  /** Soonest first. */
  series: readonly Series[];
  /** Roots left out, because a corporate action has changed what they deliver. */
  adjustedRoots: readonly string[];
}

/** One option. `symbol` is the broker's. */
export interface Contract extends Instrument {
  day: Day;
  strike: number;
  right: OptionRight;
  streamer: string | null;
}

const letterOf = (right: OptionRight): "C" | "P" => right === "call" ? "C" : "P";

/** The options of a series at `strike`: a call, a put or both. */
export function isListed({ onlyCalls, onlyPuts }: Series, strike: number, right: OptionRight): boolean {
  const others = right === "call" ? onlyPuts : onlyCalls;
  return others.length === 0 || !others.includes(strike);
}

/** The option of a series at one of its strikes. */
export function contractOf(series: Series, strike: number, right: OptionRight): Contract {
  const { head, strikes, streamer, odd } = series.spelling;
  const letter = letterOf(right);
  const known = odd[`${letter}${strike}`];
  return {
    type: series.underlying.type === "future" ? "future_option" : "equity_option",
    symbol: head + letter + (strikes === "plain" ? strike : String(Math.round(strike * 1000)).padStart(8, "0")),
    day: series.day,
    strike,
    right,
    streamer: known !== undefined ? known : streamer && streamer.head + letter + strike + streamer.tail,
  };
}

/** The kind of expiration behind the broker's name for it. */
export function expirationType(name: string | null): ExpirationType | null {
  switch (name) {
    case "Regular":
      return "monthly";
    case "Weekly":
      return "weekly";
    case "Quarterly":
      return "quarterly";
    case "End-Of-Month":
      return "month_end";
    default:
      return null;
  }
}
