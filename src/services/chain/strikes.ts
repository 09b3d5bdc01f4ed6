/** Which strikes of an expiration a question is about. Pure; strikes are known by their place in the ascending list. */

import type { OptionRight } from "../../analytics/pricing/black.ts";
import type { StrikeFilter } from "./question.ts";

/** From `first` up to but without `end`. */
export interface Span {
  first: number;
  end: number;
}

export const isEmpty = ({ first, end }: Span): boolean => first >= end;

/** The first place whose strike is at least `value`, or above it with `above`; the length when there is none. */
export function placeOf(strikes: readonly number[], value: number, above = false): number {
  let [low, high] = [0, strikes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (strikes[middle]! < value || (above && strikes[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The strikes that fit everything but the delta and the count; none when the expected move, `move` in dollars, is needed
 * and unknown. A strike at the price is out of the money: exercising it pays nothing.
 */
export function spanByPrice(
  strikes: readonly number[],
  right: OptionRight,
  filter: Pick<StrikeFilter, "side" | "within" | "expectedMoves" | "minStrike" | "maxStrike">,
  price: number,
  move: number | null,
): Span {
  if (filter.expectedMoves !== null && move === null) return { first: 0, end: 0 };
  const reach = Math.min(
    filter.within === null ? Infinity : filter.within * price,
    filter.expectedMoves === null ? Infinity : filter.expectedMoves * move!,
  );
  let first = placeOf(strikes, Math.max(filter.minStrike, price - reach));
  let end = placeOf(strikes, Math.min(filter.maxStrike, price + reach), true);
  if (filter.side !== null) {
    const isAbove = (right === "call") === (filter.side === "otm");
    // At the price itself: the first of those above for calls, the last of those below for puts.
    if (isAbove) first = Math.max(first, placeOf(strikes, price, filter.side === "itm"));
    else end = Math.min(end, placeOf(strikes, price, filter.side === "otm"));
  }
  return { first, end: Math.max(first, end) };
}

/** The `count` strikes of a span that are nearest to `price`; below it when two are equally near. */
export function nearest(strikes: readonly number[], span: Span, price: number, count: number): Span {
  let first = Math.min(Math.max(placeOf(strikes, price), span.first), span.end);
  let end = first;
  while (end - first < count && (first > span.first || end < span.end)) {
    const below = first > span.first ? price - strikes[first - 1]! : Infinity;
    const above = end < span.end ? strikes[end]! - price : Infinity;
    if (below <= above) first--;
    else end++;
  }
  return { first, end };
}

/** The strikes both spans have. */
export function common(a: Span, b: Span): Span {
  const first = Math.max(a.first, b.first);
  return { first, end: Math.max(first, Math.min(a.end, b.end)) };
}

/**
 * Where to look further when the outermost known deltas of `seen`, without sign, do not lie beyond the range yet; `null`
 * when they do, or when `whole` has no more. A delta that is unknown says nothing; the next one inwards decides.
 */
export function widened(
  right: OptionRight,
  seen: Span,
  whole: Span,
  deltaAt: (place: number) => number | null,
  { from, to }: { from: number; to: number },
): Span | null {
  const step = Math.max(10, seen.end - seen.first);
  const outermost = (start: number, direction: 1 | -1): number | null => {
    for (let place = start; place >= seen.first && place < seen.end; place += direction) {
      const delta = deltaAt(place);
      if (delta !== null) return delta;
    }
    return null;
  };
  const [lowest, highest] = [outermost(seen.first, 1), outermost(seen.end - 1, -1)];
  // Low strikes are calls with a high delta and puts with a low one.
  const [most, least] = right === "call" ? [lowest, highest] : [highest, lowest];
  const isInside = most !== null && most <= to;
  const isOutside = least !== null && least >= from;
  const [isLower, isHigher] = right === "call" ? [isInside, isOutside] : [isOutside, isInside];
  const first = isLower ? Math.max(whole.first, seen.first - step) : seen.first;
  const end = isHigher ? Math.min(whole.end, seen.end + step) : seen.end;
  return first === seen.first && end === seen.end ? null : { first, end };
}
