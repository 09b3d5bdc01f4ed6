/**
 * A stretch of a price's path, known by its open, high, low and close, that can be looked into as deeply as wanted.
 *
 * A span is cut into halves: the middle is drawn from a Brownian bridge and kept inside the span's range, one half
 * inherits the high, one the low, and the other extremes are drawn from the law of a bridge's peak. So the range of any
 * part of a day costs a walk down the tree, and always agrees with the range of the whole.
 */

/** How much the range says about the middle; found by trying, so that the finest steps add up to the day's variance. */
const LIVELINESS = 0.27;

/** Open, high, low and close of a stretch of time. */
export interface Span {
  open: number;
  high: number;
  low: number;
  close: number;
}

/** The randomness of one tree of spans; nodes are numbered 1 for the whole, 2n and 2n + 1 for the halves of n. */
export interface Grain {
  /** Standard normal: how far the middle of the node strays. */
  shock(node: number): number;
  /** Even over (0, 1); `n` tells several draws of a node apart. */
  chance(node: number, n: number): number;
}

/** How often a span can be halved: a regular session of 6.5 hours is resolved to less than a second. */
const DEPTH = 15;

/** A span that starts at `open`, ends at `close` and strays between them with `variance`. */
export function wholeSpan(open: number, close: number, variance: number, grain: Grain): Span {
  return {
    open,
    high: peak(open, close, variance, grain.chance(1, 0)),
    low: -peak(-open, -close, variance, grain.chance(1, 1)),
    close,
  };
}

/** The part of `span` between the fractions `from` and `to` of its length, 0 <= from <= to <= 1. */
export function partOfSpan(span: Span, variance: number, grain: Grain, from: number, to: number): Span {
  return part(span, variance, grain, from, to, 1, DEPTH);
}

/** Two stretches, the second following the first, as one. */
export function joinSpans(first: Span, second: Span): Span {
  return {
    open: first.open,
    high: Math.max(first.high, second.high),
    low: Math.min(first.low, second.low),
    close: second.close,
  };
}

function part(span: Span, variance: number, grain: Grain, from: number, to: number, node: number, depth: number): Span {
  if (from <= 0 && to >= 1) return span;
  if (depth === 0) {
    const open = span.open + (span.close - span.open) * from;
    // The extremes of the finest grain belong to whoever sees its end, so that parts joined again are the whole.
    if (to >= 1) return { ...span, open };
    const close = span.open + (span.close - span.open) * to;
    return { open, high: Math.max(open, close), low: Math.min(open, close), close };
  }
  const half = variance / 2;
  const [left, right] = halves(span, half, grain, node);
  if (to <= 0.5) return part(left, half, grain, from * 2, to * 2, node * 2, depth - 1);
  if (from >= 0.5) return part(right, half, grain, from * 2 - 1, to * 2 - 1, node * 2 + 1, depth - 1);
  return joinSpans(
    part(left, half, grain, from * 2, 1, node * 2, depth - 1),
    part(right, half, grain, 0, to * 2 - 1, node * 2 + 1, depth - 1),
  );
}

/** `variance` is that of one half. */
function halves(span: Span, variance: number, grain: Grain, node: number): [Span, Span] {
  const { open, high, low, close } = span;
  // A wide range tells of a lively stretch (the estimate of Rogers and Satchell): without it the path would be too calm.
  const shown = (high - open) * (high - close) + (open - low) * (close - low);
  const deviation = Math.sqrt(((1 - LIVELINESS) * 2 * variance + LIVELINESS * shown) / 4);
  const middle = reflect((open + close) / 2 + deviation * grain.shock(node), low, high);
  const [highLeft, highRight] = share(open, middle, close, high, variance, grain, node, 2);
  const [lowLeft, lowRight] = share(-open, -middle, -close, -low, variance, grain, node, 4);
  return [
    { open, high: highLeft, low: -lowLeft, close: middle },
    { open: middle, high: highRight, low: -lowRight, close },
  ];
}

/** Gives the high to one half, the likelier the nearer its ends come to it, and draws the other half's own below it. */
function share(
  open: number,
  middle: number,
  close: number,
  high: number,
  variance: number,
  grain: Grain,
  node: number,
  draw: number,
): [number, number] {
  const left = high - Math.max(open, middle);
  const right = high - Math.max(middle, close);
  const toLeft = left + right <= 0 || grain.chance(node, draw) < right / (left + right);
  const chance = grain.chance(node, draw + 1);
  return toLeft
    ? [high, Math.min(high, peak(middle, close, variance, chance))]
    : [Math.min(high, peak(open, middle, variance, chance)), high];
}

/** The highest point of a Brownian bridge from `open` to `close`, by inverting its distribution. */
function peak(open: number, close: number, variance: number, chance: number): number {
  const distance = close - open;
  return (open + close + Math.sqrt(distance * distance - 2 * variance * Math.log(chance))) / 2;
}

/** Folds a value back into the range at its edges. */
function reflect(value: number, low: number, high: number): number {
  const folded = value > high ? 2 * high - value : value < low ? 2 * low - value : value;
  return Math.min(high, Math.max(low, folded));
}
