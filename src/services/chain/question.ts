/** What is asked of a chain, checked for contradictions. */

import type { OptionRight } from "../../analytics/pricing/black.ts";
import { type Day, newYorkDay } from "../../core/calendar.ts";
import { fail, ok, type Result } from "../../core/failure.ts";
import type { ExpirationType } from "./series.ts";

/** Arguments as a model gives them; what is absent does not narrow anything. */
export interface ChainArguments {
  symbol: string;
  expiration?: Day | undefined;
  min_dte?: number | undefined;
  max_dte?: number | undefined;
  expiration_type?: ExpirationType | undefined;
  right?: OptionRight | "both" | undefined;
  strikes?: number | undefined;
  min_delta?: number | undefined;
  max_delta?: number | undefined;
  moneyness?: "otm" | "itm" | undefined;
  within_percent?: number | undefined;
  expected_moves?: number | undefined;
  min_strike?: number | undefined;
  max_strike?: number | undefined;
  after?: string | undefined;
}

/** Which strikes of an expiration, all conditions at once. */
export interface StrikeFilter {
  rights: readonly OptionRight[];
  /** So many nearest the money; `null` for all that fit. */
  count: number | null;
  /** Without sign, 0 to 1. */
  delta: { from: number; to: number } | null;
  side: "otm" | "itm" | null;
  /** Distance from the price, as a fraction of it. */
  within: number | null;
  expectedMoves: number | null;
  minStrike: number;
  maxStrike: number;
}

/** The option with which the page before this one ended. */
export interface Bookmark {
  day: Day;
  root: string;
  right: OptionRight;
  strike: number;
}

export interface ChainQuestion {
  /** As they were given, to be repeated in the call for more. */
  given: ChainArguments;
  /** Which expirations; `null` where none are asked for and all are to be listed. */
  span: { expiration: Day } | { minDte: number; maxDte: number } | null;
  type: ExpirationType | null;
  filter: StrikeFilter;
  /** Whether `filter` narrows the strikes of an expiration. */
  isNarrowed: boolean;
  after: Bookmark | null;
}

/** The question behind the arguments. Fails with `invalid` on a contradiction, saying what to send instead. */
export function questionOf(given: ChainArguments, now: number): Result<ChainQuestion> {
  const { expiration, min_dte, max_dte, min_strike = 0, max_strike = Infinity } = given;
  const hasRange = min_dte !== undefined || max_dte !== undefined;
  if (expiration !== undefined && hasRange) {
    return contradiction(
      "`expiration` and `min_dte`/`max_dte` exclude each other",
      "Send either a day or a range of days",
    );
  }
  if (expiration !== undefined && !isDay(expiration)) {
    return contradiction("`expiration` is not a day of the calendar", `Write it as ${newYorkDay(now)}`);
  }
  if ((min_dte ?? 0) > (max_dte ?? Infinity)) return contradiction("`min_dte` is above `max_dte`", "Swap them");
  if (min_strike > max_strike) return contradiction("`min_strike` is above `max_strike`", "Swap them");
  const delta = deltaOf(given);
  if (!delta.ok) return delta;
  const after = given.after === undefined ? null : parseBookmark(given.after);
  if (given.after !== undefined && after === null) {
    return contradiction("`after` is not from an answer's `more`", "Leave it out to start from the beginning");
  }
  const { strikes, moneyness, within_percent, expected_moves } = given;
  const narrowing = [strikes, moneyness, within_percent, expected_moves, given.min_strike, given.max_strike];
  return ok({
    given,
    span: expiration !== undefined
      ? { expiration }
      : hasRange
      ? { minDte: min_dte ?? 0, maxDte: max_dte ?? Infinity }
      : null,
    type: given.expiration_type ?? null,
    filter: {
      rights: rightsOf(given),
      count: strikes ?? null,
      delta: delta.value,
      side: moneyness ?? null,
      within: within_percent === undefined ? null : within_percent / 100,
      expectedMoves: expected_moves ?? null,
      minStrike: min_strike,
      maxStrike: max_strike,
    },
    isNarrowed: delta.value !== null || narrowing.some((value) => value !== undefined),
    after,
  });
}

/** Only puts have negative deltas. */
function rightsOf({ right = "both", min_delta = 0, max_delta = 0 }: ChainArguments): OptionRight[] {
  if (right !== "both") return [right];
  return min_delta < 0 || max_delta < 0 ? ["put"] : ["call", "put"];
}

/** Puts have negative deltas, and people write them with the sign or without: both are understood. */
function deltaOf({ min_delta, max_delta, right }: ChainArguments): Result<{ from: number; to: number } | null> {
  if (min_delta === undefined && max_delta === undefined) return ok(null);
  const given = [min_delta, max_delta].filter((delta) => delta !== undefined);
  const isSigned = given.some((delta) => delta < 0);
  if (isSigned && given.some((delta) => delta > 0)) {
    return contradiction("`min_delta` and `max_delta` have different signs", "Write both without sign, and `right`");
  }
  if (isSigned && right === "call") {
    return contradiction("calls have no negative delta", 'Send `right`: "put", or deltas without sign');
  }
  // -0.30 to -0.16 is 0.16 to 0.30; the order in which two negative ones stand is not held against anybody.
  const [from, to] = isSigned && given.length === 2
    ? given.map(Math.abs).sort((a, b) => a - b) as [number, number]
    : isSigned
    ? min_delta === undefined ? [Math.abs(max_delta!), 1] : [0, Math.abs(min_delta)]
    : [min_delta ?? 0, max_delta ?? 1];
  if (from > to) return contradiction("`min_delta` is above `max_delta`", "Swap them");
  return ok({ from, to });
}

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

/** `2026-12-18 SPXW put 6200`. */
export const formatBookmark = ({ day, root, right, strike }: Bookmark): string => `${day} ${root} ${right} ${strike}`;

function parseBookmark(text: string): Bookmark | null {
  const parts = /^(\d{4}-\d{2}-\d{2}) ([A-Z0-9]{1,8}) (call|put) (\d{1,7}(?:\.\d{1,6})?)$/.exec(text);
  if (parts === null || !isDay(parts[1]!)) return null;
  return { day: parts[1]!, root: parts[2]!, right: parts[3] as OptionRight, strike: Number(parts[4]) };
}

const contradiction = (problem: string, remedy: string): Result<never> =>
  fail({ kind: "invalid", subject: "get_option_chain", problem, remedy });
