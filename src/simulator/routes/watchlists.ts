/** Lists of symbols: the customer's own, the broker's, and the broker's pairs. */

import { type PublicWatchlist, publicWatchlists } from "../public_watchlists.ts";
import { PAIRS_WATCHLISTS, type PairsWatchlist } from "../pairs_watchlists.ts";
import type { CustomerCall, Route } from "../route.ts";
import type { Watchlist, WatchlistEntry } from "../watchlists.ts";
import { data, invalidParameter, missingRecord, refusal, type Reply } from "../wire.ts";

/** The watchlist endpoints. Names in paths are encoded, except for the slashes of some clients. */
export const watchlistRoutes: Route[] = [
  { method: "GET", path: "/watchlists", handle: all },
  { method: "POST", path: "/watchlists", handle: create },
  { method: "GET", path: "/watchlists/:name+", handle: one },
  { method: "PUT", path: "/watchlists/:name+", handle: replace },
  { method: "DELETE", path: "/watchlists/:name+", handle: remove },
  { method: "GET", path: "/public-watchlists", handle: allPublic },
  { method: "GET", path: "/public-watchlists/:name", handle: onePublic },
  { method: "GET", path: "/pairs-watchlists", handle: allPairs },
  { method: "GET", path: "/pairs-watchlists/:name", handle: onePairs },
];

const DEFAULT_GROUP = "default";
const DEFAULT_ORDER = 9999;

function all({ world, customer, path }: CustomerCall): Reply {
  return data({ items: world.watchlists.list(customer.externalId).map(write) }, path);
}

const find = ({ world, customer, parameters }: CustomerCall): Watchlist | null =>
  world.watchlists.find(customer.externalId, parameters.name!);

function one(call: CustomerCall): Reply {
  const watchlist = find(call);
  return watchlist === null ? missingRecord("Watchlist", call.supportId) : data(write(watchlist), call.path);
}

function create(call: CustomerCall): Reply {
  const answer = put(call);
  return answer.status === 200 ? { ...answer, status: 201 } : answer;
}

function replace(call: CustomerCall): Reply {
  const previous = find(call);
  return previous === null ? missingRecord("Watchlist", call.supportId) : put(call, previous);
}

function put({ world, customer, body, path }: CustomerCall, previous?: Watchlist): Reply {
  const watchlist = read(body);
  if ("refused" in watchlist) return invalidParameter(watchlist.refused, watchlist.reason);
  if (world.watchlists.put(customer.externalId, watchlist, previous)) return data(write(watchlist), path);
  const errors = [{ domain: "name", reason: "has already been taken" }];
  return refusal(422, "validation_error", "Request validation failed", errors);
}

function remove(call: CustomerCall): Reply {
  const watchlist = find(call);
  if (watchlist === null) return missingRecord("Watchlist", call.supportId);
  call.world.watchlists.remove(call.customer.externalId, watchlist);
  return data(write(watchlist), call.path);
}

/** The list that a body describes, or the parameter that is wrong. */
function read(body: unknown): Watchlist | { refused: string; reason: string } {
  const fields = fieldsOf(body);
  const { name } = fields;
  if (typeof name !== "string" || name.trim() === "") return { refused: "name", reason: "is missing" };
  const rows = fields["watchlist-entries"];
  if (!Array.isArray(rows)) return { refused: "watchlist-entries", reason: "is missing" };
  const entries = rows.map(readEntry);
  if (!entries.every((entry) => entry !== null)) return { refused: "watchlist-entries[symbol]", reason: "is missing" };
  const order = fields["order-index"] ?? DEFAULT_ORDER;
  if (!Number.isInteger(order)) return { refused: "order-index", reason: "is invalid" };
  const group = fields["group-name"];
  return { name, group: typeof group === "string" ? group : DEFAULT_GROUP, order: order as number, entries };
}

function readEntry(row: unknown): WatchlistEntry | null {
  const { symbol, "instrument-type": type } = fieldsOf(row);
  if (typeof symbol !== "string" || symbol === "") return null;
  return { symbol, type: typeof type === "string" ? type : null };
}

const fieldsOf = (body: unknown): Record<string, unknown> =>
  typeof body === "object" && body !== null ? body as Record<string, unknown> : {};

const write = ({ name, group, order, entries }: Watchlist): Record<string, unknown> => ({
  "name": name,
  "watchlist-entries": entries.map(writeEntry),
  "group-name": group,
  "order-index": order,
});

const writeEntry = ({ symbol, type }: WatchlistEntry): Record<string, unknown> =>
  type === null ? { symbol } : { symbol, "instrument-type": type };

function allPublic({ market, at, query, path }: CustomerCall): Reply {
  const countsOnly = query.get("counts-only") === "true";
  const items = publicWatchlists(market, at).map((watchlist) =>
    countsOnly
      ? { "name": watchlist.name, "id": watchlist.order, "watchlist-entry-count": watchlist.entries.length }
      // The real list spells this one key with an underscore, the single form does not.
      : writePublic(watchlist, ({ symbol, type }) => ({ symbol, "instrument_type": type }))
  );
  return data({ items }, path);
}

function onePublic({ market, at, parameters, path, supportId }: CustomerCall): Reply {
  const watchlist = publicWatchlists(market, at).find(({ name }) => name === parameters.name);
  return watchlist === undefined
    ? missingRecord("Public Watchlist", supportId)
    : data(writePublic(watchlist, writeEntry), path);
}

const writePublic = (
  { name, group, order, code, entries }: PublicWatchlist,
  writeEntry: (entry: WatchlistEntry) => unknown,
): Record<string, unknown> => ({
  "name": name,
  "watchlist-entries": entries.map(writeEntry),
  "group-name": group,
  "order-index": order,
  "cms-id": code,
});

function allPairs({ path }: CustomerCall): Reply {
  return data({ items: PAIRS_WATCHLISTS.map(writePairs) }, path);
}

function onePairs({ parameters, path, supportId }: CustomerCall): Reply {
  const watchlist = PAIRS_WATCHLISTS.find(({ name }) => name === parameters.name);
  return watchlist === undefined ? missingRecord("Pairs Watchlist", supportId) : data(writePairs(watchlist), path);
}

const writePairs = ({ name, order, pairs }: PairsWatchlist): Record<string, unknown> => ({
  "name": name,
  "order-index": order,
  "pairs-equations": pairs.map(({ bought, sold }) => ({
    "left-action": "Buy",
    "left-symbol": bought.symbol,
    "left-quantity": bought.quantity,
    "right-action": "Sell",
    "right-symbol": sold.symbol,
    "right-quantity": sold.quantity,
  })),
});
