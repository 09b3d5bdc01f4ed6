/** What an account was worth from instant to instant, by its books and the prices of the market. */

import type { Account } from "../customers.ts";
import type { Market } from "../market/market.ts";
import { netLiquidationOf } from "./balance.ts";
import { createLedger } from "./ledger.ts";
import type { Transaction } from "./transaction.ts";

/** The net liquidation of an account at instants in the order of time, dollars; what was asked before is remembered. */
export type NetLiquidations = (account: Account, instants: readonly number[]) => number[];

/** Once there are more, all are forgotten. */
const MOST_REMEMBERED = 20_000;

/** The values of the accounts whose transactions `linesOf` tells. The books are kept once for all instants. */
export function createNetLiquidations(
  market: Market,
  linesOf: (account: Account, at: number) => readonly Transaction[],
): NetLiquidations {
  const known = new Map<string, number>();

  return (account, instants) => {
    const key = (at: number) => `${account.number} ${account.staged?.state} ${account.staged?.at} ${at}`;
    if (known.size > MOST_REMEMBERED) known.clear();
    const lines = instants.length === 0 ? [] : linesOf(account, instants.at(-1)!);
    const ledger = createLedger();
    let entered = 0;
    return instants.map((at) => {
      const name = key(at);
      let value = known.get(name);
      if (value !== undefined) return value;
      for (; entered < lines.length && lines[entered]!.at <= at; entered++) ledger.enter(lines[entered]!);
      known.set(name, value = netLiquidationOf(market, ledger.books(), at));
      return value;
    });
  };
}
