/** Volatility that has been: annualized fractions, of daily bars with 252 trading days a year. */

/** Daily bars, oldest first, all columns of one length; prices adjusted for splits. */
export interface Bars {
  open: Float64Array;
  high: Float64Array;
  low: Float64Array;
  close: Float64Array;
}

export type Estimator =
  | "close_to_close"
  | "close_to_close_zero_mean"
  | "parkinson"
  | "garman_klass"
  | "garman_klass_yang_zhang"
  | "rogers_satchell"
  | "yang_zhang";

const DAYS_A_YEAR = 252;

/** Whether an estimator looks at the close before its first bar. */
const NEEDS_CLOSE_BEFORE: Record<Estimator, boolean> = {
  close_to_close: true,
  close_to_close_zero_mean: true,
  parkinson: false,
  garman_klass: false,
  garman_klass_yang_zhang: true,
  rogers_satchell: false,
  yang_zhang: true,
};

/**
 * Volatility over the `window` bars that end with bar `at` (the last one unless said); `null` where there are too few.
 * Parkinson 1980, Garman and Klass 1980, Rogers and Satchell 1991, Yang and Zhang 2000.
 */
export function realizedVolatility(
  bars: Bars,
  window: number,
  estimator: Estimator = "yang_zhang",
  at = bars.close.length - 1,
): number | null {
  if (!Number.isInteger(window) || window < 2) throw new RangeError(`a window of ${window} bars is too short`);
  const first = at - window + 1;
  if (at >= bars.close.length || first < (NEEDS_CLOSE_BEFORE[estimator] ? 1 : 0)) return null;
  const variance = VARIANCE[estimator](bars, first, at);
  return Number.isFinite(variance) ? Math.sqrt(DAYS_A_YEAR * Math.max(0, variance)) : null;
}

/**
 * The close-to-close estimator over all of `closes`, of any period. `null` with fewer than two returns; `RangeError` for a
 * price that is not positive.
 */
export function volatilityOfCloses(closes: readonly number[], periodsPerYear: number): number | null {
  const bad = closes.find((close) => !(close > 0));
  if (bad !== undefined) throw new RangeError(`a return needs positive prices, not ${bad}`);
  if (closes.length < 3) return null;
  const close = Float64Array.from(closes);
  return Math.sqrt(periodsPerYear * sampleVariance(close, close, 1, 1, close.length - 1));
}

/** A day's variance by each estimator over the bars `first` to `last`. */
const VARIANCE: Record<Estimator, (bars: Bars, first: number, last: number) => number> = {
  close_to_close: ({ close }, first, last) => sampleVariance(close, close, 1, first, last),

  close_to_close_zero_mean: ({ close }, first, last) =>
    average(first, last, (i) => Math.log(close[i]! / close[i - 1]!) ** 2),

  parkinson: ({ high, low }, first, last) =>
    average(first, last, (i) => Math.log(high[i]! / low[i]!) ** 2) / (4 * Math.LN2),

  garman_klass: (bars, first, last) => average(first, last, (i) => garmanKlass(bars, i)),

  garman_klass_yang_zhang: (bars, first, last) =>
    average(first, last, (i) => garmanKlass(bars, i) + Math.log(bars.open[i]! / bars.close[i - 1]!) ** 2),

  rogers_satchell: (bars, first, last) => average(first, last, (i) => rogersSatchell(bars, i)),

  yang_zhang: (bars, first, last) => {
    const { open, close } = bars;
    const n = last - first + 1;
    const weight = 0.34 / (1.34 + (n + 1) / (n - 1));
    const overnight = sampleVariance(open, close, 1, first, last);
    const daytime = sampleVariance(close, open, 0, first, last);
    return overnight + weight * daytime + (1 - weight) * average(first, last, (i) => rogersSatchell(bars, i));
  },
};

/** RiskMetrics: each day's squared return counts 6 % of what is left of the weight; seeded with the first. */
export function ewmaVolatility(close: Float64Array, at = close.length - 1, decay = 0.94): number | null {
  if (at < 1 || at >= close.length) return null;
  let variance = Math.log(close[1]! / close[0]!) ** 2;
  for (let i = 2; i <= at; i++) variance = decay * variance + (1 - decay) * Math.log(close[i]! / close[i - 1]!) ** 2;
  return Number.isFinite(variance) ? Math.sqrt(DAYS_A_YEAR * variance) : null;
}

function garmanKlass({ open, high, low, close }: Bars, i: number): number {
  return 0.5 * Math.log(high[i]! / low[i]!) ** 2 - (2 * Math.LN2 - 1) * Math.log(close[i]! / open[i]!) ** 2;
}

function rogersSatchell({ open, high, low, close }: Bars, i: number): number {
  return Math.log(high[i]! / close[i]!) * Math.log(high[i]! / open[i]!) +
    Math.log(low[i]! / close[i]!) * Math.log(low[i]! / open[i]!);
}

function average(first: number, last: number, of: (i: number) => number): number {
  let sum = 0;
  for (let i = first; i <= last; i++) sum += of(i);
  return sum / (last - first + 1);
}

/** Sample variance, its mean removed, of the logarithms of `to[i] / from[i - lag]`. */
function sampleVariance(to: Float64Array, from: Float64Array, lag: number, first: number, last: number): number {
  const mean = average(first, last, (i) => Math.log(to[i]! / from[i - lag]!));
  const n = last - first + 1;
  return average(first, last, (i) => (Math.log(to[i]! / from[i - lag]!) - mean) ** 2) * n / (n - 1);
}
