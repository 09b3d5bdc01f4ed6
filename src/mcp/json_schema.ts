/** JSON Schemas of zod schemas for MCP, without what only costs tokens. */

import { CfWorkerJsonSchemaValidator } from "@modelcontextprotocol/server/validators/cf-worker";
import type * as z from "zod";

type JsonObject = Record<string, unknown>;
type ObjectSchema = JsonObject & { type: "object" };

/**
 * The JSON Schema validator for every MCP server we build. Without it the SDK would make a new ajv per request on Deno,
 * which generates code at run time and is forbidden on Workers.
 */
export const sharedValidator: CfWorkerJsonSchemaValidator = new CfWorkerJsonSchemaValidator();

/** What a client is shown of a tool's arguments: the JSON Schema (draft 2020-12) of what zod takes in. */
export function inputSchemaOf(schema: z.ZodObject): ObjectSchema {
  return cleanSchema(schema["~standard"].jsonSchema.input({ target: "draft-2020-12" })) as ObjectSchema;
}

/** Keywords that hold named schemas: their keys are names of the author, never keywords. */
const NAMED_SCHEMAS = new Set(["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"]);
/** Keywords that hold plain values which only look like schemas. */
const PLAIN_VALUES = new Set(["default", "const", "enum", "examples", "required"]);

/**
 * A copy of a JSON Schema without what zod adds and a model cannot use: `$schema`, the bounds of a safe integer, and
 * the `pattern` that repeats a `format`. zod still checks all of them.
 */
export function cleanSchema(schema: JsonObject): JsonObject {
  const cleaned: JsonObject = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === "$schema") continue;
    if (keyword === "maximum" && value === Number.MAX_SAFE_INTEGER) continue;
    if (keyword === "minimum" && value === Number.MIN_SAFE_INTEGER) continue;
    if (keyword === "pattern" && typeof schema.format === "string") continue;
    if (PLAIN_VALUES.has(keyword)) cleaned[keyword] = value;
    else if (NAMED_SCHEMAS.has(keyword) && isObject(value)) {
      cleaned[keyword] = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, cleanPart(part)]));
    } else cleaned[keyword] = cleanPart(value);
  }
  return cleaned;
}

function cleanPart(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleanPart);
  return isObject(value) ? cleanSchema(value) : value;
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
