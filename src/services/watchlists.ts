/** Lists of symbols by name: the customer's own first, then the broker's. */

import type { Source } from "../broker/broker.ts";
import { userWatchlists, type Watchlist } from "../broker/endpoints/watchlists.ts";
import { fail, ok, type Result } from "../core/failure.ts";
import type { Context } from "./context.ts";
import { nearNames, plainName } from "./near_names.ts";
import { createReference, type WatchlistOwner } from "./reference.ts";

/** All lists of one owner. */
export interface OwnedLists {
  owner: WatchlistOwner;
  lists: Watchlist[];
  fetchedAt: number;
  source: Source;
}

export interface FoundWatchlist {
  watchlist: Watchlist;
  owner: WatchlistOwner;
  fetchedAt: number;
  source: Source;
}

/** How an owner's lists are read. */
export type ListReader = (owner: WatchlistOwner, context: Context) => Promise<Result<OwnedLists>>;

/** Names suggested at most. */
const SUGGESTIONS = 5;

/** From the shelf: the customer's at most a minute old, the broker's an hour. */
export const readLists: ListReader = async (owner, context) => {
  const read = await context.market.part(createReference).watchlists.read([owner], context);
  if (!read.ok) return read;
  const { value, fetchedAt, source } = read.value.get(owner)!;
  return ok({ owner, lists: value?.lists ?? [], fetchedAt, source });
};

/** The customer's as they are now, which another process of ours may have changed a moment ago; the broker's from the shelf. */
export const readFreshLists: ListReader = async (owner, context) => {
  if (owner === "public") return await readLists(owner, context);
  const read = await context.broker.call(userWatchlists, undefined, context);
  if (!read.ok) return read;
  return ok({ owner, lists: read.value, fetchedAt: context.now(), source: context.broker.source() });
};

/** The list of a name, however it is capitalized; `invalid` with near names when there is none, or several. */
export async function findWatchlist(
  name: string,
  context: Context,
  read: ListReader = readLists,
): Promise<Result<FoundWatchlist>> {
  const names: string[] = [];
  for (const owner of ["user", "public"] as const) {
    const owned = await read(owner, context);
    if (!owned.ok) return owned;
    const { lists, fetchedAt, source } = owned.value;
    const found = matchName(name, lists);
    if (!found.ok) return found;
    if (found.value !== null) return ok({ watchlist: found.value, owner, fetchedAt, source });
    names.push(...lists.map((list) => list.name));
  }
  return unknownList(name, names);
}

/** The list that is called so to the letter, else however it is capitalized; `null` for none, `invalid` for several. */
export function matchName(name: string, lists: readonly Watchlist[]): Result<Watchlist | null> {
  const exact = lists.find((list) => list.name === name);
  if (exact !== undefined) return ok(exact);
  const alike = lists.filter((list) => isAlike(list.name, name));
  if (alike.length <= 1) return ok(alike[0] ?? null);
  return fail({
    kind: "invalid",
    subject: "watchlist",
    problem: `several are called like ${quotedName(name)}`,
    remedy: `Write one of them to the letter: ${
      alike.slice(0, SUGGESTIONS).map((list) => quotedName(list.name)).join(", ")
    }`,
  });
}

/** Whether two names are the same but for capitals and marks; those of marks alone, to the letter. */
export const isAlike = (one: string, other: string): boolean =>
  one.trim() === other.trim() || (plainName(one) !== "" && plainName(one) === plainName(other));

/** That there is no list of this name, with those of `names` that look like it. */
export function unknownList<T>(name: string, names: readonly string[]): Result<T> {
  const near = nearNames(name, names, SUGGESTIONS);
  const shown = (near.length > 0 ? near : names.slice(0, SUGGESTIONS)).map(quotedName).join(", ");
  return fail({
    kind: "invalid",
    subject: "watchlist",
    problem: `${quotedName(name)} does not exist`,
    ...(shown === "" ? {} : { remedy: `${near.length > 0 ? "Near it" : "There"} are ${shown}` }),
  });
}

/** Names are somebody's own text: in a sentence they are shortened, without what could pose as ours. */
export const quotedName = (name: string): string => `"${name.slice(0, 40).replace(/[^\p{L}\p{N} .&/+\-']/gu, "?")}"`;
