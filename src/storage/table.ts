/** The D1 table of a collection, as its migration has to create it. */

import * as z from "zod";
import { type Collection, columnName } from "./collection.ts";

/**
 * The SQL that creates a collection's table: one generated column and one index per indexed field, so that an index
 * cannot drift from the body, and an index of deadlines for clearing up.
 */
export function tableSql(collection: Collection): string {
  const { name, index } = collection;
  const fields = index.map((field) => ({ field, column: columnName(field), type: columnType(collection, field) }));
  return [
    `CREATE TABLE ${name} (`,
    `  id TEXT PRIMARY KEY,`,
    `  body TEXT NOT NULL CHECK (json_valid(body)),`,
    `  version TEXT NOT NULL,`,
    `  expires_at INTEGER${index.length > 0 ? "," : ""}`,
    ...fields.map(({ field, column, type }, position) =>
      `  ${column} ${type} AS (body ->> '${field}') VIRTUAL${position < fields.length - 1 ? "," : ""}`
    ),
    `);`,
    ...fields.map(({ column }) => `CREATE INDEX ${name}_by_${column} ON ${name} (${column}, id);`),
    `CREATE INDEX ${name}_by_deadline ON ${name} (expires_at) WHERE expires_at IS NOT NULL;`,
    ``,
  ].join("\n");
}

/** REAL for numbers, because D1 binds every number as one and TEXT would compare `5` with `5.0`. */
function columnType(collection: Collection, field: string): "TEXT" | "REAL" {
  const shape = z.toJSONSchema(collection.schema, { unrepresentable: "any" });
  const found = new Set(branches(shape).flatMap((branch) => branches(branch.properties?.[field])).flatMap(kinds));
  found.delete("null");
  if (found.size === 1 && found.has("string")) return "TEXT";
  if (found.size === 1 && found.has("number")) return "REAL";
  throw new RangeError(`Collection "${collection.name}": "${field}" must be either text or a number to be indexed.`);
}

type Shape = z.core.JSONSchema.JSONSchema | z.core.JSONSchema._JSONSchema;

function branches(shape: Shape | undefined): z.core.JSONSchema.JSONSchema[] {
  if (shape === undefined || typeof shape === "boolean") return [];
  return shape.anyOf || shape.oneOf ? [...shape.anyOf ?? [], ...shape.oneOf ?? []].flatMap(branches) : [shape];
}

const kinds = ({ type }: z.core.JSONSchema.JSONSchema) =>
  [type].flat().map((kind) => kind === "integer" ? "number" : kind);
