/** The books of all accounts: a function of the seed and the instant, worked out when first asked for. */

import { newYorkDay } from "../../core/calendar.ts";
import type { Account } from "../customers.ts";
import type { Market } from "../market/market.ts";
import { type AccountHistory, createHistory, firstIdOf } from "./history.ts";
import { keepBooks, type Ledger } from "./ledger.ts";
import { createNetLiquidations, type NetLiquidations } from "./net_liquidation.ts";
import { SCRIPTS } from "./script.ts";
import { NO_HISTORY, stagedHistory } from "./staged_history.ts";
import type { Transaction } from "./transaction.ts";

/** An account at an instant. */
export interface Book {
  /** Until then, oldest first. */
  transactions: readonly Transaction[];
  ledger: Ledger;
}

export interface Books {
  of(account: Account, at: number): Book;
  /** The transactions alone. */
  linesOf(account: Account, at: number): readonly Transaction[];
  /** What the account was worth at instants in the order of time, dollars. */
  worthOf: NetLiquidations;
  /** The number before all that the account's records have; `null` for an account that has no history. */
  firstIdOf(account: Account): number | null;
}

/** The books of a market's customers; an account without a script has never been used. */
export function createBooks(market: Market): Books {
  const histories = new Map<string, AccountHistory>();
  const numbers = Object.keys(SCRIPTS);

  const placeOf = ({ number }: Account): number => numbers.indexOf(number) + 1;

  function historyOf(account: Account): AccountHistory {
    const key = `${account.number} ${account.staged?.state} ${account.staged?.at}`;
    let history = histories.get(key);
    if (history === undefined) histories.set(key, history = createHistoryOf(account));
    return history;
  }

  function createHistoryOf(account: Account): AccountHistory {
    const script = SCRIPTS[account.number];
    if (script === undefined) return NO_HISTORY;
    if (account.staged === undefined) return createHistory(market, account, script(), placeOf(account));
    return stagedHistory(market, account, placeOf(account), () => historyOf({ ...account, staged: undefined }));
  }

  const linesOf = (account: Account, at: number) => historyOf(account).until(at);

  return {
    linesOf,
    worthOf: createNetLiquidations(market, linesOf),
    of(account, at) {
      const transactions = linesOf(account, at);
      return { transactions, ledger: keepBooks(transactions, newYorkDay(at)) };
    },
    firstIdOf: (account) => placeOf(account) === 0 ? null : firstIdOf(placeOf(account)),
  };
}
