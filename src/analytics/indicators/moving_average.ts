/** Averages of a series, and what is made of two of them. `NaN` until enough values have been seen. */

/** The mean of the last `size` values. */
export function simpleAverage(values: Float64Array, size: number): Float64Array {
  const result = new Float64Array(values.length).fill(NaN);
  for (let i = size - 1; i < values.length; i++) {
    let sum = 0;
    for (let j = i - size + 1; j <= i; j++) sum += values[j]!;
    result[i] = sum / size;
  }
  return result;
}

/** Each value counts 2 / (size + 1); seeded with the mean of the first `size` defined values. */
export const exponentialAverage = (values: Float64Array, size: number): Float64Array =>
  smoothed(values, size, 2 / (size + 1));

/** Each value counts 1 / size (Wilder 1978); seeded likewise. */
export const wilderAverage = (values: Float64Array, size: number): Float64Array => smoothed(values, size, 1 / size);

function smoothed(values: Float64Array, size: number, weight: number): Float64Array {
  const result = new Float64Array(values.length).fill(NaN);
  let first = 0;
  while (first < values.length && Number.isNaN(values[first]!)) first++;
  const seed = first + size - 1;
  if (seed >= values.length) return result;
  let average = 0;
  for (let i = first; i <= seed; i++) average += values[i]! / size;
  result[seed] = average;
  for (let i = seed + 1; i < values.length; i++) {
    average += weight * (values[i]! - average);
    result[i] = average;
  }
  return result;
}

export interface Macd {
  line: Float64Array;
  signal: Float64Array;
  histogram: Float64Array;
}

/** The difference of a fast and a slow exponential average, each with its own seed, and an average of that. */
export function macd(close: Float64Array, fast = 12, slow = 26, signalSize = 9): Macd {
  const [quick, calm] = [exponentialAverage(close, fast), exponentialAverage(close, slow)];
  const line = quick.map((value, i) => value - calm[i]!);
  const signal = exponentialAverage(line, signalSize);
  return { line, signal, histogram: line.map((value, i) => value - signal[i]!) };
}
