/** What changes by the day rather than by the second: names, kinds of instrument, lists of symbols, the exchanges' hours. */

import type { Broker } from "../broker/broker.ts";
import { equities, type Equity } from "../broker/endpoints/equities.ts";
import { futureOption } from "../broker/endpoints/future_options.ts";
import { future } from "../broker/endpoints/futures.ts";
import { type CurrentSession, currentSession, equityHolidays } from "../broker/endpoints/market_time.ts";
import { type FoundSymbol, symbolSearch } from "../broker/endpoints/symbol_search.ts";
import { publicWatchlists, userWatchlists, type Watchlist } from "../broker/endpoints/watchlists.ts";
import type { Day } from "../core/calendar.ts";
import { all, ok, type Result } from "../core/failure.ts";
import type { Instrument } from "../core/symbol.ts";
import type { Cache } from "../storage/storage.ts";
import type { Call } from "./batch.ts";
import { createShelf, type Shelf } from "./shelf.ts";

/** Whose lists. */
export type WatchlistOwner = "user" | "public";

/** What was found for one text. */
export interface Search {
  query: string;
  found: FoundSymbol[];
}

export interface Watchlists {
  owner: WatchlistOwner;
  lists: Watchlist[];
}

/** What the broker says about its hours now, and about the year's holidays. */
export type MarketTime =
  | { about: "session"; session: CurrentSession | null }
  | { about: "holidays"; holidays: Day[]; halfDays: Day[] };

export interface Reference {
  /** By the text in lower case; a day. */
  search: Shelf<string, Search>;
  /** Shares, funds and indices by symbol; a day. */
  equities: Shelf<string, Equity>;
  /** Of futures and options on them; `null` where the stream has none; a day. */
  streamerSymbols: Shelf<Instrument, { symbol: string; streamerSymbol: string | null }>;
  /** All lists with their entries: the customer's for a minute, the broker's for an hour. */
  watchlists: Shelf<WatchlistOwner, Watchlists>;
  /** A minute, and a day. */
  marketTime: Shelf<MarketTime["about"], MarketTime>;
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
/** Symbols one call asks for. */
const EQUITIES_LIMIT = 100;
/** Questions that go out at the same time where each is a call of its own. */
const AT_ONCE = 4;

/** `prefix` goes before every cache key. */
export function createReference(
  { broker, cache, now, prefix }: { broker: Broker; cache: Cache; now: () => number; prefix: string },
): Reference {
  const parts = { cache, now, source: broker.source };
  /** One call for each key. */
  const each =
    <K, T, V>(ask: (key: K, call: Call) => Promise<Result<T>>, shape: (key: K, answer: T) => V) =>
    async (keys: readonly K[], call: Call): Promise<Result<V[]>> => {
      const answers = all(await Promise.all(keys.map((key) => ask(key, call))));
      return answers.ok ? ok(answers.value.map((answer, position) => shape(keys[position]!, answer))) : answers;
    };

  return {
    search: createShelf({
      ...parts,
      lifetimeSeconds: DAY,
      limit: AT_ONCE,
      name: (query) => query,
      cacheKey: (query) => `${prefix}search:${query}`,
      fetch: each(findSymbols(broker), (query, found) => ({ query, found })),
      nameOf: ({ query }) => query,
    }),
    equities: createShelf({
      ...parts,
      lifetimeSeconds: DAY,
      limit: EQUITIES_LIMIT,
      name: (symbol) => symbol,
      cacheKey: (symbol) => `${prefix}equity:${symbol}`,
      fetch: (symbols, call) => broker.call(equities, symbols, call),
      nameOf: ({ symbol }) => symbol,
    }),
    streamerSymbols: createShelf({
      ...parts,
      lifetimeSeconds: DAY,
      limit: AT_ONCE,
      name: ({ symbol }) => symbol,
      cacheKey: (symbol) => `${prefix}streamer:${symbol}`,
      fetch: each(
        ({ type, symbol }: Instrument, call): Promise<Result<{ streamerSymbol: string | null }>> =>
          type === "future" ? broker.call(future, symbol, call) : broker.call(futureOption, symbol, call),
        ({ symbol }, { streamerSymbol }) => ({ symbol, streamerSymbol }),
      ),
      nameOf: ({ symbol }) => symbol,
    }),
    watchlists: createShelf({
      ...parts,
      lifetimeSeconds: (value) => value?.owner === "public" ? HOUR : MINUTE,
      limit: 1,
      name: (owner) => owner,
      cacheKey: (owner) => `${prefix}watchlists:${owner}`,
      fetch: each(
        (owner: WatchlistOwner, call) =>
          broker.call(owner === "user" ? userWatchlists : publicWatchlists, undefined, call),
        (owner, lists) => ({ owner, lists }),
      ),
      nameOf: ({ owner }) => owner,
    }),
    marketTime: createShelf({
      ...parts,
      lifetimeSeconds: (value) => value?.about === "holidays" ? DAY : MINUTE,
      limit: 1,
      name: (about) => about,
      cacheKey: (about) => `${prefix}market_time:${about}`,
      fetch: each(readMarketTime(broker), (_about, answer) => answer),
      nameOf: ({ about }) => about,
    }),
  };
}

const findSymbols = (broker: Broker) => async (query: string, call: Call): Promise<Result<FoundSymbol[]>> => {
  const found = await broker.call(symbolSearch, query, call);
  // The broker may also say with 404 that nothing is called so.
  return !found.ok && found.failure.kind === "not_found" ? ok([]) : found;
};

const readMarketTime =
  (broker: Broker) => async (about: MarketTime["about"], call: Call): Promise<Result<MarketTime>> => {
    if (about === "holidays") {
      const read = await broker.call(equityHolidays, undefined, call);
      return read.ok ? ok({ about, ...read.value }) : read;
    }
    const read = await broker.call(currentSession, ["Equity"], call);
    if (!read.ok) return read;
    return ok({ about, session: read.value.find(({ collection }) => collection === "Equity") ?? null });
  };
