import assert from "node:assert/strict";
import * as z from "zod";
import { defineCollection } from "../../src/storage/collection.ts";
import { tableSql } from "../../src/storage/table.ts";

const textKinds = {
  plain: z.string(),
  choice: z.enum(["open", "closed"]),
  only: z.literal("open").nullable(),
  email: z.email().optional(),
};

Deno.test("table: a column and an index for every indexed field, and an index of deadlines", () => {
  const schema = z.object({ userId: z.string(), firesAt: z.int().nullish(), note: z.string() });
  assert.equal(
    tableSql(defineCollection({ name: "price_alerts", schema, index: ["userId", "firesAt"] })),
    `CREATE TABLE price_alerts (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body)),
  version TEXT NOT NULL,
  expires_at INTEGER,
  user_id TEXT AS (body ->> 'userId') VIRTUAL,
  fires_at REAL AS (body ->> 'firesAt') VIRTUAL
);
CREATE INDEX price_alerts_by_user_id ON price_alerts (user_id, id);
CREATE INDEX price_alerts_by_fires_at ON price_alerts (fires_at, id);
CREATE INDEX price_alerts_by_deadline ON price_alerts (expires_at) WHERE expires_at IS NOT NULL;
`,
  );
});

Deno.test("table: text is found behind choices, null and alternatives", () => {
  const schema = z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("a"), ...textKinds }),
    z.object({ kind: z.literal("b"), ...textKinds }),
  ]);
  const sql = tableSql(defineCollection({ name: "a", schema, index: ["kind", "plain", "choice", "only", "email"] }));
  assert.equal(sql.match(/ TEXT AS /g)?.length, 5);
});

Deno.test("table: numbers are REAL, whatever their bounds", () => {
  const schema = z.object({ a: z.number(), b: z.int().min(0), c: z.literal([1, 2]), d: z.number().default(1) });
  const sql = tableSql(defineCollection({ name: "a", schema, index: ["a", "b", "c", "d"] }));
  assert.equal(sql.match(/ REAL AS /g)?.length, 4);
});

Deno.test("table: a field that may be text or a number cannot be compared", () => {
  const schema = z.object({ a: z.union([z.string(), z.number()]) });
  assert.throws(() => tableSql(defineCollection({ name: "as", schema, index: ["a"] })), /"as": "a" must be either/);
});
