/** The orders of all accounts: those behind the trades of the books, and others that change nothing. */

import { addDays, type Day, daysBetween, newYorkDay, tradingDay, weekday } from "../../core/calendar.ts";
import type { Account } from "../customers.ts";
import { onTradingDay } from "../market/events.ts";
import type { Market } from "../market/market.ts";
import { FIRST_DAY } from "../market/timeline.ts";
import type { Books } from "./books.ts";
import { closings, exitOrders } from "./orders/exits.ts";
import { filledOrder, LONGEST_WAIT, type Remainder, tradesByOrder } from "./orders/filled_orders.ts";
import { MONTHLY } from "./orders/monthly_sheet.ts";
import { remainderOf } from "./orders/remainders.ts";
import { nextMonthStart, type Pad, type Sheet } from "./orders/sheet.ts";
import { trailingStop } from "./orders/trailing_stop.ts";
import { troubleSheet, weeklySheet } from "./orders/weekly_sheet.ts";
import { type ComplexOrder, isTerminal, type Order, orderAt, type Ticket } from "./ticket.ts";
import type { Transaction } from "./transaction.ts";

/** The orders of the simulated customers: functions of the seed and the instant. */
export interface Orders {
  /** Those of an account at an instant, the last changed first; with `since` those that still work or worked then. */
  of(account: Account, at: number, since?: number): Order[];
  /** All that are bound together, the newest first. */
  complexOf(account: Account, at: number): ComplexOrder[];
  /** Each change of an account's orders after `from` and until `to`, with the order as it then stood, in time's order. */
  changes(account: Account, from: number, to: number): Order[];
}

/** Numbers after an account's first: of orders that are not behind a trade, and of what binds orders together. */
const SHEET_IDS = 300_000;
const EXIT_IDS = 700_000;
const SHEET_GROUP_IDS = 900_000;
const EXIT_GROUP_IDS = 960_000;
/** How many numbers a day has, and which of them its sheets begin with. */
const A_DAY = 64;
const WEEKLY_IDS = 16;
const TROUBLE_IDS = 24;
const TRAILING_IDS = 32;
const A_GROUP_DAY = 8;
const A_TRADE = 3;
const FRIDAY = 5;

/** No order lasts longer but those that close what is held. */
const LONGEST_LIFE = 62 * 86_400_000;

/** What is known of an account's orders while it has these lines: of those that lived from a day until another. */
interface Known extends Sheet {
  lines: readonly Transaction[];
  from: Day;
  until: Day;
}

const nothing = (): Sheet => ({ tickets: [], groups: [] });

/** The orders over a market's books. */
export function createOrders(market: Market, books: Books): Orders {
  const known = new Map<string, Known>();
  const drawn = new Map<string, Sheet>();
  const remainders = new Map<number, Remainder | null>();

  /** The orders that may have lived at `since` or later: to draw the others takes prices of years. */
  function sheetsOf(account: Account, at: number, since = -Infinity): Known {
    // An order is there before its trade.
    const lines = books.linesOf(account, at + LONGEST_WAIT);
    const until = newYorkDay(at);
    const from = since === -Infinity ? FIRST_DAY : newYorkDay(since - LONGEST_LIFE);
    const found = known.get(account.number);
    const isSame = found?.until === until && found.lines.length === lines.length && found.lines[0] === lines[0];
    if (isSame && found!.from <= from) return found!;
    const made = { ...collect(account, lines, from, until), lines, from, until };
    known.set(account.number, made);
    return made;
  }

  function collect(account: Account, lines: readonly Transaction[], from: Day, until: Day): Sheet {
    const all = nothing();
    const add = ({ tickets, groups }: Sheet) => {
      for (const ticket of tickets) all.tickets.push(ticket);
      for (const group of groups) all.groups.push(group);
    };
    const firstId = books.firstIdOf(account);
    const start = lines.find(({ order }) => order !== null)?.at;
    if (firstId === null || start === undefined) return all;
    const closingOf = closings(lines);
    let trade = 0;
    for (const [id, trades] of tradesByOrder(lines)) {
      const isRecent = newYorkDay(trades[0]!.at) >= from;
      all.tickets.push(filledOrder(id, trades, isRecent ? openRemainder(id, trades, closingOf) : null));
      const place = trade++;
      if (account.margin) {
        add(exitOrders(trades, closingOf, {
          order: counting(firstId + EXIT_IDS + A_TRADE * place),
          group: counting(firstId + EXIT_GROUP_IDS + place),
        }));
      }
    }
    const parts = MONTHLY[account.number] ?? [];
    for (let day = nextMonthStart(newYorkDay(start)); day <= until; day = nextMonthStart(day)) {
      if (day < from) continue;
      const pad = padOf(firstId, day, 0);
      add(remember(`${account.number} month ${day}`, () => together(parts.map((part) => part(pad)))));
      if (account.margin) {
        add({ tickets: trailingStop(padOf(firstId, day, TRAILING_IDS), lines, closingOf), groups: [] });
      }
    }
    if (parts.length === 0) return all;
    const firstFriday = addDays(newYorkDay(start), (FRIDAY - weekday(newYorkDay(start)) + 7) % 7 + 7);
    for (let friday = firstFriday, week = 0; friday <= until; friday = addDays(friday, 7), week++) {
      if (friday < from) continue;
      const day = onTradingDay(friday);
      add(
        remember(
          `${account.number} week ${day}`,
          () => weeklySheet(padOf(firstId, day, WEEKLY_IDS), firstId / 1_000_000 + week, account.margin),
        ),
      );
      if (!account.margin || !isThirdFriday(friday) || day !== friday) continue;
      add(remember(`${account.number} trouble ${day}`, () => troubleSheet(padOf(firstId, day, TROUBLE_IDS))));
    }
    return all;
  }

  function openRemainder(id: number, trades: readonly Transaction[], closingOf: ReturnType<typeof closings>) {
    let found = remainders.get(id);
    if (found === undefined) remainders.set(id, found = remainderOf(market, trades));
    if (found === null) return null;
    const { at, instrument } = trades[0]!;
    const closedAt = closingOf(instrument!.symbol, at)?.at ?? Infinity;
    return { ...found, until: Math.min(found.until, closedAt - 60_000) };
  }

  function remember(name: string, draw: () => Sheet): Sheet {
    let sheet = drawn.get(name);
    if (sheet === undefined) drawn.set(name, sheet = draw());
    return sheet;
  }

  function padOf(firstId: number, day: Day, offset: number): Pad {
    const days = daysBetween(FIRST_DAY, day);
    return {
      market,
      day,
      order: counting(firstId + SHEET_IDS + A_DAY * days + offset),
      group: counting(firstId + SHEET_GROUP_IDS + A_GROUP_DAY * days),
    };
  }

  const ordersAt = (tickets: readonly Ticket[], at: number): Order[] =>
    tickets.flatMap((ticket) => resent(orderAt(ticket, at), at) ?? []);

  return {
    of: (account, at, since = -Infinity) =>
      ordersAt(sheetsOf(account, at, since).tickets.filter((ticket) => lastsUntil(ticket) >= since), at)
        .sort((a, b) => b.updatedAt - a.updatedAt || b.ticket.id - a.ticket.id),
    complexOf(account, at) {
      const { tickets, groups } = sheetsOf(account, at);
      const parts = Map.groupBy(
        ordersAt(tickets.filter(({ complex }) => complex !== null), at),
        ({ ticket }) => ticket.complex!.id,
      );
      return groups.flatMap((ticket) => {
        const own = parts.get(ticket.id);
        return own === undefined ? [] : complexOrder(ticket, own);
      }).sort((a, b) => b.ticket.id - a.ticket.id);
    },
    changes(account, from, to) {
      const isBetween = (at: number) => at > from && at <= to;
      return sheetsOf(account, to, from).tickets
        .flatMap((ticket) =>
          ticket.steps.filter(({ at }) => isBetween(at)).map((step) => ({ step, order: orderAt(ticket, step.at)! }))
        )
        .sort((a, b) => a.step.at - b.step.at)
        .map(({ order }) => order);
    },
  };
}

function complexOrder(ticket: ComplexOrder["ticket"], parts: readonly Order[]): ComplexOrder {
  const ids = new Set(parts.map(({ ticket }) => ticket.id));
  const isReplaced = ({ ticket }: Order) => ticket.replacedBy !== null && ids.has(ticket.replacedBy);
  const present = parts.filter((part) => !isReplaced(part));
  const isTrigger = (order: Order) => order.ticket.id === ticket.trigger;
  return {
    ticket,
    trigger: present.find(isTrigger) ?? null,
    orders: present.filter((order) => !isTrigger(order)),
    related: parts.filter(isReplaced),
    terminalAt: present.every(({ status }) => isTerminal(status))
      ? Math.max(...present.map(({ terminalAt }) => terminalAt!))
      : null,
  };
}

/** When the last thing happens to an order; never, while its end is open. */
function lastsUntil({ steps }: Ticket): number {
  const last = steps.at(-1)!;
  return isTerminal(last.status) ? last.at : Infinity;
}

/** An order that works for days is sent to the exchange anew each morning. */
function resent(order: Order | null, at: number): Order | null {
  if (order === null || order.status !== "Live" || order.ticket.timeInForce === "Day") return order;
  const today = tradingDay(newYorkDay(at));
  if (today === null || today.openAt > at || today.openAt <= order.updatedAt) return order;
  return { ...order, updatedAt: today.openAt };
}

const together = (sheets: readonly Sheet[]): Sheet => ({
  tickets: sheets.flatMap(({ tickets }) => tickets),
  groups: sheets.flatMap(({ groups }) => groups),
});

/** Numbers from `first` on. */
function counting(first: number): () => number {
  let next = first;
  return () => next++;
}

const isThirdFriday = (day: Day): boolean => {
  const date = Number(day.slice(8));
  return date > 14 && date < 22;
};
