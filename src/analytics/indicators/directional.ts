/** Wilder's range and directional movement (1978). `NaN` until enough values have been seen. */

import { wilderAverage } from "./moving_average.ts";

/** What a bar covered, the gap to the close before it included; not defined for the first bar. */
const trueRange = (high: Float64Array, low: Float64Array, close: Float64Array): Float64Array =>
  close.map((_, i) => i === 0 ? NaN : Math.max(high[i]!, close[i - 1]!) - Math.min(low[i]!, close[i - 1]!));

/** Average true range, dollars. */
export const averageTrueRange = (
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  size = 14,
): Float64Array => wilderAverage(trueRange(high, low, close), size);

export interface Directional {
  /** Upward and downward movement as percentages of the range, and how one-sided they are on average. */
  plus: Float64Array;
  minus: Float64Array;
  adx: Float64Array;
}

export function directional(high: Float64Array, low: Float64Array, close: Float64Array, size = 14): Directional {
  const range = averageTrueRange(high, low, close, size);
  const rises = high.map((value, i) => i === 0 ? NaN : value - high[i - 1]!);
  const falls = low.map((value, i) => i === 0 ? NaN : low[i - 1]! - value);
  const share = (own: Float64Array, other: Float64Array): Float64Array => {
    const moves = own.map((move, i) => Number.isNaN(move) ? NaN : move > other[i]! && move > 0 ? move : 0);
    return wilderAverage(moves, size).map((move, i) => range[i] === 0 ? 0 : 100 * move / range[i]!);
  };
  const [plus, minus] = [share(rises, falls), share(falls, rises)];
  const spread = plus.map((up, i) => {
    const sum = up + minus[i]!;
    return sum === 0 ? 0 : 100 * Math.abs(up - minus[i]!) / sum;
  });
  return { plus, minus, adx: wilderAverage(spread, size) };
}
