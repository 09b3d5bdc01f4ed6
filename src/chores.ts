/** The regular chores: clearing away, the end of the trading day, and what accounts are written down with after it. */

import type { Access } from "./access.ts";
import { type Day, newYorkInstant } from "./core/calendar.ts";
import { fail, ok, type Result } from "./core/failure.ts";
import type { Log } from "./core/log.ts";
import type { Connection } from "./services/connections.ts";
import type { Context } from "./services/context.ts";
import { OWN } from "./services/history/account_days.ts";
import { clearDay } from "./services/day_end.ts";
import { keepDays } from "./services/history/keep_day.ts";
import { type SnapshotReport, takeSnapshots } from "./services/history/take_snapshots.ts";
import type { Storage } from "./storage/storage.ts";
import { sweptCollections } from "./swept_collections.ts";

/** What one turn may take: milliseconds, after which nothing more is begun, and people whose accounts are read. */
export interface ChoreBudget {
  milliseconds: number;
  people: number;
}

export interface ChoreOptions {
  access: Access;
  storage: Storage;
  now: () => number;
  log: Log;
  /** How long an account's days are kept; 0 keeps none. */
  historyDays: number;
  budget: ChoreBudget;
  /** What a person's accounts are read with. */
  contextOf: (connection: Connection, userId: string | null, signal: AbortSignal) => Context;
}

const DAY = 86_400_000;

export async function doChores(options: ChoreOptions): Promise<void> {
  const { access, storage, now, log } = options;
  /** One chore that breaks must not keep the others from being done. */
  async function attempt<T>(chore: string, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      log("error", "chore broke", { chore, ...stackOf(error) });
      return null;
    }
  }
  const swept = await attempt("sweep", () => storage.records.sweep(sweptCollections));
  const cleared = await attempt(
    "clear day",
    () => clearDay({ ...storage, now, listPeople: access.people?.listIds ?? null }),
  );
  log("info", "tick", { swept, cleared });
  const report = options.historyDays > 0 ? await attempt("snapshots", () => snapshots(options)) : null;
  if (report !== null) log(report.failed > 0 ? "warn" : "info", "snapshots", { ...report });
}

function stackOf(error: unknown): { error: string } {
  return { error: error instanceof Error ? error.stack ?? error.message : String(error) };
}

function snapshots({ access, storage, now, log, historyDays, budget, contextOf }: ChoreOptions): Promise<
  SnapshotReport | null
> {
  const { people, own } = access;
  const { records } = storage;
  const expiresAt = (day: Day): number => newYorkInstant(day, 0) + historyDays * DAY;
  async function keep(userId: string, day: Day, signal: AbortSignal): Promise<Result<number>> {
    let close = (): void => {};
    try {
      const witness = people === null ? null : await people.witness(userId);
      if (people !== null && witness === null) return ok(0);
      const borrowed = people === null ? null : people.borrow(userId);
      if (borrowed !== null) close = borrowed.close;
      const guards = witness === null ? [] : [witness];
      return await keepDays(
        { records, userId, day, expiresAt: expiresAt(day), guards },
        contextOf(borrowed?.connection ?? own!, people && userId, signal),
      );
    } catch (error) {
      // One person's accounts must not keep the others' from being written down.
      log("error", "snapshot broke", stackOf(error));
      return fail({ kind: "cancelled" });
    } finally {
      close();
    }
  }
  return takeSnapshots({
    records,
    now,
    listPeople: people?.listIds ?? (() => Promise.resolve({ items: [OWN], next: null })),
    keep,
    budget,
  });
}
