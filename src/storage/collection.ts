/** What a kind of record is called, looks like and is found by; declared once, beside its owner. */

import type * as z from "zod";

/** Fields that a collection may be listed by; what one commit touches must fit into one Deno KV operation. */
export const MAX_INDEX_FIELDS = 5;

/** A kind of record. `index` names the fields `list` can ask for. */
export interface Collection<T = unknown, F extends string = string> {
  readonly name: string;
  readonly schema: z.ZodType<T>;
  readonly index: readonly F[];
  readonly lifetimeSeconds: number | null;
}

/** The fields of a body that hold text or numbers, if anything. */
export type IndexField<T> = {
  [F in keyof T & string]-?: NonNullable<T[F]> extends string | number ? F : never;
}[keyof T & string];

/**
 * Declares a collection: `name` in snake_case (also its table on D1), `index` in camelCase, `lifetimeSeconds` for records
 * that go by themselves. A value must still fit the schema after a trip through JSON. `RangeError` for a bad declaration.
 */
export function defineCollection<T extends object, const F extends IndexField<T> = never>(
  { name, schema, index, lifetimeSeconds }: {
    name: string;
    schema: z.ZodType<T>;
    index: readonly F[];
    lifetimeSeconds?: number;
  },
): Collection<T, F> {
  if (!/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(name) || name.length > 40) {
    throw new RangeError(`Collection "${name}": the name must be snake_case, at most 40 characters.`);
  }
  if (index.length > MAX_INDEX_FIELDS || new Set(index).size < index.length) {
    throw new RangeError(`Collection "${name}": index at most ${MAX_INDEX_FIELDS} fields, each once.`);
  }
  for (const field of index) {
    if (!/^[a-z][a-zA-Z0-9]{0,39}$/.test(field) || TABLE_COLUMNS.has(columnName(field))) {
      throw new RangeError(`Collection "${name}": "${field}" cannot be indexed; use camelCase and no column's name.`);
    }
  }
  if (lifetimeSeconds !== undefined && !(Number.isSafeInteger(lifetimeSeconds) && lifetimeSeconds > 0)) {
    throw new RangeError(`Collection "${name}": a lifetime is a whole number of seconds, not ${lifetimeSeconds}.`);
  }
  return { name, schema, index, lifetimeSeconds: lifetimeSeconds ?? null };
}

const TABLE_COLUMNS = new Set(["id", "body", "version", "expires_at"]);

/** The D1 column of an indexed field: `userId` is in `user_id`. */
export const columnName = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
