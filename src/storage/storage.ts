/** The three roles of storage: records (durable, compare-and-set), cache (may forget) and blobs (whole objects). */

import type * as z from "zod";
import type { Result } from "../core/failure.ts";
import type { Collection } from "./collection.ts";

/** Writes in one `commit`. */
export const MAX_WRITES = 10;
/** Bytes of one record's body: its JSON in UTF-8. */
export const MAX_RECORD_BYTES = 60_000;
/** Entries in one page, and its size when the caller names none. */
export const MAX_PAGE = 100;
/** Bytes of one cached value with its envelope; a larger one is not kept. */
export const MAX_CACHED_BYTES = 1_000_000;
/** Bytes of one blob. */
export const MAX_BLOB_BYTES = 10_000_000;

/** Everything TTAI remembers. */
export interface Storage {
  records: Records;
  cache: Cache;
  blobs: Blobs;
}

/** What a back end needs to be told. */
export interface StorageOptions {
  /** The clock, epoch ms: every deadline is judged by it. */
  now: () => number;
  /** Uniform in [0, 1); cryptographic chance when absent. */
  random?: () => number;
  /** Hears of a cache that does not work; the caller of the cache never does. `operation` is such as `cache read`. */
  onError?: (error: unknown, operation: string) => void;
}

/** One page of a listing: `next` goes into `after` for the following page and is `null` on the last one. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

/** Durable and strongly consistent; nothing is written without naming what it replaces. */
export interface Records {
  /** The record, or `null` when there is none or it has expired. Throws when the body does not fit the schema. */
  read<T>(collection: Collection<T>, id: string): Promise<Stored<T> | null>;
  /** Records by ascending id, or descending with `newestFirst`. Throws like `read`. */
  list<T, F extends string>(
    collection: Collection<T, F>,
    query?: ListQuery<NoInfer<T>, NoInfer<F>>,
  ): Promise<Page<Stored<T>>>;
  /**
   * All writes or none, at most `MAX_WRITES`. Gives the version each record has afterwards, in order, `null` where there
   * is none. Fails with `conflict` naming `collection/id` when a record is not as expected, and with `too_large`.
   * `RangeError`: too many writes, two of one record, a bad id, a value that does not fit its schema.
   */
  commit(writes: readonly Write[]): Promise<Result<(string | null)[]>>;
  /**
   * Gives back the room of expired records, some at a time, and says how many there were; to be called now and then.
   * Nobody sees the difference, and where the platform does it by itself there are none.
   */
  sweep(collections: readonly Collection[]): Promise<number>;
}

/** A record as it was read. `version` never occurs twice, not even after the record was deleted and created again. */
export interface Stored<T> {
  id: string;
  value: T;
  version: string;
  expiresAt: number | null;
}

/** Which records to list. `where` names exactly one indexed field; `after` is the id the last page ended with. */
export interface ListQuery<T = unknown, F extends string = string> {
  where?: { readonly [field in F]?: field extends keyof T ? Extract<T[field], string | number> : string | number };
  after?: string;
  limit?: number;
  newestFirst?: boolean;
}

/** One part of a commit; made by `put`, `remove` and `check`. `expected` is a version, or `null` for "no such record". */
export type Write =
  | {
    kind: "put";
    collection: Collection;
    id: string;
    expected: string | null;
    value: unknown;
    expiresAt?: number | null;
  }
  | { kind: "remove"; collection: Collection; id: string; expected: string }
  | { kind: "check"; collection: Collection; id: string; expected: string | null };

/**
 * Creates the record (`replaces: null`) or replaces the version named. Without `expiresAt` it lives for the collection's
 * lifetime from now, or for ever.
 */
export function put<T>(
  collection: Collection<T>,
  id: string,
  value: NoInfer<T>,
  { replaces, ...deadline }: { replaces: string | null; expiresAt?: number | null },
): Write {
  return { kind: "put", collection, id, expected: replaces, value, ...deadline };
}

/** Deletes the record if it still has `version`. */
export function remove(collection: Collection, id: string, version: string): Write {
  return { kind: "remove", collection, id, expected: version };
}

/** Writes nothing, but lets the commit pass only if the record still has `version`, or is absent with `null`. */
export function check(collection: Collection, id: string, version: string | null): Write {
  return { kind: "check", collection, id, expected: version };
}

/**
 * May forget and may lag, so never an authority. Trouble of the platform is a miss or a dropped write, reported to
 * `onError`.
 */
export interface Cache {
  /** The value, or `null` when it is unknown, past its deadline or not of the schema's shape. */
  read<T = unknown>(key: string, schema?: z.ZodType<T>): Promise<Cached<T> | null>;
  /** Keeps a value that JSON can carry for `ttlSeconds`, to the millisecond. `RangeError` unless that is positive. */
  write(key: string, value: unknown, ttlSeconds: number): Promise<void>;
  forget(key: string): Promise<void>;
  /** Forgets every key that starts with `prefix`, such as all of one user's; says how many. */
  clear(prefix: string): Promise<number>;
}

/** A cache hit. */
export interface Cached<T> {
  value: T;
  storedAt: number;
  expiresAt: number;
}

/** Whole objects by path, such as `knowledge/trading/risk.md`. `RangeError` for a path that could not exist. */
export interface Blobs {
  /** Creates or replaces the object; a reader sees the old one or the new one. At most `MAX_BLOB_BYTES`. */
  write(path: string, bytes: Uint8Array, about: { contentType: string }): Promise<void>;
  /** The object or a range of it, cut off at its end; `null` when there is none. */
  read(path: string, range?: ByteRange): Promise<StoredBlob | null>;
  describe(path: string): Promise<BlobDescription | null>;
  /** By ascending path; `prefix` may end anywhere in it. A page may be shorter than `limit` and not the last. */
  list(prefix: string, query?: { after?: string; limit?: number }): Promise<Page<BlobDescription>>;
  /** Deletes the object if it is there. */
  delete(path: string): Promise<void>;
}

/** An object without its bytes. `size` is the whole object's, in bytes. */
export interface BlobDescription {
  path: string;
  size: number;
  contentType: string;
  updatedAt: number;
}

/** An object, or the range of it that was asked for. */
export interface StoredBlob extends BlobDescription {
  bytes: Uint8Array<ArrayBuffer>;
}

/** Bytes `offset` to `offset + length - 1`. */
export interface ByteRange {
  offset: number;
  length: number;
}
