/** `GET /instruments/search`: instruments of several kinds by the beginning of a symbol or a part of a name. */

import type { Market } from "../market/market.ts";
import type { CustomerCall, Route } from "../route.ts";
import { FUTURE_EXCHANGE } from "../future_product.ts";
import { data, invalidParameter, listParameter, offsetTimestamp, type Reply } from "../wire.ts";

/** The endpoint that searches instruments. */
export const instrumentSearchRoutes: Route[] = [
  { method: "GET", path: "/instruments/search", handle: search },
];

const USUAL_LIMIT = 25;
const MOST = 100;

/** Something that can be found. */
interface Entry {
  symbol: string;
  description: string;
  exchange: string;
  type: string;
  stopsAt: number | null;
}

function search({ market, query, at, path }: CustomerCall): Reply {
  const wanted = query.get("query")?.trim().toUpperCase() ?? "";
  if (wanted === "") return invalidParameter("query", query.has("query") ? "is empty" : "is missing");
  const limit = Number(query.get("limit") ?? USUAL_LIMIT);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST) {
    return invalidParameter("limit", "does not have a valid value");
  }
  const types = listParameter(query, "type");
  const exchange = query.get("exchange");
  const from = query.get("from-date");
  const found = entriesOf(market, at)
    .filter((entry) => types.length === 0 || types.includes(entry.type))
    .filter((entry) => exchange === null || exchange === entry.exchange)
    .filter(({ stopsAt }) => from === null || stopsAt === null || offsetTimestamp(stopsAt).slice(0, 10) >= from)
    .map((entry) => ({ entry, rank: rankOf(entry, wanted) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank);
  return data({ items: found.slice(0, limit).map(({ entry }) => write(entry)) }, path);
}

/** The symbol itself before what begins with it, and that before what has it in its name; 0 is not found. */
function rankOf({ symbol, description }: Entry, wanted: string): number {
  const bare = symbol.replace(/^\//, "");
  if ([symbol, bare].includes(wanted)) return 3;
  if (symbol.startsWith(wanted) || bare.startsWith(wanted)) return 2;
  return description.toUpperCase().includes(wanted) ? 1 : 0;
}

function entriesOf({ prices, futures, cryptocurrencies }: Market, at: number): Entry[] {
  const equities = [...prices.listings.values()]
    .map(({ symbol, name, market }) => ({
      symbol,
      description: name,
      exchange: market,
      type: "Equity",
      stopsAt: null,
    }));
  const contracts = [...futures.products.values()].flatMap((product) =>
    futures.contracts(product, at).map(({ symbol, expiresAt }) => ({
      symbol,
      description: product.name,
      exchange: FUTURE_EXCHANGE,
      type: "Future",
      stopsAt: expiresAt,
    }))
  );
  const coins = [...cryptocurrencies.coins.values()]
    .map(({ symbol, name }) => ({
      symbol,
      description: name,
      exchange: "CXTALP",
      type: "Cryptocurrency",
      stopsAt: null,
    }));
  return [...equities, ...contracts, ...coins];
}

const write = ({ symbol, description, exchange, type, stopsAt }: Entry): Record<string, unknown> => ({
  "symbol": symbol,
  "description": description,
  "exchange": exchange,
  "instrument-type": type,
  ...(stopsAt === null ? {} : { "stops-trading-at": offsetTimestamp(stopsAt) }),
});
