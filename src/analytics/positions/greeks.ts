/** The greeks of a whole position, in dollars. */

import { bsmGreeks } from "../pricing/black.ts";
import type { Leg, Underlying } from "./leg.ts";

/**
 * Dollars of the position: `delta` for a dollar of the underlying, `gamma` the change of delta, `theta` a calendar day,
 * `vega` and `rho` a point of volatility and of interest.
 */
export interface PositionGreeks {
  delta: number;
  gamma: number;
  theta: number;
  vega: number;
  rho: number;
}

export function positionGreeks(legs: readonly Leg[], { spot, rate, carry }: Underlying): PositionGreeks {
  const total = { delta: 0, gamma: 0, theta: 0, vega: 0, rho: 0 };
  for (const leg of legs) {
    const size = leg.quantity * leg.multiplier;
    if (leg.kind !== "option") {
      total.delta += size;
      continue;
    }
    const greeks = bsmGreeks(spot, leg.strike, leg.years, rate, carry, leg.volatility, leg.right);
    total.delta += size * greeks.delta;
    total.gamma += size * greeks.gamma;
    total.theta += size * greeks.theta;
    total.vega += size * greeks.vega;
    total.rho += size * greeks.rho;
  }
  return total;
}
