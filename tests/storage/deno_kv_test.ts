import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { defineCollection } from "../../src/storage/collection.ts";
import { createDenoKvStorage } from "../../src/storage/deno_kv.ts";
import { put } from "../../src/storage/storage.ts";
import { type FreshStorage, storageContract } from "./contract.ts";

const NOW = Date.UTC(2026, 9, 20, 14, 30);

async function freshKv(): Promise<FreshStorage & { kv: Deno.Kv }> {
  const kv = await Deno.openKv(":memory:");
  let at = NOW;
  const now = () => at;
  const errors: string[] = [];
  return {
    kv,
    storage: createDenoKvStorage(kv, { now, onError: (_, operation) => errors.push(operation) }),
    now,
    advance: (milliseconds) => at += milliseconds,
    errors,
    // deno-lint-ignore require-await
    dispose: async () => kv.close(),
  };
}

storageContract({ test: (name, run) => Deno.test(`deno_kv ${name}`, run), freshStorage: freshKv });

function test(name: string, run: (fresh: FreshStorage & { kv: Deno.Kv }) => Promise<void>): void {
  Deno.test(`deno_kv: ${name}`, async () => {
    const fresh = await freshKv();
    try {
      await run(fresh);
    } finally {
      await fresh.dispose();
    }
  });
}

async function keysUnder(kv: Deno.Kv, ...prefix: Deno.KvKeyPart[]): Promise<Deno.KvKey[]> {
  return (await Array.fromAsync(kv.list({ prefix }))).map(({ key }) => key);
}

const bytesOf = (size: number) => new Uint8Array(size).fill(7);
const about = { contentType: "application/octet-stream" };

test("replacing an expired record removes its index keys", async ({ storage: { records }, kv, now, advance }) => {
  const pets = defineCollection({ name: "pets", schema: z.object({ owner: z.string() }), index: ["owner"] });
  await records.commit([put(pets, "rex", { owner: "ann" }, { replaces: null, expiresAt: now() + 5 })]);
  assert.deepEqual(await keysUnder(kv, "index"), [["index", "pets", "owner", "ann", "rex"]]);
  advance(5);
  await records.commit([put(pets, "rex", { owner: "bob" }, { replaces: null })]);
  assert.deepEqual(await keysUnder(kv, "index"), [["index", "pets", "owner", "bob", "rex"]]);
});

test("an index key whose record has moved on finds nothing", async ({ storage: { records }, kv }) => {
  const pets = defineCollection({ name: "pets", schema: z.object({ owner: z.string() }), index: ["owner"] });
  await records.commit([put(pets, "rex", { owner: "bob" }, { replaces: null })]);
  await kv.set(["index", "pets", "owner", "ann", "rex"], true);
  await kv.set(["index", "pets", "owner", "ann", "tom"], true);
  assert.deepEqual((await records.list(pets, { where: { owner: "ann" } })).items, []);
});

test("replaced and deleted blobs leave nothing behind", async ({ storage: { blobs }, kv }) => {
  await blobs.write("a", bytesOf(150_000), about);
  await blobs.write("a", bytesOf(61_000), about);
  assert.equal((await keysUnder(kv, "blob_parts")).length, 2);
  await blobs.delete("a");
  assert.deepEqual(await keysUnder(kv), []);
});

test("writers of one blob at once leave only the last one's parts", async ({ storage: { blobs }, kv }) => {
  const sizes = [150_000, 70_000, 400_000, 1, 61_000];
  await Promise.all(sizes.map((size) => blobs.write("a", bytesOf(size), about)));
  const { size } = (await blobs.read("a"))!;
  assert.equal((await keysUnder(kv, "blob_parts")).length, Math.ceil(size / 60_000));
  assert.deepEqual(await keysUnder(kv, "blob_orphans"), []);
});

test("the largest blob comes back whole and goes", async ({ storage: { blobs }, kv }) => {
  await blobs.write("a", bytesOf(10_000_000), about);
  assert.equal((await blobs.read("a"))?.bytes.every((byte) => byte === 7), true);
  await blobs.delete("a");
  assert.deepEqual(await keysUnder(kv), []);
});

test("a blob's writer that died is cleared away a day later", async ({ storage: { blobs }, kv, now, advance }) => {
  await kv.set(["blob_orphans", "0000DEAD"], { size: 120_000, since: now() });
  await kv.set(["blob_parts", "0000DEAD", 0], bytesOf(60_000));
  await blobs.write("a", bytesOf(1), about);
  assert.equal((await keysUnder(kv, "blob_parts", "0000DEAD")).length, 1, "it may still be at work");
  advance(24 * 3_600_000);
  await blobs.write("b", bytesOf(1), about);
  assert.deepEqual(await keysUnder(kv, "blob_parts", "0000DEAD"), []);
  assert.deepEqual(await keysUnder(kv, "blob_orphans"), []);
  assert.equal((await blobs.read("a"))?.size, 1);
});

test("a blob with a part missing is not handed out", async ({ storage: { blobs }, kv }) => {
  await blobs.write("a", bytesOf(150_000), about);
  await kv.delete((await keysUnder(kv, "blob_parts"))[1]!);
  await assert.rejects(blobs.read("a"), /a: parts of it are missing/);
});

test("a cached value with a part missing is a miss", async ({ storage: { cache }, kv }) => {
  await cache.write("long", "x".repeat(150_000), 60);
  await kv.delete((await keysUnder(kv, "cache_parts"))[1]!);
  assert.equal(await cache.read("long"), null);
});

Deno.test("deno_kv: a cache out of order is a miss and is reported", async () => {
  const kv = await Deno.openKv(":memory:");
  const errors: string[] = [];
  const { cache } = createDenoKvStorage(kv, { now: () => NOW, onError: (_, operation) => errors.push(operation) });
  kv.close();
  await cache.write("a", 1, 60);
  assert.equal(await cache.read("a"), null);
  await cache.forget("a");
  assert.deepEqual(errors, ["cache write", "cache read", "cache forget"]);
});

Deno.test("deno_kv: the platform is told to sweep a minute after the deadline, and not what has none", async () => {
  const folder = await Deno.makeTempDir();
  const kv = await Deno.openKv(`${folder}/kv.sqlite3`);
  const startedAt = Date.now();
  const { records, cache } = createDenoKvStorage(kv, { now: Date.now });
  const stays = defineCollection({ name: "stays", schema: z.object({ city: z.string() }), index: ["city"] });
  const save = (id: string, replaces: string | null, expiresAt: number | null) =>
    records.commit([put(stays, id, { city: `city of ${id}` }, { replaces, expiresAt })]);
  await save("brief", null, startedAt + 30_000);
  await save("past", null, startedAt - 1e9);
  await save("long", null, null);
  await save("extended", null, startedAt + 30_000);
  await save("extended", (await records.read(stays, "extended"))!.version, null);
  await cache.write("small", 1, 30);
  await cache.write("large", "x".repeat(100_000), 30);
  kv.close();
  const database = new DatabaseSync(`${folder}/kv.sqlite3`);
  const rows = database.prepare("SELECT k AS key, expiration_ms AS at FROM kv").all();
  database.close();
  await Deno.remove(folder, { recursive: true });
  /** Seconds after the start at which the platform may sweep the keys that mention `word`; `null` for never. */
  const sweptAfter = (word: string) =>
    rows.filter(({ key }) => new TextDecoder().decode(key as Uint8Array).includes(word))
      .map(({ at }) => Number(at) === -1 ? null : Math.floor((Number(at) - startedAt) / 10_000) * 10);
  assert.deepEqual(sweptAfter("brief"), [90, 90]);
  assert.deepEqual(sweptAfter("past"), [60, 60]);
  assert.deepEqual(sweptAfter("long"), [null, null]);
  assert.deepEqual(sweptAfter("extended"), [null, null]);
  assert.deepEqual(sweptAfter("cache"), [90, 90, 90, 90]);
});
