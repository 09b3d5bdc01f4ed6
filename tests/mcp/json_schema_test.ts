import assert from "node:assert/strict";
import * as z from "zod";
import { cleanSchema, inputSchemaOf, sharedValidator } from "../../src/mcp/json_schema.ts";

Deno.test("json schema: what zod adds and a model cannot use is left out", () => {
  const schema = z.object({
    count: z.int().describe("How many"),
    limited: z.int().min(1).max(50).default(10),
    date: z.iso.date().optional(),
    code: z.string().regex(/^[A-Z]+$/),
    side: z.enum(["call", "put"]),
  });
  assert.deepEqual(inputSchemaOf(schema), {
    type: "object",
    properties: {
      count: { type: "integer", description: "How many" },
      limited: { type: "integer", minimum: 1, maximum: 50, default: 10 },
      date: { type: "string", format: "date" },
      code: { type: "string", pattern: "^[A-Z]+$" },
      side: { type: "string", enum: ["call", "put"] },
    },
    required: ["count", "code", "side"],
  });
});

Deno.test("json schema: names of properties and plain values are never taken for keywords", () => {
  const schema = {
    type: "object",
    properties: {
      $schema: { type: "string" },
      format: { type: "string" },
      pattern: { type: "string", format: "date", pattern: "^x$" },
      maximum: { type: "integer", maximum: Number.MAX_SAFE_INTEGER },
    },
    required: ["$schema", "pattern"],
    default: { $schema: "kept", format: "kept", pattern: "kept", maximum: Number.MAX_SAFE_INTEGER },
    enum: [{ $schema: "kept" }],
    $defs: { minimum: { minimum: Number.MIN_SAFE_INTEGER } },
    anyOf: [{ minimum: Number.MIN_SAFE_INTEGER, maximum: 5 }],
    items: { $schema: "dropped", type: "integer" },
    additionalProperties: false,
  };
  assert.deepEqual(cleanSchema(schema), {
    type: "object",
    properties: {
      $schema: { type: "string" },
      format: { type: "string" },
      pattern: { type: "string", format: "date" },
      maximum: { type: "integer" },
    },
    required: ["$schema", "pattern"],
    default: { $schema: "kept", format: "kept", pattern: "kept", maximum: Number.MAX_SAFE_INTEGER },
    enum: [{ $schema: "kept" }],
    $defs: { minimum: {} },
    anyOf: [{ maximum: 5 }],
    items: { type: "integer" },
    additionalProperties: false,
  });
});

Deno.test("json schema: what zod fills in need not be sent", () => {
  assert.equal(inputSchemaOf(z.object({ count: z.int().default(1) })).required, undefined);
});

Deno.test("json schema: the shared validator tells right values from wrong ones", () => {
  const validate = sharedValidator.getValidator<{ name: string }>({
    type: "object",
    properties: { name: { type: "string" } },
    required: ["name"],
  });
  assert.equal(validate({ name: "x" }).valid, true);
  assert.equal(validate({ name: 1 }).valid, false);
});
