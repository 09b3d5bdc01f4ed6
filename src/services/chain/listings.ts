/** The listed options of each underlying, at most five minutes old: one call to the broker, one cached value. */

import type { Broker } from "../../broker/broker.ts";
import { futureOptionChain } from "../../broker/endpoints/future_option_chains.ts";
import { compactOptionChain } from "../../broker/endpoints/option_chains.ts";
import { all, ok, type Result } from "../../core/failure.ts";
import type { Cache } from "../../storage/storage.ts";
import type { Call } from "../batch.ts";
import { createShelf, type Shelf } from "../shelf.ts";
import { futureListingOf } from "./future_listing.ts";
import { listingOf } from "./listing.ts";
import type { Listing } from "./series.ts";
import type { Subject } from "./subject.ts";

const LIFETIME_SECONDS = 300;
/** Chains asked for at the same time. */
const AT_ONCE = 2;
/** Listings in memory: a large one has some hundred thousand bytes. */
const CAPACITY = 24;

/** By the subject's symbol; `null` where the broker has no chain. `prefix` goes before every cache key. */
export function createListings(
  { broker, cache, now, prefix }: { broker: Broker; cache: Cache; now: () => number; prefix: string },
): Shelf<Subject, Listing> {
  return createShelf({
    cache,
    now,
    source: broker.source,
    lifetimeSeconds: LIFETIME_SECONDS,
    limit: AT_ONCE,
    capacity: CAPACITY,
    name: ({ symbol }) => symbol,
    cacheKey: (symbol) => `${prefix}chain:${symbol}`,
    nameOf: ({ symbol }) => symbol,
    async fetch(subjects, call) {
      const read = all(await Promise.all(subjects.map((subject) => fetchListing(broker, subject, call))));
      return read.ok ? ok(read.value.filter((listing) => listing !== null)) : read;
    },
  });
}

async function fetchListing(
  broker: Broker,
  { underlying, product, symbol }: Subject,
  call: Call,
): Promise<Result<Listing | null>> {
  const read: Result<Listing> = underlying === null
    ? mapped(await broker.call(futureOptionChain, product!, call), (chains) => futureListingOf(symbol, chains))
    : mapped(await broker.call(compactOptionChain, symbol, call), (chains) => listingOf(underlying, chains));
  return !read.ok && read.failure.kind === "not_found" ? ok(null) : read;
}

const mapped = <T, V>(result: Result<T>, map: (value: T) => V): Result<V> => result.ok ? ok(map(result.value)) : result;
