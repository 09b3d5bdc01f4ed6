/** What happened to accounts that were put into a state: transactions that lead to it. */

import { newYorkDay } from "../../core/calendar.ts";
import type { Account } from "../customers.ts";
import type { Market } from "../market/market.ts";
import { balanceOf } from "./balance.ts";
import { deposit, WIRE_FEE, withdrawal } from "./cash_flow.ts";
import { type AccountHistory, firstIdOf } from "./history.ts";
import { keepBooks } from "./ledger.ts";
import type { Entry, Transaction } from "./transaction.ts";

/** Of an account that was never used. */
export const NO_HISTORY: AccountHistory = { until: () => [] };

const CLOSED_DEPOSIT = 500_000;
const DAY = 86_400_000;
/** How long an account that is closed was open. */
const OPEN_DAYS = 120;
/** Of what the positions take to be kept, what a margin call leaves. */
const LEFT = 0.8;
const CALL_ID = 290_000;

/** The history of a staged account; `usual` is what happened to it otherwise. */
export function stagedHistory(
  market: Market,
  account: Account,
  place: number,
  usual: () => AccountHistory,
): AccountHistory {
  const { state, at } = account.staged!;
  switch (state) {
    case "empty":
      return NO_HISTORY;
    case "closed":
      return closedHistory(account, place);
    case "margin_call":
      return calledHistory(market, account, at, firstIdOf(place) + CALL_ID, usual());
    default:
      return usual();
  }
}

/** Money that came when the account was opened, and went when it was closed. */
function closedHistory(account: Account, place: number): AccountHistory {
  // What the wire costs comes out of the account as well.
  const closed = withdrawal(newYorkDay(closedAt(account)), CLOSED_DEPOSIT - WIRE_FEE);
  const lines = numbered([deposit(account.openedAt, CLOSED_DEPOSIT), ...closed], firstIdOf(place));
  return { until: (at) => lines.filter((line) => line.at <= at) };
}

/** When a closed account was closed. */
export const closedAt = ({ openedAt }: Account): number => openedAt + OPEN_DAYS * DAY;

/** The usual history, and a withdrawal after which the positions need more than there is. */
function calledHistory(
  market: Market,
  account: Account,
  at: number,
  id: number,
  usual: AccountHistory,
): AccountHistory {
  let call: Transaction | undefined;

  function withdraw(): Transaction {
    const ledger = keepBooks(usual.until(at), newYorkDay(at));
    const { netLiquidation, maintenance, futureMargin, coins } = balanceOf(market, account, ledger, at);
    const left = LEFT * (maintenance + futureMargin) + coins.long;
    const cents = Math.max(0, Math.round((netLiquidation - left) * 100));
    return { ...withdrawal(newYorkDay(at), cents)[0]!, at, id };
  }

  return {
    until(asked) {
      const lines = usual.until(asked);
      if (asked < at) return lines;
      call ??= withdraw();
      const place = lines.findLastIndex((line) => line.at <= at) + 1;
      return lines.toSpliced(place, 0, call);
    },
  };
}

const numbered = (entries: readonly Entry[], firstId: number): Transaction[] =>
  entries.map((entry, place) => ({ ...entry, id: firstId + place }));
