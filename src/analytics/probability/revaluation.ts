/** A position's profit on many prices at once, at one instant after another. */

import type { Leg, Underlying } from "../positions/leg.ts";
import { normCdf } from "../pricing/normal.ts";

/** Years below which an option counts as expired. */
const EXPIRED = 1e-9;

/**
 * Gives the profits in dollars at `prices` after so many years; the array is the same each time. Options are valued as
 * Europeans, puts by parity: here cents count, not digits far out of the money.
 */
export function createRevaluation(
  legs: readonly Leg[],
  { rate, carry }: Underlying,
  prices: Float64Array,
  cost: number,
): (years: number) => Float64Array {
  const size = prices.length;
  const result = new Float64Array(size);
  const logs = prices.map(Math.log);

  return (elapsed) => {
    result.fill(-cost);
    for (const leg of legs) {
      const amount = leg.quantity * leg.multiplier;
      if (leg.kind !== "option") {
        for (let i = 0; i < size; i++) result[i] = result[i]! + amount * prices[i]!;
        continue;
      }
      const { strike } = leg;
      const isEarly = leg.style === "american";
      const sign = leg.right === "call" ? 1 : -1;
      const years = leg.years - elapsed;
      const deviation = leg.volatility * Math.sqrt(Math.max(0, years));
      if (years <= EXPIRED || deviation === 0) {
        for (let i = 0; i < size; i++) result[i] = result[i]! + amount * Math.max(0, sign * (prices[i]! - strike));
        continue;
      }
      const [growth, discount] = [Math.exp(-carry * years), Math.exp(-rate * years)];
      const offset = (rate - carry) * years - Math.log(strike);
      for (let i = 0; i < size; i++) {
        const d1 = (logs[i]! + offset) / deviation + deviation / 2;
        // Beyond eight deviations an option is worth its forward or nothing, to the last digit that matters here.
        const hedge = d1 > 8 ? 1 : d1 < -8 ? 0 : normCdf(d1);
        const d2 = d1 - deviation;
        const exercise = d2 > 8 ? 1 : d2 < -8 ? 0 : normCdf(d2);
        const call = prices[i]! * growth * hedge - strike * discount * exercise;
        const value = sign === 1 ? call : call - prices[i]! * growth + strike * discount;
        result[i] = result[i]! + amount * (isEarly ? Math.max(value, sign * (prices[i]! - strike)) : value);
      }
    }
    return result;
  };
}
