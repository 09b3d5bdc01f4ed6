/** The implied volatility solver that everybody writes first, to compare ours with: Newton's steps on the price. */

import { bsmGreeks } from "../../src/analytics/pricing/black.ts";
import type { ExpirationTerms, ImpliedColumns } from "../../src/analytics/pricing/implied_volatility_batch.ts";
import { normCdf, normPdf } from "../../src/analytics/pricing/normal.ts";

/** Starts where vega is largest, which never overshoots, and stops when the price agrees to ten digits. */
export function newtonVolatility(
  price: number,
  forward: number,
  strike: number,
  years: number,
  discount: number,
  sign: number,
): number {
  const root = Math.sqrt(years);
  const moneyness = Math.log(forward / strike);
  let volatility = Math.max(0.05, Math.sqrt(2 * Math.abs(moneyness) / years));
  for (let step = 0; step < 100; step++) {
    const d1 = moneyness / (volatility * root) + 0.5 * volatility * root;
    const d2 = d1 - volatility * root;
    const value = sign * discount * (forward * normCdf(sign * d1) - strike * normCdf(sign * d2));
    const miss = value - price;
    if (Math.abs(miss) < 1e-10 * price) return volatility;
    const vega = discount * forward * normPdf(d1) * root;
    if (!(vega > 1e-14)) return NaN;
    volatility -= miss / vega;
    if (!(volatility > 0 && volatility < 100)) return NaN;
  }
  return volatility;
}

/** The same work as `impliedVolatilityBatch`: five greeks from the closed forms. */
export function newtonWithGreeks(
  { spot, forward, years, rate }: ExpirationTerms,
  strikes: Float64Array,
  prices: Float64Array,
  rights: Int8Array,
  columns: ImpliedColumns,
  start: number,
): void {
  const discount = Math.exp(-rate * years);
  const dividendYield = rate - Math.log(forward / spot) / years;
  for (let i = 0; i < strikes.length; i++) {
    const [strike, sign, row] = [strikes[i]!, rights[i]!, start + i];
    const volatility = newtonVolatility(prices[i]!, forward, strike, years, discount, sign);
    columns.volatility[row] = volatility;
    if (!(volatility > 0)) continue;
    const greeks = bsmGreeks(spot, strike, years, rate, dividendYield, volatility, sign > 0 ? "call" : "put");
    columns.delta[row] = greeks.delta;
    columns.gamma[row] = greeks.gamma;
    columns.theta[row] = greeks.theta;
    columns.vega[row] = greeks.vega;
    columns.rho[row] = greeks.rho;
  }
}
