/** What is held against sold options that nothing covers. */

import type { OptionLeg } from "../positions/leg.ts";
import { type Account, type MarginRules, scaled } from "./rules.ts";

/** Contracts of one sold option. */
export interface Uncovered {
  option: OptionLeg;
  count: number;
}

export interface UncoveredHolding {
  method: "uncovered_put" | "uncovered_call" | "short_strangle" | "cash_secured_put";
  /** Dollars, premiums received included. */
  requirement: number;
  holds: readonly Uncovered[];
  /** Dollars that each side of a strangle would take alone. */
  sides?: { call: number; put: number };
}

/** Dollars a contract beside its premium: the greater of two fractions and the floor; all of the strike for cash. */
export function heldBesidePremium(option: OptionLeg, spot: number, rules: MarginRules, account: Account): number {
  const { right, strike, multiplier, price } = option;
  if (account !== "margin") return right === "put" ? (strike - price) * multiplier : Infinity;
  const outOfTheMoney = Math.max(0, right === "call" ? strike - spot : spot - strike);
  const general = scaled(rules.uncovered, rules) * spot - outOfTheMoney;
  const least = scaled(rules.least, rules) * (right === "call" ? spot : strike);
  return Math.max(Math.max(general, least) * multiplier, rules.floor);
}

/**
 * Calls and puts on the same shares cannot both lose: of such a pair the greater side is held, and the premium of the
 * other. Pairs are made of the dearest of both sides first. `Infinity` for calls in an account without margin.
 */
export function holdUncovered(
  uncovered: readonly Uncovered[],
  spot: number,
  rules: MarginRules,
  account: Account,
): UncoveredHolding[] {
  const priced = uncovered.filter(({ count }) => count > 0).map(({ option, count }) => {
    const premium = option.price * option.multiplier;
    return { option, count, premium, alone: premium + heldBesidePremium(option, spot, rules, account) };
  }).sort((a, b) => b.alone - a.alone);
  const alone = ({ option, alone }: typeof priced[number], count: number): UncoveredHolding => ({
    method: account === "margin" ? `uncovered_${option.right}` : "cash_secured_put",
    requirement: alone * count,
    holds: [{ option, count }],
  });
  if (account !== "margin") return priced.map((one) => alone(one, one.count));

  const calls = priced.filter(({ option }) => option.right === "call");
  const puts = priced.filter(({ option }) => option.right === "put");
  const holdings: UncoveredHolding[] = [];
  while (calls.length > 0 && puts.length > 0) {
    const [call, put] = [calls[0]!, puts[0]!];
    const count = Math.min(call.count, put.count);
    const pair = call.alone >= put.alone ? call.alone + put.premium : put.alone + call.premium;
    holdings.push({
      method: "short_strangle",
      requirement: pair * count,
      holds: [{ option: call.option, count }, { option: put.option, count }],
      sides: { call: call.alone * count, put: put.alone * count },
    });
    for (const [side, one] of [[calls, call], [puts, put]] as const) {
      one.count -= count;
      if (one.count === 0) side.shift();
    }
  }
  return [...holdings, ...[...calls, ...puts].map((one) => alone(one, one.count))];
}
