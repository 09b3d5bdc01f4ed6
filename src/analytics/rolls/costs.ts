/** What it costs to trade orders of options, beside their prices. */

import type { TradingCosts } from "./rules.ts";

/** Dollars for closing and opening orders together; only `quantity` counts, without sign. */
export function tradingCosts(
  closes: readonly { quantity: number }[],
  opens: readonly { quantity: number }[],
  { open, openCap, close, fees }: TradingCosts,
): number {
  const opening = opens.reduce((sum, { quantity }) => sum + Math.min(openCap, open * Math.abs(quantity)), 0);
  const contracts = [...closes, ...opens].reduce((sum, { quantity }) => sum + Math.abs(quantity), 0);
  const closing = closes.reduce((sum, { quantity }) => sum + close * Math.abs(quantity), 0);
  return Math.round((opening + closing + fees * contracts) * 1e6) / 1e6;
}
