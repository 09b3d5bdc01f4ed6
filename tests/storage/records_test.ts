import assert from "node:assert/strict";
import * as z from "zod";
import { defineCollection } from "../../src/storage/collection.ts";
import { createRecords, isLive, type RecordStore, type Row } from "../../src/storage/records.ts";
import { check, put, remove } from "../../src/storage/storage.ts";

const pets = defineCollection({
  name: "pets",
  schema: z.object({ owner: z.string(), age: z.number().optional() }),
  index: ["owner", "age"],
  lifetimeSeconds: 10,
});

/** A platform with these rows and no memory, which writes down what it is asked and lets `loser` lose. */
function storeOf(rows: Row[], loser: number | null = null): RecordStore & { calls: unknown[][] } {
  const calls: unknown[][] = [];
  return {
    calls,
    read(...asked) {
      calls.push(["read", ...asked]);
      return Promise.resolve(rows.find(({ id }) => id === asked[1]) ?? null);
    },
    list(query) {
      calls.push(["list", query]);
      return Promise.resolve(rows.slice(0, query.limit));
    },
    commit(...asked) {
      calls.push(["commit", ...asked]);
      return Promise.resolve(loser);
    },
    sweep(...asked) {
      calls.push(["sweep", ...asked]);
      return Promise.resolve(2);
    },
  };
}

const rowOf = (id: string, expiresAt: number | null = null): Row => ({
  id,
  body: `{"owner":"owner of ${id}"}`,
  version: `v${id}`,
  expiresAt,
});
const recordsOf = (store: RecordStore) => createRecords(store, () => 5000, () => "minted");

Deno.test("records: a read is one call, or none for an id that cannot be", async () => {
  const store = storeOf([rowOf("a"), rowOf("b", 5000)]);
  const records = recordsOf(store);
  assert.deepEqual(await records.read(pets, "a"), {
    id: "a",
    value: { owner: "owner of a" },
    version: "va",
    expiresAt: null,
  });
  assert.equal(await records.read(pets, "b"), null);
  assert.equal(await records.read(pets, "é"), null);
  assert.deepEqual(store.calls, [["read", "pets", "a"], ["read", "pets", "b"]]);
});

Deno.test("records: a list asks for one more than the page, to know whether it is the last", async () => {
  const store = storeOf(["a", "b", "c"].map((id) => rowOf(id)));
  const records = recordsOf(store);
  const page = await records.list(pets, { where: { owner: "ann" }, after: "A", limit: 2, newestFirst: true });
  assert.deepEqual(page.items.map(({ id }) => id), ["a", "b"]);
  assert.equal(page.next, "b");
  const last = await records.list(pets, { limit: 3 });
  assert.deepEqual([last.items.length, last.next], [3, null]);
  assert.deepEqual(store.calls, [
    ["list", { name: "pets", where: ["owner", "ann"], after: "A", limit: 3, newestFirst: true, now: 5000 }],
    ["list", { name: "pets", where: null, after: null, limit: 4, newestFirst: false, now: 5000 }],
  ]);
});

Deno.test("records: a value of the wrong kind cannot be asked for", async () => {
  const records = recordsOf(storeOf([]));
  // @ts-expect-error: an owner is text, and D1 would compare the number as text where Deno KV would not
  await records.list(pets, { where: { owner: 5 } });
  // @ts-expect-error: not an indexed field
  await assert.rejects(records.list(pets, { where: { name: "rex" } }), RangeError);
});

Deno.test("records: the platform gets bodies, versions, deadlines and index entries ready to write", async () => {
  const store = storeOf([]);
  const versions = await recordsOf(store).commit([
    put(pets, "a", { owner: "é" }, { replaces: null }),
    remove(pets, "b", "v1"),
    check(pets, "c", "v2"),
    put(pets, "d", { owner: "ann", age: 3 }, { replaces: "v3", expiresAt: null }),
  ]);
  assert.deepEqual(versions, { ok: true, value: ["minted", null, "v2", "minted"] });
  const record = (id: string, body: string, expiresAt: number | null, indexed: unknown[]) => ({
    id,
    body,
    bytes: new TextEncoder().encode(body),
    version: "minted",
    expiresAt,
    indexed,
  });
  const name = "pets";
  const a = record("a", '{"owner":"é"}', 15_000, [["owner", "é"]]);
  const d = record("d", '{"owner":"ann","age":3}', null, [["owner", "ann"], ["age", 3]]);
  assert.deepEqual(store.calls, [["commit", [
    { kind: "put", name, id: "a", expected: null, record: a },
    { kind: "remove", name, id: "b", expected: "v1", record: null },
    { kind: "check", name, id: "c", expected: "v2", record: null },
    { kind: "put", name, id: "d", expected: "v3", record: d },
  ], 5000]]);
});

Deno.test("records: the write that lost is named", async () => {
  const result = await recordsOf(storeOf([], 1)).commit([check(pets, "a", null), check(pets, "b", null)]);
  assert.deepEqual(result, { ok: false, failure: { kind: "conflict", subject: "pets/b" } });
});

Deno.test("records: what is refused reaches no platform", async () => {
  const store = storeOf([]);
  const records = recordsOf(store);
  const large = put(pets, "a", { owner: "ann", age: 1 }, { replaces: null });
  const owners = defineCollection({ name: "owners", schema: z.object({ text: z.string() }), index: [] });
  const result = await records.commit([large, put(owners, "b", { text: "€".repeat(20_000) }, { replaces: null })]);
  const failure = { kind: "too_large", subject: "owners/b", size: 60_011, limit: 60_000 };
  assert.deepEqual(result, { ok: false, failure });
  await assert.rejects(records.commit([large, large]), RangeError);
  assert.deepEqual(await records.commit([]), { ok: true, value: [] });
  assert.deepEqual(await records.list(pets, { where: { owner: "\0" } }), { items: [], next: null });
  assert.equal(await records.sweep([]), 0);
  assert.deepEqual(store.calls, []);
  assert.equal(await records.sweep([pets]), 2);
  assert.deepEqual(store.calls, [["sweep", ["pets"], 5000]]);
});

Deno.test("records: an error about a body shows where it does not fit, and nothing of it", async () => {
  const bodies = ['{"owner":12345}', "{12345", "12345", '{"age":1,"12345":2}'];
  for (const body of bodies) {
    const records = recordsOf(storeOf([{ ...rowOf("a"), body }]));
    await assert.rejects(records.read(pets, "a"), (error: Error) => {
      assert.match(error.message, /^pets\/a (is not JSON|does not fit its collection's schema( at "owner")?)\.$/);
      return !(error instanceof RangeError);
    });
  }
});

Deno.test("records: a record is gone at its deadline, not before", () => {
  assert.deepEqual([isLive(null, 5), isLive(6, 5), isLive(5, 5), isLive(4, 5)], [true, true, false, false]);
});
