/**
 * The kernel of implied volatility: which standard deviation makes an out-of-the-money option worth what it costs.
 *
 * With money measured in the smaller of forward and strike, F < K say, and x = ln(F/K) <= 0, a call is worth
 * c(s) = N(h + s/2) - e^(-x) N(h - s/2), h = x/s, from 0 to 1; a put on the other side is worth the same at -|x|. This is
 * solved by Householder's third-order steps on 1/ln c for small c, on c itself, and on ln(1 - c) for large c, after
 * P. Jaeckel's "Let's Be Rational" (Wilmott, 2015), but all that a step needs, and all that the greeks need afterwards,
 * comes from two values of erfcx and one of exp, and a step may start from a neighbour's answer.
 */

import { erfcx } from "./normal.ts";

const SQRT_TWO_PI = 2.5066282746310002;
const TWO_OVER_SQRT_PI = 1.1283791670955126;
/** Below this half deviation the two erfcx are too near to each other to be subtracted. */
const NARROW = 0.05;
/** A step of this relative size, after which the error is its fourth power, is the last. */
const LAST_STEP = 1e-5;
/** A start that led nowhere by then is replaced by our own, from which no price has needed more than four steps. */
const PATIENCE = 10;

/** Where `impliedDeviation` leaves N(h + s/2), e^(-x) N(h - s/2) and the density at h + s/2 of its answer. */
export const found: Float64Array = new Float64Array(3);

/**
 * The s > 0 with c(s) = `price`, for `moneyness` x <= 0 and 0 < price < 1. `guess` > 0 is where to start, 0 if nothing is
 * known. NaN where nothing converges, which no test has seen.
 */
export function impliedDeviation(moneyness: number, price: number, guess: number): number {
  const isLow = price < 0.3;
  const isHigh = price > 0.7;
  const goal = isLow ? Math.log(price) : isHigh ? Math.log(1 - price) : price;
  let s = guess > 0 ? guess : firstGuess(moneyness, price);
  for (let step = 0; step < 2 * PATIENCE; step++) {
    if (step === PATIENCE) s = firstGuess(moneyness, price);
    const h = moneyness / s;
    const t = 0.5 * s;
    const u = h + t;
    const bell = Math.exp(-0.5 * u * u);
    const isBeyond = u > 0 && t >= NARROW;
    let difference: number;
    let sum: number;
    if (t < NARROW) {
      // Taylor's series of erfcx around its middle: f1, f2... are its derivatives times the powers of the distance.
      const a = -h * Math.SQRT1_2;
      const d = t * Math.SQRT1_2;
      const f0 = erfcx(a);
      const f1 = d * (2 * a * f0 - TWO_OVER_SQRT_PI);
      const dd = 2 * d * d;
      const ad = 2 * a * d;
      const f2 = ad * f1 + dd * f0;
      const f3 = ad * f2 + 2 * dd * f1;
      const f4 = ad * f3 + 3 * dd * f2;
      const f5 = ad * f4 + 4 * dd * f3;
      const f6 = ad * f5 + 5 * dd * f4;
      const f7 = ad * f6 + 6 * dd * f5;
      const f8 = ad * f7 + 7 * dd * f6;
      const f9 = ad * f8 + 8 * dd * f7;
      difference = -2 * (f1 + f3 / 6 + f5 / 120 + f7 / 5040 + f9 / 362_880);
      sum = 2 * (f0 + f2 / 2 + f4 / 24 + f6 / 720 + f8 / 40_320);
    } else {
      const near = erfcx(isBeyond ? u * Math.SQRT1_2 : -u * Math.SQRT1_2);
      const far = erfcx((t - h) * Math.SQRT1_2);
      difference = near - far;
      sum = near + far;
    }
    const slope = bell / SQRT_TWO_PI;
    const hs = h / s;
    const second = h * hs - 0.25 * s;
    const third = -3 * hs * hs - 0.25;
    // The first Newton step, and the ratios of the second and third derivative of the objective to the first.
    let newton: number;
    let g2: number;
    let g3: number;
    if (isLow) {
      const level = isBeyond ? Math.log1p(-0.5 * bell * sum) : Math.log(0.5 * difference) - 0.5 * u * u;
      const rise = isBeyond ? slope / (1 - 0.5 * bell * sum) : 2 / (SQRT_TWO_PI * difference);
      newton = level * (goal - level) / (goal * rise);
      const bend = 1 + 2 / level;
      g2 = second - rise * bend;
      g3 = g2 * g2 + third - rise * (second - rise) * bend + 2 * rise * rise / (level * level);
    } else if (isHigh) {
      const rest = isBeyond ? 0.5 * bell * sum : 1 - 0.5 * bell * difference;
      const rise = slope / rest;
      newton = (Math.log(rest) - goal) / rise;
      g2 = second + rise;
      g3 = g2 * g2 + third + rise * g2;
    } else {
      newton = (goal - (isBeyond ? 1 - 0.5 * bell * sum : 0.5 * bell * difference)) / slope;
      g2 = second;
      g3 = g2 * g2 + third;
    }
    let change = newton * (1 + 0.5 * g2 * newton) / (1 + newton * (g2 + g3 * newton / 6));
    if (!(change > -0.5 * s)) change = -0.5 * s;
    else if (change > s) change = s;
    if (Math.abs(change) * (1 + h * h) <= LAST_STEP * s) {
      // The greeks follow the last step by Taylor's series; its third term is below a rounding.
      const up = 0.5 - hs;
      const curve = 2 * hs / s;
      const asset = isBeyond ? 1 - 0.25 * bell * (sum + difference) : 0.25 * bell * (sum + difference);
      const turn = -u * up;
      found[0] = asset + slope * change * (up + 0.5 * change * (turn * up + curve));
      found[1] = 0.25 * bell * (sum - difference) +
        slope * change * (up - 1 + 0.5 * change * (turn * (up - 1) + curve));
      found[2] = slope * (1 + change * (turn + 0.5 * change * (turn * turn - up * up - u * curve)));
      return s + change;
    }
    s += change;
  }
  return NaN;
}

/**
 * A start near enough for two or three steps. Below the point of inflection, s^2 = 2|x|, the normal model gives it: near
 * the money by its root, far from it by its tail. Above it the value is like that of an option at the money.
 */
function firstGuess(moneyness: number, price: number): number {
  const root = Math.sqrt(-moneyness);
  const inflection = Math.SQRT2 * root;
  const middle = 0.5 * (1 - erfcx(root));
  if (price < middle) {
    const centred = price * Math.exp(0.5 * moneyness) - 0.5 * moneyness;
    const spread = Math.PI * centred * centred - moneyness * moneyness;
    if (spread > 0.01 * moneyness * moneyness) {
      return Math.min(inflection, Math.sqrt(0.5 * Math.PI) * centred + Math.sqrt(0.5 * spread));
    }
    // h^2 + 3 ln(h^2 + 1.5) = depth, by one step of Newton from the middle.
    const depth = -2 * Math.log(price) - moneyness - 2 * Math.log(-SQRT_TWO_PI / moneyness);
    const start = Math.max(1.5, 0.5 * depth + 1.5);
    const square = start - 1.5 - (start - 1.5 + 3 * Math.log(start) - depth) * start / (start + 3);
    return Math.min(inflection, -moneyness / Math.sqrt(Math.max(0.25, square)));
  }
  const share = (price - middle) / (1 - middle);
  // Winitzki's inverse of the error function.
  const log = Math.log(1 - share * share);
  const half = 2 / (Math.PI * 0.147) + 0.5 * log;
  return inflection + 2 * Math.SQRT2 * Math.sqrt(Math.sqrt(half * half - log / 0.147) - half);
}
