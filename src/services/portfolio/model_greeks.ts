/** Volatility and greeks of an option that the broker says none of: what the model makes of its price. */

import { type CashDividend, presentValueOfDividends } from "../../analytics/pricing/dividends.ts";
import { optionGreeks, type OptionTerms, type Setting, volatilityOf } from "../position/leg_model.ts";

/** Per share; theta a calendar day, vega a point of volatility, which is a fraction. */
export interface ModelGreeks {
  volatility: number;
  delta: number;
  gamma: number;
  theta: number;
  vega: number;
}

/** What money earns in a year; hardly any of these figures depends on it. */
const RATE = 0.04;

/** What the model is told of the market. */
export interface ModelMarket {
  spot: number;
  onFuture: boolean;
  /** Of the option. */
  price: number | null;
  /** Where it is known, it goes before what the price says, and the usual one is for want of both. */
  volatility: number | null;
  usualVolatility: number | null;
  /** Those that are expected. */
  dividends: readonly CashDividend[];
}

/**
 * As a European option on the share without its dividends, which is quick enough for hundreds. `null` where nothing says
 * how much the price moves, and at the end of its life.
 */
export function modelGreeks(option: OptionTerms, market: ModelMarket): ModelGreeks | null {
  const { onFuture, price, volatility, usualVolatility, dividends } = market;
  const { years } = option;
  if (!(years > 0) || !(option.strike > 0) || !(market.spot > 0)) return null;
  const spot = market.spot - presentValueOfDividends(dividends, RATE, years);
  if (!(spot > 0)) return null;
  const setting: Setting = {
    spot,
    rate: RATE,
    carry: onFuture ? RATE : 0,
    dividendYield: 0,
    dividends: [],
    exercise: "european",
    onFuture,
  };
  const known = volatility ?? volatilityOf(price, option, setting) ?? usualVolatility;
  if (known === null || !(known > 0)) return null;
  const { delta, gamma, theta, vega } = optionGreeks(option, setting, known);
  return { volatility: known, delta, gamma, theta, vega };
}
