/** What a position is worth, now, later and when its first options expire: dollars for the whole position. */

import { bsm } from "../pricing/black.ts";
import type { Leg, OptionLeg, Underlying } from "./leg.ts";

/** How a valuation differs from now: years that have gone by, and a factor on every volatility. */
export interface Shift {
  years?: number;
  volatility?: number;
}

/** Years below which two expirations are one: half a second. */
const SAME_INSTANT = 1.6e-8;

/** A price below which a share is worth nothing, in dollars. */
const WORTHLESS = 1e-9;

/** Sums are taken for whole multiples of a dollar's this part, so that 6.00 - 2 x 3.10 + 0.20 is 0. */
const GRAINS = 1e9;

/** One leg's value a share at a price of the underlying; an option that has expired by then is worth what it pays there. */
export function legValue(leg: Leg, spot: number, { rate, carry }: Underlying, shift: Shift = {}): number {
  if (leg.kind !== "option") return spot;
  const { strike, right } = leg;
  const years = leg.years - (shift.years ?? 0);
  const exercised = Math.max(0, right === "call" ? spot - strike : strike - spot);
  if (years <= SAME_INSTANT) return exercised;
  const isEarly = leg.style === "american";
  if (spot <= WORTHLESS) return right === "call" ? 0 : isEarly ? strike : strike * Math.exp(-rate * years);
  const held = bsm(spot, strike, years, rate, carry, leg.volatility * (shift.volatility ?? 1), right);
  return isEarly ? Math.max(held, exercised) : held;
}

/** What the position has cost; negative when it brought a credit. Dollars. */
export const costOf = (legs: readonly Leg[]): number =>
  grained(legs.reduce((sum, { quantity, multiplier, price }) => sum + quantity * multiplier * price, 0));

/** What closing the position at the model's values would bring. Dollars. */
export function valueOf(legs: readonly Leg[], spot: number, underlying: Underlying, shift?: Shift): number {
  let sum = 0;
  for (const leg of legs) sum += leg.quantity * leg.multiplier * legValue(leg, spot, underlying, shift);
  return sum;
}

/** Profit and loss at a price of the underlying. Dollars. */
export const profitAt = (legs: readonly Leg[], spot: number, underlying: Underlying, shift?: Shift): number =>
  valueOf(legs, spot, underlying, shift) - costOf(legs);

/** Profit and loss at the moment the first options expire, as a function of the underlying's price then. */
export interface Outcome {
  /** Years until then. */
  years: number;
  /** Whether legs live on, which are valued by formula at their own volatility. */
  isModelled: boolean;
  /** Where the function bends, ascending: strikes that expire. */
  kinks: readonly number[];
  /** Dollars a dollar beyond all prices; what the profit does in the end. */
  slope: number;
  /** Dollars. */
  at(spot: number): number;
}

/** `RangeError` for a position without options, which has no such moment. */
export function outcomeOf(legs: readonly Leg[], underlying: Underlying): Outcome {
  const options = legs.filter((leg) => leg.kind === "option");
  if (options.length === 0) throw new RangeError("a position without options never expires");
  const years = Math.min(...options.map((leg) => leg.years));
  const isExpiring = (leg: Leg): boolean => leg.kind === "option" && leg.years - years <= SAME_INSTANT;
  const cost = costOf(legs);
  /** Far above all strikes a call that lives on is worth its forward, or, if it may be exercised, the share at the least. */
  const slopeOf = (leg: OptionLeg): number => {
    const forward = isExpiring(leg) ? 1 : Math.exp(-underlying.carry * (leg.years - years));
    return leg.style === "american" ? Math.max(1, forward) : forward;
  };
  let slope = 0;
  for (const leg of legs) {
    const size = leg.quantity * leg.multiplier;
    if (leg.kind !== "option") slope += size;
    else if (leg.right === "call") slope += size * slopeOf(leg);
  }
  const strikes = options.filter(isExpiring).map(({ strike }) => strike);
  return {
    years,
    isModelled: !options.every(isExpiring),
    kinks: [...new Set(strikes)].sort((a, b) => a - b),
    slope: grained(slope),
    at: (spot) => grained(valueOf(legs, spot, underlying, { years }) - cost),
  };
}

function grained(dollars: number): number {
  return Math.abs(dollars) < 1e6 ? Math.round(dollars * GRAINS) / GRAINS + 0 : dollars;
}
