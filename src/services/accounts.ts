/** The user's accounts: kept for a while, found by what people call them, shown without their numbers. */

import type { Account as MarginRules } from "../analytics/margin/rules.ts";
import { createAccountShelves } from "./account_shelves.ts";
import type { Account } from "../broker/endpoints/accounts.ts";
import type { TradingStatus } from "../broker/endpoints/trading_status.ts";
import { fail, ok, type Result } from "../core/failure.ts";
import type { Context } from "./context.ts";
import { plainName } from "./near_names.ts";

/** An account as it may be shown. */
export interface AccountName {
  /** The last four characters, `***0001`. */
  masked: string;
  nickname: string | null;
  /** `Individual`, `Roth IRA`, or what the broker calls it. */
  type: string | null;
  /** Whose rules of margin apply to what is held in it. */
  rules: MarginRules;
}

/** The last digits somebody may name an account by. */
const FEWEST_DIGITS = 2;
/** Accounts that are read at once: the broker answers for one a second, and an answer has room for so many. */
const MOST_AT_ONCE = 25;
/** Accounts named in a failure. */
const MOST_NAMED = 20;
const NO_ACCOUNTS = "has no open account at tastytrade";

/** The part of an account's number that may be shown. */
export const maskAccount = (number: string): string => `***${number.slice(-4)}`;

/** How an account is spoken of. */
export const nameAccount = ({ number, nickname, type, marginOrCash }: Account): AccountName => ({
  masked: maskAccount(number),
  nickname: plainNickname(nickname, number),
  type: plainNickname(type, number),
  rules: marginOrCash === "Cash" ? "cash" : /\bIRA\b/i.test(type ?? "") ? "ira" : "margin",
});

/** All accounts of the user, closed ones included, at most a minute old. */
export async function readAccounts(context: Context): Promise<Result<Account[]>> {
  const read = await context.market.part(createAccountShelves).accounts.read(["me"], context);
  return read.ok ? ok(read.value.get("me")?.value?.accounts ?? []) : read;
}

/** The open accounts, or the one that is named by its number, its last digits, its nickname or its type. */
export async function chooseAccounts(named: string | undefined, context: Context): Promise<Result<Account[]>> {
  const read = await readAccounts(context);
  if (!read.ok) return read;
  const open = read.value.filter(({ isClosed }) => !isClosed);
  if (named === undefined) {
    if (open.length > MOST_AT_ONCE) {
      return fail({
        kind: "invalid",
        subject: "account",
        problem: `this login has ${open.length} open accounts, more than can be told at once (${MOST_AT_ONCE})`,
        remedy: "Name one by nickname or last digits; list_accounts shows them",
      });
    }
    return open.length > 0
      ? ok(open)
      : fail({ kind: "invalid", subject: "account", problem: `this login ${NO_ACCOUNTS}` });
  }
  const found = read.value.filter((account) => isCalled(account, named));
  if (found.length === 1) return ok(found);
  const shown = [
    ...read.value.slice(0, MOST_NAMED).map(describeAccount),
    ...(read.value.length > MOST_NAMED ? [`${read.value.length - MOST_NAMED} more`] : []),
  ].join(", ");
  return fail({
    kind: "invalid",
    subject: "account",
    problem: found.length === 0 ? "no account is called so" : "several accounts are called so",
    remedy: shown === "" ? `This login ${NO_ACCOUNTS}` : `Choose one of ${shown}, by nickname or last digits`,
  });
}

/**
 * What each account may trade, by its number, at most a minute old; one after the other, because the broker allows one
 * such question a second. An account whose status cannot be read spoils no other.
 */
export async function readTradingStatuses(
  accounts: readonly Account[],
  context: Context,
): Promise<Map<string, Result<TradingStatus>>> {
  const { tradingStatus } = context.market.part(createAccountShelves);
  return new Map(
    await Promise.all(accounts.map(async ({ number }) => {
      const read = await tradingStatus.read([number], context);
      return [number, read.ok ? ok(read.value.get(number)!.value!.status) : read] as const;
    })),
  );
}

/** What holds an account back, in plain words; without its status (`null`) what the account itself says. */
export function restrictionsOf(account: Account, status: TradingStatus | null): string[] {
  const { isClosed, isDayTrader, authority } = account;
  const resetDay = status?.patternDayTraderResetDay;
  const restrictions: [applies: boolean | null | undefined, words: string][] = [
    [isClosed || status?.isClosed, "closed"],
    [status?.isFrozen, "frozen: no trading"],
    [status?.isClosingOnly, "closing only: nothing may be opened"],
    [status?.isRiskReducingOnly, "only orders that reduce risk"],
    [status?.isInMarginCall, "in a margin call"],
    [status?.isInDayTradeCall, "in a day-trading call"],
    [status?.isPatternDayTrader, `pattern day trader${resetDay ? ` until ${resetDay}` : ""}`],
    [isDayTrader && !status?.isPatternDayTrader, "marked as a day trader"],
    [status?.needsFullEquityMargin, "shares must be paid for in full"],
    [status?.areFuturesEnabled && status.areFuturesClosingOnly, "futures: closing only"],
    [status?.isCryptocurrencyEnabled && status.isCryptocurrencyClosingOnly, "cryptocurrencies: closing only"],
    [authority !== null && authority !== "owner", `this login is not its owner but ${authority?.replaceAll("_", " ")}`],
  ];
  return restrictions.filter(([applies]) => applies === true).map(([, words]) => words);
}

/**
 * The account that is meant where none is named: the first in the broker's order that is open and not known to be held
 * back from opening positions, else the first that is open; `null` when there is none.
 */
export function defaultAccount(
  accounts: readonly Account[],
  statuses: ReadonlyMap<string, Result<TradingStatus>>,
): Account | null {
  const open = accounts.filter(({ number, isClosed }) => {
    const read = statuses.get(number);
    return !isClosed && !(read?.ok && read.value.isClosed);
  });
  const isFree = ({ number, authority }: Account): boolean => {
    const read = statuses.get(number);
    if (authority !== null && authority !== "owner") return false;
    if (!read?.ok) return true;
    const { isFrozen, isClosingOnly, isRiskReducingOnly, isInMarginCall } = read.value;
    return !isFrozen && !isClosingOnly && !isRiskReducingOnly && !isInMarginCall;
  };
  return open.find(isFree) ?? open[0] ?? null;
}

function isCalled({ number, nickname, type }: Account, named: string): boolean {
  const wanted = plainName(named);
  const digits = named.trim().replace(/^[*.x]+/i, "").toUpperCase();
  return (digits.length >= FEWEST_DIGITS && number.toUpperCase().endsWith(digits)) ||
    (wanted !== "" && [nickname, type].some((name) => name !== null && namesOf(name, number).includes(wanted)));
}

/** As it is, and as it is shown. */
const namesOf = (name: string, number: string): string[] => [name, plainNickname(name, number)!].map(plainName);

/** What account numbers look like, such as `5WT00001`. */
const NUMBER = /\b\d[A-Z]{2}\d{5}\b/gi;

/**
 * A nickname is somebody's own text: shown shortened, without what could pose as ours, and without numbers of accounts,
 * which many write into it.
 */
export const plainNickname = (nickname: string | null, number: string): string | null =>
  nickname?.replaceAll(number, maskAccount).replace(NUMBER, maskAccount).slice(0, 40)
    .replace(/[^\p{L}\p{N} .&+\-'*]/gu, "?") ?? null;

/** `***0001 "Margin"` */
export const describeName = ({ masked, nickname }: Pick<AccountName, "masked" | "nickname">): string =>
  nickname ? `${masked} "${nickname}"` : masked;

/** The same of an account as the broker tells of it. */
export const describeAccount = (account: Account): string => describeName(nameAccount(account));
