/** What a book comes to: weighed by an index where that is meant, plain sums where not. */

import { betaWeight, type Exposure, profitOfIndexMove } from "./beta.ts";

/** One holding. Greeks of a share, theta a calendar day, vega a point; `beta` is `null` where it is not known. */
export interface Weighed extends Omit<Exposure, "beta"> {
  beta: number | null;
  theta: number;
  vega: number;
}

export interface Totals {
  /** Shares of the index that the book moves like, and how many more for each dollar (point) that it rises. */
  delta: number;
  gamma: number;
  /** Dollars for a rise of the index by one percent: by delta alone, and by how much more for each further percent. */
  deltaPerPercent: number;
  gammaPerPercent: number;
  /** Dollars when it rises, and when it falls, by one percent. */
  upOne: number;
  downOne: number;
  /** Dollars' worth of all underlyings held, not weighed. */
  dollarDelta: number;
  /** Dollars a calendar day, and a point of every volatility. */
  theta: number;
  vega: number;
}

/** Holdings without a beta count in the sums that are not weighed. `RangeError` unless the index has a price. */
export function totalsOf(holdings: readonly Weighed[], indexPrice: number): Totals {
  const exposures = holdings.map((one): Exposure => ({ ...one, beta: one.beta ?? 0 }));
  const weighted = betaWeight(exposures, indexPrice);
  const percent = indexPrice / 100;
  const totals = { theta: 0, vega: 0 };
  for (const { quantity, multiplier, theta, vega } of holdings) {
    totals.theta += quantity * multiplier * theta;
    totals.vega += quantity * multiplier * vega;
  }
  return {
    ...totals,
    ...weighted,
    deltaPerPercent: weighted.delta * percent,
    gammaPerPercent: weighted.gamma * percent * percent,
    upOne: profitOfIndexMove(weighted, percent),
    downOne: profitOfIndexMove(weighted, -percent),
  };
}
