/** What is held, without what was paid: one entry a contract, in one order whatever order the legs came in. */

import type { LinearLeg, OptionLeg } from "../positions/leg.ts";

export type OptionContract = Pick<OptionLeg, "kind" | "quantity" | "multiplier" | "right" | "strike" | "years">;
export type LinearContract = Pick<LinearLeg, "kind" | "quantity" | "multiplier">;
export type Contract = OptionContract | LinearContract;

/** Years below which two expirations are one: half a second. */
const SAME_INSTANT = 1.6e-8;

export const isOption = (contract: Contract): contract is OptionContract => contract.kind === "option";

/** Whether two options expire together. */
export const expireTogether = (one: OptionContract, other: OptionContract): boolean =>
  Math.abs(one.years - other.years) <= SAME_INSTANT;

/**
 * Legs of the same contract added up and those that cancel left out; shares first, then by expiration, strike, and
 * calls before puts. `RangeError` for a quantity, multiplier, strike or time that is no number a position can have.
 */
export function mergeContracts(legs: readonly Contract[]): Contract[] {
  const merged: Contract[] = [];
  for (const leg of legs) {
    assertSound(leg);
    const same = merged.find((other) => isSame(leg, other));
    if (same) same.quantity += leg.quantity;
    else merged.push(stripped(leg));
  }
  return merged.filter(({ quantity }) => quantity !== 0).sort(compare);
}

function assertSound(leg: Contract): void {
  const { quantity, multiplier } = leg;
  if (!Number.isFinite(quantity)) throw new RangeError(`a leg of ${quantity} contracts`);
  if (!(multiplier > 0 && multiplier < Infinity)) throw new RangeError(`a contract of ${multiplier} shares`);
  if (!isOption(leg)) return;
  if (!Number.isInteger(quantity)) throw new RangeError(`a leg of ${quantity} options`);
  if (!Number.isFinite(leg.strike)) throw new RangeError(`an option with strike ${leg.strike}`);
  if (!Number.isFinite(leg.years)) throw new RangeError(`an option that lives ${leg.years} years`);
}

/** A leg without its price and whatever else it carries. */
function stripped(leg: Contract): Contract {
  const { quantity, multiplier } = leg;
  return isOption(leg)
    ? { kind: "option", quantity, multiplier, right: leg.right, strike: leg.strike, years: leg.years }
    : { kind: leg.kind, quantity, multiplier };
}

/** Whether two legs are of the same contract, whatever their quantities. */
export function isSame(one: Contract, other: Contract): boolean {
  if (one.multiplier !== other.multiplier || one.kind !== other.kind) return false;
  if (!isOption(one) || !isOption(other)) return true;
  return one.right === other.right && one.strike === other.strike && expireTogether(one, other);
}

function compare(one: Contract, other: Contract): number {
  if (!isOption(one) || !isOption(other)) {
    return Number(isOption(one)) - Number(isOption(other)) ||
      (one.kind === other.kind ? one.multiplier - other.multiplier : one.kind < other.kind ? -1 : 1);
  }
  return (expireTogether(one, other) ? 0 : one.years - other.years) || one.strike - other.strike ||
    Number(one.right === "put") - Number(other.right === "put") || one.multiplier - other.multiplier;
}
