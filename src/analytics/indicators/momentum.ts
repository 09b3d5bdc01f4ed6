/** How far and how steadily closes have moved. `NaN` until enough values have been seen. */

import { wilderAverage } from "./moving_average.ts";

/** Relative strength index, 0 to 100 (Wilder 1978); 100 where nothing fell. */
export function relativeStrength(close: Float64Array, size = 14): Float64Array {
  const gains = close.map((value, i) => i === 0 ? NaN : Math.max(0, value - close[i - 1]!));
  const losses = close.map((value, i) => i === 0 ? NaN : Math.max(0, close[i - 1]! - value));
  const [up, down] = [wilderAverage(gains, size), wilderAverage(losses, size)];
  return up.map((gain, i) => down[i] === 0 ? 100 : 100 * gain / (gain + down[i]!));
}

/** The change over `size` bars, a fraction. */
export const rateOfChange = (close: Float64Array, size: number): Float64Array =>
  close.map((value, i) => i < size ? NaN : value / close[i - size]! - 1);

/** The slope of the least-squares line through the last `size` closes, dollars a bar. */
export function regressionSlope(close: Float64Array, size: number): Float64Array {
  const middle = (size - 1) / 2;
  const spread = size * (size * size - 1) / 12;
  return close.map((_, i) => {
    if (i < size - 1) return NaN;
    let sum = 0;
    for (let j = 0; j < size; j++) sum += (j - middle) * close[i - size + 1 + j]!;
    return sum / spread;
  });
}
