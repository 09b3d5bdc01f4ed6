/** Shares, funds and indices as instruments: `GET /instruments/equities` and one of them. */

import { isHardToBorrow, type Listing } from "../market/listings.ts";
import { hashText } from "../market/noise.ts";
import { tickRuleOf } from "../market/option_quotes.ts";
import { paged } from "../pagination.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, listParameter, missingRecord, type Reply, tickSizes } from "../wire.ts";

/** The endpoints of equities. */
export const equityRoutes: Route[] = [
  { method: "GET", path: "/instruments/equities", handle: equities },
  { method: "GET", path: "/instruments/equities/active", handle: activeEquities },
  { method: "GET", path: "/instruments/equities/:symbol+", handle: equity },
];

/** The most characters of a short description. */
const SHORT = 15;
/** Shares below a dollar move by hundredths of a cent. */
const SHARE_TICKS = { below: 1, small: 0.0001, large: 0.01 };

function equities(call: CustomerCall): Reply {
  const { market, query } = call;
  const symbols = listParameter(query, "symbol");
  const { listings } = market.prices;
  const asked = symbols.length === 0
    ? [...listings.values()]
    : [...new Set(symbols)].flatMap((symbol) => listings.get(symbol) ?? []);
  const wanted = asked.filter((listing) =>
    agrees(query.get("is-index"), listing.kind === "index") &&
    agrees(query.get("is-etf"), listing.kind === "fund") &&
    lendabilityAgrees(query, listing)
  );
  return paged(call, wanted, writeEquity);
}

function activeEquities(call: CustomerCall): Reply {
  const listed = [...call.market.prices.listings.values()]
    .filter((listing) => isActive(listing) && lendabilityAgrees(call.query, listing));
  return paged(call, listed, writeEquity, { usual: 1000, most: 5000 });
}

function equity({ market, parameters, path, supportId }: CustomerCall): Reply {
  const listing = market.prices.listings.get(parameters.symbol!);
  return listing === undefined ? missingRecord("Equity", supportId) : data(writeEquity(listing), path);
}

const agrees = (asked: string | null, is: boolean): boolean => asked === null || (asked === "true") === is;

const lendabilityAgrees = (query: URLSearchParams, listing: Listing): boolean =>
  [null, lendability(listing)].includes(query.get("lendability"));

/** Whether shares can be sold short without asking first. */
export const lendability = (listing: Listing): string =>
  listing.kind === "index" || isHardToBorrow(listing) ? "Locate Required" : "Easy To Borrow";

/** Nobody can trade an index itself. */
const isActive = ({ kind }: Listing): boolean => kind !== "index";

function writeEquity(listing: Listing): Record<string, unknown> {
  const { symbol, name, kind, market, liquidity } = listing;
  const hash = hashText(symbol);
  return {
    "id": 1 + hash % 100_000,
    "symbol": symbol,
    "instrument-type": "Equity",
    "cusip": `SIM${String(hash % 1_000_000).padStart(6, "0")}`,
    "description": name,
    "short-description": name.toUpperCase().slice(0, SHORT).trim(),
    "listed-market": market,
    "lendability": lendability(listing),
    "borrow-rate": isHardToBorrow(listing) ? "14.5" : "0.0",
    "market-time-instrument-collection": kind === "index" ? "Equity Index" : "Equity",
    "is-index": kind === "index",
    "is-etf": kind === "fund",
    "is-closing-only": false,
    "is-options-closing-only": false,
    "active": isActive(listing),
    "is-fractional-quantity-eligible": isActive(listing),
    "is-illiquid": liquidity <= 1,
    "is-fraud-risk": false,
    "bypass-manual-review": false,
    "overnight-trading-permitted": isActive(listing) && liquidity >= 5,
    "streamer-symbol": symbol,
    ...(isActive(listing) ? { "tick-sizes": tickSizes(SHARE_TICKS) } : {}),
    "option-tick-sizes": tickSizes(tickRuleOf(listing)),
  };
}
