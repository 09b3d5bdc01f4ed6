/** The price of the underlying at an instant to come: lognormal, or as the smile of the market says. */

import type { Underlying } from "../positions/leg.ts";
import { normCdf, normPdf } from "../pricing/normal.ts";

/** ln S is normal with this mean and standard deviation. */
export interface Lognormal {
  mean: number;
  deviation: number;
}

/** The distribution after `years` at one volatility; the drift is the riskless one unless another is given. */
export function terminal(
  { spot, rate, carry }: Underlying,
  volatility: number,
  years: number,
  drift = rate - carry,
): Lognormal {
  return {
    mean: Math.log(spot) + (drift - volatility * volatility / 2) * years,
    deviation: volatility * Math.sqrt(years),
  };
}

/** P(S < price). */
export function probabilityBelow({ mean, deviation }: Lognormal, price: number): number {
  if (price <= 0) return 0;
  if (price === Infinity) return 1;
  const distance = Math.log(price) - mean;
  return deviation > 0 ? normCdf(distance / deviation) : distance > 0 ? 1 : distance < 0 ? 0 : 0.5;
}

/** P(low < S < high), without the loss of digits that a difference has in the upper tail. */
export function probabilityBetween(distribution: Lognormal, low: number, high: number): number {
  const { mean, deviation } = distribution;
  if (!(high > low)) return 0;
  if (deviation > 0 && low > 0 && Math.log(low) > mean) {
    const above = (price: number) => price === Infinity ? 0 : normCdf((mean - Math.log(price)) / deviation);
    return above(low) - above(high);
  }
  return probabilityBelow(distribution, high) - probabilityBelow(distribution, low);
}

/** The volatility of each strike and its slope, per dollar of strike. */
export interface Smile {
  volatility(strike: number): number;
  slope(strike: number): number;
}

/**
 * P(S < price) as the prices of options imply it: what a call loses for a dollar of strike, the smile moving along
 * (Breeden and Litzenberger 1978). `forward` is that of the expiration.
 */
export function probabilityBelowSkewed(forward: number, years: number, smile: Smile, price: number): number {
  if (price <= 0) return 0;
  if (price === Infinity) return 1;
  const deviation = smile.volatility(price) * Math.sqrt(years);
  if (!(deviation > 0)) return price > forward ? 1 : price < forward ? 0 : 0.5;
  const d2 = Math.log(forward / price) / deviation - deviation / 2;
  const tilt = forward * normPdf(d2 + deviation) * Math.sqrt(years) * smile.slope(price);
  return Math.min(1, Math.max(0, normCdf(-d2) + tilt));
}
