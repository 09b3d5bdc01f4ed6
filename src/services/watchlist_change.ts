/** What an edit makes of a customer's lists, and which edit takes it back. No I/O. */

import type { Watchlist, WatchlistEntry } from "../broker/endpoints/watchlists.ts";
import { fail, ok, type Result } from "../core/failure.ts";
import { canonicalSymbol } from "./watchlist_symbols.ts";
import { isAlike, matchName, quotedName, unknownList } from "./watchlists.ts";

/** What can be done to a list. `set`: exactly these symbols; `reorder`: these first, the others behind them. */
export type WatchlistAction = "add" | "remove" | "reorder" | "set" | "create" | "rename" | "delete";

/** One edit, as the tool takes it and as an undo gives it. */
export interface WatchlistEdit {
  action: WatchlistAction;
  name: string;
  symbols?: string[] | undefined;
  new_name?: string | undefined;
  /** Only of `create`: a list, the broker's or the customer's own, whose symbols come first. */
  copy_of?: string | undefined;
  /** Only of `create`. */
  group?: string | undefined;
  order?: number | undefined;
  /** Only of `create` and `set`: the symbols were there before and are not looked up. */
  restore?: boolean | undefined;
}

/** `before` and `after` are the list, `null` where there is none; they are the same when there is nothing to do. */
export interface WatchlistChange {
  before: Watchlist | null;
  after: Watchlist | null;
  added: string[];
  removed: string[];
  /** Symbols that were to be added and are there, or to be removed and are not. */
  needless: string[];
  undo: WatchlistEdit | null;
}

/** Symbols an edit may name, and so an undo. */
const MOST_SYMBOLS = 500;
/** Characters of a list's name. */
export const MOST_NAME = 100;
/** Characters of a symbol: more than any has. */
const MOST_SYMBOL = 40;
/** Characters of an undo, which has to fit into an answer: what could not be told afterwards must not be done. */
const MOST_UNDO = 14_000;

const TAKES: Record<WatchlistAction, { needs: (keyof WatchlistEdit)[]; may: (keyof WatchlistEdit)[] }> = {
  add: { needs: ["symbols"], may: [] },
  remove: { needs: ["symbols"], may: [] },
  reorder: { needs: ["symbols"], may: [] },
  set: { needs: ["symbols"], may: ["restore"] },
  create: { needs: [], may: ["symbols", "copy_of", "group", "order", "restore"] },
  rename: { needs: ["new_name"], may: [] },
  delete: { needs: [], may: [] },
};

const OPTIONAL = ["symbols", "new_name", "copy_of", "group", "order", "restore"] as const;

const refuse = <T = never>(subject: string, problem: string, remedy?: string): Result<T> =>
  fail({ kind: "invalid", subject, problem, ...(remedy === undefined ? {} : { remedy }) });

/** Whether an edit says what its action needs, and nothing that has no meaning with it. */
export function checkEdit(edit: WatchlistEdit): Result<void> {
  const { needs, may } = TAKES[edit.action];
  const lacking = needs.find((key) => edit[key] === undefined);
  if (lacking !== undefined) return refuse(`\`${lacking}\``, `is needed to ${edit.action}`);
  const idle = OPTIONAL.find((key) => edit[key] !== undefined && ![...needs, ...may].includes(key));
  if (idle !== undefined) return refuse(`\`${idle}\``, `means nothing with the action ${edit.action}`);
  const isToName = edit.action === "add" || edit.action === "remove" || edit.action === "reorder";
  if (isToName && edit.symbols!.length === 0) return refuse("`symbols`", "is empty");
  const long = edit.symbols?.find((symbol) => symbol.length > MOST_SYMBOL);
  if (long !== undefined) {
    return refuse(
      quotedName(long.slice(0, MOST_SYMBOL)),
      `is the beginning of ${long.length} characters, and no symbol`,
    );
  }
  for (const key of ["new_name", "copy_of", "group"] as const) {
    const length = edit[key]?.length ?? 1;
    if (length === 0 || length > MOST_NAME) {
      return refuse(`\`${key}\``, length === 0 ? "is empty" : `is longer than ${MOST_NAME} characters`);
    }
  }
  const name = edit.action === "rename" ? edit.new_name : edit.action === "create" ? edit.name : undefined;
  return name === undefined ? ok(undefined) : checkName(name);
}

/** A dot alone would be taken for a part of the address, and control characters nobody can type again. */
function checkName(name: string): Result<void> {
  if (name.trim() === "" || /^\.{1,2}$/.test(name.trim())) return refuse("`name`", "is not a name");
  return /\p{C}/u.test(name) ? refuse("`name`", "holds characters that cannot be seen") : ok(undefined);
}

/**
 * What `edit` makes of `lists`, those of the customer as they are now. `entries` are those of `edit.symbols`, `copied` those
 * of `edit.copy_of`. `null` when the list is not among them.
 */
export function changeOf(
  edit: WatchlistEdit,
  lists: readonly Watchlist[],
  entries: { entries: readonly WatchlistEntry[]; copied: readonly WatchlistEntry[] },
): Result<WatchlistChange | null> {
  const change = changeIn(edit, lists, entries);
  const size = change.ok && change.value?.undo ? JSON.stringify(change.value.undo).length : 0;
  if (size <= MOST_UNDO) return change;
  return refuse("watchlist", "what is on it is too long to be put back in one call", "Nothing was changed");
}

function changeIn(
  edit: WatchlistEdit,
  lists: readonly Watchlist[],
  { entries, copied }: { entries: readonly WatchlistEntry[]; copied: readonly WatchlistEntry[] },
): Result<WatchlistChange | null> {
  if (edit.action === "create") return create(edit, lists, merged(copied, entries));
  const found = matchName(edit.name, lists);
  if (!found.ok) return found;
  const before = found.value;
  if (before === null) return ok(null);
  if (/^\.{1,2}$/.test(before.name)) {
    return refuse("watchlist", "its name is a part of an address, so it cannot be changed here");
  }
  const isWhole = edit.action === "reorder" || edit.action === "set" || edit.action === "delete";
  if (isWhole && before.entries.length > MOST_SYMBOLS) return tooLong(before);
  switch (edit.action) {
    case "add":
      return ok(add(before, entries));
    case "remove":
      return ok(remove(before, entries));
    case "reorder":
      return reorder(before, entries);
    case "set":
      return ok(replaced(before, kept(before, entries)));
    case "rename":
      return rename(before, edit.new_name!.trim(), lists);
    case "delete":
      return ok(erase(before));
  }
}

const keyOf = ({ symbol }: WatchlistEntry): string => canonicalSymbol(symbol);

/** Those of `entries` that are among `others`, and those that are not. */
function split(entries: readonly WatchlistEntry[], others: readonly WatchlistEntry[]) {
  const keys = new Set(others.map(keyOf));
  const { there = [], strange = [] } = Object.groupBy(
    entries,
    (entry) => keys.has(keyOf(entry)) ? "there" : "strange",
  );
  return { there, strange };
}

const symbolsOf = (entries: readonly WatchlistEntry[]): string[] => entries.map(({ symbol }) => symbol);

/** The first, and what the second adds. */
const merged = (first: readonly WatchlistEntry[], second: readonly WatchlistEntry[]): WatchlistEntry[] => [
  ...first,
  ...split(second, first).strange,
];

/** `entries`, spelled as they are on the list where they are on it. */
function kept({ entries }: Watchlist, wanted: readonly WatchlistEntry[]): WatchlistEntry[] {
  const known = new Map(entries.map((entry) => [keyOf(entry), entry]));
  return wanted.map((entry) => known.get(keyOf(entry)) ?? entry);
}

function create(
  { name, group, order }: WatchlistEdit,
  lists: readonly Watchlist[],
  entries: WatchlistEntry[],
): Result<WatchlistChange> {
  const taken = lists.find((list) => isAlike(list.name, name));
  if (taken !== undefined) {
    return refuse(
      "watchlist",
      `${quotedName(taken.name)} exists already`,
      "Add to it with the action add, or choose another name",
    );
  }
  const after = { name: name.trim(), group: group ?? null, order: order ?? null, entries };
  const undo = { action: "delete", name: after.name } as const;
  return ok({ before: null, after, added: symbolsOf(entries), removed: [], needless: [], undo });
}

function add(before: Watchlist, entries: readonly WatchlistEntry[]): WatchlistChange {
  const { there, strange: fresh } = split(entries, before.entries);
  const added = symbolsOf(fresh);
  return {
    before,
    after: fresh.length === 0 ? before : { ...before, entries: [...before.entries, ...fresh] },
    added,
    removed: [],
    needless: symbolsOf(there),
    undo: fresh.length === 0 ? null : { action: "remove", name: before.name, symbols: added },
  };
}

function remove(before: Watchlist, entries: readonly WatchlistEntry[]): WatchlistChange {
  const change = replaced(before, split(before.entries, entries).strange);
  return { ...change, needless: symbolsOf(split(entries, before.entries).strange) };
}

function reorder(before: Watchlist, entries: readonly WatchlistEntry[]): Result<WatchlistChange> {
  const { strange } = split(entries, before.entries);
  if (strange.length > 0) {
    return refuse(
      "symbols",
      `${symbolsOf(strange).slice(0, 20).join(", ")} ${strange.length === 1 ? "is" : "are"} not on ${
        quotedName(before.name)
      }`,
      "Name only what is on it, or add it first. Nothing was changed",
    );
  }
  return ok(replaced(before, merged(kept(before, entries), before.entries)));
}

/** The list with other entries; what is taken back puts all of them where they were. */
function replaced(before: Watchlist, entries: WatchlistEntry[]): WatchlistChange {
  const isSame = entries.length === before.entries.length &&
    entries.every(({ symbol }, position) => symbol === before.entries[position]!.symbol);
  const removed = symbolsOf(split(before.entries, entries).strange);
  const symbols = symbolsOf(before.entries);
  const isLong = symbols.length > MOST_SYMBOLS || JSON.stringify(symbols).length > MOST_UNDO / 2;
  const undo: WatchlistEdit = isLong
    ? { action: "add", name: before.name, symbols: removed.slice(0, MOST_SYMBOLS) }
    : { action: "set", name: before.name, symbols, restore: true };
  return {
    before,
    after: isSame ? before : { ...before, entries },
    added: symbolsOf(split(entries, before.entries).strange),
    removed,
    needless: [],
    undo: isSame ? null : undo,
  };
}

function rename(before: Watchlist, name: string, lists: readonly Watchlist[]): Result<WatchlistChange> {
  const taken = lists.find((list) => list !== before && isAlike(list.name, name));
  if (taken !== undefined) {
    return refuse("watchlist", `${quotedName(taken.name)} exists already`, "Choose another name");
  }
  const isSame = name === before.name;
  return ok({
    before,
    after: isSame ? before : { ...before, name },
    added: [],
    removed: [],
    needless: [],
    undo: isSame ? null : { action: "rename", name, new_name: before.name },
  });
}

function erase(before: Watchlist): WatchlistChange {
  const { name, group, order, entries } = before;
  const symbols = symbolsOf(entries);
  const undo: WatchlistEdit = {
    action: "create",
    name,
    symbols,
    ...(group === null ? {} : { group }),
    ...(order === null ? {} : { order }),
    restore: true,
  };
  return { before, after: null, added: [], removed: symbols, needless: [], undo };
}

const tooLong = ({ name, entries }: Watchlist): Result<never> =>
  refuse(
    "watchlist",
    `${quotedName(name)} has ${entries.length} symbols, and no more than ${MOST_SYMBOLS} could be put back at once`,
    "Remove some of them first. Nothing was changed",
  );

/** Why a list that is not the customer's cannot be changed: it is the broker's, or there is none. */
export function noSuchList<T>(
  { name }: WatchlistEdit,
  lists: readonly Watchlist[],
  publicLists: readonly Watchlist[],
): Result<T> {
  const found = matchName(name, publicLists);
  if (!found.ok) return found;
  if (found.value === null) return unknownList(name, [...lists, ...publicLists].map((list) => list.name));
  const copy = { action: "create", name: `${found.value.name} (mine)`.slice(0, MOST_NAME), copy_of: found.value.name };
  return refuse(
    "watchlist",
    `${quotedName(found.value.name)} is tastytrade's own and cannot be changed`,
    `Make a copy and change that: update_watchlist with ${JSON.stringify(copy)}`,
  );
}
