/** Storage on Deno KV: in memory, in a file, on Deno Deploy. The layout of the keys is in docs/storage.md. */

import { type BlobStore, createBlobs } from "./blobs.ts";
import { createCache, type TextStore } from "./cache.ts";
import {
  type IndexEntry,
  isLive,
  type PreparedQuery,
  type PreparedWrite,
  type RecordStore,
  type Row,
} from "./records.ts";
import { createRecords } from "./records.ts";
import type { BlobDescription, Storage, StorageOptions } from "./storage.ts";
import { createUlid, secureRandom } from "./ulid.ts";

/** Deno KV refuses to read more at once. */
const KEYS_PER_READ = 10;
/** A value has at most 64 KiB, its frame included; ten parts stay within one operation's 800 KiB. */
const PART_BYTES = 60_000;
/** The platform sweeps what has expired this much later, because its clock is not ours. */
const SWEEP_DELAY = 60_000;
/** Parts that nobody refers to are kept this long, in case their writer is still at work. */
const PATIENCE = 24 * 60 * 60_000;

/** Records, cache and blobs in one Deno KV database. */
export function createDenoKvStorage(
  kv: Deno.Kv,
  { now, random = secureRandom, onError = () => {} }: StorageOptions,
): Storage {
  const mint = createUlid(now, random);
  return {
    records: createRecords(recordStore(kv), now, mint),
    cache: createCache(textStore(kv, mint), now, onError),
    blobs: createBlobs(blobStore(kv, now, mint)),
  };
}

type Bytes = Uint8Array<ArrayBuffer>;

/** The body is kept as UTF-8, because a JavaScript string may take two bytes a character. */
interface RecordValue {
  body: Bytes;
  version: string;
  expiresAt: number | null;
  /** The index keys written with it, for whoever replaces it. */
  indexed: IndexEntry[];
}

const recordKey = (name: string, id: string): Deno.KvKey => ["records", name, id];
const indexKey = (name: string, entry: IndexEntry, id: string): Deno.KvKey => ["index", name, ...entry, id];

function recordStore(kv: Deno.Kv): RecordStore {
  return {
    async read(name, id) {
      const { value } = await kv.get<RecordValue>(recordKey(name, id));
      return value && toRow(id, value);
    },

    async list(query) {
      const { name, where, limit, now } = query;
      const rows: Row[] = [];
      const entries = where === null
        ? kv.list<RecordValue>(selector(["records", name], query), walk(query))
        : findByIndex(kv, query, where);
      for await (const { key, value } of entries) {
        // Between reading the index and reading the record, the record may have left the index.
        if (value === null || !isLive(value.expiresAt, now)) continue;
        if (where !== null && !holds(value.indexed, where)) continue;
        rows.push(toRow(String(key.at(-1)), value));
        if (rows.length === limit) break;
      }
      return rows;
    },

    async commit(writes, now) {
      // Every further turn means that another commit got in between, and mostly that one of ours has lost.
      for (;;) {
        const entries = await kv.getMany<RecordValue[]>(writes.map(({ name, id }) => recordKey(name, id)));
        const loser = writes.findIndex(({ expected }, position) =>
          expected !== liveVersion(entries[position]!.value, now)
        );
        if (loser >= 0) return loser;
        const operation = kv.atomic().check(...entries);
        writes.forEach((write, position) => apply(operation, write, entries[position]!.value, now));
        if (await passes(operation)) return null;
      }
    },

    // Every key with a deadline carries it, so the platform sweeps.
    sweep: () => Promise.resolve(0),
  };
}

/** How often a locked file is tried again, a millisecond apart: many times what any commit takes. */
const LOCKED_TURNS = 1000;

/** Commits; `false` when a check failed. In a file that two processes have open, SQLite may say so by "locked". */
async function passes(operation: Deno.AtomicOperation): Promise<boolean> {
  for (let turn = 1;; turn++) {
    try {
      return (await operation.commit()).ok;
    } catch (error) {
      if (!(error instanceof TypeError && /database is locked/.test(error.message)) || turn === LOCKED_TURNS) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}

const decoder = new TextDecoder();

const toRow = (id: string, { body, version, expiresAt }: RecordValue): Row => ({
  id,
  body: decoder.decode(body),
  version,
  expiresAt,
});

const liveVersion = (value: RecordValue | null, now: number): string | null =>
  value !== null && isLive(value.expiresAt, now) ? value.version : null;

const holds = (indexed: readonly IndexEntry[], [field, value]: IndexEntry): boolean =>
  indexed.some((entry) => entry[0] === field && entry[1] === value);

/** Adds a write to the operation, together with the index keys it makes and unmakes. */
function apply(operation: Deno.AtomicOperation, write: PreparedWrite, before: RecordValue | null, now: number): void {
  const { kind, name, id, record } = write;
  if (kind === "check") return;
  for (const entry of before?.indexed ?? []) {
    if (record === null || !holds(record.indexed, entry)) operation.delete(indexKey(name, entry, id));
  }
  if (record === null) {
    operation.delete(recordKey(name, id));
    return;
  }
  const { bytes: body, version, expiresAt, indexed } = record;
  const lifetime = expiresAt === null ? {} : { expireIn: Math.max(expiresAt - now, 0) + SWEEP_DELAY };
  operation.set(recordKey(name, id), { body, version, expiresAt, indexed } satisfies RecordValue, lifetime);
  for (const entry of indexed) operation.set(indexKey(name, entry, id), true, lifetime);
}

const walk = ({ limit, newestFirst }: PreparedQuery) => ({ reverse: newestFirst, batchSize: limit });

/** Keys under `prefix` strictly past the cursor, whichever way the listing goes. */
function selector(prefix: Deno.KvKey, { after, newestFirst }: PreparedQuery): Deno.KvListSelector {
  if (after === null) return { prefix };
  return newestFirst ? { prefix, end: [...prefix, after] } : { prefix, start: [...prefix, `${after}\0`] };
}

async function* findByIndex(kv: Deno.Kv, query: PreparedQuery, where: IndexEntry) {
  const keys: Deno.KvKey[] = [];
  for await (const { key } of kv.list(selector(["index", query.name, ...where], query), walk(query))) {
    keys.push(recordKey(query.name, String(key.at(-1))));
    if (keys.length === query.limit) yield* await readAll<RecordValue>(kv, keys.splice(0));
  }
  yield* await readAll<RecordValue>(kv, keys);
}

async function readAll<T>(kv: Deno.Kv, keys: readonly Deno.KvKey[]): Promise<Deno.KvEntryMaybe<T>[]> {
  const reads: Promise<Deno.KvEntryMaybe<T>[]>[] = [];
  for (let first = 0; first < keys.length; first += KEYS_PER_READ) {
    reads.push(kv.getMany<T[]>(keys.slice(first, first + KEYS_PER_READ)));
  }
  return (await Promise.all(reads)).flat();
}

/** A cached text: its UTF-8, or where its parts are. */
type CacheValue = Bytes | { generation: string; size: number };

const encoder = new TextEncoder();

function textStore(kv: Deno.Kv, mint: () => string): TextStore {
  return {
    async get(key) {
      const { value } = await kv.get<CacheValue>(["cache", key], { consistency: "eventual" });
      if (value === null) return null;
      const bytes = value instanceof Uint8Array
        ? value
        : await readParts(kv, ["cache_parts", value.generation], 0, value.size);
      return bytes && decoder.decode(bytes);
    },

    async set(key, text, ttlSeconds) {
      const bytes = encoder.encode(text);
      const expireIn = Math.ceil(ttlSeconds * 1000) + SWEEP_DELAY;
      if (bytes.length <= PART_BYTES) {
        await kv.set(["cache", key], bytes, { expireIn });
        return;
      }
      const generation = mint();
      await writeParts(kv, ["cache_parts", generation], bytes, { expireIn });
      await kv.set(["cache", key], { generation, size: bytes.length } satisfies CacheValue, { expireIn });
    },

    // Parts are left to expire: a reader may be at them.
    delete: async (key) => await kv.delete(["cache", key]),

    async keys(prefix) {
      // Keys are ordered as bytes: the next prefix is where this one's keys end.
      const range = { start: ["cache", prefix], end: ["cache", `${prefix}\u{10ffff}`] };
      const entries = await Array.fromAsync(kv.list(range, { limit: 500 }));
      return entries.map(({ key }) => String(key[1]));
    },
  };
}

/** The head of a blob. Its bytes are in parts under `generation`, which is used once. */
type Head = BlobDescription & { generation: string };

const describe = ({ generation: _, ...description }: Head): BlobDescription => description;

/** A generation without a head, from `since` on: being written, or replaced and not yet deleted. */
interface Orphan {
  size: number;
  since: number;
}

function blobStore(kv: Deno.Kv, now: () => number, mint: () => string): BlobStore {
  const readHead = async (path: string) => await kv.get<Head>(["blobs", path]);

  /** Puts `next` in the place of whatever is there, and deletes the bytes of what was. */
  async function replaceHead(path: string, next: Head | null): Promise<void> {
    for (;;) {
      const before = await readHead(path);
      const operation = kv.atomic().check(before);
      if (next === null) operation.delete(["blobs", path]);
      else operation.set(["blobs", path], next).delete(["blob_orphans", next.generation]);
      const old = before.value;
      if (old !== null) {
        operation.set(["blob_orphans", old.generation], { size: old.size, since: now() } satisfies Orphan);
      }
      if (!(await passes(operation))) continue;
      if (old !== null) await discard(old.generation, old.size);
      return;
    }
  }

  async function discard(generation: string, size: number): Promise<void> {
    const operation = kv.atomic().delete(["blob_orphans", generation]);
    for (let part = 0; part * PART_BYTES < size; part++) operation.delete(["blob_parts", generation, part]);
    await operation.commit();
  }

  /** What a process that died in the middle of a write or a deletion left behind. */
  async function discardOrphans(): Promise<void> {
    for await (const { key, value } of kv.list<Orphan>({ prefix: ["blob_orphans"] }, { limit: KEYS_PER_READ })) {
      if (value.since + PATIENCE <= now()) await discard(String(key.at(-1)), value.size);
    }
  }

  return {
    async write(path, bytes, { contentType }) {
      const generation = mint();
      const size = bytes.length;
      await kv.set(["blob_orphans", generation], { size, since: now() } satisfies Orphan);
      await writeParts(kv, ["blob_parts", generation], bytes);
      await replaceHead(path, { path, size, contentType, updatedAt: now(), generation });
      await discardOrphans();
    },

    async read(path, range) {
      for (let missing: string | null = null;;) {
        const { value } = await readHead(path);
        if (value === null) return null;
        const { generation, size } = value;
        if (generation === missing) throw new Error(`Blob ${path}: parts of it are missing.`);
        const start = Math.min(range?.offset ?? 0, size);
        const end = range === undefined ? size : Math.min(range.offset + range.length, size);
        const bytes = await readParts(kv, ["blob_parts", generation], start, end);
        if (bytes !== null) return { ...describe(value), bytes };
        // Replaced while we read: the head names other parts by now.
        missing = generation;
      }
    },

    async describe(path) {
      const { value } = await readHead(path);
      return value && describe(value);
    },

    async list(prefix, after, limit) {
      const start = after !== null && after >= prefix ? `${after}\0` : prefix;
      const end = `${prefix}\x7f`;
      if (start >= end) return { items: [], next: null };
      const selector = { start: ["blobs", start], end: ["blobs", end] };
      const heads = await Array.fromAsync(kv.list<Head>(selector, { limit: limit + 1 }));
      const items = heads.slice(0, limit).map(({ value }) => describe(value));
      return { items, next: heads.length > limit ? items.at(-1)!.path : null };
    },

    delete: async (path) => await replaceHead(path, null),
  };
}

async function writeParts(
  kv: Deno.Kv,
  prefix: Deno.KvKey,
  bytes: Uint8Array,
  lifetime: { expireIn?: number } = {},
): Promise<void> {
  for (let start = 0; start < bytes.length; start += KEYS_PER_READ * PART_BYTES) {
    const operation = kv.atomic();
    const end = Math.min(start + KEYS_PER_READ * PART_BYTES, bytes.length);
    for (let at = start; at < end; at += PART_BYTES) {
      operation.set([...prefix, at / PART_BYTES], bytes.subarray(at, at + PART_BYTES), lifetime);
    }
    await operation.commit();
  }
}

/** Bytes `start` to `end - 1`, or `null` when a part is missing. */
async function readParts(kv: Deno.Kv, prefix: Deno.KvKey, start: number, end: number): Promise<Bytes | null> {
  const keys: Deno.KvKey[] = [];
  for (let part = Math.floor(start / PART_BYTES); part * PART_BYTES < end; part++) keys.push([...prefix, part]);
  const bytes = new Uint8Array(end - start);
  for (const { key, value } of await readAll<Uint8Array>(kv, keys)) {
    if (value === null) return null;
    const at = Number(key.at(-1)) * PART_BYTES;
    bytes.set(value.subarray(Math.max(start - at, 0), end - at), Math.max(at - start, 0));
  }
  return bytes;
}
