/** The user's accounts: kept for a while, found by what people call them, shown without their numbers. */

import type { Account as MarginRules } from "../analytics/margin/rules.ts";
import { createAccountShelves } from "./account_shelves.ts";
import type { Account } from "../broker/endpoints/accounts.ts";
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
const NO_ACCOUNTS = "has no open account at tastytrade";

/** The part of an account's number that may be shown. */
export const maskAccount = (number: string): string => `***${number.slice(-4)}`;

/** How an account is spoken of. */
export const nameAccount = ({ number, nickname, type, marginOrCash }: Account): AccountName => ({
  masked: maskAccount(number),
  nickname,
  type,
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
    return open.length > 0
      ? ok(open)
      : fail({ kind: "invalid", subject: "account", problem: `this login ${NO_ACCOUNTS}` });
  }
  const found = read.value.filter((account) => isCalled(account, named));
  if (found.length === 1) return ok(found);
  const shown = read.value.map(describe).join(", ");
  return fail({
    kind: "invalid",
    subject: "account",
    problem: found.length === 0 ? "no account is called so" : "several accounts are called so",
    remedy: shown === "" ? `This login ${NO_ACCOUNTS}` : `Choose one of ${shown}, by nickname or last digits`,
  });
}

function isCalled({ number, nickname, type }: Account, named: string): boolean {
  const wanted = plainName(named);
  const digits = named.trim().replace(/^[*.x]+/i, "").toUpperCase();
  return (digits.length >= FEWEST_DIGITS && number.toUpperCase().endsWith(digits)) ||
    (wanted !== "" && [nickname, type].some((name) => name !== null && plainName(name) === wanted));
}

/** Nicknames are somebody's own text: shown shortened, without what could pose as ours. */
function describe({ number, nickname }: Account): string {
  const name = nickname?.slice(0, 40).replace(/[^\p{L}\p{N} .&+\-']/gu, "?");
  return name ? `${maskAccount(number)} "${name}"` : maskAccount(number);
}
