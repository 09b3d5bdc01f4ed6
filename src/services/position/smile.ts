/** The volatilities of an expiration as a smooth curve over strikes, from what the market quotes at some of them. */

import type { Smile } from "../../analytics/probability/terminal.ts";

export interface SmilePoint {
  strike: number;
  volatility: number;
}

/** Points that have a say at one strike, at the most. */
const VOICES = 7;
/** Fewer do not make a curve. */
const LEAST_POINTS = 5;

/**
 * At each strike the parabola that fits its neighbours best, the nearer the more (local regression, Cleveland 1979); flat
 * beyond the outermost points. `null` with fewer than five points. `points` ascend.
 */
export function smileOf(points: readonly SmilePoint[]): Smile | null {
  if (points.length < LEAST_POINTS) return null;
  const [first, last] = [points[0]!.strike, points.at(-1)!.strike];
  const within = (strike: number): number => Math.min(last, Math.max(first, strike));
  return {
    volatility: (strike) => Math.max(1e-4, fitAt(points, within(strike)).level),
    slope: (strike) => strike < first || strike > last ? 0 : fitAt(points, strike).slope,
  };
}

/** Value and slope at `strike` of the weighted parabola, by its normal equations. */
function fitAt(points: readonly SmilePoint[], strike: number): { level: number; slope: number } {
  const near = [...points].sort((a, b) => Math.abs(a.strike - strike) - Math.abs(b.strike - strike)).slice(0, VOICES);
  const reach = Math.abs(near.at(-1)!.strike - strike) * 1.05;
  const moments = [0, 0, 0, 0, 0];
  const sums = [0, 0, 0];
  for (const { strike: at, volatility } of near) {
    const x = (at - strike) / reach;
    const weight = (1 - Math.abs(x) ** 3) ** 3;
    for (let power = 0, term = weight; power < 5; power++, term *= x) {
      moments[power]! += term;
      if (power < 3) sums[power]! += term * volatility;
    }
  }
  const [m0, m1, m2, m3, m4] = moments as [number, number, number, number, number];
  const [s0, s1, s2] = sums as [number, number, number];
  const [a, b, c] = [m2 * m4 - m3 * m3, m1 * m4 - m2 * m3, m1 * m3 - m2 * m2];
  const determinant = m0 * a - m1 * b + m2 * c;
  return {
    level: (s0 * a - s1 * b + s2 * c) / determinant,
    slope: (m0 * (s1 * m4 - s2 * m3) - s0 * b + m2 * (m1 * s2 - m2 * s1)) / determinant / reach,
  };
}
