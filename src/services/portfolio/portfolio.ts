/** The book as a trader reads it: strategies by account and underlying, what to look at, and totals. */

import { type GroupingLeg, groupLegs } from "../../analytics/portfolio/grouping.ts";
import type { Contract } from "../../analytics/strategies/contracts.ts";
import type { Source } from "../../broker/broker.ts";
import type { Account } from "../../broker/endpoints/accounts.ts";
import type { Balance } from "../../broker/endpoints/balances.ts";
import { explain, ok, type Result } from "../../core/failure.ts";
import { type AccountName, readAccounts, restrictionsOf } from "../accounts.ts";
import type { Context } from "../context.ts";
import { type GainDays, gainDays } from "../gain_days.ts";
import { type Attention, attentionOf } from "./attention.ts";
import { readBalances } from "./balances.ts";
import { type Book, type BookLeg, type BookQuestion, readBook } from "./book.ts";
import { centsOf, createSplitter } from "./cents.ts";
import { type LinePart, type StrategyLine, strategyLine } from "./strategy_line.ts";
import { readUnderlyings } from "./underlyings.ts";

export interface PortfolioLine extends StrategyLine, Attention {}

/** An account's sums: whole cents and, for the greeks, dollars. What is unknown is left out. */
export interface AccountTotals {
  positions: number;
  strategies: number;
  openCents: number;
  /** Of what is held, without what was realized today. */
  todayCents: number;
  realizedTodayCents: number;
  /** Strategies whose gain is unknown, and so not in the sums. */
  unpriced: number;
  deltaDollars: number;
  theta: number;
  vega: number;
}

export interface AccountPortfolio {
  account: AccountName;
  /** What holds it back, in plain words, as far as the list of accounts says so. */
  restrictions: string[];
  totals: AccountTotals;
  /** In dollars; `null` when the broker does not tell. */
  balance: Balance | null;
}

export interface Portfolio {
  accounts: AccountPortfolio[];
  totals: AccountTotals;
  /** By account, then in the broker's order of underlyings. */
  lines: PortfolioLine[];
  warnings: string[];
  unknown: string[];
  fetchedAt: number;
  source: Source;
}

/** Fails as the book does; whatever else cannot be had is `null` and in `warnings`. */
export async function readPortfolio(question: BookQuestion, context: Context): Promise<Result<Portfolio>> {
  const read = await readBook(question, context);
  if (!read.ok) return read;
  const book = read.value;
  const symbols = [...new Set(book.legs.map(({ held }) => held.underlying))];
  const [underlyings, balances, details] = await Promise.all([
    readUnderlyings(symbols, context),
    readBalances(book.numbers, context),
    readDetails(book, context),
  ]);
  const facts = underlyings.ok ? underlyings.value.facts : new Map();
  const now = context.now();
  const lines = linesOf(book, details, now).map((line): PortfolioLine => ({
    ...line,
    ...attentionOf(line, facts.get(line.underlying), now),
  }));
  const metricsTrouble = underlyings.ok ? underlyings.value.failures : [underlyings.failure];
  return ok({
    accounts: book.accounts.map((account) => ({
      account,
      restrictions: details.has(account) ? restrictionsOf(details.get(account)!, null) : [],
      totals: totalsOf(book, lines, account),
      balance: balances.found.get(account)?.balances[0] ?? null,
    })),
    totals: totalsOf(book, lines, null),
    lines,
    warnings: [
      ...new Set([
        ...book.warnings,
        ...metricsTrouble.map(explain),
        ...balances.refused.map(({ account, failure }) => `Balances of ${account.masked}: ${explain(failure)}`),
      ]),
    ],
    unknown: book.unknown,
    fetchedAt: book.fetchedAt,
    source: book.source,
  });
}

/** What the broker says of the accounts; what it does not is left out. */
async function readDetails({ numbers }: Book, context: Context): Promise<Map<AccountName, Account>> {
  const read = await readAccounts(context);
  const all = read.ok ? read.value : [];
  return new Map(
    [...numbers].flatMap(([name, number]) => {
      const account = all.find((one) => one.number === number);
      return account === undefined ? [] : [[name, account]];
    }),
  );
}

/** Whether what is sold in it must be paid for in full. */
const isCashAccount = (account: Account | undefined): boolean =>
  account?.marginOrCash?.toLowerCase() === "cash" || /\bIRA\b/i.test(account?.type ?? "");

/** The strategies of each account and underlying; one never spans two accounts. */
function linesOf({ accounts, legs }: Book, details: ReadonlyMap<AccountName, Account>, now: number): StrategyLine[] {
  const days = gainDays(now);
  return accounts.flatMap((account) => {
    const own = legs.filter(({ held }) => held.account === account);
    const isCashSecured = isCashAccount(details.get(account));
    return [...Map.groupBy(own, ({ held }) => held.underlying).values()].flatMap((group) =>
      strategiesOf(account, group, isCashSecured, days)
    );
  });
}

function strategiesOf(account: AccountName, legs: readonly BookLeg[], isCashSecured: boolean, days: GainDays) {
  const split = legs.map((leg) => createSplitter(centsOf(leg, days), leg.held.quantity));
  return groupLegs(legs.map(groupingLeg), { isCashSecured }).map((group): StrategyLine => {
    const parts = group.parts.map(({ place, quantity }): LinePart => ({
      leg: legs[place]!,
      quantity,
      cents: split[place]!(quantity),
    }));
    return strategyLine(account, group, parts);
  });
}

function groupingLeg({ held, right, strike, years, multiplier }: BookLeg): GroupingLeg {
  const { instrument, kind, quantity, openedAt } = held;
  const about = { what: kind?.replaceAll("_", " ") ?? "unknown instrument", quantity, openedAt };
  const contract = ((): Contract | null => {
    if (right !== null) return { kind: "option", quantity, multiplier, right, strike: strike!, years: years! };
    switch (instrument?.type) {
      case "equity":
        return { kind: "stock", quantity, multiplier: 1 };
      case "future":
        return { kind: "future", quantity, multiplier };
      default:
        return null;
    }
  })();
  return { contract, ...about };
}

/** Sums over an account, or over all of them. */
function totalsOf(book: Book, lines: readonly StrategyLine[], account: AccountName | null): AccountTotals {
  const isMeant = (one: { account: AccountName }): boolean => account === null || one.account === account;
  const legs = book.legs.filter(({ held }) => isMeant(held));
  const own = lines.filter(isMeant);
  const realized = [...legs.map(({ held }) => held), ...book.closed.filter(isMeant)];
  const sum = (value: (line: StrategyLine) => number | null): number =>
    own.reduce((total, line) => total + (value(line) ?? 0), 0);
  return {
    positions: legs.length,
    strategies: own.length,
    openCents: sum(({ openCents }) => openCents),
    todayCents: sum(({ todayCents }) => todayCents),
    realizedTodayCents: realized.reduce((total, leg) => total + Math.round((leg.realizedToday ?? 0) * 100), 0),
    unpriced: own.filter(({ openCents, todayCents }) => openCents === null || todayCents === null).length,
    deltaDollars: sum(({ deltaDollars }) => deltaDollars),
    theta: sum(({ theta }) => theta),
    vega: sum(({ vega }) => vega),
  };
}
