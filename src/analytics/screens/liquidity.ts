/** Which options can be traded at all. */

import type { Side } from "./board.ts";

/** What the market of every leg must be like. */
export interface Liquidity {
  /** The spread may be the greater of these: dollars per share, and a fraction of the price in the middle. */
  maxSpread: { dollars: number; fraction: number };
  /** Contracts; where the number is unknown, 0 is the only limit that lets an option pass. */
  minOpenInterest: number;
  minVolume: number;
}

/** A screen for people who want to get out again. */
export const USUAL_LIQUIDITY: Liquidity = {
  maxSpread: { dollars: 0.05, fraction: 0.1 },
  minOpenInterest: 100,
  minVolume: 0,
};

/** How many options were left out, by the first reason that applied. */
export interface Refusals {
  /** No bid, no ask, a bid above the ask, or a strike that is none. */
  noMarket: number;
  wideSpread: number;
  openInterest: number;
  volume: number;
  /** Volatility or a greek is not known. */
  noGreeks: number;
  /** All options of expirations that are over, or whose forward or volatility is not known. */
  noExpiration: number;
}

/** Whether it can be meant: an annualized fraction. */
export const isVolatility = (value: number): boolean => value > 1e-6 && value < 1000;

/** Why the option at `row` cannot be used, or `null`. */
export function refusalOf(side: Side, row: number, limits: Liquidity): keyof Refusals | null {
  const [bid, ask] = [side.bid[row]!, side.ask[row]!];
  if (!(bid > 0 && ask >= bid && ask < 1e9)) return "noMarket";
  const { dollars, fraction } = limits.maxSpread;
  if (ask - bid > Math.max(dollars, fraction * (bid + ask) / 2) + 1e-9) return "wideSpread";
  if (limits.minOpenInterest > 0 && !(side.openInterest[row]! >= limits.minOpenInterest)) return "openInterest";
  if (limits.minVolume > 0 && !(side.volume[row]! >= limits.minVolume)) return "volume";
  const isKnown = isVolatility(side.volatility[row]!) && Number.isFinite(side.delta[row]!) &&
    Number.isFinite(side.theta[row]!);
  return isKnown ? null : "noGreeks";
}
