/** Implied volatility and five greeks of all options of one expiration at once, from arrays into arrays. */

import { checkPositive, checkRate, checkYears } from "./bounds.ts";
import { found } from "./implied_deviation.ts";
import { deviationOf, STATUSES } from "./implied_volatility.ts";

/** What the options of one expiration have in common. */
export interface ExpirationTerms {
  /** What delta and gamma are with respect to; for options on a future its price. */
  spot: number;
  /** For the expiration: by parity, or from rate and yield; for options on a future its price. */
  forward: number;
  years: number;
  rate: number;
  /** Options on a future: rho at a constant futures price, and no carry. */
  onFuture?: boolean;
}

/** A row for each option. Units are those of `Greeks`; where `status` is not 0 (ok) all else is NaN. */
export interface ImpliedColumns {
  volatility: Float64Array;
  delta: Float64Array;
  gamma: Float64Array;
  theta: Float64Array;
  vega: Float64Array;
  rho: Float64Array;
  /** Positions in `STATUSES`. */
  status: Uint8Array;
}

const EXPIRED = STATUSES.indexOf("expired");

/** Columns for `size` options. */
export function impliedColumns(size: number): ImpliedColumns {
  return {
    volatility: new Float64Array(size),
    delta: new Float64Array(size),
    gamma: new Float64Array(size),
    theta: new Float64Array(size),
    vega: new Float64Array(size),
    rho: new Float64Array(size),
    status: new Uint8Array(size),
  };
}

/**
 * Fills `columns` from `start` on with what `prices` of European options at `strikes` imply; `rights` holds 1 for a call
 * and -1 for a put, a price that is NaN stands for no quote. Each option starts from its neighbour's answer: sort by
 * strike. Throws `RangeError` on bad terms or lengths; a strike that is not positive is treated as no quote.
 */
export function impliedVolatilityBatch(
  terms: ExpirationTerms,
  strikes: Float64Array,
  prices: Float64Array,
  rights: Int8Array,
  columns: ImpliedColumns,
  start = 0,
): void {
  const size = strikes.length;
  if (prices.length !== size || rights.length !== size || columns.status.length < start + size) {
    throw new RangeError(`strikes, prices, rights and columns must go together, not ${size}, ${prices.length}...`);
  }
  const { volatility, delta, gamma, theta, vega, rho, status } = columns;
  const { spot, forward, years, rate, onFuture = false } = terms;
  checkPositive("spot", spot);
  checkPositive("forward", forward);
  checkYears(years);
  checkRate("rate", rate, years);
  const discount = Math.exp(-rate * years);
  const root = Math.sqrt(years);
  const dividendYield = onFuture ? rate : years > 0 ? rate - Math.log(forward / spot) / years : 0;
  const asset = discount * forward;
  if (!isRehearsed) rehearse();
  let guess = 0;
  for (let i = 0, row = start; i < size; i++, row++) {
    const strike = strikes[i]!;
    const price = prices[i]!;
    const sign = rights[i]! > 0 ? 1 : -1;
    const deviation = years > 0
      ? strike > 0 ? deviationOf(price, forward, strike, discount, sign, guess) : -1
      : -EXPIRED;
    if (!(deviation > 0)) {
      status[row] = -deviation;
      volatility[row] =
        delta[row] =
        gamma[row] =
        theta[row] =
        vega[row] =
        rho[row] =
          NaN;
      continue;
    }
    guess = deviation;
    const cash = discount * strike;
    // What is out of the money, a call above the forward or a put below it, is N(d1) and N(d2), or their complements.
    const isCall = forward < strike;
    const smaller = isCall ? asset : cash;
    const near = smaller * found[0]!;
    const far = smaller * found[1]!;
    const density = smaller * found[2]!;
    let assetPart = isCall ? near : far;
    let cashPart = isCall ? far : near;
    if (isCall !== sign > 0) {
      assetPart = asset - assetPart;
      cashPart = cash - cashPart;
    }
    status[row] = 0;
    volatility[row] = deviation / root;
    delta[row] = sign * assetPart / spot;
    gamma[row] = density / (spot * spot * deviation);
    theta[row] = (sign * (dividendYield * assetPart - rate * cashPart) - 0.5 * density * deviation / years) / 365;
    vega[row] = density * root / 100;
    rho[row] = (onFuture ? -price : sign * cashPart) * years / 100;
  }
}

let isRehearsed = false;

/**
 * The engine compiles a loop for the branches it has seen, and goes back to interpreting it at the first new one. Some
 * invented options that take every branch (cheap, dear and in between, near and far, soon and late) come first: a
 * millisecond that takes four from the first 5,000 options of a process, and nothing from a few hundred.
 */
function rehearse(): void {
  isRehearsed = true;
  const strikes = Float64Array.of(50, 80, 95, 100, 100, 105, 120, 200, 100, 100, 300);
  const prices = Float64Array.of(52, 21, 6, 0.6, 20, 2, 0.01, 9, 45, 80, 60);
  const rights = Int8Array.of(1, 1, 1, 1, -1, 1, 1, 1, 1, -1, 1);
  const columns = impliedColumns(strikes.length);
  for (const [forward, years] of [[100, 0.25], [100.5, 1 / 365]] as const) {
    impliedVolatilityBatch({ spot: 100, forward, years, rate: 0.01 }, strikes, prices, rights, columns);
  }
}
