/** Ranges that prices have kept to. `NaN` until enough values have been seen. */

import { simpleAverage } from "./moving_average.ts";

export interface BollingerBands {
  middle: Float64Array;
  upper: Float64Array;
  lower: Float64Array;
  /** Where the close stands: 0 on the lower band, 1 on the upper. */
  position: Float64Array;
  /** (upper - lower) / middle. */
  width: Float64Array;
}

/** The mean of `size` closes and so many of their population standard deviations to either side. */
export function bollingerBands(close: Float64Array, size = 20, deviations = 2): BollingerBands {
  const middle = simpleAverage(close, size);
  const reach = middle.map((mean, i) => {
    let sum = 0;
    for (let j = Math.max(0, i - size + 1); j <= i; j++) sum += (close[j]! - mean) ** 2;
    return deviations * Math.sqrt(sum / size);
  });
  const upper = middle.map((mean, i) => mean + reach[i]!);
  const lower = middle.map((mean, i) => mean - reach[i]!);
  return {
    middle,
    upper,
    lower,
    position: close.map((value, i) => (value - lower[i]!) / (upper[i]! - lower[i]!)),
    width: middle.map((mean, i) => (upper[i]! - lower[i]!) / mean),
  };
}

/** The highest of the last `size` values, the current one included. */
export const highest = (high: Float64Array, size: number): Float64Array => extreme(high, size, Math.max);

/** The lowest of them. */
export const lowest = (low: Float64Array, size: number): Float64Array => extreme(low, size, Math.min);

function extreme(values: Float64Array, size: number, better: (a: number, b: number) => number): Float64Array {
  return values.map((value, i) => {
    if (i < size - 1) return NaN;
    let best = value;
    for (let j = i - size + 1; j < i; j++) best = better(best, values[j]!);
    return best;
  });
}
