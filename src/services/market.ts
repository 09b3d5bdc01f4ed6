/**
 * Market data for one customer, from as few calls to the broker as possible.
 *
 * The broker licenses data per customer: one `Market` serves one customer and caches under that customer's prefix.
 */

import type { Broker } from "../broker/broker.ts";
import type { Live } from "../broker/dxlink/live.ts";
import { MARKET_DATA_LIMIT, type MarketData, marketDataByType } from "../broker/endpoints/market_data.ts";
import { type MarketMetrics, marketMetrics } from "../broker/endpoints/market_metrics.ts";
import type { Instrument } from "../core/symbol.ts";
import type { Cache } from "../storage/storage.ts";
import { type CandleShelves, createCandleShelves } from "./candles.ts";
import { createReference, type Reference } from "./reference.ts";
import { type ChainFigures, createChainFigures } from "./chain/chain_figures.ts";
import { createListings } from "./chain/listings.ts";
import type { Listing } from "./chain/series.ts";
import type { Subject } from "./chain/subject.ts";
import { createShelf, type Shelf } from "./shelf.ts";

export interface Market extends Reference, CandleShelves {
  /** Snapshots by symbol, at most 30 s old. */
  quotes: Shelf<Instrument, MarketData>;
  /** Volatility, size and earnings by symbol, at most 10 minutes old. */
  metrics: Shelf<string, MarketMetrics>;
  /** Which options are listed, by underlying, at most 5 minutes old. */
  listings: Shelf<Subject, Listing>;
  /** What options cost and how they react, at most 30 s old. */
  chainFigures: ChainFigures;
}

/** Underlyings one metrics call asks for; the broker names no limit, a URL of this length is safe. */
const METRICS_LIMIT = 100;

/** `prefix` goes before every cache key: empty for the single-owner modes, else `user:{id}:`. */
export function createMarket(
  { broker, live, cache, now, prefix }: {
    broker: Broker;
    live: Live;
    cache: Cache;
    now: () => number;
    prefix: string;
  },
): Market {
  return {
    ...createReference({ broker, cache, now, prefix }),
    ...createCandleShelves({ broker, live, cache, now, prefix }),
    quotes: createShelf({
      cache,
      now,
      lifetimeSeconds: 30,
      limit: MARKET_DATA_LIMIT,
      name: (instrument) => instrument.symbol,
      cacheKey: (symbol) => `${prefix}quote:${symbol}`,
      fetch: (instruments, call) => broker.call(marketDataByType, instruments, call),
      source: broker.source,
      nameOf: (row) => row.symbol,
    }),
    metrics: createShelf({
      cache,
      now,
      lifetimeSeconds: 600,
      limit: METRICS_LIMIT,
      name: (symbol) => symbol,
      cacheKey: (symbol) => `${prefix}metrics:${symbol}`,
      fetch: (symbols, call) => broker.call(marketMetrics, symbols, call),
      source: broker.source,
      nameOf: (row) => row.symbol,
    }),
    listings: createListings({ broker, cache, now, prefix }),
    chainFigures: createChainFigures({ cache, now, prefix, source: broker.source }),
  };
}
