/** The two sides of what is sold first, and how their strikes move. */

import type { HeldContract, RollContract, RollExpiration } from "./contract.ts";

/** Options of one right that expire together, of which at least one is sold: a sold option, a spread, a ratio. */
export interface Side {
  right: "call" | "put";
  legs: readonly HeldContract[];
  /** The sold strike nearest to the underlying, or deepest in the money. */
  strike: number;
  /** 1 where higher strikes are further from the money. */
  away: 1 | -1;
  /** Dollars by which the underlying is beyond that strike; negative out of the money. */
  beyond: number;
}

/** An option to trade: bought when positive. */
export interface RollOrder extends RollContract {
  quantity: number;
}

/** The sides of the expiration at which something sold expires first, the tested one before the other; none without any. */
export function frontSides(held: readonly HeldContract[], spot: number): Side[] {
  const sold = held.filter(({ quantity }) => quantity < 0);
  const front = sold.reduce<HeldContract | null>((a, b) => a === null || b.daysLeft < a.daysLeft ? b : a, null);
  if (front === null) return [];
  const together = held.filter(({ day, root }) => day === front.day && root === front.root);
  return (["put", "call"] as const).flatMap((right): Side[] => {
    const legs = together.filter((leg) => leg.right === right);
    const strikes = legs.filter(({ quantity }) => quantity < 0).map(({ strike }) => strike);
    if (strikes.length === 0) return [];
    const strike = right === "put" ? Math.max(...strikes) : Math.min(...strikes);
    return [
      right === "put"
        ? { right, legs, strike, away: -1, beyond: strike - spot }
        : { right, legs, strike, away: 1, beyond: spot - strike },
    ];
  }).sort((a, b) => b.beyond - a.beyond);
}

export const strikesOf = (expiration: RollExpiration, right: "call" | "put"): readonly number[] =>
  right === "call" ? expiration.calls : expiration.puts;

/**
 * Strikes of `strikes` beyond `from`, upwards or downwards: for each of `steps` the next one that is at least so many
 * times `step` away, each once.
 */
export function strikesBeyond(
  strikes: readonly number[],
  from: number,
  direction: 1 | -1,
  steps: readonly number[],
  step: number,
): number[] {
  const beyond = strikes.filter((strike) => (strike - from) * direction > CLOSE)
    .sort((a, b) => (a - b) * direction);
  const found: number[] = [];
  for (const count of steps) {
    const next = beyond.find((strike) =>
      (strike - from) * direction >= count * step - CLOSE && !found.includes(strike)
    );
    if (next !== undefined) found.push(next);
  }
  return found;
}

const CLOSE = 1e-9;

/**
 * The side in another expiration with its sold strike at `to`, all strikes moved by as much. A bought option that is not
 * listed there comes as near as a listed strike allows, never further from the sold one; `null` where there is none.
 */
export function moveSide({ right, legs, strike }: Side, expiration: RollExpiration, to: number): RollOrder[] | null {
  const listed = strikesOf(expiration, right);
  const { day, root } = expiration;
  const orders: RollOrder[] = [];
  for (const leg of legs) {
    const target = leg.strike + (to - strike);
    const width = target - to;
    const place = listed.some((one) => Math.abs(one - target) <= CLOSE)
      ? listed.find((one) => Math.abs(one - target) <= CLOSE)!
      : leg.quantity > 0
      ? nearest(listed.filter((one) => (one - to) * width > CLOSE && Math.abs(one - to) < Math.abs(width)), target)
      : null;
    if (place === null) return null;
    orders.push({ day, root, right, strike: place, quantity: leg.quantity });
  }
  return orders;
}

export function nearest(strikes: readonly number[], target: number): number | null {
  let best: number | null = null;
  for (const strike of strikes) {
    if (best === null || Math.abs(strike - target) < Math.abs(best - target)) best = strike;
  }
  return best;
}
