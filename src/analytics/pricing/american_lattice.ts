/**
 * The tree under American options: D. Leisen and M. Reimer, "Binomial models for option valuation" (1996), whose steps are
 * placed so that the strike lies in the middle of the last column.
 */

import type { AmericanProblem } from "./american_option.ts";

/** The most steps a tree may have. */
const MOST_STEPS = 401;

const values = new Float64Array(MOST_STEPS + 3);
const assets = new Float64Array(MOST_STEPS + 3);
const levels = new Float64Array(MOST_STEPS);

/** Where `latticeValue` with `wings` leaves the assets below, at and above the root, and the three values. */
export const aroundRoot: Float64Array = new Float64Array(6);

/**
 * The value by a tree of `steps` steps, an odd number; with `wings` the values beside the root are found too. NaN where
 * the asset hardly moves: there is no tree then.
 */
export function latticeValue(problem: AmericanProblem, volatility: number, steps: number, wings = false): number {
  setLevels(problem, steps);
  const { asset, strike, years, rate, dividendYield, sign, dividends } = problem;
  const isCum = sign > 0 && dividends.length > 0;
  return foldBack(asset, strike, years, rate, dividendYield, volatility, sign, steps, wings, isCum);
}

/**
 * The inside of it, on numbers only: exercise at step i pays `sign * (asset - levels[i])`. `isCum` says that exercise may
 * pay, with the dividends, where expiration, without them, does not.
 */
function foldBack(
  asset: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  volatility: number,
  sign: number,
  steps: number,
  wings: boolean,
  isCum: boolean,
): number {
  const deviation = volatility * Math.sqrt(years);
  const centre = (Math.log(asset / strike) + (rate - dividendYield) * years) / deviation;
  const size = (steps + 1 / 6) / (steps + 1 / 3 + 0.1 / (steps + 1)) ** 2;
  const d1 = centre + 0.5 * deviation;
  const d2 = centre - 0.5 * deviation;
  const tail1 = tail(d1 * d1 * size);
  const tail2 = tail(d2 * d2 * size);
  // The probabilities of a step up, for the asset and for cash; both they and their complements are exact.
  const up1 = d1 > 0 ? 1 - tail1 : tail1;
  const up2 = d2 > 0 ? 1 - tail2 : tail2;
  const down1 = d1 > 0 ? tail1 : 1 - tail1;
  const down2 = d2 > 0 ? tail2 : 1 - tail2;
  const step = years / steps;
  const growth = Math.exp((rate - dividendYield) * step);
  const up = growth * up1 / up2;
  const down = growth * down1 / down2;
  if (!(up > down && down > 0 && up < Infinity)) return NaN;
  const discount = Math.exp(-rate * step);
  // Nodes are counted from the side where exercise pays: downwards from the top for a call, upwards for a put.
  const isCall = sign > 0;
  const stay = discount * (isCall ? up2 : down2);
  const move = discount * (isCall ? down2 : up2);
  const ratio = isCall ? down / up : up / down;
  const last = wings ? steps + 2 : steps;
  let price = asset * (isCall ? up : down) ** steps / (wings ? ratio : 1);
  let paying = 0;
  for (let j = 0; j <= last; j++, price *= ratio) {
    const payoff = sign * (price - strike);
    assets[j] = price;
    values[j] = payoff > 0 ? payoff : 0;
    if (payoff > 0) paying = j + 1;
  }
  const back = 1 / (isCall ? up : down);
  let scale = 1;
  // The last node where exercise pays more than holding on; between it and the next runs the boundary.
  let border = paying - 1;
  // Beyond the last that pays at the end all are worth nothing, unless exercise pays earlier.
  if (isCum) paying = last;
  for (let i = steps - 1; i >= 0; i--) {
    const end = Math.min(paying - 1, wings ? i + 2 : i);
    const level = levels[i]!;
    scale *= back;
    if (border > end) border = end;
    while (border >= 0) {
      if (sign * (assets[border]! * scale - level) > stay * values[border]! + move * values[border + 1]!) break;
      border--;
    }
    while (border < end) {
      const next = border + 1;
      if (sign * (assets[next]! * scale - level) <= stay * values[next]! + move * values[next + 1]!) break;
      border = next;
    }
    for (let j = 0; j <= border; j++) values[j] = sign * (assets[j]! * scale - level);
    for (let j = border + 1; j <= end; j++) values[j] = stay * values[j]! + move * values[j + 1]!;
  }
  if (!wings) return values[0]!;
  const reversed = isCall ? 2 : 0;
  for (let j = 0; j < 3; j++) {
    aroundRoot[j] = assets[Math.abs(reversed - j)]! * scale;
    aroundRoot[3 + j] = values[Math.abs(reversed - j)]!;
  }
  return values[1]!;
}

/** The smaller of the two probabilities of Peizer and Pratt's second formula. */
function tail(exponent: number): number {
  const miss = Math.exp(-exponent);
  return 0.5 * miss / (1 + Math.sqrt(1 - miss));
}

/**
 * What exercise costs, at each step, in terms of the asset without dividends. A dividend that falls between two steps
 * would make the holder of a call exercise just before it, and the holder of a put just after it: waiting for that
 * moment is a choice at the step before.
 */
function setLevels({ strike, years, rate, sign, dividends }: AmericanProblem, steps: number): void {
  levels.fill(strike, 0, steps);
  const step = years / steps;
  for (let i = 0; dividends.length > 0 && i < steps; i++) {
    const now = i * step;
    let worth = 0;
    for (const { years: at, amount } of dividends) if (at > now) worth += amount * Math.exp(-rate * (at - now));
    let level = strike - worth;
    let left = worth;
    for (const { years: at, amount } of dividends) {
      if (at < now || at >= now + step) continue;
      const discount = Math.exp(-rate * (at - now));
      const paid = amount * discount;
      const after = at > now ? left - paid : left;
      const before = at > now ? left : left + paid;
      level = sign > 0 ? Math.min(level, strike * discount - before) : Math.max(level, strike * discount - after);
      left = after;
    }
    levels[i] = level;
  }
}
