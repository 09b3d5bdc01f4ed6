import assert from "node:assert/strict";
import * as z from "zod";
import { columnName, defineCollection } from "../../src/storage/collection.ts";

const schema = z.object({ userId: z.string(), count: z.number().optional(), isOpen: z.boolean(), version: z.string() });

Deno.test("collection: a declaration is kept as it is, without a lifetime unless it has one", () => {
  assert.deepEqual(defineCollection({ name: "oauth_codes", schema, index: ["userId", "count"], lifetimeSeconds: 60 }), {
    name: "oauth_codes",
    schema,
    index: ["userId", "count"],
    lifetimeSeconds: 60,
  });
  assert.equal(defineCollection({ name: "a", schema, index: [] }).lifetimeSeconds, null);
});

Deno.test("collection: a name is snake_case", () => {
  for (const name of ["", "Users", "oauthCodes", "_a", "a_", "a__b", "1a", "a-b", "a;drop", "a".repeat(41)]) {
    assert.throws(() => defineCollection({ name, schema, index: [] }), RangeError, name);
  }
});

Deno.test("collection: an index is of a few text or number fields that are no columns of their own", () => {
  assert.throws(() => defineCollection({ name: "a", schema, index: ["version"] }), /"version" cannot be indexed/);
  assert.throws(() => defineCollection({ name: "a", schema, index: ["userId", "userId"] }), RangeError);
  // @ts-expect-error: a truth value cannot be listed by
  assert.ok(defineCollection({ name: "a", schema, index: ["isOpen"] }));
  // @ts-expect-error: there is no such field
  assert.ok(defineCollection({ name: "a", schema, index: ["nothing"] }));
  const many = z.record(z.string(), z.string());
  for (const field of ["user_id", "User", "a b", "é", "id", "expiresAt", "body"]) {
    assert.throws(() => defineCollection({ name: "a", schema: many, index: [field] }), RangeError, field);
  }
  const index = ["a", "b", "c", "d", "e", "f"];
  assert.throws(() => defineCollection({ name: "a", schema: many, index }), /at most 5/);
  assert.equal(defineCollection({ name: "a", schema: many, index: index.slice(1) }).index.length, 5);
});

Deno.test("collection: a lifetime is a whole number of seconds", () => {
  for (const lifetimeSeconds of [0, -1, 1.5, NaN, Infinity]) {
    assert.throws(() => defineCollection({ name: "a", schema, index: [], lifetimeSeconds }), RangeError);
  }
});

Deno.test("collection: a column is its field in snake_case", () => {
  assert.deepEqual(["userId", "count", "iv30Day", "aBC"].map(columnName), ["user_id", "count", "iv30_day", "a_b_c"]);
});
