/** Positions in many underlyings as if they were one position in an index. */

export interface Exposure {
  /** Price of the underlying and its beta to the index. */
  price: number;
  beta: number;
  /** Of one share: 1 and 0 for shares. */
  delta: number;
  gamma: number;
  quantity: number;
  multiplier: number;
}

export interface BetaWeighted {
  /** Shares of the index that would move as the positions do, and how many more for a point of the index. */
  delta: number;
  gamma: number;
  /** Dollars' worth of underlying held, not weighted. */
  dollarDelta: number;
}

/** `RangeError` unless the index has a price. */
export function betaWeight(exposures: readonly Exposure[], indexPrice: number): BetaWeighted {
  if (!(indexPrice > 0)) throw new RangeError(`an index at ${indexPrice} weighs nothing`);
  const sum = { delta: 0, gamma: 0, dollarDelta: 0 };
  for (const { price, beta, delta, gamma, quantity, multiplier } of exposures) {
    const size = quantity * multiplier;
    const weight = beta * price / indexPrice;
    sum.delta += size * delta * weight;
    sum.gamma += size * gamma * weight * weight;
    sum.dollarDelta += size * delta * price;
  }
  return sum;
}

/** Dollars when the index moves by `points`, to the second order. */
export const profitOfIndexMove = ({ delta, gamma }: BetaWeighted, points: number): number =>
  delta * points + 0.5 * gamma * points * points;
