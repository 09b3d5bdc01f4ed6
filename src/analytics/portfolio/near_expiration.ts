/** Sold options so near their end that small moves change everything: gamma that is negative and large. */

/** An option that is held. `size` is contracts times multiplier, negative when sold; gamma a share. */
export interface NearOption {
  underlying: string;
  expiration: string;
  daysLeft: number;
  spot: number;
  size: number;
  strike: number;
  right: "call" | "put";
  gamma: number;
}

export interface ShortGamma {
  underlying: string;
  expiration: string;
  daysLeft: number;
  /** Shares (points) of delta that each dollar of the underlying costs; negative. */
  gamma: number;
  /** Dollars of delta that a move of the underlying by one percent brings, against the holder; negative. */
  perPercent: number;
  /** The sold strike that is nearest, and how far it is out of the money: a part of the price, negative inside. */
  strike: number;
  right: "call" | "put";
  distance: number;
}

/** Calendar days. */
export const NEAR_DAYS = 7;

/** Expirations within seven days in which more gamma is sold than bought, the heaviest first. */
export function shortGamma(options: readonly NearOption[]): ShortGamma[] {
  const near = options.filter(({ daysLeft }) => daysLeft <= NEAR_DAYS);
  const groups = Map.groupBy(near, ({ underlying, expiration }) => JSON.stringify([underlying, expiration]));
  return [...groups.values()].flatMap((held): ShortGamma[] => {
    const sold = held.filter(({ size }) => size < 0);
    const gamma = held.reduce((sum, one) => sum + one.size * one.gamma, 0);
    if (sold.length === 0 || !(gamma < 0)) return [];
    const distanceOf = ({ right, strike, spot }: NearOption): number =>
      (right === "put" ? spot - strike : strike - spot) / spot;
    const nearest = sold.reduce((best, one) => distanceOf(one) < distanceOf(best) ? one : best);
    const { underlying, expiration, daysLeft, spot, strike, right } = nearest;
    const distance = distanceOf(nearest);
    const perPercent = gamma * spot * spot / 100;
    return [{ underlying, expiration, daysLeft, gamma, perPercent, strike, right, distance }];
  }).sort((a, b) => a.perPercent - b.perPercent);
}
