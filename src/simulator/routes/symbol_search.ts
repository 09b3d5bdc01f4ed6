/** `GET /symbols/search/{fragment}`: what begins with a text, or has a word in its name that does. */

import type { Market } from "../market/market.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, decimal, type Reply } from "../wire.ts";

/** The endpoint of symbol search. */
export const symbolSearchRoutes: Route[] = [{ method: "GET", path: "/symbols/search/:fragment", handle: search }];

const MOST_FOUND = 50;
const NO_MATCH = 2;

interface Candidate {
  symbol: string;
  description: string;
  type: string;
  market: string;
  tick: number;
  hours: string;
  hasOptions: boolean;
}

function search({ market, parameters, at }: CustomerCall): Reply {
  const fragment = parameters.fragment!.trim().toUpperCase();
  const found = fragment === "" ? [] : candidates(market, at)
    .map((candidate) => ({ candidate, rank: rankOf(candidate, fragment) }))
    .filter(({ rank }) => rank < NO_MATCH)
    .sort((a, b) => a.rank - b.rank);
  return data({ items: found.slice(0, MOST_FOUND).map(({ candidate }) => write(candidate)) });
}

/** Symbols before names. */
function rankOf({ symbol, description }: Candidate, fragment: string): number {
  const bare = fragment.startsWith("/") ? symbol : symbol.replace(/^\//, "");
  if (bare.startsWith(fragment)) return 0;
  return ` ${description.toUpperCase()}`.includes(` ${fragment}`) ? 1 : NO_MATCH;
}

/** Everything listed but options: shares by symbol, then futures, then cryptocurrencies. */
function candidates(market: Market, at: number): Candidate[] {
  const { prices, futures, futureOptions, cryptocurrencies } = market;
  return [
    ...[...prices.listings.values()].sort((a, b) => a.symbol < b.symbol ? -1 : 1).map((listing) => ({
      symbol: listing.symbol,
      description: listing.name,
      type: listing.kind === "index" ? "Index" : "Equity",
      market: listing.market,
      tick: 0.01,
      hours: "09:30-16:00 America/New_York",
      hasOptions: true,
    })),
    ...[...futures.products.values()].flatMap((product) =>
      futures.contracts(product, at).map(({ symbol, year, month }) => ({
        symbol,
        description: `${product.name} ${MONTHS[month - 1]} ${year}`,
        type: "Future",
        market: product.streamerExchange,
        tick: product.tick,
        hours: "18:00-17:00 America/New_York",
        hasOptions: futureOptions.products.has(product.code),
      }))
    ),
    ...[...cryptocurrencies.coins.values()].map(({ symbol, name, tick }) => ({
      symbol,
      description: `${name} to US Dollar`,
      type: "Cryptocurrency",
      market: "CXTALP",
      tick,
      hours: "00:00-24:00 UTC",
      hasOptions: false,
    })),
  ];
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const write = (candidate: Candidate): Record<string, unknown> => ({
  "symbol": candidate.symbol,
  "description": candidate.description,
  "listed-market": candidate.market,
  "price-increments": decimal(candidate.tick, 9),
  "trading-hours": candidate.hours,
  "options": candidate.hasOptions,
  "instrument-type": candidate.type,
});
