/** Boards made from the model: every market stands around the value of Black's formula at a volatility of its strike. */

import { bsmGreeks } from "../../../src/analytics/pricing/black.ts";
import type { Board, ExpirationBoard, Side } from "../../../src/analytics/screens/board.ts";

export interface Recipe {
  spot?: number;
  rate?: number;
  carry?: number;
  days?: readonly number[];
  strikes?: readonly number[];
  /** Of a strike, in standard deviations at 20 % from the forward, after so many years. */
  smile?: (distance: number, years: number) => number;
  /** Half the spread around a value, dollars per share. */
  half?: (value: number) => number;
  /** Markets are rounded to it; 0 for not. */
  tick?: number;
  /** Changes a market once it is made. */
  spoil?: (side: Side, row: number, right: "call" | "put", days: number) => void;
}

export const START = Date.UTC(2026, 10, 20);

/** The day so many days after that of the board. */
export const dayAfter = (days: number): string => new Date(START + days * 86_400_000).toISOString().slice(0, 10);

export const steps = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);

export function modelBoard({
  spot = 100,
  rate = 0.04,
  carry = 0.01,
  days = [20, 40, 75],
  strikes = steps(70, 130, 5),
  smile = (distance) => 0.22 - 0.02 * distance + 0.006 * distance * distance,
  half = (value) => 0.02 + 0.01 * value,
  tick = 0,
  spoil,
}: Recipe = {}): Board {
  return {
    symbol: "MODEL",
    spot,
    rate,
    multiplier: 100,
    expirations: days.map((daysLeft): ExpirationBoard => {
      const years = daysLeft / 365;
      const forward = spot * Math.exp((rate - carry) * years);
      const volatilityOf = (strike: number) => smile(Math.log(strike / forward) / (0.2 * Math.sqrt(years)), years);
      const sideOf = (right: "call" | "put"): Side => {
        const column = () => new Float64Array(strikes.length);
        const side: Side = {
          bid: column(),
          ask: column(),
          volatility: column(),
          delta: column(),
          gamma: column(),
          theta: column(),
          vega: column(),
          volume: column().fill(50),
          openInterest: column().fill(500),
        };
        for (const [row, strike] of strikes.entries()) {
          const volatility = volatilityOf(strike);
          const { price, delta, gamma, theta, vega } = bsmGreeks(spot, strike, years, rate, carry, volatility, right);
          const width = half(price);
          side.bid[row] = tick > 0 ? Math.floor((price - width) / tick + 1e-9) * tick : price - width;
          side.ask[row] = tick > 0 ? Math.ceil((price + width) / tick - 1e-9) * tick : price + width;
          Object.assign(side.volatility, { [row]: volatility });
          side.delta[row] = delta;
          side.gamma[row] = gamma;
          side.theta[row] = theta;
          side.vega[row] = vega;
          spoil?.(side, row, right, daysLeft);
        }
        return side;
      };
      return {
        day: dayAfter(daysLeft),
        root: "MODEL",
        years,
        daysLeft,
        forward,
        volatility: smile(0, years),
        strikes: Float64Array.from(strikes),
        call: sideOf("call"),
        put: sideOf("put"),
      };
    }),
  };
}
