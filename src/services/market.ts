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
import { createShelf, type Shelf } from "./shelf.ts";

/** What market data is fetched with and kept in. `prefix` goes before every cache key. */
export interface MarketParts {
  broker: Broker;
  live: Live;
  cache: Cache;
  now: () => number;
  prefix: string;
}

export interface Market {
  /** Snapshots by symbol, at most 30 s old. */
  quotes: Shelf<Instrument, MarketData>;
  /** Volatility, size and earnings by symbol, at most 10 minutes old. */
  metrics: Shelf<string, MarketMetrics>;
  /**
   * Further shelves, made for this customer when they are first asked for and then the same. So what few questions need
   * is not loaded with the rest: chains, candles, lists.
   */
  part<T>(make: (parts: MarketParts) => T): T;
}

/** Underlyings one metrics call asks for; the broker names no limit, a URL of this length is safe. */
const METRICS_LIMIT = 100;

/** `prefix` is empty for the single-owner modes, else `user:{id}:`. */
export function createMarket(parts: MarketParts): Market {
  const { broker, cache, now, prefix } = parts;
  const made = new Map<unknown, unknown>();
  return {
    part<T>(make: (parts: MarketParts) => T): T {
      if (!made.has(make)) made.set(make, make(parts));
      return made.get(make) as T;
    },
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
  };
}
