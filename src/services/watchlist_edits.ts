/** Changes to the customer's lists: read afresh, written once, and read back where the answer was lost. */

import type { Source } from "../broker/broker.ts";
import {
  createWatchlist,
  deleteWatchlist,
  replaceWatchlist,
  type Watchlist,
  type WatchlistEntry,
} from "../broker/endpoints/watchlists.ts";
import { fail, ok, type Result } from "../core/failure.ts";
import type { Context } from "./context.ts";
import { createReference } from "./reference.ts";
import { changeOf, checkEdit, noSuchList, type WatchlistChange, type WatchlistEdit } from "./watchlist_change.ts";
import { checkSymbols, entriesOf, formerEntries } from "./watchlist_symbols.ts";
import { findWatchlist, quotedName, readFreshLists, readLists } from "./watchlists.ts";

export interface EditedWatchlist extends WatchlistChange {
  /** Whether the broker's answer was lost and the change was seen by reading it back. */
  isReadBack: boolean;
  source: Source;
}

/** Milliseconds: more than reading, writing and reading back may take together. */
const LONGEST_EDIT = 60_000;

/**
 * One edit of a customer's lists after the other, in this process: the broker keeps no versions, and the last to write wins.
 * One that takes longer than `patience` is waited for no more: on Workers, work that is broken off with its request never
 * ends.
 */
export function createEditQueue(
  _parts?: unknown,
  patience: number = LONGEST_EDIT,
): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = within(last, patience).then(work);
    last = done.catch(() => {});
    return done;
  };
}

/** Resolves with `work`, however it ends, or after so many milliseconds. */
function within(work: Promise<unknown>, patience: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, patience);
  work.then(() => resolve(), () => resolve());
  return promise.finally(() => clearTimeout(timer));
}

/** Carries out one edit. When it fails nothing was changed, unless the failure says that this is not known. */
export async function editWatchlist(edit: WatchlistEdit, context: Context): Promise<Result<EditedWatchlist>> {
  const checked = checkEdit(edit);
  if (!checked.ok) return checked;
  const entries = await readEntries(edit, context);
  if (!entries.ok) return entries;
  const copied = edit.copy_of === undefined ? null : await findWatchlist(edit.copy_of, context, readFreshLists);
  if (copied !== null && !copied.ok) return copied;
  const work = context.market.part(createEditQueue)(() =>
    write(edit, { entries: entries.value, copied: copied?.value.watchlist.entries ?? [] }, context)
  );
  // What has begun is seen to its end, whether or not the caller waits for it.
  context.keepAlive(work.catch(() => {}));
  return await work;
}

/** What is to come onto a list must exist; what is to be found on it, or was on it, need not any more. */
async function readEntries(
  { action, symbols = [], restore }: WatchlistEdit,
  context: Context,
): Promise<Result<WatchlistEntry[]>> {
  if (restore) return ok(formerEntries(symbols));
  if (action === "remove" || action === "reorder") return ok(entriesOf(symbols));
  return await checkSymbols(symbols, context);
}

type Entries = Record<"entries" | "copied", readonly WatchlistEntry[]>;

async function write(edit: WatchlistEdit, entries: Entries, context: Context): Promise<Result<EditedWatchlist>> {
  const owned = await readFreshLists("user", context);
  if (!owned.ok) return owned;
  const { lists, source } = owned.value;
  const changed = changeOf(edit, lists, entries);
  if (!changed.ok) return changed;
  if (changed.value === null) {
    const others = await readLists("public", context);
    return others.ok ? noSuchList(edit, lists, others.value.lists) : others;
  }
  const change = changed.value;
  if (change.before === change.after) return ok({ ...change, isReadBack: false, source });
  const written = await send(change, context);
  await context.market.part(createReference).watchlists.forget("user");
  if (written.ok) return ok({ ...change, after: written.value, isReadBack: false, source });
  const { failure } = written;
  if (failure.kind === "not_found") {
    return fail({ kind: "conflict", subject: `The watchlist ${quotedName(edit.name)}` });
  }
  if (failure.kind !== "outcome_unknown") return written;
  const after = await readBack(change, context);
  return after === null ? written : ok({ ...change, after: after.watchlist, isReadBack: true, source });
}

async function send({ before, after }: WatchlistChange, context: Context): Promise<Result<Watchlist | null>> {
  if (after === null) {
    const deleted = await context.broker.call(deleteWatchlist, before!.name, context);
    return deleted.ok ? ok(null) : deleted;
  }
  return before === null
    ? await context.broker.call(createWatchlist, after, context)
    : await context.broker.call(replaceWatchlist, { name: before.name, watchlist: after }, context);
}

/** The list as it is now, when it is as it was to become; `null` when it is not, or cannot be read. */
async function readBack(
  { before, after }: WatchlistChange,
  context: Context,
): Promise<{ watchlist: Watchlist | null } | null> {
  const owned = await readFreshLists("user", context);
  if (!owned.ok) return null;
  const named = (name: string) => owned.value.lists.find((list) => list.name === name) ?? null;
  if (after === null) return named(before!.name) === null ? { watchlist: null } : null;
  const watchlist = named(after.name);
  const isThere = watchlist !== null && watchlist.entries.length === after.entries.length &&
    watchlist.entries.every(({ symbol }, position) => symbol === after.entries[position]!.symbol);
  return isThere ? { watchlist } : null;
}
