/** How much a price has moved: from one close to the next, and from a peak down. */

/**
 * The annualized standard deviation of the logarithmic returns between neighbours in `closes`, around their mean, with
 * one degree of freedom taken off. `null` with fewer than two returns. `RangeError` for a price that is not positive.
 */
export function realizedVolatility(closes: readonly number[], periodsPerYear: number): number | null {
  const returns = closes.slice(1).map((close, position) => logReturn(closes[position]!, close));
  if (returns.length < 2) return null;
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const squares = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (returns.length - 1) * periodsPerYear);
}

function logReturn(from: number, to: number): number {
  if (!(from > 0 && to > 0)) throw new RangeError(`a return needs positive prices, not ${from} and ${to}`);
  return Math.log(to / from);
}

/** A fall: `fraction` of the peak lost, as a negative number, and where in the series peak and trough are. */
export interface Drawdown {
  fraction: number;
  peak: number;
  trough: number;
}

/** The deepest fall from a price to a later one; `null` when no price is below an earlier one. */
export function maxDrawdown(prices: readonly number[]): Drawdown | null {
  let deepest: Drawdown | null = null;
  let peak = 0;
  for (const [position, price] of prices.entries()) {
    if (price > prices[peak]!) peak = position;
    const fraction = price / prices[peak]! - 1;
    if (fraction < (deepest?.fraction ?? 0)) deepest = { fraction, peak, trough: position };
  }
  return deepest;
}
