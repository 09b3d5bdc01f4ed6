/** Writes down what one person's accounts are worth and hold. */

import type { Balance } from "../../broker/endpoints/balances.ts";
import type { Account } from "../../broker/endpoints/accounts.ts";
import type { Day } from "../../core/calendar.ts";
import { ok, type Result } from "../../core/failure.ts";
import type { Records, Write } from "../../storage/storage.ts";
import { createAccountShelves } from "../account_shelves.ts";
import { readAccounts } from "../accounts.ts";
import type { Context } from "../context.ts";
import { type BookLeg, readBook } from "../portfolio/book.ts";
import { type AccountDay, type Holding, keepDay, readDay, seriesOf } from "./account_days.ts";

export interface KeepOptions {
  records: Records;
  userId: string;
  /** The trading day that has ended. */
  day: Day;
  /** When what is written is deleted. */
  expiresAt: number;
  /** What else must hold for it to be written: that there is still such a person. */
  guards: readonly Write[];
}

/**
 * Keeps a day of all of a person's open accounts that have not been kept; gives how many it kept. What cannot be read is
 * not kept: fails with the last account's trouble when there was any, after the others.
 */
export async function keepDays(options: KeepOptions, context: Context): Promise<Result<number>> {
  const accounts = await readAccounts(context);
  if (!accounts.ok) return accounts;
  let kept = 0;
  let trouble: Result<never> | null = null;
  for (const account of accounts.value.filter(({ isClosed }) => !isClosed)) {
    const done = await keepAccount(account, options, context);
    if (!done.ok) trouble = done;
    else if (done.value) kept++;
  }
  return trouble ?? ok(kept);
}

/** Whether it was kept now; `false` when it has been before, by whomever. */
async function keepAccount(
  { number }: Account,
  { records, userId, day, expiresAt, guards }: KeepOptions,
  context: Context,
): Promise<Result<boolean>> {
  const series = await seriesOf(userId, context.broker.source(), number);
  if (await readDay(records, series, day) !== null) return ok(false);
  const [book, balances] = await Promise.all([
    readBook({ account: number }, context),
    context.market.part(createAccountShelves).balances.read([number], context),
  ]);
  if (!book.ok) return book;
  if (!balances.ok) return balances;
  const { legs } = book.value;
  const balance = balances.value.get(number)?.value?.balances[0] ?? null;
  const totals = { userId, series, day, takenAt: context.now(), ...balanceFigures(balance), ...bookFigures(legs) };
  const written = await records.commit([...guards, ...keepDay(totals, legs.map(holdingOf), expiresAt)]);
  // Somebody else has kept the day, or the person has gone or just logged in: then the next try finds out.
  if (!written.ok) return await readDay(records, series, day) === null ? written : ok(false);
  return ok(true);
}

const balanceFigures = (balance: Balance | null): Pick<AccountDay, "netLiquidation" | "cash" | "buyingPower"> => ({
  netLiquidation: balance?.netLiquidation ?? null,
  cash: balance?.cash ?? null,
  buyingPower: balance?.optionBuyingPower ?? null,
});

const holdingOf = ({ held, multiplier, mark, delta, theta, vega }: BookLeg): Holding => ({
  symbol: held.symbol,
  underlying: held.underlying,
  quantity: held.quantity,
  multiplier,
  mark: rounded(mark),
  delta: rounded(delta),
  theta: rounded(theta),
  vega: rounded(vega),
});

/** Six digits are more than any of these is known to. */
const rounded = (value: number | null): number | null => value === null ? null : Math.round(value * 1e6) / 1e6;

/** Sums over what is known; `null` where nothing is, though something is held. */
export function bookFigures(
  legs: readonly BookLeg[],
): Pick<AccountDay, "deltaDollars" | "theta" | "vega" | "unknown"> {
  const sum = (figure: (leg: BookLeg) => number | null): number | null => {
    const values = legs.map(figure).filter((value) => value !== null);
    if (values.length === 0 && legs.length > 0) return null;
    return Math.round(values.reduce((sum, value) => sum + value, 0) * 100) / 100;
  };
  const size = ({ held, multiplier }: BookLeg): number => held.quantity * multiplier;
  return {
    deltaDollars: sum((leg) =>
      leg.delta === null || leg.underlyingPrice === null ? null : leg.delta * size(leg) * leg.underlyingPrice
    ),
    theta: sum((leg) => leg.theta === null ? null : leg.theta * size(leg)),
    vega: sum((leg) => leg.vega === null ? null : leg.vega * size(leg)),
    unknown: legs.filter(({ mark, delta }) => mark === null || delta === null).length,
  };
}
