/** Which strikes can have a delta in a range, before any delta is known. */

import { normCdf } from "./pricing/normal.ts";

/** What is known of an expiration: `years` ACT/365, `volatility` at the money, an annualized fraction. */
export interface DeltaTerm {
  forward: number;
  volatility: number;
  years: number;
}

/** Deltas without their sign, 0 to 1; both ends belong to the range. */
export interface DeltaRange {
  from: number;
  to: number;
}

/** How far a strike's volatility may be from the one at the money. */
const LEAST_SHARE = 0.5;
const MOST_SHARE = 2.75;
/** What interest, dividends and the right to exercise early do to a delta. */
const LEEWAY = 1.1;

/**
 * The part of ascending `strikes`, from `first` up to but without `end`, that holds every option with a delta in
 * `range`, if volatilities stay between 0.5 and 2.75 times the one at the money. Generous by intent; whoever asks for the
 * deltas sees whether the outermost ones are out of the range, as they should be.
 */
export function strikesByDelta(
  strikes: readonly number[],
  { forward, volatility, years }: DeltaTerm,
  { from, to }: DeltaRange,
  right: "call" | "put",
): { first: number; end: number } {
  const sign = right === "call" ? 1 : -1;
  const delta = (strike: number, share: number): number => {
    const deviation = share * volatility * Math.sqrt(years);
    if (!(deviation > 0)) return sign * (forward - strike) >= 0 ? 1 : 0;
    return normCdf(sign * (Math.log(forward / strike) / deviation + deviation / 2));
  };
  // A call's delta falls from strike to strike, a put's rises: both ends are where it crosses a value.
  const crossing = (value: number, share: number): number => {
    const isBefore = right === "call"
      ? (strike: number) => delta(strike, share) > value
      : (strike: number) => delta(strike, share) < value;
    let [low, high] = [0, strikes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(strikes[middle]!)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const least = from <= 0 ? -1 : from / LEEWAY;
  const most = to * LEEWAY >= 1 ? 2 : to * LEEWAY;
  const [nearFirst, nearEnd] = right === "call" ? [most, least] : [least, most];
  const first = Math.min(crossing(nearFirst, LEAST_SHARE), crossing(nearFirst, MOST_SHARE));
  const end = Math.max(crossing(nearEnd, LEAST_SHARE), crossing(nearEnd, MOST_SHARE));
  // One more on each side, to be seen out of the range.
  return { first: Math.max(0, first - 1), end: Math.min(strikes.length, end + 1) };
}
