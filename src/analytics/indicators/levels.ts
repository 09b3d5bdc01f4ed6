/** Prices at which a chart may turn. */

export interface PivotLevels {
  pivot: number;
  resistance: [first: number, second: number];
  support: [first: number, second: number];
}

/** The classic floor levels, from the bar before. */
export function pivotLevels(high: number, low: number, close: number): PivotLevels {
  const pivot = (high + low + close) / 3;
  return {
    pivot,
    resistance: [2 * pivot - low, pivot + (high - low)],
    support: [2 * pivot - high, pivot - (high - low)],
  };
}

export const RETRACEMENTS: readonly number[] = [0.236, 0.382, 0.5, 0.618, 0.786];

/** Where an upward move from `low` to `high` stands after giving back a part of itself. */
export const retracement = (high: number, low: number, part: number): number => high - part * (high - low);

/**
 * 1 where a value is strictly higher than `reach` values to either side, else 0; `NaN` at both ends, where it cannot be
 * known: a swing shows only `reach` bars after it.
 */
export function swingHighs(values: Float64Array, reach = 3): Float64Array {
  return values.map((value, i) => {
    if (i < reach || i + reach >= values.length) return NaN;
    for (let j = i - reach; j <= i + reach; j++) if (j !== i && values[j]! >= value) return 0;
    return 1;
  });
}

/** The same for values strictly lower than their neighbours. */
export const swingLows = (values: Float64Array, reach = 3): Float64Array =>
  swingHighs(values.map((value) => -value), reach);
