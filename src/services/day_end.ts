/**
 * What the trading day has ended is cleared once a day: chains whose expirations are over, quotes and figures of that
 * day. Their lifetimes would end them as well; clearing them makes sure that nobody sees yesterday's listing in the
 * morning, and gives their room back where the platform forgets late.
 */

import * as z from "zod";
import { type Day, newYorkDay, newYorkInstant, previousTradingDay, tradingDay } from "../core/calendar.ts";
import { defineCollection } from "../storage/collection.ts";
import { type Cache, type Page, put, type Records } from "../storage/storage.ts";

/** How far the clearing of a day has come; the one record has the id `market`. */
export const dayEnds = defineCollection({
  name: "day_ends",
  schema: z.object({ day: z.string(), after: z.string().nullable(), isDone: z.boolean() }),
  index: [],
});

/** Cache keys of market data begin so, behind the user's prefix where there are users. */
export const MARKET_PREFIXES = ["quote:", "chain:", "candles:", "metrics:"];

/** A quarter of an hour after the late session of shares has closed. Minutes past midnight in New York. */
const CLEARED_FROM = 20 * 60 + 15;

/** People whose data one tick clears; the next one goes on. */
const PEOPLE = 25;

export interface DayEndOptions {
  records: Records;
  cache: Cache;
  now: () => number;
  /** Ids of users, a page at a time; `null` without logins. */
  listPeople: ((after: string | null, limit: number) => Promise<Page<string>>) | null;
}

/** Does its part of the day's clearing; gives the number of entries cleared, `null` when there is nothing to do. */
export async function clearDay({ records, cache, now, listPeople }: DayEndOptions): Promise<number | null> {
  const day = endedDay(now());
  const stored = await records.read(dayEnds, "market");
  const isUnderWay = stored?.value.day === day;
  if (isUnderWay && stored.value.isDone) return null;
  const after = isUnderWay ? stored.value.after : null;
  const people = listPeople === null ? null : await listPeople(after, PEOPLE);
  const value = { day, after: people?.next ?? null, isDone: people === null || people.next === null };
  // Taken before it is done: of several processes one clears. What it may leave behind ends by its lifetime.
  const taken = await records.commit([put(dayEnds, "market", value, { replaces: stored?.version ?? null })]);
  if (!taken.ok) return null;
  let cleared = 0;
  for (const owner of people === null ? [""] : people.items.map((id) => `user:${id}:`)) {
    for (const prefix of MARKET_PREFIXES) cleared += await cache.clear(owner + prefix);
  }
  return cleared;
}

/** The last trading day whose last session lies behind `at`. */
function endedDay(at: number): Day {
  const today = newYorkDay(at);
  const isOver = tradingDay(today) !== null && at >= newYorkInstant(today, CLEARED_FROM);
  return isOver ? today : previousTradingDay(today);
}
