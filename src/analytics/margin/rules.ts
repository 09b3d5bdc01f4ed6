/**
 * What is held against options and shares, as data: Regulation T and the rules of the exchanges for strategies (Cboe
 * 10.3, FINRA 4210(f)(2)), which brokers tighten. Fractions are of the underlying's price unless said otherwise.
 */

export interface MarginRules {
  /** For a sold option that nothing covers, less what it is out of the money; its premium comes on top. */
  uncovered: number;
  /** The least for it: of the underlying's price for a call, of the strike for a put. */
  least: number;
  /** The least for it in dollars a contract. */
  floor: number;
  /** Bought shares to begin with and later, sold ones likewise (beyond what their sale brought). */
  shares: { initial: number; maintenance: number };
  shortShares: { initial: number; maintenance: number };
  /** Later, for shares beside a bought option that limits their loss: of its strike. */
  hedged: number;
  /** How many times its index a fund moves: a factor on the fractions, none of which then exceeds 1. */
  leverage: number;
  /** Whether a bought option covers a sold one that expires earlier. */
  acceptsCalendars: boolean;
  /**
   * What a position is held at when bought options can cover everything sold: `width`, what it can lose at expiration;
   * `lesser`, the same unless leaving something uncovered takes less, as the rules of the exchanges allow.
   */
  spreads: "width" | "lesser";
}

export const EQUITY_MARGIN: MarginRules = {
  uncovered: 0.2,
  least: 0.1,
  floor: 0,
  shares: { initial: 0.5, maintenance: 0.25 },
  shortShares: { initial: 0.5, maintenance: 0.3 },
  hedged: 0.1,
  leverage: 1,
  acceptsCalendars: true,
  spreads: "width",
};

/** Broad-based indexes by rule, and what tastytrade asks for those settled in cash (SPX, NDX, RUT, XSP and others). */
export const BROAD_INDEX_MARGIN: MarginRules = { ...EQUITY_MARGIN, uncovered: 0.15 };
export const CASH_SETTLED_INDEX_MARGIN: MarginRules = {
  ...EQUITY_MARGIN,
  uncovered: 0.25,
  least: 0.15,
  acceptsCalendars: false,
};

/** Rules for a fund that moves by `leverage` times its index, up or down. */
export const leveraged = (rules: MarginRules, leverage: number): MarginRules => ({
  ...rules,
  leverage: Math.max(1, Math.abs(leverage)),
});

/**
 * `margin`: all of this. `ira`: nothing is lent, so puts are secured by cash and shares paid in full, calls need cover;
 * spreads are known. `cash`: the same, and a bought option covers nothing.
 */
export type Account = "margin" | "ira" | "cash";

/** To open a position, or to keep it. They differ for shares only. */
export type Phase = "initial" | "maintenance";

/** A fraction times the leverage of the fund. */
export const scaled = (fraction: number, { leverage }: MarginRules): number => Math.min(1, fraction * leverage);
