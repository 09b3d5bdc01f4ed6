/** Values that may be a little old: looked for in memory, then in the cache, and only then fetched, together with others. */

import type { Source } from "../broker/broker.ts";
import { ok, type Result } from "../core/failure.ts";
import type { Cache } from "../storage/storage.ts";
import { type Call, createBatch } from "./batch.ts";

/** A value, when it was fetched and from where; `null` when the source does not know the key. */
export interface Held<V> {
  value: V | null;
  fetchedAt: number;
  source: Source;
}

export interface Shelf<K, V> {
  /** An entry for every key, by name; fails only when something had to be fetched and could not. */
  read(keys: readonly K[], call: Call): Promise<Result<Map<string, Held<V>>>>;
  /** Drops what is held of a key, because it has changed: what was asked for before is not kept when it comes. */
  forget(key: K): Promise<void>;
}

export interface ShelfOptions<K, V> {
  cache: Cache;
  now: () => number;
  /** How old an entry may be, or how old one with this value may be; what may be 0 is not kept. */
  lifetimeSeconds: number | ((value: V | null) => number);
  /** Most keys one fetch may carry. */
  limit: number;
  name: (key: K) => string;
  /** The key's place in the cache. */
  cacheKey: (name: string) => string;
  fetch: (keys: readonly K[], call: Call) => Promise<Result<V[]>>;
  /** Whose answers they are. */
  source: () => Source;
  /** Which key a fetched value belongs to. */
  nameOf: (value: V) => string;
  /** Entries kept in memory, 1,000 when not given; the oldest go first. */
  capacity?: number;
}

export function createShelf<K, V>(options: ShelfOptions<K, V>): Shelf<K, V> {
  const { cache, now, limit, name, cacheKey, fetch, source, nameOf, capacity = 1000 } = options;
  const memory = new Map<string, Held<V>>();
  /** How often something was forgotten; what was fetched under another count may be from before. */
  let epoch = 0;
  let writing: Promise<unknown> = Promise.resolve();

  const lifetimeOf = ({ value }: Held<V>): number =>
    typeof options.lifetimeSeconds === "number" ? options.lifetimeSeconds : options.lifetimeSeconds(value);

  // What a simulator or the sandbox left in the cache must not mix with the real broker's figures.
  const isUsable = (held: Held<V>): boolean =>
    now() - held.fetchedAt < lifetimeOf(held) * 1000 && held.source === source();

  function keep(key: string, held: Held<V>): void {
    memory.delete(key);
    memory.set(key, held);
    if (memory.size > capacity) memory.delete(memory.keys().next().value!);
  }

  const batch = createBatch<K, Held<V>>({
    limit,
    name,
    async load(keys, call) {
      const startedIn = epoch;
      const fetched = await fetch(keys, call);
      if (!fetched.ok) return fetched;
      const values = new Map(fetched.value.map((value) => [nameOf(value), value]));
      const fetchedAt = now();
      const held = new Map<string, Held<V>>(
        keys.map((key) => [name(key), { value: values.get(name(key)) ?? null, fetchedAt, source: source() }]),
      );
      const lasting = epoch === startedIn ? [...held].filter(([, entry]) => lifetimeOf(entry) > 0) : [];
      for (const [key, entry] of lasting) keep(key, entry);
      writing = Promise.all(lasting.map(([key, entry]) => cache.write(cacheKey(key), entry, lifetimeOf(entry))));
      call.keepAlive(writing);
      return ok(held);
    },
  });

  async function fromCache(key: string): Promise<Held<V> | null> {
    const startedIn = epoch;
    const hit = await cache.read<Held<V>>(cacheKey(key));
    // Somebody else may have fetched it meanwhile.
    const held = memory.get(key);
    if (held !== undefined && isUsable(held)) return held;
    if (hit === null || epoch !== startedIn || !isUsable(hit.value)) return null;
    keep(key, hit.value);
    return hit.value;
  }

  return {
    async read(keys, call) {
      const found = new Map<string, Held<V>>();
      const missing: K[] = [];
      for (const key of keys) {
        const held = memory.get(name(key));
        if (held !== undefined && isUsable(held)) found.set(name(key), held);
        else missing.push(key);
      }
      if (missing.length === 0) return ok(found);
      const cached = await Promise.all(missing.map((key) => fromCache(name(key))));
      const absent = missing.filter((key, position) => {
        const held = cached[position]!;
        if (held !== null) found.set(name(key), held);
        return held === null;
      });
      if (absent.length === 0) return ok(found);
      const fetched = await batch.read(absent, call);
      if (!fetched.ok) return fetched;
      for (const [key, held] of fetched.value) found.set(key, held);
      return ok(found);
    },
    async forget(key) {
      epoch++;
      memory.delete(name(key));
      await writing;
      await cache.forget(cacheKey(name(key)));
    },
  };
}
