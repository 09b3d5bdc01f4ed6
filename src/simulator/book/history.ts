/** An account's history, worked out day by day up to an instant and continued from there: what was stays as it was. */

import {
  addDays,
  type Day,
  daysBetween,
  newYorkDay,
  newYorkInstant,
  nextTradingDay,
  previousTradingDay,
  weekday,
} from "../../core/calendar.ts";
import type { Account } from "../customers.ts";
import { onTradingDay } from "../market/events.ts";
import type { Market } from "../market/market.ts";
import { scramble } from "../market/noise.ts";
import { deposit, depositAt, interest, withdrawal } from "./cash_flow.ts";
import { createLedger } from "./ledger.ts";
import type { Script } from "./script.ts";
import { dividendsOn, expire, expiringOn, opensAt, settleFutures, settlesAt } from "./settlement.ts";
import { openDesk } from "./trading_desk.ts";
import type { Entry, Transaction } from "./transaction.ts";

/** The transactions of one account. */
export interface AccountHistory {
  /** Those until `at`, oldest first. */
  until(at: number): readonly Transaction[];
}

/** Something that happens at its time. */
interface Event {
  at: number;
  run(): void;
}

/** Ids look like the broker's, and differ between accounts. */
const FIRST_ID = 200_000_000;
const ACCOUNT_IDS = 1_000_000;

/** The number before all ids of the account at a place, which counts from 1. */
export const firstIdOf = (place: number): number => FIRST_ID + place * ACCOUNT_IDS;

/** Every strategy is looked after once a week, on one of the days from Tuesday to Friday. */
const TUESDAY = 2;
const LOOK_DAYS = 4;
const DECEMBER = "12";
const MIDDLE = "15";

/** A history that nothing is known of before it is asked for. `place` keeps the ids of accounts apart. */
export function createHistory(market: Market, account: Account, script: Script, place: number): AccountHistory {
  const transactions: Transaction[] = [];
  const ledger = createLedger();
  const firstId = firstIdOf(place);
  let orders = 0;
  /** Dividends on their way. */
  let payments: Entry[] = [];
  const events = schedule();
  let next = events.next();

  function enter(entry: Entry): void {
    const transaction = { ...entry, id: firstId + transactions.length };
    transactions.push(transaction);
    ledger.enter(transaction);
  }

  function* schedule(): Generator<Event, never> {
    yield { at: account.openedAt, run: () => enter(deposit(account.openedAt, script.deposit)) };
    for (let day = onTradingDay(script.from);; day = nextTradingDay(day)) {
      yield* eventsOf(day).sort((a, b) => a.at - b.at);
    }
  }

  function eventsOf(day: Day): Event[] {
    const before = addDays(day, -1);
    const isFirst = (of: Day) => onTradingDay(of) === day;
    const monthStart: Day = `${day.slice(0, 8)}01`;
    const isMonthEnd = nextTradingDay(day).slice(0, 7) !== day.slice(0, 7);
    // A look that falls on a holiday waits for the next trading day.
    const looks = new Set<number>();
    for (let one = day; one > previousTradingDay(day); one = addDays(one, -1)) looks.add(weekday(one));
    const due = payments.filter(({ at }) => newYorkDay(at) === day);
    payments = payments.filter((payment) => !due.includes(payment));
    return [
      { at: opensAt(day), run: () => void payments.push(...dividendsOn(market, ledger.books(), day)) },
      ...(script.monthly > 0 && isFirst(monthStart) && before >= script.from
        ? [{ at: depositAt(day), run: () => enter(deposit(depositAt(day), script.monthly)) }]
        : []),
      ...(script.yearlyWithdrawal > 0 && day.slice(5, 7) === DECEMBER && isFirst(`${day.slice(0, 8)}${MIDDLE}`)
        ? withdrawal(day, script.yearlyWithdrawal).map(entered)
        : []),
      ...script.strategies.flatMap(({ minutes, step }, strategy) => {
        if (!looks.has(TUESDAY + strategy % LOOK_DAYS)) return [];
        const wait = scramble(strategy * ACCOUNT_IDS + daysBetween(script.from, day)) % 60_000;
        const at = newYorkInstant(day, minutes) + wait;
        return [{ at, run: () => step(deskAt(at)) }];
      }),
      ...expiringOn(ledger.books(), day).map(({ instrument: { symbol, underlying, expiresAt } }) => ({
        at: expiresAt!,
        run() {
          const { positions } = ledger.books();
          const position = positions.get(symbol)!;
          if (position.quantity === 0) return;
          expire(market, position, positions.get(underlying)?.quantity ?? 0).forEach(enter);
        },
      })),
      { at: settlesAt(day), run: () => settleFutures(market, ledger.books(), settlesAt(day)).forEach(enter) },
      ...due.map(entered),
      ...(isMonthEnd
        ? [{ at: newYorkInstant(day, 17 * 60 + 30), run: () => interest(day, ledger.books().cash).forEach(enter) }]
        : []),
    ];
  }

  const entered = (entry: Entry): Event => ({ at: entry.at, run: () => enter(entry) });

  const deskAt = (at: number) =>
    openDesk({ market, at, ledger: ledger.books, enter, nextOrder: () => firstId + ++orders });

  return {
    until(at) {
      for (; next.value.at <= at; next = events.next()) next.value.run();
      let count = transactions.length;
      while (count > 0 && transactions[count - 1]!.at > at) count--;
      return transactions.slice(0, count);
    },
  };
}
