/** What an account was worth day by day: from the broker where it tells, else from what was written down here. */

import type { Broker } from "../../broker/broker.ts";
import { netLiqHistory, type NetLiqPoint, type TimeBack } from "../../broker/endpoints/net_liq_history.ts";
import { addDays, type Day, daysBetween, newYorkDay } from "../../core/calendar.ts";
import { ok } from "../../core/failure.ts";
import type { Cache } from "../../storage/storage.ts";
import { createShelf, type Shelf } from "../shelf.ts";

/** A net-liquidation history of the broker. */
export interface WorthQuestion {
  account: string;
  back: TimeBack;
}

export interface WorthShelf {
  /** Points of an account by number and span; five minutes. */
  points: Shelf<WorthQuestion, { name: string; points: NetLiqPoint[] }>;
}

const LIFETIME_SECONDS = 300;

const nameOf = ({ account, back }: WorthQuestion): string => `${account}@${back}`;

/** `prefix` goes before every cache key. */
export function createWorthShelf(
  { broker, cache, now, prefix }: { broker: Broker; cache: Cache; now: () => number; prefix: string },
): WorthShelf {
  return {
    points: createShelf({
      cache,
      now,
      source: broker.source,
      lifetimeSeconds: LIFETIME_SECONDS,
      limit: 1,
      name: nameOf,
      cacheKey: (name) => `${prefix}net_liq:${name}`,
      async fetch([question], call) {
        const { account: accountNumber, back } = question!;
        const read = await broker.call(netLiqHistory, { accountNumber, back }, call);
        return read.ok ? ok([{ name: nameOf(question!), points: read.value }]) : read;
      },
      nameOf: ({ name }) => name,
    }),
  };
}

/** Days each span reaches back, a little less than it does, so that the first day asked for is inside. */
const REACH: [TimeBack, number][] = [["1w", 6], ["1m", 27], ["3m", 88], ["6m", 180], ["1y", 363]];

/** The shortest span that begins before `from`. */
export const spanBackTo = (from: Day, today: Day): TimeBack =>
  REACH.find(([, days]) => daysBetween(from, today) <= days)?.[0] ?? "all";

/** The last value of each New York day from `from` on; cash on its way is in it. */
export function dailyWorth(points: readonly NetLiqPoint[], from: Day): Map<Day, number> {
  const byDay = new Map<Day, { at: number; value: number }>();
  for (const { at, total } of points) {
    const day = newYorkDay(at);
    const known = byDay.get(day);
    if (day >= from && (known === undefined || at >= known.at)) {
      byDay.set(day, { at, value: total });
    }
  }
  return new Map([...byDay].sort(([a], [b]) => a < b ? -1 : 1).map(([day, { value }]) => [day, value]));
}

/** Several accounts together: each counts with its last known value, and with nothing before its first. */
export function sumWorth(accounts: readonly ReadonlyMap<Day, number>[]): { day: Day; value: number }[] {
  const days = [...new Set(accounts.flatMap((account) => [...account.keys()]))].sort();
  const latest = accounts.map(() => 0);
  return days.map((day) => {
    for (const [i, account] of accounts.entries()) latest[i] = account.get(day) ?? latest[i]!;
    return { day, value: Math.round(latest.reduce((sum, value) => sum + value, 0) * 100) / 100 };
  });
}

/** The day a span such as `3m` begins on. */
export function firstDay(span: string, today: Day): Day | null {
  const days = SPANS[span];
  return days === undefined ? null : addDays(today, -days);
}

const SPANS: Record<string, number> = { "1w": 7, "1m": 30, "3m": 91, "6m": 182, "1y": 365, "all": 20_000 };
