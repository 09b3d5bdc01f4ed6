/** What a market says about one instrument at one instant, whatever its kind; `null` is what it does not say. */

import type { Day } from "../../core/calendar.ts";

/** Prices in dollars (index points, futures points) rounded to ticks; sizes in shares or contracts. */
export interface Quote {
  symbol: string;
  updatedAt: number;
  bid: number | null;
  ask: number | null;
  bidSize: number;
  askSize: number;
  mark: number;
  /** The last price of any session, of the regular one, and of an extended one that is on or was the last. */
  last: number | null;
  lastRegular: number | null;
  lastExtended: number | null;
  open: number | null;
  high: number | null;
  low: number | null;
  /** Only once the session is over. */
  close: number | null;
  closeType: ClosePriceType;
  previousClose: number;
  previousCloseType: ClosePriceType;
  day: Day;
  previousDay: Day;
  volume: number | null;
  volumeExtended: number | null;
  beta: number | null;
  dividend: { amount: number; perYear: number } | null;
  limits: Range | null;
  year: Range | null;
  option: OptionFigures | null;
  tick: number | null;
  openInterest: number | null;
}

export type ClosePriceType = "Regular" | "Final";

export interface Range {
  low: number;
  high: number;
}

/** Theta per calendar day, vega and rho per 0.01; volatility an annualized fraction. */
export interface OptionFigures {
  price: number;
  volatility: number;
  delta: number;
  gamma: number;
  theta: number;
  vega: number;
  rho: number;
}

/** What a kind of instrument does not have, to be overridden by what it has. */
export const NOTHING_ELSE = {
  lastExtended: null,
  volume: null,
  volumeExtended: null,
  beta: null,
  dividend: null,
  limits: null,
  year: null,
  option: null,
  tick: null,
  openInterest: null,
} as const;

/** The nearest multiple of `tick`. */
export const toTick = (price: number, tick: number): number => tidy(Math.round(price / tick) * tick);

/** The multiple of `tick` at or below `price`. */
export const downToTick = (price: number, tick: number): number => tidy(Math.floor(price / tick + 1e-9) * tick);

/** The multiple of `tick` at or above `price`. */
export const upToTick = (price: number, tick: number): number => tidy(Math.ceil(price / tick - 1e-9) * tick);

/** Takes off the dust that multiplying decimals leaves. */
const tidy = (price: number): number => Math.round(price * 1e9) / 1e9;
