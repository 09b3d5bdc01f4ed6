/** `/watchlists` and `/public-watchlists`: lists of symbols, the customer's own, which may be changed, and the broker's. */

import * as z from "zod";
import type { Endpoint } from "../endpoint.ts";
import { decimal, instrumentType, items, text } from "../wire.ts";

export interface WatchlistEntry {
  symbol: string;
  /** In our spelling, such as `equity`; the list is open. */
  type: string | null;
}

/** A list is known by its name. */
export interface Watchlist {
  name: string;
  group: string | null;
  /** Its place among the lists, the smallest first. */
  order: number | null;
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
  "order-index": decimal,
  "watchlist-entries": z.array(entryRow).nullish(),
}).transform((wire): Watchlist => ({
  name: wire.name,
  group: wire["group-name"],
  order: wire["order-index"],
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

/** Makes a list; a name that is taken is refused. */
export const createWatchlist: Endpoint<Watchlist, Watchlist> = {
  name: "creating a watchlist",
  method: "POST",
  group: "other",
  path: () => "/watchlists",
  body: writeWatchlist,
  answer: watchlistRow,
};

/** Puts `watchlist` where the list called `name` was: all it says, its name included. The last one to write wins. */
export const replaceWatchlist: Endpoint<{ name: string; watchlist: Watchlist }, Watchlist> = {
  name: "changing a watchlist",
  method: "PUT",
  group: "other",
  path: ({ name }) => `/watchlists/${encodeURIComponent(name)}`,
  body: ({ watchlist }) => writeWatchlist(watchlist),
  answer: watchlistRow,
  subject,
};

/** What the broker answers has had several shapes, and is not read. */
export const deleteWatchlist: Endpoint<string, void> = {
  name: "deleting a watchlist",
  method: "DELETE",
  group: "other",
  path: (name) => `/watchlists/${encodeURIComponent(name)}`,
  answer: z.unknown().transform(() => undefined),
  subject,
};

function writeWatchlist({ name, group, order, entries }: Watchlist): unknown {
  return {
    "name": name,
    "watchlist-entries": entries.map(({ symbol, type }) => ({
      symbol,
      ...(type === null ? {} : { "instrument-type": asWire(type) }),
    })),
    ...(group === null ? {} : { "group-name": group }),
    ...(order === null ? {} : { "order-index": order }),
  };
}

/** `equity_option` as the broker writes it, `Equity Option`. */
const asWire = (type: string): string =>
  type.split("_").map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ");

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
