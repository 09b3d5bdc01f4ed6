/**
 * One pass over everybody's accounts after each trading day. It follows the exchange's calendar, goes on where it was
 * interrupted, tries again what failed, and writes no day twice, however many processes tick.
 */

import * as z from "zod";
import { untilAborted } from "../../broker/exchange.ts";
import { type Day, newYorkDay, nextTradingDay, previousTradingDay, tradingDay } from "../../core/calendar.ts";
import type { Result } from "../../core/failure.ts";
import { defineCollection } from "../../storage/collection.ts";
import { type Page, put, type Records } from "../../storage/storage.ts";

/** How far the pass over a day has come; the one record has the id `accounts`. */
export const snapshotRuns = defineCollection({
  name: "snapshot_runs",
  schema: z.object({
    day: z.string(),
    /** The last person dealt with; `null` at the beginning. */
    after: z.string().nullable(),
    /** Whom a retry still has to deal with; `null` in the first pass, which goes over everybody. */
    waiting: z.array(z.string()).nullable(),
    /** Those to be tried again in the next retry. */
    failed: z.array(z.string()),
    retries: z.int(),
    /** Whoever works on it holds it until then; nobody before. */
    heldUntil: z.int(),
    isDone: z.boolean(),
  }),
  index: [],
});

type Run = z.infer<typeof snapshotRuns.schema>;

export interface SnapshotOptions {
  records: Records;
  now: () => number;
  /** Ids of people, a page at a time. */
  listPeople: (after: string | null, limit: number) => Promise<Page<string>>;
  /**
   * Keeps a day of one person's accounts; gives how many it kept. Must not throw for what can be expected. What it has not
   * done when the signal aborts is left for another try.
   */
  keep: (person: string, day: Day, signal: AbortSignal) => Promise<Result<number>>;
  /** What one call may take: milliseconds, after which no more people are begun, and people. */
  budget: { milliseconds: number; people: number };
  /** Milliseconds after which people of a page who are not done are left behind, two minutes by default. */
  patience?: number;
}

export interface SnapshotReport {
  day: Day;
  people: number;
  /** Days of accounts written. */
  kept: number;
  failed: number;
  isDone: boolean;
}

const MINUTE = 60_000;
/** After the closing bell, when the last options on indices have stopped trading as well. */
const PATIENCE = 30 * MINUTE;
/** People at the same time: each has a limit of their own at the broker, and all share the host's. */
const AT_ONCE = 24;
/** What a page may take, so that one person whose broker hangs does not stop the others. */
const MOST_FOR_A_PAGE = 2 * MINUTE;
/** Longer than any page takes; whoever died is followed after it. */
const HOLD = 5 * MINUTE;
const RETRY_AFTER = 15 * MINUTE;
const MOST_RETRIES = 3;
/** Ids that one record remembers for another try. */
const MOST_FAILED = 1000;

/** Does its part; `null` when there is nothing to do now. */
export async function takeSnapshots(options: SnapshotOptions): Promise<SnapshotReport | null> {
  const { records, now, listPeople, keep, budget, patience = MOST_FOR_A_PAGE } = options;
  const startedAt = now();
  const day = keptDay(startedAt);
  if (day === null) return null;
  const stored = await records.read(snapshotRuns, "accounts");
  const isUnderWay = stored?.value.day === day;
  if (isUnderWay && (stored.value.isDone || stored.value.heldUntil > startedAt)) return null;
  let run: Run = isUnderWay
    ? stored.value
    : { day, after: null, waiting: null, failed: [], retries: 0, heldUntil: 0, isDone: false };
  let version = stored?.version ?? null;
  const report: SnapshotReport = { day, people: 0, kept: 0, failed: 0, isDone: false };

  /** Writes how far it has come; `false` when somebody else works on it. */
  async function note(change: Partial<Run>): Promise<boolean> {
    run = { ...run, ...change };
    const written = await records.commit([put(snapshotRuns, "accounts", run, { replaces: version })]);
    if (written.ok) version = written.value[0]!;
    return written.ok;
  }

  if (!await note({ heldUntil: startedAt + HOLD })) return null;
  while (report.people < budget.people && now() - startedAt < budget.milliseconds) {
    const limit = Math.min(AT_ONCE, budget.people - report.people);
    const page = run.waiting === null
      ? await listPeople(run.after, limit)
      : { items: run.waiting.slice(0, limit), next: null };
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), patience);
    let results: Result<number>[];
    try {
      results = await Promise.all(
        page.items.map((person) => untilAborted(keep(person, day, deadline.signal), deadline.signal)),
      );
    } finally {
      clearTimeout(timer);
    }
    const refused = page.items.filter((_, i) => isWorthAnotherTry(results[i]!));
    report.people += page.items.length;
    report.kept += results.reduce((sum, result) => sum + (result.ok ? result.value : 0), 0);
    report.failed += refused.length;
    const failed = [...run.failed, ...refused].slice(0, MOST_FAILED);
    const waiting = run.waiting?.slice(limit) ?? null;
    const heldUntil = now() + HOLD;
    if (page.next !== null || (waiting !== null && waiting.length > 0)) {
      if (!await note({ after: page.next, waiting, failed, heldUntil })) return report;
      continue;
    }
    const isDone = failed.length === 0 || run.retries >= MOST_RETRIES;
    await note({
      after: null,
      waiting: failed,
      failed: [],
      retries: run.retries + 1,
      heldUntil: isDone ? 0 : now() + RETRY_AFTER,
      isDone,
    });
    return { ...report, isDone };
  }
  await note({ heldUntil: 0 });
  return report;
}

/** A login that the broker refuses, or that is gone, will not be better in a quarter of an hour. */
const isWorthAnotherTry = (result: Result<number>): boolean =>
  !result.ok && result.failure.kind !== "unauthenticated" && result.failure.kind !== "forbidden";

/**
 * The trading day that `at` may still be written down as: its bell has rung half an hour ago, and the next day's has not.
 * While something is traded nobody knows what the last day ended with.
 */
export function keptDay(at: number): Day | null {
  const today = newYorkDay(at);
  const hours = tradingDay(today);
  if (hours !== null && at >= hours.closeAt + PATIENCE) return today;
  if (hours !== null && at >= hours.openAt) return null;
  const last = previousTradingDay(today);
  return at < tradingDay(nextTradingDay(last))!.openAt ? last : null;
}
