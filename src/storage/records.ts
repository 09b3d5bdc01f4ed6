/** What records promise on every back end: identity, size, shape, deadline and pages are judged here, before and after. */

import { fail, ok, type Result } from "../core/failure.ts";
import type { Collection } from "./collection.ts";
import { checkLimit } from "./page.ts";
import { type ListQuery, MAX_RECORD_BYTES, MAX_WRITES, type Records, type Write } from "./storage.ts";

/** Bytes of an id or an indexed text: a Deno KV key has room for both and their names. */
export const MAX_KEY_BYTES = 256;

/** What a back end keeps of a record. */
export interface Row {
  id: string;
  body: string;
  version: string;
  expiresAt: number | null;
}

/** An indexed field and its value. */
export type IndexEntry = readonly [field: string, value: string | number];

/** A write that may go ahead if its record has the version `expected`. Only a put has a `record`. */
export interface PreparedWrite {
  kind: Write["kind"];
  name: string;
  id: string;
  expected: string | null;
  record: (Row & { bytes: Uint8Array<ArrayBuffer>; indexed: IndexEntry[] }) | null;
}

/** A listing whose every part has been checked. `now` decides what has expired. */
export interface PreparedQuery {
  name: string;
  where: IndexEntry | null;
  after: string | null;
  limit: number;
  newestFirst: boolean;
  now: number;
}

/** The part of `Records` that differs from one platform to the next. */
export interface RecordStore {
  /** The record, expired or not. */
  read(name: string, id: string): Promise<Row | null>;
  /** Up to `limit` records that have not expired, in order. */
  list(query: PreparedQuery): Promise<Row[]>;
  /** All writes or none. Gives `null`, or the position of a write whose record is not as expected. */
  commit(writes: readonly PreparedWrite[], now: number): Promise<number | null>;
  /** Deletes records that have expired; gives how many. */
  sweep(names: readonly string[], now: number): Promise<number>;
}

/** Whether a record with this deadline is still there at `now`. */
export const isLive = (expiresAt: number | null, now: number): boolean => expiresAt === null || expiresAt > now;

/** The records role over a back end. `mint` makes versions that never repeat. */
export function createRecords(store: RecordStore, now: () => number, mint: () => string): Records {
  return {
    async read(collection, id) {
      const row = isId(id) ? await store.read(collection.name, id) : null;
      return row !== null && isLive(row.expiresAt, now()) ? decode(collection, row) : null;
    },

    async list(collection, query = {}) {
      const prepared = prepareQuery(collection, query, now());
      const { where, after, limit } = prepared;
      // No record can have such a value or id, and Deno KV would refuse it as a key.
      if ((where !== null && !isIndexable(where[1])) || (after !== null && !isId(after))) {
        return { items: [], next: null };
      }
      const rows = await store.list({ ...prepared, limit: limit + 1 });
      const items = rows.slice(0, limit).map((row) => decode(collection, row));
      return { items, next: rows.length > limit ? items.at(-1)!.id : null };
    },

    async commit(writes) {
      const at = now();
      const prepared = prepareWrites(writes, at, mint);
      if (!prepared.ok) return prepared;
      if (writes.length === 0) return ok([]);
      const loser = await store.commit(prepared.value, at);
      if (loser !== null) return fail({ kind: "conflict", subject: subject(prepared.value[loser]!) });
      return ok(
        prepared.value.map(({ kind, record, expected }) => kind === "check" ? expected : record?.version ?? null),
      );
    },

    async sweep(collections) {
      return collections.length === 0 ? 0 : await store.sweep(collections.map(({ name }) => name), now());
    },
  };
}

const subject = ({ name, id }: { name: string; id: string }): string => `${name}/${id}`;

/** Plain characters only, so that ids sort alike on every platform and can be shown in a message. */
const isId = (id: string): boolean => /^[\x20-\x7e]+$/.test(id) && id.length <= MAX_KEY_BYTES;

function isIndexable(value: unknown): value is string | number {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value === "string" && byteLength(value) <= MAX_KEY_BYTES && value.isWellFormed() &&
    !value.includes("\0");
}

const encoder = new TextEncoder();
const byteLength = (text: string): number => encoder.encode(text).length;

function prepareQuery(collection: Collection, query: ListQuery, now: number): PreparedQuery {
  const { where, after = null, limit, newestFirst = false } = query;
  return {
    name: collection.name,
    where: prepareWhere(collection, where),
    after,
    limit: checkLimit(limit),
    newestFirst,
    now,
  };
}

function prepareWhere({ name, index }: Collection, where: ListQuery["where"]): IndexEntry | null {
  if (where === undefined) return null;
  const [field, ...others] = Object.keys(where);
  const value = field === undefined ? undefined : where[field];
  // An undefined value must not list everybody's records.
  if (field === undefined || others.length > 0 || value === undefined || !index.includes(field)) {
    throw new RangeError(`${name} is listed by one of its indexed fields (${index.join(", ")}), with a value.`);
  }
  // Deno KV tells -0 from 0, JSON and SQL do not.
  return [field, value === 0 ? 0 : value];
}

function prepareWrites(writes: readonly Write[], now: number, mint: () => string): Result<PreparedWrite[]> {
  if (writes.length > MAX_WRITES) {
    throw new RangeError(`A commit has at most ${MAX_WRITES} writes, not ${writes.length}.`);
  }
  const subjects = new Set(writes.map(({ collection: { name }, id }) => subject({ name, id })));
  if (subjects.size < writes.length) throw new RangeError("A commit writes each record once.");
  const prepared = writes.map((write) => prepareWrite(write, now, mint));
  for (const { name, id, record } of prepared) {
    const size = record?.bytes.length ?? 0;
    if (size > MAX_RECORD_BYTES) {
      return fail({ kind: "too_large", subject: subject({ name, id }), size, limit: MAX_RECORD_BYTES });
    }
  }
  return ok(prepared);
}

function prepareWrite(write: Write, now: number, mint: () => string): PreparedWrite {
  const { kind, collection, id, expected } = write;
  const name = collection.name;
  if (!isId(id)) throw new RangeError(`An id in ${name} has 1 to ${MAX_KEY_BYTES} printable ASCII characters.`);
  if (kind !== "put") return { kind, name, id, expected, record: null };
  const lifetime = collection.lifetimeSeconds;
  const { expiresAt = lifetime === null ? null : now + lifetime * 1000 } = write;
  if (expiresAt !== null && !Number.isSafeInteger(expiresAt)) {
    throw new RangeError(`${subject({ name, id })}: a deadline is a whole number of epoch ms, not ${expiresAt}.`);
  }
  // Judged as it will be read back: what JSON loses (NaN, dates, undefined) is found here and not by a later reader.
  const value = fit(collection, id, JSON.stringify(write.value), RangeError);
  const body = JSON.stringify(value);
  const bytes = encoder.encode(body);
  const indexed = indexEntries(collection, id, value as Record<string, unknown>);
  return { kind, name, id, expected, record: { id, body, bytes, version: mint(), expiresAt, indexed } };
}

function indexEntries({ name, index }: Collection, id: string, value: Record<string, unknown>): IndexEntry[] {
  return index.flatMap((field) => {
    const indexed = value[field] ?? null;
    if (indexed === null) return [];
    if (isIndexable(indexed)) return [[field, indexed] as const];
    throw new RangeError(
      `${subject({ name, id })}: "${field}" is indexed and must be a number or at most ${MAX_KEY_BYTES} bytes of text.`,
    );
  });
}

function decode<T>(collection: Collection<T>, { id, body, version, expiresAt }: Row) {
  return { id, value: fit(collection, id, body), version, expiresAt };
}

/** Throws without a word of the body: what does not fit is a bug or an operator's edit, and may be a secret. */
function fit<T>({ name, schema }: Collection<T>, id: string, body: string, Misfit: ErrorConstructor = Error): T {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Misfit(`${subject({ name, id })} is not JSON.`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path[0];
  throw new Misfit(
    `${subject({ name, id })} does not fit its collection's schema${
      where === undefined ? "" : ` at "${String(where)}"`
    }.`,
  );
}
