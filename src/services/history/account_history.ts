/** How accounts have come from a day to today: worth, greeks, money moved, and what has changed in what is held. */

import type { LineKind } from "../../analytics/portfolio/line.ts";
import type { Source } from "../../broker/broker.ts";
import { type Day, newYorkDay } from "../../core/calendar.ts";
import { explain, ok, type Result } from "../../core/failure.ts";
import type { Account } from "../../broker/endpoints/accounts.ts";
import { type AccountName, chooseAccounts, nameAccount } from "../accounts.ts";
import type { Context } from "../context.ts";
import { type BookLeg, readBook } from "../portfolio/book.ts";
import { readHistories } from "../transactions/read_history.ts";
import { type AccountDay, dayBefore, daysSince, holdingsOf, seriesOf } from "./account_days.ts";
import { createWorthShelf, dailyWorth, spanBackTo, sumWorth } from "./days_worth.ts";
import { bookFigures } from "./keep_day.ts";
import { type Move, type Performance, performanceOf } from "./performance.ts";
import { type Change, changesBetween } from "./value_changes.ts";

export interface HistoryQuestion {
  /** One account by number, last digits or nickname; all open ones when not given. */
  account?: string | undefined;
  since: Day;
  /** Whether to compare what is held. */
  changes: boolean;
}

/** Sums of accounts at the end of a day; `null` where not every account's day is known. */
export interface DayFigures {
  day: Day;
  worth: number;
  deltaDollars: number | null;
  theta: number | null;
  vega: number | null;
}

export interface AccountHistory {
  accounts: AccountName[];
  /** The oldest first; the last one is the latest that is known. */
  days: DayFigures[];
  /** What the owner paid in less what they took out since the first day, in dollars; `null` when unknown. */
  moved: number | null;
  /** Without that money; `null` when it is unknown. */
  performance: Performance | null;
  /** Of each account with an earlier day that was kept: the change since the end of that day. */
  changes: { account: AccountName; since: Day; takenAt: number; list: Change[]; now: Now; then: AccountDay }[] | null;
  warnings: string[];
  unknown: string[];
  fetchedAt: number;
  source: Source;
}

type Now = ReturnType<typeof bookFigures>;

const MICRO = 1_000_000;
/** What is moved and not earned: transfers bring cash from other accounts. */
const MOVES: ReadonlySet<LineKind> = new Set<LineKind>(["deposit", "withdrawal", "transfer"]);

/** Fails when no account's worth can be told at all. */
export async function readAccountHistory(
  { account, since, changes }: HistoryQuestion,
  context: Context,
): Promise<Result<AccountHistory>> {
  const chosen = await chooseAccounts(account, context);
  if (!chosen.ok) return chosen;
  const accounts = chosen.value;
  const names = accounts.map(nameAccount);
  const [worths, moved, changed] = await Promise.all([
    Promise.all(accounts.map((one) => readWorth(one, since, context))),
    moneyMoved(account, since, context),
    changes ? Promise.all(accounts.map((one, i) => readChanges(one, names[i]!, since, context))) : null,
  ]);
  const warnings: string[] = [];
  const told: { days: Map<Day, number>; kept: AccountDay[]; fetchedAt: number }[] = [];
  for (const [i, { days, kept, fetchedAt, trouble }] of worths.entries()) {
    const { masked } = names[i]!;
    if (days.size > 0) told.push({ days, kept, fetchedAt });
    if (trouble === null) continue;
    warnings.push(
      days.size > 0
        ? `Of account ${masked} only the days written down here are known: ${explain(trouble)}`
        : `Account ${masked} is left out: ${explain(trouble)}`,
    );
    if (worths.every(({ days }) => days.size === 0)) return { ok: false, failure: trouble };
  }
  const unknown: string[] = [];
  const found = changed?.flatMap((result, i) => {
    if (!result.ok) warnings.push(`What account ${names[i]!.masked} holds is unknown: ${explain(result.failure)}`);
    else if (result.value === null) {
      unknown.push(
        `what account ${
          names[i]!.masked
        } held on ${since} or before (written down after each close, from the first login on)`,
      );
    }
    return result.ok && result.value !== null ? [result.value] : [];
  }) ?? null;
  if (moved === null) unknown.push("deposits and withdrawals, so return and drawdown");
  const days = figuresOf(told);
  const first = days[0]?.day ?? since;
  return ok({
    accounts: names,
    days,
    moved: moved &&
      Math.round(moved.reduce((sum, { day, dollars }) => day > first ? sum + dollars : sum, 0) * 100) / 100,
    performance: moved && performanceOf(days, moved),
    changes: found,
    warnings,
    unknown,
    fetchedAt: Math.min(context.now(), ...told.map(({ fetchedAt }) => fetchedAt)),
    source: context.broker.source(),
  });
}

/** The broker's days and, where it has none, those that were written down. */
async function readWorth({ number }: Account, since: Day, context: Context) {
  const { broker, market, records, userId, now } = context;
  const back = spanBackTo(since, newYorkDay(now()));
  const [read, kept] = await Promise.all([
    market.part(createWorthShelf).points.read([{ account: number, back }], context),
    seriesOf(userId, broker.source(), number).then((series) => daysSince(records, series, since)),
  ]);
  const days = new Map(
    kept.flatMap(({ day, netLiquidation }) => netLiquidation === null ? [] : [[day, netLiquidation] as const]),
  );
  if (!read.ok) return { days, kept, fetchedAt: now(), trouble: read.failure };
  const held = [...read.value.values()][0]!;
  for (const [day, value] of dailyWorth(held.value?.points ?? [], since)) days.set(day, value);
  return {
    days: new Map([...days].sort(([a], [b]) => a < b ? -1 : 1)),
    kept,
    fetchedAt: held.fetchedAt,
    trouble: null,
  };
}

function figuresOf(accounts: readonly { days: Map<Day, number>; kept: AccountDay[] }[]): DayFigures[] {
  const kept = accounts.map(({ kept }) => new Map(kept.map((day) => [day.day, day])));
  return sumWorth(accounts.map(({ days }) => days)).map(({ day, value }) => {
    const all = kept.map((days) => days.get(day));
    const sum = (figure: "deltaDollars" | "theta" | "vega"): number | null => {
      const values = all.map((one) => one?.[figure] ?? null);
      return values.some((value) => value === null)
        ? null
        : Math.round(values.reduce<number>((sum, value) => sum + value!, 0) * 100) / 100;
    };
    return { day, worth: value, deltaDollars: sum("deltaDollars"), theta: sum("theta"), vega: sum("vega") };
  });
}

/** Money that was moved, not earned, behind the end of `since`; `null` when it is not known. */
async function moneyMoved(
  account: string | undefined,
  since: Day,
  context: Context,
): Promise<Move[] | null> {
  const histories = await readHistories(account, context);
  if (!histories.ok || histories.value.failed.length > 0) return null;
  const { read } = histories.value;
  if (read.some(({ cutBefore }) => cutBefore !== null && cutBefore > since)) return null;
  return read.flatMap(({ lines }) =>
    lines.filter(({ day, kind }) => day > since && MOVES.has(kind)).map(({ day, value }) => ({
      day,
      dollars: value / MICRO,
    }))
  );
}

type Compared = NonNullable<AccountHistory["changes"]>[number];

/** `null` where no day that early was kept. */
async function readChanges(
  { number }: Account,
  account: AccountName,
  since: Day,
  context: Context,
): Promise<Result<Compared | null>> {
  const { records, userId, broker } = context;
  const then = await dayBefore(records, await seriesOf(userId, broker.source(), number), since);
  if (then === null) return ok(null);
  const [book, holdings] = await Promise.all([readBook({ account: number }, context), holdingsOf(records, then)]);
  if (!book.ok) return book;
  const legs: BookLeg[] = book.value.legs;
  const list = changesBetween(holdings, legs);
  return ok({ account, since: then.day, takenAt: then.takenAt, list, now: bookFigures(legs), then });
}
