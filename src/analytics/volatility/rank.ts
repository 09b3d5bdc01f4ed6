/** Where an implied volatility stands among those of the last year; fractions 0 to 1. */

/** Daily values a year. */
const YEAR = 252;

export interface Rank {
  low: number;
  high: number;
  /** (value - low) / (high - low); `null` when nothing has moved. */
  rank: number | null;
}

/** Among the `window` values that end with `at`, itself included; `null` where there are fewer. */
export function ivRank(series: Float64Array, at = series.length - 1, window = YEAR): Rank | null {
  if (at >= series.length || at - window + 1 < 0) return null;
  let [low, high] = [Infinity, -Infinity];
  for (let i = at - window + 1; i <= at; i++) {
    low = Math.min(low, series[i]!);
    high = Math.max(high, series[i]!);
  }
  return { low, high, rank: high > low ? (series[at]! - low) / (high - low) : null };
}

/** The share of the `window` values before `at` that were below its own; `null` where there are fewer. */
export function ivPercentile(series: Float64Array, at = series.length - 1, window = YEAR): number | null {
  if (at >= series.length || at - window < 0) return null;
  let below = 0;
  for (let i = at - window; i < at; i++) if (series[i]! < series[at]!) below++;
  return below / window;
}
