/** Reading and committing records, on any back end. */

import assert from "node:assert/strict";
import * as z from "zod";
import { defineCollection } from "../../src/storage/collection.ts";
import { check, MAX_RECORD_BYTES, put, type Records, remove, type Write } from "../../src/storage/storage.ts";
import { caseOf, type Contract } from "./contract.ts";

const notes = defineCollection({ name: "notes", schema: z.object({ text: z.string() }), index: [] });
const tallies = defineCollection({ name: "tallies", schema: z.object({ count: z.number() }), index: ["count"] });
const codes = defineCollection({
  name: "codes",
  schema: z.object({ user: z.string() }),
  index: ["user"],
  lifetimeSeconds: 600,
});
const wide = defineCollection({
  name: "wide",
  schema: z.object({ a: z.string(), b: z.string(), c: z.string(), d: z.string(), e: z.string(), rest: z.string() }),
  index: ["a", "b", "c", "d", "e"],
});

/** The versions after a commit that must succeed. */
async function commit(records: Records, ...writes: Write[]): Promise<(string | null)[]> {
  const result = await records.commit(writes);
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

async function assertConflict(records: Records, subject: string, ...writes: Write[]): Promise<void> {
  assert.deepEqual(await records.commit(writes), { ok: false, failure: { kind: "conflict", subject } });
}

export function commitContract(contract: Contract): void {
  const test = caseOf(contract, [notes, tallies, codes, wide]);

  test("records: a created record is read back with its version", async ({ storage: { records } }) => {
    const [version] = await commit(records, put(notes, "a", { text: "é 😀 \0 \ud800" }, { replaces: null }));
    const stored = await records.read(notes, "a");
    assert.deepEqual(stored, { id: "a", value: { text: "é 😀 \0 \ud800" }, version, expiresAt: null });
    assert.equal(await records.read(notes, "b"), null);
    assert.equal(await records.read(tallies, "a"), null);
  });

  test("records: create conflicts with an existing record", async ({ storage: { records } }) => {
    await commit(records, put(notes, "a", { text: "first" }, { replaces: null }));
    await assertConflict(records, "notes/a", put(notes, "a", { text: "second" }, { replaces: null }));
    assert.equal((await records.read(notes, "a"))?.value.text, "first");
  });

  test("records: replace and remove need the current version", async ({ storage: { records } }) => {
    const [first] = await commit(records, put(notes, "a", { text: "1" }, { replaces: null }));
    const [second] = await commit(records, put(notes, "a", { text: "2" }, { replaces: first! }));
    await assertConflict(records, "notes/a", put(notes, "a", { text: "3" }, { replaces: first! }));
    await assertConflict(records, "notes/a", remove(notes, "a", first!));
    await assertConflict(records, "notes/b", put(notes, "b", { text: "3" }, { replaces: second! }));
    await assertConflict(records, "notes/b", remove(notes, "b", second!));
    assert.equal((await records.read(notes, "a"))?.value.text, "2");
    assert.deepEqual(await commit(records, remove(notes, "a", second!)), [null]);
    assert.equal(await records.read(notes, "a"), null);
  });

  test("records: versions never repeat after delete", async ({ storage: { records } }) => {
    const versions = new Set<string>();
    for (let round = 0; round < 10; round++) {
      const [version] = await commit(records, put(notes, "a", { text: "same" }, { replaces: null }));
      versions.add(version!);
      await commit(records, remove(notes, "a", version!));
    }
    assert.equal(versions.size, 10);
    await commit(records, put(notes, "a", { text: "same" }, { replaces: null }));
    for (const version of versions) await assertConflict(records, "notes/a", remove(notes, "a", version));
  });

  test("records: a commit is all or nothing across collections, and names the loser", async ({ storage }) => {
    const { records } = storage;
    const [note, tally] = await commit(
      records,
      put(notes, "old", { text: "old" }, { replaces: null }),
      put(tallies, "old", { count: 1 }, { replaces: null }),
    );
    await assertConflict(
      records,
      "tallies/old",
      put(notes, "new", { text: "new" }, { replaces: null }),
      remove(notes, "old", note!),
      put(tallies, "old", { count: 2 }, { replaces: "another" }),
      put(tallies, "new", { count: 3 }, { replaces: null }),
    );
    assert.equal(await records.read(notes, "new"), null);
    assert.equal(await records.read(tallies, "new"), null);
    assert.equal((await records.read(notes, "old"))?.version, note);
    assert.deepEqual((await records.list(tallies, { where: { count: 1 } })).items.map(({ version }) => version), [
      tally,
    ]);
    assert.deepEqual((await records.list(tallies, { where: { count: 2 } })).items, []);
  });

  test("records: a commit gives the version each record has afterwards", async ({ storage: { records } }) => {
    const [kept, gone] = await commit(
      records,
      put(notes, "kept", { text: "" }, { replaces: null }),
      put(notes, "gone", { text: "" }, { replaces: null }),
    );
    const versions = await commit(
      records,
      check(notes, "kept", kept!),
      remove(notes, "gone", gone!),
      put(tallies, "new", { count: 1 }, { replaces: null }),
      check(notes, "absent", null),
    );
    assert.deepEqual(versions, [kept, null, (await records.read(tallies, "new"))!.version, null]);
    assert.deepEqual(await commit(records), []);
  });

  test("records: a check writes nothing and stops the commit when it fails", async ({ storage: { records } }) => {
    const [version] = await commit(records, put(notes, "a", { text: "1" }, { replaces: null }));
    const another = put(notes, "b", { text: "b" }, { replaces: null });
    await assertConflict(records, "notes/a", another, check(notes, "a", null));
    await assertConflict(records, "notes/a", check(notes, "a", "another"), another);
    await assertConflict(records, "notes/c", check(notes, "c", version!), another);
    assert.equal(await records.read(notes, "b"), null);
    await commit(records, check(notes, "a", version!), another);
    assert.deepEqual(await records.read(notes, "a"), { id: "a", value: { text: "1" }, version, expiresAt: null });
  });

  test("records: one of twenty concurrent writers wins", async ({ storage: { records } }) => {
    const race = async (replaces: string | null): Promise<string> => {
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, count) =>
          records.commit([
            put(tallies, "prize", { count }, { replaces }),
            put(notes, `${replaces} ${count}`, { text: "won" }, { replaces: null }),
          ])),
      );
      const won = results.filter((result) => result.ok);
      assert.equal(won.length, 1);
      for (const result of results) if (!result.ok) assert.equal(result.failure.kind, "conflict");
      const prize = (await records.read(tallies, "prize"))!;
      assert.equal(prize.version, won[0]!.value[0]);
      const winners = (await records.list(notes)).items.filter(({ id }) => id.startsWith(`${replaces} `));
      assert.deepEqual(winners.map(({ id }) => id), [`${replaces} ${prize.value.count}`]);
      return prize.version;
    };
    await race(await race(null));
  });

  test("records: twenty concurrent writers of different records all succeed", async ({ storage: { records } }) => {
    const [version] = await commit(records, put(notes, "rule", { text: "" }, { replaces: null }));
    const results = await Promise.all(Array.from({ length: 20 }, (_, count) =>
      records.commit([
        check(notes, "rule", version!),
        put(tallies, `t${count}`, { count }, { replaces: null }),
      ])));
    assert.ok(results.every(({ ok }) => ok));
    assert.equal((await records.list(tallies)).items.length, 20);
  });

  test("records: a deadline hides the record and frees its id", async ({ storage: { records }, now, advance }) => {
    const [version] = await commit(records, put(codes, "a", { user: "ann" }, { replaces: null }));
    assert.equal((await records.read(codes, "a"))?.expiresAt, now() + 600_000);
    advance(599_999);
    await assertConflict(records, "codes/a", put(codes, "a", { user: "bob" }, { replaces: null }));
    advance(1);
    assert.equal(await records.read(codes, "a"), null);
    assert.deepEqual((await records.list(codes)).items, []);
    assert.deepEqual((await records.list(codes, { where: { user: "ann" } })).items, []);
    await assertConflict(records, "codes/a", put(codes, "a", { user: "bob" }, { replaces: version! }));
    await assertConflict(records, "codes/a", remove(codes, "a", version!));
    await assertConflict(records, "codes/a", check(codes, "a", version!));
    await commit(records, check(codes, "a", null));
    await commit(records, put(codes, "a", { user: "bob" }, { replaces: null, expiresAt: null }));
    assert.deepEqual((await records.list(codes, { where: { user: "ann" } })).items, []);
    assert.equal((await records.list(codes, { where: { user: "bob" } })).items.length, 1);
    await assertConflict(records, "codes/a", remove(codes, "a", version!));
  });

  test("records: a put renews the lifetime unless it names a deadline", async ({ storage: { records }, now, advance }) => {
    const [first] = await commit(records, put(codes, "a", { user: "ann" }, { replaces: null }));
    advance(500_000);
    const [second] = await commit(records, put(codes, "a", { user: "ann" }, { replaces: first! }));
    assert.equal((await records.read(codes, "a"))?.expiresAt, now() + 600_000);
    const [third] = await commit(
      records,
      put(codes, "a", { user: "ann" }, { replaces: second!, expiresAt: now() + 5 }),
    );
    advance(4);
    assert.equal((await records.read(codes, "a"))?.version, third);
    await commit(records, put(codes, "a", { user: "ann" }, { replaces: third!, expiresAt: null }));
    advance(1e12);
    assert.equal((await records.read(codes, "a"))?.expiresAt, null);
  });

  test("records: a sweep cannot be seen", async ({ storage: { records }, now, advance }) => {
    const [kept] = await commit(
      records,
      put(codes, "kept", { user: "ann" }, { replaces: null }),
      put(codes, "gone", { user: "ann" }, { replaces: null, expiresAt: now() + 5 }),
    );
    advance(5);
    await records.sweep([codes, notes]);
    await records.sweep([]);
    assert.deepEqual((await records.list(codes, { where: { user: "ann" } })).items.map(({ version }) => version), [
      kept,
    ]);
    await commit(records, put(codes, "gone", { user: "bob" }, { replaces: null }));
    await assertConflict(records, "codes/gone", put(codes, "gone", { user: "bob" }, { replaces: null }));
  });

  test("records: a body is measured in bytes, and one too large stops everything", async ({ storage: { records } }) => {
    const frame = JSON.stringify({ text: "" }).length;
    const full = "€".repeat((MAX_RECORD_BYTES - frame) / 3) + "x".repeat((MAX_RECORD_BYTES - frame) % 3);
    const result = await records.commit([
      put(notes, "small", { text: "" }, { replaces: null }),
      put(notes, "large", { text: full + "x" }, { replaces: null }),
    ]);
    const failure = { kind: "too_large", subject: "notes/large", size: MAX_RECORD_BYTES + 1, limit: MAX_RECORD_BYTES };
    assert.deepEqual(result, { ok: false, failure });
    assert.deepEqual((await records.list(notes)).items, []);
    await commit(records, put(notes, "full", { text: full }, { replaces: null }));
    assert.equal((await records.read(notes, "full"))?.value.text, full);
  });

  test("records: ten full records with five full indexes fit into a commit", async ({ storage: { records } }) => {
    const rest = "€".repeat(19_500);
    const body = (letter: string) => {
      const [a, b, c, d, e] = ["a", "b", "c", "d", "e"].map((field) => field + letter.repeat(255)) as [
        string,
        ...string[],
      ];
      return { a, b: b!, c: c!, d: d!, e: e!, rest };
    };
    const ids = Array.from({ length: 10 }, (_, position) => `${position}`.padEnd(256, "i"));
    const versions = await commit(records, ...ids.map((id) => put(wide, id, body("x"), { replaces: null })));
    await commit(records, ...ids.map((id, at) => put(wide, id, body("y"), { replaces: versions[at]! })));
    assert.equal((await records.list(wide, { where: { e: body("y").e } })).items.length, 10);
    assert.equal((await records.list(wide, { where: { e: body("x").e } })).items.length, 0);
    assert.equal((await records.read(wide, ids[9]!))?.value.rest, rest);
  });

  test("records: a commit that no caller should send is thrown back", async ({ storage: { records } }) => {
    const create = (id: string) => put(notes, id, { text: "" }, { replaces: null });
    const eleven = Array.from({ length: 11 }, (_, position) => create(`n${position}`));
    await assert.rejects(records.commit(eleven), RangeError);
    await assert.rejects(records.commit([create("a"), check(notes, "a", null)]), RangeError);
    for (const id of ["", "é", "a\0", "a\n", "x".repeat(257)]) {
      await assert.rejects(records.commit([create(id)]), RangeError);
    }
    const longIndex = put(codes, "a", { user: "u".repeat(257) }, { replaces: null });
    await assert.rejects(records.commit([create("a"), longIndex]), RangeError);
    const halfDeadline = put(notes, "a", { text: "" }, { replaces: null, expiresAt: 1.5 });
    await assert.rejects(records.commit([halfDeadline]), RangeError);
    assert.deepEqual((await records.list(notes)).items, []);
    await commit(records, ...eleven.slice(1));
    assert.equal((await records.list(notes)).items.length, 10);
  });

  test("records: an id that nothing can have is not found", async ({ storage: { records } }) => {
    for (const id of ["", "é", "x".repeat(5000)]) assert.equal(await records.read(notes, id), null);
  });

  test("records: what JSON would lose is refused before it is written", async ({ storage: { records } }) => {
    const nan = put(tallies, "a", { count: NaN }, { replaces: null });
    await assert.rejects(records.commit([nan]), { name: "RangeError", message: /tallies\/a .*"count"/ });
    assert.equal(await records.read(tallies, "a"), null);
  });

  test("records: fields outside the schema are not kept", async ({ storage: { records } }) => {
    const loose = defineCollection({ name: "notes", schema: z.looseObject({ text: z.string() }), index: [] });
    const value = { text: "kept", password: "not kept" };
    await commit(records, put(notes, "a", value, { replaces: null }));
    assert.deepEqual((await records.read(loose, "a"))?.value, { text: "kept" });
  });

  test("records: a body of the wrong shape is refused without being shown", async ({ storage: { records } }) => {
    const drifted = defineCollection({ name: "notes", schema: z.object({ text: z.number() }), index: [] });
    await commit(records, put(notes, "a", { text: "swordfish" }, { replaces: null }));
    const isDrift = (error: unknown) =>
      error instanceof Error && error.message.includes("notes/a") && !error.message.includes("swordfish");
    await assert.rejects(records.read(drifted, "a"), isDrift);
    await assert.rejects(records.list(drifted), isDrift);
  });
}
