/** Which options are listed at an instant. */

import { type Day, newYorkDay } from "../../core/calendar.ts";
import { formatOptionSymbol, type OptionParts, parseOptionSymbol } from "../../core/symbol.ts";
import { type Expiration, expirationsAt, underlyingOf } from "./expirations.ts";
import type { Listing } from "./listings.ts";
import type { Prices } from "./prices.ts";
import { strikesOn } from "./strikes.ts";

/** An option that is listed. */
export interface ListedOption extends OptionParts {
  symbol: string;
  listing: Listing;
  term: Expiration;
}

/** The chains of a market; those of a day are remembered. */
export interface Chains {
  /** Soonest first; what expires today is still there until the day ends in New York. */
  expirations(listing: Listing, at: number): readonly Expiration[];
  /** The strikes of an expiration, ascending. */
  strikes(listing: Listing, expiration: Expiration, at: number): readonly number[];
  /** The option behind an OCC symbol; `null` unless it is listed at the instant and spelled to the letter. */
  find(symbol: string, at: number): ListedOption | null;
}

/** The chains over a market's prices. */
export function createChains(prices: Prices): Chains {
  const expirationLists = new Map<string, { day: Day; list: Expiration[] }>();
  const strikeLists = new Map<string, { index: number; list: number[] }>();

  function expirations(listing: Listing, at: number): readonly Expiration[] {
    const day = newYorkDay(at);
    let known = expirationLists.get(listing.symbol);
    if (known?.day !== day) {
      known = { day, list: expirationsAt(listing, at) };
      expirationLists.set(listing.symbol, known);
    }
    return known.list;
  }

  function strikes(listing: Listing, expiration: Expiration, at: number): readonly number[] {
    const index = prices.timeline.indexOf(newYorkDay(at));
    const key = `${expiration.root} ${expiration.day}`;
    let known = strikeLists.get(key);
    if (known?.index !== index) {
      known = { index, list: strikesOn(prices, listing, expiration, index) };
      strikeLists.set(key, known);
    }
    return known.list;
  }

  return {
    expirations,
    strikes,
    find(symbol, at) {
      const parts = parseOptionSymbol(symbol);
      if (parts === null || formatOptionSymbol(parts) !== symbol) return null;
      const listing = prices.listings.get(underlyingOf(parts.root));
      const term = listing && expirations(listing, at)
        .find(({ root, day }) => root === parts.root && day === parts.expiration);
      if (listing === undefined || term === undefined) return null;
      return strikes(listing, term, at).includes(parts.strike) ? { ...parts, symbol, listing, term } : null;
    },
  };
}
