/** The books of all accounts: a function of the seed and the instant, worked out when first asked for. */

import { newYorkDay } from "../../core/calendar.ts";
import type { Account } from "../customers.ts";
import type { Market } from "../market/market.ts";
import { type AccountHistory, createHistory } from "./history.ts";
import { keepBooks, type Ledger } from "./ledger.ts";
import { SCRIPTS } from "./script.ts";
import type { Transaction } from "./transaction.ts";

/** An account at an instant. */
export interface Book {
  /** Until then, oldest first. */
  transactions: readonly Transaction[];
  ledger: Ledger;
}

export interface Books {
  of(account: Account, at: number): Book;
}

/** The books of a market's customers; an account without a script has never been used. */
export function createBooks(market: Market): Books {
  const histories = new Map<string, AccountHistory>();
  const numbers = Object.keys(SCRIPTS);

  function historyOf(account: Account): AccountHistory {
    let history = histories.get(account.number);
    if (history === undefined) {
      const script = SCRIPTS[account.number];
      history = script === undefined
        ? { until: () => [] }
        : createHistory(market, account, script(), numbers.indexOf(account.number) + 1);
      histories.set(account.number, history);
    }
    return history;
  }

  return {
    of(account, at) {
      const transactions = historyOf(account).until(at);
      return { transactions, ledger: keepBooks(transactions, newYorkDay(at)) };
    },
  };
}
