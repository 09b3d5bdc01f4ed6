/** An underlying's options as arrays: what screens work on. */

/** One side of an expiration, in the order of its strikes; NaN is unknown. Prices in dollars per share. */
export interface Side {
  bid: Float64Array;
  ask: Float64Array;
  /** Annualized fraction. */
  volatility: Float64Array;
  /** Negative for puts. */
  delta: Float64Array;
  gamma: Float64Array;
  /** A calendar day. */
  theta: Float64Array;
  /** A point of volatility. */
  vega: Float64Array;
  volume: Float64Array;
  openInterest: Float64Array;
}

/** The options of one root that expire together. */
export interface ExpirationBoard {
  /** Of the calendar, such as `2026-12-18`; with the root what tells it from others. */
  day: string;
  root: string;
  /** ACT/365, to the instant at which its value is fixed. */
  years: number;
  daysLeft: number;
  /** The forward for this expiration. */
  forward: number;
  /** At the money, an annualized fraction. */
  volatility: number;
  /** Ascending. */
  strikes: Float64Array;
  call: Side;
  put: Side;
}

export interface Board {
  symbol: string;
  spot: number;
  /** Continuous annual fraction. */
  rate: number;
  /** Shares of a contract, or dollars of a point. */
  multiplier: number;
  /** Soonest first. */
  expirations: readonly ExpirationBoard[];
}
