/** The greeks of the greeks, and the chance of expiring in the money, of European options. Arguments as in `black.ts`. */

import { certainty, checkSpotTerms, logRatio, NO_DEVIATION, type OptionRight } from "./black.ts";
import { normCdf, normPdf } from "./normal.ts";

/** A share. A point is 0.01 of volatility, or of the yield. */
export interface HigherGreeks {
  /** Change of delta per point of volatility, and of vega per $1. */
  vanna: number;
  /** Change of vega per point of volatility. */
  vomma: number;
  /** Change of delta per calendar day that passes. */
  charm: number;
  /** Change of the price per point of the dividend yield. */
  epsilon: number;
  /** The risk-neutral probability of expiring in the money, which delta is not. */
  itmProbability: number;
}

/** Those of an option on a spot price. A bad argument throws `RangeError`; no figure is NaN. */
export function bsmHigherGreeks(
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  volatility: number,
  right: OptionRight,
): HigherGreeks {
  checkSpotTerms(spot, strike, years, rate, dividendYield, volatility);
  const sign = right === "call" ? 1 : -1;
  const root = Math.sqrt(years);
  const deviation = volatility * root;
  const moneyness = logRatio(spot, strike) + (rate - dividendYield) * years;
  const shares = Math.exp(-dividendYield * years);
  const isMoving = deviation > NO_DEVIATION;
  const d1 = isMoving ? moneyness / deviation + deviation / 2 : 0;
  const d2 = isMoving ? moneyness / deviation - deviation / 2 : 0;
  const hedge = sign * (isMoving ? normCdf(sign * d1) : certainty(sign * moneyness));
  const itmProbability = isMoving ? normCdf(sign * d2) : certainty(sign * moneyness);
  const density = isMoving ? normPdf(d1) : 0;
  const epsilon = -spot * shares * years * hedge / 100;
  const carried = years > 0 ? shares * dividendYield * hedge : 0;
  if (density === 0) return { vanna: 0, vomma: 0, charm: carried / 365 + 0, epsilon: epsilon + 0, itmProbability };
  const drift = (rate - dividendYield) / deviation - d2 / (2 * years);
  return {
    vanna: -shares * density * d2 / volatility / 100,
    vomma: spot * shares * density * root * d1 * d2 / volatility / 10_000,
    charm: (carried - shares * density * drift) / 365,
    epsilon,
    itmProbability,
  };
}

/** Those of an option on a futures price, at a constant price of the future. */
export function black76HigherGreeks(
  future: number,
  strike: number,
  years: number,
  rate: number,
  volatility: number,
  right: OptionRight,
): Omit<HigherGreeks, "epsilon"> {
  const { epsilon: _, ...greeks } = bsmHigherGreeks(future, strike, years, rate, rate, volatility, right);
  return greeks;
}
