/** One thing that is held, among many on different underlyings, in plain numbers. */

import type { OptionRight } from "../pricing/black.ts";

/** An option as it is valued: `rate` and `carry` (dividends, or for options on futures the rate) continuous annual fractions. */
export interface HeldOption {
  right: OptionRight;
  strike: number;
  /** To its expiration, ACT/365. */
  years: number;
  /** An annualized fraction: the one at which its value is today's price. */
  volatility: number;
  rate: number;
  carry: number;
  /** `european` by the formula; `american` by a small tree where early exercise may pay, never less than exercise pays. */
  style: "american" | "european";
}

export interface Holding {
  /** Shares, coins, or dollars of a point: contracts times multiplier, negative when sold. */
  size: number;
  /** Of the underlying: dollars a share, or points. */
  spot: number;
  /** `null` for what is worth its underlying: shares, futures, coins. */
  option: HeldOption | null;
}
