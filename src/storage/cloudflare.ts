/** Storage on Cloudflare: records in D1, the cache in Workers KV, blobs in R2. The tables are in migrations/. */

import { type BlobStore, createBlobs } from "./blobs.ts";
import { createCache, type TextStore } from "./cache.ts";
import { columnName } from "./collection.ts";
import { createRecords, type PreparedWrite, type RecordStore, type Row } from "./records.ts";
import type { BlobDescription, ByteRange, Storage, StorageOptions } from "./storage.ts";
import { createUlid, secureRandom } from "./ulid.ts";

/** What we use of the bindings that wrangler.toml names; Cloudflare's own types fit. */
export interface CloudflareBindings {
  DB: Database;
  KV: Namespace;
  R2: Bucket;
}

interface Database {
  prepare(sql: string): Statement;
  batch(statements: Statement[]): Promise<{ meta: { changes: number } }[]>;
}

interface Statement {
  bind(...values: unknown[]): Statement;
  first<T>(): Promise<T | null>;
  all<T>(): Promise<{ results: T[] }>;
}

interface Namespace {
  get(key: string): Promise<string | null>;
  put(key: string, text: string, options: { expirationTtl: number }): Promise<void>;
  delete(key: string): Promise<void>;
  list(options: { prefix: string; limit: number }): Promise<{ keys: { name: string }[] }>;
}

interface Bucket {
  put(path: string, bytes: Uint8Array, options: BucketMetadata): Promise<unknown>;
  get(
    path: string,
    options: { range?: ByteRange },
  ): Promise<(BucketEntry & { arrayBuffer(): Promise<ArrayBuffer> }) | null>;
  head(path: string): Promise<BucketEntry | null>;
  list(options: {
    prefix: string;
    limit: number;
    startAfter?: string;
    include: ("httpMetadata" | "customMetadata")[];
  }): Promise<{ objects: BucketEntry[]; truncated: boolean }>;
  delete(path: string): Promise<void>;
}

interface BucketMetadata {
  httpMetadata?: { contentType?: string };
  customMetadata?: Record<string, string>;
}

interface BucketEntry extends BucketMetadata {
  key: string;
  size: number;
  uploaded: Date;
}

/** Workers KV refuses a shorter life; the true deadline is in the value. */
const SHORTEST_TTL_SECONDS = 60;
/** Rows of a collection that one sweep deletes at the most: a statement has 30 seconds. */
const SWEEP_ROWS = 1000;

/** Records, cache and blobs in the bindings of a Worker. */
export function createCloudflareStorage(
  { DB, KV, R2 }: CloudflareBindings,
  { now, random = secureRandom, onError = () => {} }: StorageOptions,
): Storage {
  return {
    records: createRecords(recordStore(DB), now, createUlid(now, random)),
    cache: createCache(textStore(KV), now, onError),
    blobs: createBlobs(blobStore(R2, now)),
  };
}

const COLUMNS = "id, body, version, expires_at AS expiresAt";
const LIVE = "(expires_at IS NULL OR expires_at > ?)";

function recordStore(db: Database): RecordStore {
  return {
    read: async (name, id) => await db.prepare(`SELECT ${COLUMNS} FROM ${name} WHERE id = ?`).bind(id).first<Row>(),

    async list({ name, where, after, limit, newestFirst, now }) {
      const conditions = [LIVE];
      const values: unknown[] = [now];
      if (where !== null) {
        conditions.push(`${columnName(where[0])} = ?`);
        values.push(where[1]);
      }
      if (after !== null) {
        conditions.push(`id ${newestFirst ? "<" : ">"} ?`);
        values.push(after);
      }
      const order = newestFirst ? "DESC" : "ASC";
      const sql = `SELECT ${COLUMNS} FROM ${name} WHERE ${conditions.join(" AND ")} ORDER BY id ${order} LIMIT ?`;
      return (await db.prepare(sql).bind(...values, limit).all<Row>()).results;
    },

    async commit(writes, now) {
      try {
        await db.batch([
          ...writes.map((write, position) => guard(db, write, position, now)),
          ...writes.flatMap((write) => apply(db, write)),
        ]);
        return null;
      } catch (error) {
        const failed = error instanceof Error && /CHECK constraint failed: guard_(\d+)\b/.exec(error.message);
        if (failed) return Number(failed[1]);
        throw error;
      }
    },

    async sweep(names, now) {
      const results = await db.batch(
        names.map((name) =>
          db.prepare(`DELETE FROM ${name} WHERE id IN (SELECT id FROM ${name} WHERE expires_at <= ? LIMIT ?)`)
            .bind(now, SWEEP_ROWS)
        ),
      );
      return results.reduce((sum, { meta }) => sum + meta.changes, 0);
    },
  };
}

/** Breaks the constraint that is named after the write's position, and with it the batch, unless the version is right. */
function guard(db: Database, { name, id, expected }: PreparedWrite, position: number, now: number): Statement {
  return db.prepare(
    `INSERT INTO commit_guards (position) SELECT ? WHERE (SELECT version FROM ${name} WHERE id = ? AND ${LIVE}) IS NOT ?`,
  ).bind(position, id, now, expected);
}

function apply(db: Database, { kind, name, id, record }: PreparedWrite): Statement[] {
  if (kind === "check") return [];
  if (record === null) return [db.prepare(`DELETE FROM ${name} WHERE id = ?`).bind(id)];
  // An upsert also to create: an expired row may still hold the id.
  const sql = `INSERT INTO ${name} (id, body, version, expires_at) VALUES (?, ?, ?, ?) ` +
    "ON CONFLICT (id) DO UPDATE SET body = excluded.body, version = excluded.version, expires_at = excluded.expires_at";
  return [db.prepare(sql).bind(id, record.body, record.version, record.expiresAt)];
}

const textStore = (kv: Namespace): TextStore => ({
  get: async (key) => await kv.get(key),
  set: async (key, text, ttlSeconds) =>
    await kv.put(key, text, { expirationTtl: Math.max(SHORTEST_TTL_SECONDS, Math.ceil(ttlSeconds)) }),
  delete: async (key) => await kv.delete(key),
  keys: async (prefix) => (await kv.list({ prefix, limit: 500 })).keys.map(({ name }) => name),
});

function blobStore(bucket: Bucket, now: () => number): BlobStore {
  return {
    async write(path, bytes, { contentType }) {
      await bucket.put(path, bytes, { httpMetadata: { contentType }, customMetadata: { updatedAt: String(now()) } });
    },

    async read(path, range) {
      try {
        const found = await bucket.get(path, range === undefined ? {} : { range });
        return found && { ...describe(found), bytes: new Uint8Array(await found.arrayBuffer()) };
      } catch (error) {
        // R2 answers a range past the end with an error, for which its own tools have different words.
        const found = range === undefined ? null : await bucket.head(path);
        if (found === null || range!.offset < found.size) throw error;
        return { ...describe(found), bytes: new Uint8Array(0) };
      }
    },

    async describe(path) {
      const found = await bucket.head(path);
      return found && describe(found);
    },

    async list(prefix, after, limit) {
      const { objects, truncated } = await bucket.list({
        prefix,
        limit,
        ...(after === null ? {} : { startAfter: after }),
        include: ["httpMetadata", "customMetadata"],
      });
      const items = objects.map(describe);
      return { items, next: truncated ? items.at(-1)?.path ?? null : null };
    },

    delete: async (path) => await bucket.delete(path),
  };
}

/** An operator's own upload has neither our time nor, perhaps, a content type. */
const describe = ({ key, size, uploaded, httpMetadata, customMetadata }: BucketEntry): BlobDescription => ({
  path: key,
  size,
  contentType: httpMetadata?.contentType ?? "application/octet-stream",
  updatedAt: Number(customMetadata?.updatedAt ?? uploaded.getTime()),
});
