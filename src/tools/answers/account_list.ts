/** The user's accounts, what they are worth and what holds them back. */

import type { Account } from "../../broker/endpoints/accounts.ts";
import type { Balance } from "../../broker/endpoints/balances.ts";
import type { TradingStatus } from "../../broker/endpoints/trading_status.ts";
import { newYorkDay } from "../../core/calendar.ts";
import { explain, type Failure, ok, type Result } from "../../core/failure.ts";
import { createAccountShelves } from "../../services/account_shelves.ts";
import {
  defaultAccount,
  describeAccount,
  maskAccount,
  plainNickname,
  readAccounts,
  readTradingStatuses,
  restrictionsOf,
} from "../../services/accounts.ts";
import { rounded } from "../../services/figures.ts";
import { newYorkTime } from "../../services/new_york_time.ts";
import { provenance } from "../../services/provenance.ts";
import { countThatFit } from "../answer_size.ts";
import type { Context } from "../tool.ts";

const COLUMNS = [
  "account",
  "nickname",
  "type",
  "margin_or_cash",
  "options_level",
  "net_liquidation",
  "option_buying_power",
  "stock_buying_power",
  "cash",
  "day_trades_in_5_sessions",
  "opened",
  "restrictions",
];

const CURRENCY = "USD";
/** Left for names and marks around the rows. Characters. */
const FRAME = 100;
/** Accounts named in each of the remarks around the rows. */
const MOST_NAMED = 10;

const few = (names: readonly string[]): string[] =>
  names.length <= MOST_NAMED ? [...names] : [...names.slice(0, MOST_NAMED), `${names.length - MOST_NAMED} more`];

/** An account with what could be learned about it. */
interface Described {
  account: Account;
  status: Result<TradingStatus>;
  balances: Result<Balance[]>;
}

export async function answerAccountList(context: Context): Promise<Result<unknown>> {
  const read = await readAccounts(context);
  if (!read.ok) return read;
  const accounts = read.value;
  const opened = accounts.filter(({ isClosed }) => !isClosed);
  const [statuses, balances] = await Promise.all([
    readTradingStatuses(opened, context),
    readBalances(opened, context),
  ]);
  const described = opened.map((account): Described => ({
    account,
    status: statuses.get(account.number)!,
    balances: balances.held.get(account.number)!,
  }));
  const isShut = ({ status }: Described): boolean => status.ok && status.value.isClosed;
  const open = described.filter((one) => !isShut(one));
  const closed = [
    ...accounts.filter(({ isClosed }) => isClosed),
    ...described.filter(isShut).map(({ account }) => account),
  ];
  const chosen = defaultAccount(accounts, statuses);
  const notes = notesOn(open, closed);
  const { unknown, warnings } = unreadIn(open);
  const first = {
    open: open.length,
    default: chosen === null ? null : describeAccount(chosen),
    columns: COLUMNS,
  };
  const last = {
    ...(closed.length > 0 ? { closed: closed.slice(0, MOST_NAMED).map(nameClosed) } : {}),
    ...(closed.length > MOST_NAMED ? { more_closed: closed.length - MOST_NAMED } : {}),
    ...(notes.length > 0 ? { notes: few(notes) } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
    ...(Object.keys(unknown).length > 0 ? { unknown } : {}),
    time: newYorkTime(balances.fetchedAt),
    age_seconds: Math.round(Math.max(0, context.now() - balances.fetchedAt) / 1000),
    ...provenance(context.broker.source()),
  };
  const rows = open.map(rowOf);
  const count = countThatFit(FRAME + JSON.stringify({ ...first, ...last }).length, rows, "first");
  const left = open.length - count;
  return ok({ ...first, rows: rows.slice(0, count), ...(left > 0 ? { not_shown: left } : {}), ...last });
}

/** Each account's own, so that one that cannot be read leaves the others. */
async function readBalances(accounts: readonly Account[], context: Context) {
  const shelf = context.market.part(createAccountShelves).balances;
  let fetchedAt = context.now();
  const held = new Map(
    await Promise.all(accounts.map(async ({ number }): Promise<[string, Result<Balance[]>]> => {
      const read = await shelf.read([number], context);
      if (!read.ok) return [number, read];
      const one = read.value.get(number)!;
      fetchedAt = Math.min(fetchedAt, one.fetchedAt);
      return [number, ok(one.value!.balances)];
    })),
  );
  return { held, fetchedAt };
}

const usual = (balances: readonly Balance[]): Balance | null =>
  balances.find(({ currency }) => currency === CURRENCY) ?? balances[0] ?? null;

function rowOf({ account, status, balances }: Described) {
  const known = status.ok ? status.value : null;
  const balance = balances.ok ? usual(balances.value) : null;
  return [
    maskAccount(account.number),
    plainNickname(account.nickname, account.number),
    plainNickname(account.type, account.number),
    borrowing(account, known),
    inWords(known?.optionsLevel ?? account.optionsLevel),
    rounded(balance?.netLiquidation ?? null, 2),
    rounded(balance?.optionBuyingPower ?? null, 2),
    rounded(balance?.shareBuyingPower ?? null, 2),
    rounded(balance?.cash ?? null, 2),
    known?.dayTrades ?? null,
    account.openedAt === null ? null : newYorkDay(account.openedAt),
    known === null ? null : [...restrictionsOf(account, known), ...callsIn(balance)],
  ];
}

/** `margin (reg t)`, `cash`. */
function borrowing({ marginOrCash, number }: Account, status: TradingStatus | null): string | null {
  const kind = marginOrCash === null ? null : plainNickname(marginOrCash, number)!.toLowerCase();
  const how = inWords(status?.marginType ?? null);
  return how === null || how === kind ? kind : kind === null ? how : `${kind} (${how})`;
}

const inWords = (term: string | null): string | null => term?.replaceAll("_", " ") ?? null;

/** What the broker asks to be paid in. */
function callsIn(balance: Balance | null): string[] {
  const calls: [string, number | null | undefined][] = [
    ["maintenance call", balance?.maintenanceCall],
    ["initial margin call", balance?.initialCall],
    ["day-trading call", balance?.dayTradingCall],
    ["day equity call", balance?.dayEquityCall],
  ];
  return calls.flatMap(([name, dollars]) => dollars ? [`${name} of ${dollars.toFixed(2)} dollars`] : []);
}

const nameClosed = (account: Account) => ({
  account: describeAccount(account),
  ...(account.closedAt === null ? {} : { closed: newYorkDay(account.closedAt) }),
});

/** What is easily overlooked in figures. */
function notesOn(open: readonly Described[], closed: readonly Account[]): string[] {
  if (open.length === 0) {
    return [
      closed.length === 0
        ? "This login has no account at tastytrade: open and fund one at tastytrade.com first. Market data may be withheld until then."
        : "Every account of this login is closed.",
    ];
  }
  return open.flatMap(({ account, status, balances }) => {
    const masked = maskAccount(account.number);
    const all = balances.ok ? balances.value : [];
    const others = all.filter((balance) => balance !== usual(all)).flatMap(({ currency }) => currency ?? []);
    const isEmpty = all.length > 0 && all.every((balance) => isNothing(balance));
    const isCash = account.marginOrCash === "Cash" || (status.ok && status.value.marginType === "cash");
    return [
      ...(isCash
        ? [`${masked} is a cash account: it cannot borrow, sell shares short or sell options that are not covered.`]
        : []),
      ...(isEmpty ? [`${masked} is empty: neither cash nor positions.`] : []),
      ...(others.length > 0 ? [`${masked} also has balances in ${others.join(", ")}, which are not shown.`] : []),
    ];
  });
}

const isNothing = ({ netLiquidation, cash, longShares, shortShares, longOptions, shortOptions }: Balance): boolean =>
  [netLiquidation, cash, longShares, shortShares, longOptions, shortOptions].every((value) => !value);

/** What could not be read: the columns with the accounts, and why, each reason once. */
function unreadIn(open: readonly Described[]) {
  const lost = (of: (one: Described) => Result<unknown>) =>
    open.flatMap((one): { masked: string; failure: Failure }[] => {
      const read = of(one);
      return read.ok ? [] : [{ masked: maskAccount(one.account.number), failure: read.failure }];
    });
  const parts = [
    { what: "restrictions", lost: lost(({ status }) => status) },
    { what: "balances", lost: lost(({ balances }) => balances) },
  ].filter(({ lost }) => lost.length > 0);
  return {
    unknown: Object.fromEntries(parts.map(({ what, lost }) => [what, few(lost.map(({ masked }) => masked))])),
    warnings: parts.map(({ what, lost }) =>
      `The ${what} of ${few(lost.map(({ masked }) => masked)).join(", ")} are unknown. ${
        [...new Set(lost.map(({ failure }) => explain(failure)))].join(" ")
      }`
    ),
  };
}
