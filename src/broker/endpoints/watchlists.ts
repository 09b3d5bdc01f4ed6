/** `GET /watchlists` and `/public-watchlists`: lists of symbols, the customer's own and the broker's. */

import * as z from "zod";
import type { Endpoint } from "../endpoint.ts";
import { instrumentType, items, text } from "../wire.ts";

export interface WatchlistEntry {
  symbol: string;
  /** In our spelling, such as `equity`; the list is open. */
  type: string | null;
}

/** A list is known by its name. */
export interface Watchlist {
  name: string;
  group: string | null;
  entries: WatchlistEntry[];
}

// In the list of public ones the key is written with an underscore.
const entryRow = z.object({
  symbol: z.string(),
  "instrument-type": instrumentType,
  instrument_type: instrumentType,
}).transform((wire): WatchlistEntry => ({
  symbol: wire.symbol,
  type: wire["instrument-type"] ?? wire.instrument_type,
}));

/** A list as it stands in answers and in the account stream. */
export const watchlistRow = z.object({
  name: z.string(),
  "group-name": text,
  "watchlist-entries": z.array(entryRow).nullish(),
}).transform((wire): Watchlist => ({
  name: wire.name,
  group: wire["group-name"],
  entries: wire["watchlist-entries"] ?? [],
}));

const subject = (): string => "A watchlist of that name";

/** The customer's own lists. */
export const userWatchlists: Endpoint<void, Watchlist[]> = {
  name: "watchlists",
  method: "GET",
  group: "other",
  path: () => "/watchlists",
  answer: items(watchlistRow),
};

/** One of the customer's own lists, by name. */
export const userWatchlist: Endpoint<string, Watchlist> = {
  name: "watchlist",
  method: "GET",
  group: "other",
  path: (name) => `/watchlists/${encodeURIComponent(name)}`,
  answer: watchlistRow,
  subject,
};

/** The lists the broker keeps for everybody, with their entries. */
export const publicWatchlists: Endpoint<void, Watchlist[]> = {
  name: "public watchlists",
  method: "GET",
  group: "other",
  path: () => "/public-watchlists",
  answer: items(watchlistRow),
};

/** One of the broker's lists, by name, such as `High Options Volume`. */
export const publicWatchlist: Endpoint<string, Watchlist> = {
  name: "public watchlist",
  method: "GET",
  group: "other",
  path: (name) => `/public-watchlists/${encodeURIComponent(name)}`,
  answer: watchlistRow,
  subject,
};
