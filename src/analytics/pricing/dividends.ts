/**
 * Cash dividends, by the escrowed model: what volatility moves is the share less the present value of the dividends still
 * to come. A volatility fitted to a price with this model belongs to this model.
 */

import { checkYears, refuse } from "./bounds.ts";

/** One payment: `years` to its ex-date, ACT/365, and dollars a share. */
export interface CashDividend {
  years: number;
  amount: number;
}

/** What the dividends going ex after now and not after `years` are worth now, in dollars a share. */
export function presentValueOfDividends(dividends: readonly CashDividend[], rate: number, years: number): number {
  let sum = 0;
  for (const dividend of dividends) {
    checkDividend(dividend);
    if (dividend.years > 0 && dividend.years <= years) sum += dividend.amount * Math.exp(-rate * dividend.years);
  }
  return sum;
}

/** The part of the share that is not dividends before `years`; `RangeError` when they are worth the share or more. */
export function escrowedSpot(spot: number, dividends: readonly CashDividend[], rate: number, years: number): number {
  const rest = spot - presentValueOfDividends(dividends, rate, years);
  if (!(rest > 0)) throw new RangeError(`dividends must be worth less than the share of ${spot}`);
  return rest;
}

/** The price at which the share is bought for delivery in `years`: spot, carried, less the dividends before. */
export function forwardPrice(
  spot: number,
  years: number,
  rate: number,
  dividendYield: number,
  dividends: readonly CashDividend[] = [],
): number {
  return escrowedSpot(spot, dividends, rate, years) * Math.exp((rate - dividendYield) * years);
}

/** The next dividend and its repetitions every `interval` years (quarterly if not said) that go ex not after `years`. */
export function repeatedDividends(next: CashDividend, years: number, interval = 0.25): CashDividend[] {
  checkYears(years);
  checkDividend(next);
  if (!(interval >= 1 / 365)) refuse("interval", interval, "a day at least");
  const dividends: CashDividend[] = [];
  for (let count = 0; next.years + count * interval <= years; count++) {
    const at = next.years + count * interval;
    if (at > 0) dividends.push({ years: at, amount: next.amount });
  }
  return dividends;
}

function checkDividend({ years, amount }: CashDividend): void {
  if (!Number.isFinite(years) || !(amount >= 0 && amount < Infinity)) {
    throw new RangeError(`a dividend must be zero or positive, not ${amount} in ${years} years`);
  }
}
