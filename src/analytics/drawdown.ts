/** How far prices have come down from a peak. */

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
