/** What an account was worth and held at the end of each trading day: written once a day, read for years. */

import * as z from "zod";
import type { Source } from "../../broker/broker.ts";
import type { Day } from "../../core/calendar.ts";
import { defineCollection } from "../../storage/collection.ts";
import { put, type Records, type Write } from "../../storage/storage.ts";

const figure = z.number().nullable();

const day = z.object({
  /** Whose it is; `OWN` where there are no logins. */
  userId: z.string(),
  /** One account's days: a fingerprint of its number and of the broker, so that the number itself is not kept. */
  series: z.string(),
  /** The trading day it ends. */
  day: z.string(),
  takenAt: z.int(),
  /** Dollars. */
  netLiquidation: figure,
  cash: figure,
  buyingPower: figure,
  /** Dollars a dollar of each underlying, dollars a day, dollars a point of volatility; of what is known. */
  deltaDollars: figure,
  theta: figure,
  vega: figure,
  positions: z.int(),
  /** Positions without a mark or without greeks. */
  unknown: z.int(),
  /** Records of `account_holdings` that list them. */
  parts: z.int(),
});

export type AccountDay = z.infer<typeof day>;

/** Totals apart from holdings, so that years of them are read quickly. */
export const accountDays = defineCollection({ name: "account_days", schema: day, index: ["userId", "series"] });

/** One position: prices a share, point or coin; greeks of one of them, theta a day, vega a point of volatility. */
const holding = z.object({
  symbol: z.string(),
  underlying: z.string(),
  /** Negative when sold. */
  quantity: z.number(),
  multiplier: z.number(),
  mark: figure,
  delta: figure,
  theta: figure,
  vega: figure,
});

export type Holding = z.infer<typeof holding>;

export const accountHoldings = defineCollection({
  name: "account_holdings",
  schema: z.object({ userId: z.string(), holdings: z.array(holding) }),
  index: ["userId"],
});

/** Under whose name days are kept where nobody logs in. */
export const OWN = "own";

/** Positions in one record: at most about 200 bytes each, of 60,000. */
const HOLDINGS_A_RECORD = 250;
/** Records of one day, so that one commit holds them; positions beyond are counted, not listed. */
const MOST_RECORDS = 8;

/**
 * The series of an account: the same for the same account of the same person at the same broker, and nothing else. Without
 * logins there is no person (`null`).
 */
export async function seriesOf(userId: string | null, source: Source, accountNumber: string): Promise<string> {
  const text = new TextEncoder().encode(`${userId ?? OWN}\n${source}\n${accountNumber}`);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  return [...hash.subarray(0, 12)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const idOf = (series: string, day: Day): string => `${series}.${day}`;

/** Writes a day unless it has been written; all of it is deleted at `expiresAt`. */
export function keepDay(
  totals: Omit<AccountDay, "parts" | "positions">,
  holdings: readonly Holding[],
  expiresAt: number,
): Write[] {
  const { userId, series, day } = totals;
  const listed = Array.from(
    { length: Math.min(MOST_RECORDS, Math.ceil(holdings.length / HOLDINGS_A_RECORD)) },
    (_, part) => holdings.slice(part * HOLDINGS_A_RECORD, (part + 1) * HOLDINGS_A_RECORD),
  );
  const deadline = { replaces: null, expiresAt };
  return [
    put(accountDays, idOf(series, day), { ...totals, positions: holdings.length, parts: listed.length }, deadline),
    ...listed.map((holdings, part) =>
      put(accountHoldings, `${idOf(series, day)}.${part}`, { userId, holdings: [...holdings] }, deadline)
    ),
  ];
}

/** The day of an account, or `null` when none has been kept. */
export const readDay = async (records: Records, series: string, day: Day): Promise<AccountDay | null> =>
  (await records.read(accountDays, idOf(series, day)))?.value ?? null;

/** The last day kept that is `day` or earlier; `null` when there is none. */
export async function dayBefore(records: Records, series: string, day: Day): Promise<AccountDay | null> {
  const { items } = await records.list(accountDays, {
    where: { series },
    // The first id behind the day's own.
    after: `${idOf(series, day)}~`,
    newestFirst: true,
    limit: 1,
  });
  return items[0]?.value ?? null;
}

/** All days from `from` on, the oldest first. */
export async function daysSince(records: Records, series: string, from: Day): Promise<AccountDay[]> {
  const found: AccountDay[] = [];
  // Before the first of the same ten days; what is too early is left out below.
  let after: string | null = idOf(series, from).slice(0, -1);
  while (after !== null) {
    const page: Awaited<ReturnType<typeof list>> = await list(after);
    found.push(...page.items.map(({ value }) => value).filter(({ day }) => day >= from));
    after = page.next;
  }
  return found;

  function list(after: string) {
    return records.list(accountDays, { where: { series }, after });
  }
}

/** What was held at the end of a day that was kept. */
export async function holdingsOf(records: Records, { series, day, parts }: AccountDay): Promise<Holding[]> {
  const read = await Promise.all(
    Array.from({ length: parts }, (_, part) => records.read(accountHoldings, `${idOf(series, day)}.${part}`)),
  );
  return read.flatMap((stored) => stored?.value.holdings ?? []);
}
