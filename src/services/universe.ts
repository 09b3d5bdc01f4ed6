/** Which underlyings a question is about: symbols as they were typed, or those of a watchlist. */

import type { Source } from "../broker/broker.ts";
import { type Failure, ok, type Result } from "../core/failure.ts";
import { recognizeSymbol } from "../core/symbol.ts";
import type { Context } from "./context.ts";
import type { WatchlistOwner } from "./reference.ts";
import { findWatchlist } from "./watchlists.ts";

export interface Universe {
  /** Shares, funds and indices in the broker's spelling, each once. */
  symbols: string[];
  /** Options, futures (contracts and products), and coins: not underlyings with figures of their own. */
  otherKinds: string[];
  failures: Failure[];
  watchlist: { name: string; owner: WatchlistOwner; entries: number; source: Source } | null;
}

/** Entries of a watchlist that are looked at; the broker's longest have some hundred. */
export const MOST_ENTRIES = 500;

/** The symbols, or the watchlist's; `invalid` when no watchlist is called so. */
export async function readUniverse(
  asked: { symbols: readonly string[] } | { watchlist: string },
  context: Context,
): Promise<Result<Universe>> {
  if ("symbols" in asked) return ok({ ...sort(asked.symbols), watchlist: null });
  const found = await findWatchlist(asked.watchlist, context);
  if (!found.ok) return found;
  const { watchlist: { name, entries }, owner, source } = found.value;
  const sorted = sort(entries.slice(0, MOST_ENTRIES).map(({ symbol }) => symbol));
  return ok({ ...sorted, watchlist: { name, owner, entries: entries.length, source } });
}

/** A futures product, which is no symbol but what its contracts have in common: `/ES`. */
const PRODUCT = /^\/[A-Z0-9]{1,4}$/;

function sort(texts: readonly string[]): Omit<Universe, "watchlist"> {
  const symbols = new Set<string>();
  const otherKinds = new Set<string>();
  const failures: Failure[] = [];
  for (const text of texts) {
    const recognized = recognizeSymbol(text);
    const typed = text.trim().toUpperCase();
    if (!recognized.ok && PRODUCT.test(typed)) otherKinds.add(typed);
    else if (!recognized.ok) failures.push(recognized.failure);
    else if (recognized.value.type === "equity" || recognized.value.type === "index") {
      symbols.add(recognized.value.symbol);
    } else otherKinds.add(recognized.value.symbol);
  }
  return { symbols: [...symbols], otherKinds: [...otherKinds], failures };
}
