/** Lists of symbols by name: the customer's own first, then the broker's. */

import type { Source } from "../broker/broker.ts";
import type { Watchlist } from "../broker/endpoints/watchlists.ts";
import { fail, ok, type Result } from "../core/failure.ts";
import type { Context } from "./context.ts";
import { nearNames, plainName } from "./near_names.ts";
import { createReference, type WatchlistOwner } from "./reference.ts";

export interface FoundWatchlist {
  watchlist: Watchlist;
  owner: WatchlistOwner;
  source: Source;
}

/** Names suggested at most. */
const SUGGESTIONS = 5;

/** The list of a name, however it is capitalized; `invalid` with near names when there is none. */
export async function findWatchlist(name: string, context: Context): Promise<Result<FoundWatchlist>> {
  const names: string[] = [];
  for (const owner of ["user", "public"] as const) {
    const read = await context.market.part(createReference).watchlists.read([owner], context);
    if (!read.ok) return read;
    const held = read.value.get(owner)!;
    const lists = held.value?.lists ?? [];
    const watchlist = lists.find((list) => plainName(list.name) === plainName(name));
    if (watchlist !== undefined) return ok({ watchlist, owner, source: held.source });
    names.push(...lists.map((list) => list.name));
  }
  const near = nearNames(name, names, SUGGESTIONS);
  const shown = (near.length > 0 ? near : names.slice(0, SUGGESTIONS)).map(quoted).join(", ");
  return fail({
    kind: "invalid",
    subject: "watchlist",
    problem: `${quoted(name)} does not exist`,
    ...(shown === "" ? {} : { remedy: `${near.length > 0 ? "Near it" : "There"} are ${shown}` }),
  });
}

/** Names are somebody's own text: shown shortened, without what could pose as ours. */
const quoted = (name: string): string => `"${name.slice(0, 40).replace(/[^\p{L}\p{N} .&/+\-']/gu, "?")}"`;
