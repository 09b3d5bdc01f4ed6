/** What a cache promises on every back end: true deadlines, checked shapes, and never a failure. */

import * as z from "zod";
import { type Cache, type Cached, MAX_CACHED_BYTES } from "./storage.ts";

/** A platform's store of texts. `ttlSeconds` is when it may forget; it need not be exact. */
export interface TextStore {
  get(key: string): Promise<string | null>;
  set(key: string, text: string, ttlSeconds: number): Promise<void>;
  delete(key: string): Promise<void>;
  /** Keys that start with `prefix`, some hundreds at a time; empty when there are no more. */
  keys(prefix: string): Promise<string[]>;
}

/** Bytes of a key: what Workers KV takes. */
const MAX_KEY_BYTES = 512;

const Envelope = z.object({ value: z.unknown(), storedAt: z.number(), expiresAt: z.number() });

/** The cache role over a platform's store of texts. */
export function createCache(
  store: TextStore,
  now: () => number,
  onError: (error: unknown, operation: string) => void,
): Cache {
  async function attempt<T>(operation: string, run: () => Promise<T>): Promise<T | null> {
    try {
      return await run();
    } catch (error) {
      onError(error, operation);
      return null;
    }
  }

  return {
    async read<T>(key: string, schema?: z.ZodType<T>) {
      const text = await attempt("cache read", async () => await store.get(checkKey(key)));
      return text === null ? null : open(text, schema, now());
    },

    async write(key, value, ttlSeconds) {
      if (!(ttlSeconds > 0 && ttlSeconds < Infinity)) {
        throw new RangeError(`A cached value is kept for a positive number of seconds, not ${ttlSeconds}.`);
      }
      const storedAt = now();
      const text = JSON.stringify({ value, storedAt, expiresAt: storedAt + Math.round(ttlSeconds * 1000) });
      await attempt("cache write", async () => await store.set(checkKey(key), checkSize(text), ttlSeconds));
    },

    async forget(key) {
      await attempt("cache forget", async () => await store.delete(checkKey(key)));
    },

    async clear(prefix) {
      checkKey(prefix);
      let cleared = 0;
      await attempt("cache clear", async () => {
        for (let keys = await store.keys(prefix); keys.length > 0; keys = await store.keys(prefix)) {
          await Promise.all(keys.map((key) => store.delete(key)));
          cleared += keys.length;
        }
      });
      return cleared;
    },
  };
}

function open<T>(text: string, schema: z.ZodType<T> | undefined, now: number): Cached<T> | null {
  const envelope = Envelope.safeParse(parseJson(text));
  if (!envelope.success || envelope.data.expiresAt <= now) return null;
  const { value, storedAt, expiresAt } = envelope.data;
  if (schema === undefined) return { value: value as T, storedAt, expiresAt };
  const parsed = schema.safeParse(value);
  return parsed.success ? { value: parsed.data, storedAt, expiresAt } : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const encoder = new TextEncoder();

/** Workers KV cannot hold the keys `.` and `..`; what one platform refuses, both do. */
function checkKey(key: string): string {
  const bytes = encoder.encode(key).length;
  if (bytes === 0 || bytes > MAX_KEY_BYTES || key === "." || key === "..") {
    throw new RangeError(`A cache key has 1 to ${MAX_KEY_BYTES} bytes and is not "." or ".."; this one has ${bytes}.`);
  }
  return key;
}

function checkSize(text: string): string {
  const bytes = encoder.encode(text).length;
  if (bytes > MAX_CACHED_BYTES) {
    throw new RangeError(`A cached value has at most ${MAX_CACHED_BYTES} bytes, not ${bytes}.`);
  }
  return text;
}
