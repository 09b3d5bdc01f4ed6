/** One leg of a position, in plain numbers. */

interface Held {
  /** Contracts or shares; negative when sold. */
  quantity: number;
  /** What one contract or share stands for: 100 for listed options, 1 for shares. */
  multiplier: number;
  /** What was paid a share when it was opened (a positive number, bought or sold). */
  price: number;
}

export interface OptionLeg extends Held {
  kind: "option";
  right: "call" | "put";
  strike: number;
  /** To its expiration, ACT/365; 0 when it expires now. */
  years: number;
  /** Implied volatility, an annualized fraction. */
  volatility: number;
  /** May be exercised at any time, so that it is never worth less than that brings; European when not said. */
  style?: "american" | "european";
}

/** Shares, or a futures contract: worth what its underlying is worth. */
export interface LinearLeg extends Held {
  kind: "stock" | "future";
}

export type Leg = OptionLeg | LinearLeg;

/** What options are priced against: `rate` and `carry` (dividend or borrow yield) are continuous annual fractions. */
export interface Underlying {
  spot: number;
  rate: number;
  carry: number;
}
