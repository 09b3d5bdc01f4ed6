/** What is held against shares, and what options beside them change. */

import type { OptionLeg } from "../positions/leg.ts";
import { type Account, type MarginRules, type Phase, scaled } from "./rules.ts";

export type ShareMethod =
  | "shares"
  | "short_shares"
  | "covered_call"
  | "covered_put"
  | "protective_put"
  | "protective_call"
  | "collar";

/** Lots of shares with the same options beside each. */
export interface ShareHolding {
  method: ShareMethod;
  requirement: number;
  /** Shares, signed. */
  shares: number;
  holds: { option: OptionLeg; count: number }[];
}

export interface ShareTerms {
  spot: number;
  rules: MarginRules;
  account: Account;
  phase: Phase;
}

/**
 * Dollars a share, premiums apart. What is lent on shares is lent on no more than a call sold on them lets them be
 * worth; a sold put adds to sold shares what it is in the money. To keep a position whose loss a bought option limits
 * takes a tenth of that option's strike and what it is out of the money, where that is less. `Infinity` for sold shares
 * in an account without margin.
 */
export function heldPerShare(
  isLong: boolean,
  sold: OptionLeg | undefined,
  bought: OptionLeg | undefined,
  { spot, rules, account, phase }: ShareTerms,
): number {
  if (account !== "margin") return isLong ? spot : Infinity;
  // A leveraged fund takes its greater maintenance from the beginning.
  const { initial, maintenance } = isLong ? rules.shares : rules.shortShares;
  const part = Math.max(phase === "initial" ? initial : 0, scaled(maintenance, rules));
  const [inTheMoney, outOfTheMoney] = isLong
    ? [sold ? spot - sold.strike : 0, bought ? spot - bought.strike : 0]
    : [sold ? sold.strike - spot : 0, bought ? bought.strike - spot : 0];
  const excess = Math.max(0, inTheMoney);
  const held = isLong ? spot - (1 - part) * (spot - excess) : part * spot + excess;
  if (phase === "initial" || !bought) return held;
  return Math.min(held, scaled(rules.hedged, rules) * bought.strike + Math.max(0, outOfTheMoney));
}

/** Lots with what is sold and bought against them, the dearest beside what saves most, and the lots left over. */
export function holdShares(
  lots: number,
  multiplier: number,
  odd: number,
  sold: readonly { option: OptionLeg; count: number }[],
  bought: readonly { option: OptionLeg; count: number }[],
  terms: ShareTerms,
): ShareHolding[] {
  const holdings: ShareHolding[] = [];
  const isLong = lots + odd > 0;
  const sign = isLong ? 1 : -1;
  const bare = ({ option }: { option: OptionLeg }) => heldPerShare(isLong, option, undefined, terms);
  const hedged = ({ option }: { option: OptionLeg }) => heldPerShare(isLong, undefined, option, terms);
  const queues = [
    sold.map((one) => ({ ...one })).sort((a, b) => bare(b) - bare(a)),
    bought.map((one) => ({ ...one })).sort((a, b) => hedged(a) - hedged(b)),
  ];
  const take = (shares: number, count: number, short?: OptionLeg, long?: OptionLeg): void => {
    holdings.push({
      method: methodOf(isLong, short, long),
      requirement: heldPerShare(isLong, short, long, terms) * shares,
      shares: sign * shares,
      holds: [...short ? [{ option: short, count: -count }] : [], ...long ? [{ option: long, count }] : []],
    });
  };
  let left = Math.abs(lots);
  while (left > 0 && queues.some((queue) => queue.length > 0)) {
    const [short, long] = queues.map((queue) => queue[0]);
    const count = Math.min(left, short?.count ?? Infinity, long?.count ?? Infinity);
    take(count * multiplier, count, short?.option, long?.option);
    left -= count;
    for (const queue of queues) {
      if (queue.length === 0) continue;
      queue[0]!.count -= count;
      if (queue[0]!.count === 0) queue.shift();
    }
  }
  const alone = left * multiplier + Math.abs(odd);
  if (alone > 0) take(alone, 0);
  return holdings;
}

function methodOf(isLong: boolean, sold?: OptionLeg, bought?: OptionLeg): ShareMethod {
  if (sold && bought) return "collar";
  if (sold) return isLong ? "covered_call" : "covered_put";
  if (bought) return isLong ? "protective_put" : "protective_call";
  return isLong ? "shares" : "short_shares";
}
