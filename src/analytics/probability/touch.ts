/**
 * How likely a price is reached, or a range left, at any moment until an instant: continuous observation of a price that
 * moves at one volatility with the riskless drift (reflection principle; Haug, "Option Pricing Formulas", 2007, chapter 4).
 */

import type { Underlying } from "../positions/leg.ts";
import { logNormCdf, normCdf } from "../pricing/normal.ts";

/** Images of the range that count at all: the sixth is beyond the precision of a double. */
const IMAGES = 6;
/** Standard deviations below which the price does not move but by its drift. */
const STILL = 1e-9;

/** P(the price touches `barrier` within `years`); 1 when it has. */
export function probabilityOfTouch(
  { spot, rate, carry }: Underlying,
  barrier: number,
  volatility: number,
  years: number,
): number {
  const distance = Math.abs(Math.log(barrier / spot));
  if (distance === 0) return 1;
  const deviation = volatility * Math.sqrt(years);
  const drift = (barrier > spot ? 1 : -1) * (rate - carry - volatility * volatility / 2);
  if (!(deviation > STILL)) return drift * years >= distance ? 1 : 0;
  const direct = normCdf((drift * years - distance) / deviation);
  // In logarithms: the factor may be beyond any double where the tail behind it is nothing.
  const reflected = Math.exp(
    2 * drift * distance / (volatility * volatility) + logNormCdf((-distance - drift * years) / deviation),
  );
  return Math.min(1, direct + reflected);
}

/** P(the price stays strictly between `low` and `high` all the time); 0 when it is outside already. */
export function probabilityOfStaying(
  { spot, rate, carry }: Underlying,
  low: number,
  high: number,
  volatility: number,
  years: number,
): number {
  if (!(low < spot && spot < high)) return 0;
  const deviation = volatility * Math.sqrt(years);
  const [a, c] = [Math.log(low / spot), Math.log(high / spot)];
  const width = c - a;
  const drift = rate - carry - volatility * volatility / 2;
  if (!(deviation > STILL)) return a < drift * years && drift * years < c ? 1 : 0;
  const variance = volatility * volatility;
  /** exp(factor) times the mass between two points, kept in logarithms as far as it can be. */
  const mass = (factor: number, from: number, to: number): number => {
    if (from > 0) [from, to] = [-to, -from];
    return Math.exp(factor + logNormCdf(to)) - Math.exp(factor + logNormCdf(from));
  };
  let sum = 0;
  for (let n = -IMAGES; n <= IMAGES; n++) {
    const shift = 2 * n * width;
    sum += mass(
      shift * drift / variance,
      (a - shift - drift * years) / deviation,
      (c - shift - drift * years) / deviation,
    );
    const mirror = 2 * c - shift;
    sum -= mass(
      drift * mirror / variance,
      (a - mirror - drift * years) / deviation,
      (c - mirror - drift * years) / deviation,
    );
  }
  return Math.min(1, Math.max(0, sum));
}
