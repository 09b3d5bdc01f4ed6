import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { getPlatformProxy } from "wrangler";
import * as z from "zod";
import { type CloudflareBindings, createCloudflareStorage } from "../../src/storage/cloudflare.ts";
import { type Collection, defineCollection } from "../../src/storage/collection.ts";
import { put, remove } from "../../src/storage/storage.ts";
import { tableSql } from "../../src/storage/table.ts";
import { type FreshStorage, storageContract } from "./contract.ts";
import { readMigrations, statements } from "./migrations.ts";

/** Listing keys is for tests only. */
interface TestBindings extends CloudflareBindings {
  KV: CloudflareBindings["KV"] & { list(options?: object): Promise<{ keys: { name: string; expiration?: number }[] }> };
}

const toys = defineCollection({ name: "toys", schema: z.object({}), index: [] });
const NOW = Date.UTC(2026, 9, 20, 14, 30);
const pets = defineCollection({
  name: "pets",
  schema: z.object({ ownerId: z.string(), age: z.number() }),
  index: ["ownerId", "age"],
});

/** One workerd for the whole file; the last test stops it. */
let platform: ReturnType<typeof getPlatformProxy<TestBindings & Record<string, unknown>>> | undefined;

function startPlatform(): NonNullable<typeof platform> {
  platform ??= (async () => {
    const configPath = fileURLToPath(new URL("../../wrangler.toml", import.meta.url));
    const started = await getPlatformProxy<TestBindings & Record<string, unknown>>({ configPath, persist: false });
    for (const statement of await readMigrations()) await started.env.DB.prepare(statement).all();
    return started;
  })();
  return platform;
}

async function freshBindings(collections: readonly Collection[]): Promise<FreshStorage & { env: TestBindings }> {
  const { env } = await startPlatform();
  const tables = collections.flatMap((collection) => [
    `DROP TABLE IF EXISTS ${collection.name}`,
    ...statements(tableSql(collection)),
  ]);
  if (tables.length > 0) await env.DB.batch(tables.map((sql) => env.DB.prepare(sql)));
  for (const { name } of (await env.KV.list()).keys) await env.KV.delete(name);
  const include: ("httpMetadata" | "customMetadata")[] = [];
  for (const { key } of (await env.R2.list({ prefix: "", limit: 1000, include })).objects) await env.R2.delete(key);
  let at = NOW;
  const now = () => at;
  const errors: string[] = [];
  return {
    env,
    storage: createCloudflareStorage(env, { now, onError: (_, operation) => errors.push(operation) }),
    now,
    advance: (milliseconds) => at += milliseconds,
    errors,
    dispose: async () => {},
  };
}

/** workerd outlives the single test, which Deno would call a leak. */
function test(name: string, run: () => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn: run });
}

storageContract({ test: (name, run) => test(`cloudflare ${name}`, run), freshStorage: freshBindings });

test("cloudflare: the guard table stays empty", async () => {
  const { env, storage: { records } } = await freshBindings([pets]);
  const create = put(pets, "rex", { ownerId: "ann", age: 3 }, { replaces: null });
  assert.equal((await records.commit([create])).ok, true);
  assert.equal((await records.commit([create])).ok, false);
  assert.deepEqual((await env.DB.prepare("SELECT * FROM commit_guards").all()).results, []);
});

test("cloudflare: any of ten writes is named when it loses", async () => {
  const { storage: { records } } = await freshBindings([pets]);
  for (let loser = 0; loser < 10; loser++) {
    const writes = Array.from(
      { length: 10 },
      (_, position) =>
        position === loser
          ? remove(pets, `p${position}`, "another")
          : put(pets, `p${position}`, { ownerId: "ann", age: 1 }, { replaces: null }),
    );
    const failure = { kind: "conflict", subject: `pets/p${loser}` };
    assert.deepEqual(await records.commit(writes), { ok: false, failure });
  }
});

test("cloudflare: an operator can ask by the indexed fields in SQL", async () => {
  const { env, storage: { records } } = await freshBindings([pets]);
  await records.commit([put(pets, "rex", { ownerId: "ann", age: 3 }, { replaces: null })]);
  const sql = "SELECT id, owner_id, age, body ->> 'age' AS same FROM pets WHERE owner_id = 'ann' AND age > 2";
  assert.deepEqual((await env.DB.prepare(sql).all()).results, [{ id: "rex", owner_id: "ann", age: 3, same: 3 }]);
});

test("cloudflare: a sweep deletes the expired rows and no others", async () => {
  const { env, storage: { records }, now, advance } = await freshBindings([pets, toys]);
  const create = (id: string, expiresAt: number | null) =>
    put(pets, id, { ownerId: "ann", age: 1 }, { replaces: null, expiresAt });
  await records.commit([create("a", now() + 1), create("b", now() + 1), create("c", now() + 2), create("d", null)]);
  await records.commit([put(toys, "e", {}, { replaces: null, expiresAt: now() + 1 })]);
  assert.equal(await records.sweep([pets, toys]), 0);
  advance(1);
  assert.equal(await records.sweep([pets, toys]), 3);
  assert.deepEqual((await env.DB.prepare("SELECT id FROM pets ORDER BY id").all()).results, [{ id: "c" }, { id: "d" }]);
  assert.deepEqual((await env.DB.prepare("SELECT id FROM toys").all()).results, []);
  assert.equal(await records.sweep([]), 0);
});

test("cloudflare: an error that is no conflict is thrown", async () => {
  const { storage: { records } } = await freshBindings([pets]);
  const missing = defineCollection({ name: "missing", schema: z.object({}), index: [] });
  await assert.rejects(records.commit([put(missing, "a", {}, { replaces: null })]), /no such table: missing/);
  await assert.rejects(records.read(missing, "a"), /no such table: missing/);
});

/** The real D1, with a record of what it is asked. */
function listenTo(
  DB: CloudflareBindings["DB"],
): { DB: CloudflareBindings["DB"]; asked: [sql: string, ...unknown[]][] } {
  const asked: [string, ...unknown[]][] = [];
  return {
    asked,
    DB: {
      prepare: (sql) => ({
        bind(...values) {
          asked.push([sql, ...values]);
          return DB.prepare(sql).bind(...values);
        },
        first: () => Promise.reject(new Error("not bound")),
        all: () => Promise.reject(new Error("not bound")),
      }),
      batch: (statements) => DB.batch(statements),
    },
  };
}

test("cloudflare: every listing walks an index in order", async () => {
  const { env } = await freshBindings([pets]);
  const { DB, asked } = listenTo(env.DB);
  const { records } = createCloudflareStorage({ ...env, DB }, { now: () => NOW });
  await records.list(pets, { where: { ownerId: "ann" } });
  await records.list(pets, { where: { age: 3 }, after: "a", newestFirst: true });
  await records.list(pets, { after: "a" });
  const plans = await Promise.all(asked.map(async ([sql, ...values]) => {
    const plan = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`).bind(...values).all<{ detail: string }>();
    return plan.results.map(({ detail }) => detail);
  }));
  assert.deepEqual(plans, [
    ["SEARCH pets USING INDEX pets_by_owner_id (owner_id=?)"],
    ["SEARCH pets USING INDEX pets_by_age (age=? AND id<?)"],
    ["SEARCH pets USING INDEX sqlite_autoindex_pets_1 (id>?)"],
  ]);
});

test("cloudflare: commits and sweeps find their rows by an index", async () => {
  const { env } = await freshBindings([pets]);
  const { DB, asked } = listenTo(env.DB);
  const { records } = createCloudflareStorage({ ...env, DB }, { now: () => NOW });
  const create = put(pets, "rex", { ownerId: "ann", age: 3 }, { replaces: null, expiresAt: NOW + 1 });
  await records.commit([create, remove(pets, "tom", "1")]);
  await records.sweep([pets]);
  assert.equal(asked.length, 5);
  for (const [sql, ...values] of asked) {
    const plan = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`).bind(...values).all<{ detail: string }>();
    for (const { detail } of plan.results) assert.doesNotMatch(detail, /SCAN (?!CONSTANT ROW)/, sql);
  }
});

test("cloudflare: Workers KV is told to forget, after a minute at the least", async () => {
  const { env, storage: { cache } } = await freshBindings([]);
  const startedAt = Date.now() / 1000;
  await cache.write("short", 1, 5);
  await cache.write("long", 1, 300.5);
  for (const { name, expiration = 0 } of (await env.KV.list()).keys) {
    const lifetime = expiration - startedAt;
    const expected = name === "short" ? 60 : 301;
    assert.ok(lifetime > expected - 2 && lifetime < expected + 30, `${name}: ${lifetime}`);
  }
});

test("cloudflare: a cache out of order is a miss and is reported", async () => {
  const { env, storage: { cache: working } } = await freshBindings([]);
  const refuse = () => Promise.reject(new Error("429 Too Many Requests"));
  const errors: string[] = [];
  const { cache } = createCloudflareStorage(
    { ...env, KV: { get: refuse, put: refuse, delete: refuse, list: refuse } },
    {
      now: () => NOW,
      onError: (_, operation) => errors.push(operation),
    },
  );
  await working.write("a", 1, 60);
  await cache.write("a", 2, 60);
  assert.equal(await cache.read("a"), null);
  await cache.forget("a");
  assert.deepEqual(errors, ["cache write", "cache read", "cache forget"]);
  assert.equal((await working.read("a"))?.value, 1);
});

test("cloudflare: a cache entry that somebody else wrote is a miss", async () => {
  const { env, storage: { cache }, errors } = await freshBindings([]);
  for (const text of ["{", "null", "5", '{"value":1}']) {
    await env.KV.put("a", text, { expirationTtl: 60 });
    assert.equal(await cache.read("a"), null);
  }
  assert.deepEqual(errors, []);
});

test("cloudflare: an operator's own upload is a blob", async () => {
  const { env, storage: { blobs } } = await freshBindings([]);
  const startedAt = Date.now();
  await env.R2.put("knowledge/trading/risk.md", new TextEncoder().encode("# Risk"), {});
  const { updatedAt, ...about } = (await blobs.describe("knowledge/trading/risk.md"))!;
  assert.deepEqual(about, { path: "knowledge/trading/risk.md", size: 6, contentType: "application/octet-stream" });
  assert.ok(Math.abs(updatedAt - startedAt) < 60_000);
});

test("cloudflare: workerd stops", async () => {
  await (await startPlatform()).dispose();
});
