/** Listing records, on any back end. */

import assert from "node:assert/strict";
import * as z from "zod";
import { defineCollection } from "../../src/storage/collection.ts";
import { type ListQuery, put, type Records, remove, type Stored } from "../../src/storage/storage.ts";
import { caseOf, type Contract } from "./contract.ts";

const Trade = z.object({
  userId: z.string(),
  score: z.number(),
  tag: z.string().optional(),
  link: z.string().nullish(),
});
type Trade = z.infer<typeof Trade>;
const trades = defineCollection({ name: "trades", schema: Trade, index: ["userId", "score", "tag", "link"] });
type Query = ListQuery<Trade, "userId" | "score" | "tag" | "link">;

async function save(records: Records, id: string, trade: Trade, expiresAt: number | null = null): Promise<void> {
  const replaces = (await records.read(trades, id))?.version ?? null;
  assert.ok((await records.commit([put(trades, id, trade, { replaces, expiresAt })])).ok);
}

/** 26 records "a" to "z"; every other one is Ann's. */
async function saveAlphabet(
  records: Records,
  deadline: (position: number) => number | null = () => null,
): Promise<void> {
  const writes = Array.from({ length: 26 }, (_, position) => {
    const trade = { userId: position % 2 === 0 ? "ann" : "bob", score: position };
    const id = String.fromCharCode(97 + position);
    return put(trades, id, trade, { replaces: null, expiresAt: deadline(position) });
  });
  for (let first = 0; first < 26; first += 10) assert.ok((await records.commit(writes.slice(first, first + 10))).ok);
}

const ids = (stored: readonly Stored<Trade>[]): string => stored.map(({ id }) => id).join("");

async function listIds(records: Records, query?: Query): Promise<string> {
  return ids((await records.list(trades, query)).items);
}

/** Every page in turn, as the ids on it. */
async function listPages(records: Records, query: Query): Promise<string[]> {
  const pages: string[] = [];
  let after: string | null = null;
  do {
    const page: { items: Stored<Trade>[]; next: string | null } = await records.list(trades, {
      ...query,
      ...(after === null ? {} : { after }),
    });
    pages.push(ids(page.items));
    after = page.next;
  } while (after !== null);
  return pages;
}

export function listContract(contract: Contract): void {
  const test = caseOf(contract, [trades]);

  test("records: an index follows update and delete", async ({ storage: { records } }) => {
    await save(records, "a", { userId: "ann", score: 1, tag: "x" });
    await save(records, "b", { userId: "ann", score: 2 });
    assert.equal(await listIds(records, { where: { userId: "ann" } }), "ab");
    assert.equal(await listIds(records, { where: { tag: "x" } }), "a");
    await save(records, "a", { userId: "bob", score: 2, link: null });
    assert.equal(await listIds(records, { where: { userId: "ann" } }), "b");
    assert.equal(await listIds(records, { where: { userId: "bob" } }), "a");
    assert.equal(await listIds(records, { where: { score: 1 } }), "");
    assert.equal(await listIds(records, { where: { score: 2 } }), "ab");
    assert.equal(await listIds(records, { where: { tag: "x" } }), "");
    const { version } = (await records.read(trades, "a"))!;
    assert.ok((await records.commit([remove(trades, "a", version)])).ok);
    assert.equal(await listIds(records, { where: { userId: "bob" } }), "");
    assert.equal(await listIds(records, { where: { score: 2 } }), "b");
    assert.equal(await listIds(records), "b");
  });

  test("records: an index tells apart what is not the same", async ({ storage: { records } }) => {
    const values = ["", "5", "5.0", "Ann", "ann", "ann ", "é", "e\u0301", "😀", "a'b\"c", "null"];
    for (const [position, userId] of values.entries()) await save(records, `${position}`, { userId, score: position });
    for (const [position, userId] of values.entries()) {
      assert.equal(await listIds(records, { where: { userId } }), `${position}`);
    }
  });

  test("records: an index holds numbers exactly", async ({ storage: { records } }) => {
    const scores = [
      0,
      -1,
      0.1,
      0.1 + 0.2,
      5,
      1e21,
      Number.MAX_SAFE_INTEGER,
      Number.MAX_SAFE_INTEGER - 1,
      5e-324,
      -1e300,
    ];
    for (const [position, score] of scores.entries()) await save(records, `${position}`, { userId: "ann", score });
    for (const [position, score] of scores.entries()) {
      assert.equal(await listIds(records, { where: { score } }), `${position}`, `${score}`);
    }
    assert.equal(await listIds(records, { where: { score: -0 } }), "0");
    await save(records, "0", { userId: "ann", score: -0 });
    assert.equal(await listIds(records, { where: { score: 0 } }), "0");
  });

  test("records: pages go both ways and end", async ({ storage: { records } }) => {
    await saveAlphabet(records);
    assert.deepEqual(await listPages(records, { limit: 10 }), ["abcdefghij", "klmnopqrst", "uvwxyz"]);
    assert.deepEqual(await listPages(records, { limit: 10, newestFirst: true }), [
      "zyxwvutsrq",
      "ponmlkjihg",
      "fedcba",
    ]);
    assert.deepEqual(await listPages(records, { limit: 13 }), ["abcdefghijklm", "nopqrstuvwxyz"]);
    assert.deepEqual(await listPages(records, { where: { userId: "ann" }, limit: 5 }), ["acegi", "kmoqs", "uwy"]);
    const newestFirst = { where: { userId: "ann" }, limit: 5, newestFirst: true } as const;
    assert.deepEqual(await listPages(records, newestFirst), ["ywusq", "omkig", "eca"]);
    assert.equal(await listIds(records, { after: "mm", limit: 3 }), "nop");
    assert.equal(await listIds(records, { after: "mm", limit: 3, newestFirst: true }), "mlk");
    assert.deepEqual(await records.list(trades, { after: "z" }), { items: [], next: null });
  });

  test("records: a page has a hundred records, and never more", async ({ storage: { records } }) => {
    for (let first = 0; first < 110; first += 10) {
      const writes = Array.from(
        { length: 10 },
        (_, offset) => put(trades, `${1000 + first + offset}`, { userId: "ann", score: 0 }, { replaces: null }),
      );
      assert.ok((await records.commit(writes)).ok);
    }
    for (const query of [{}, { where: { userId: "ann" } }]) {
      const page = await records.list(trades, query);
      assert.equal(page.items.length, 100);
      assert.equal(page.next, "1099");
      const last = await records.list(trades, { ...query, after: page.next });
      assert.deepEqual([last.items.length, last.next], [10, null]);
    }
    for (const limit of [0, 101, 1.5, NaN, -1]) await assert.rejects(records.list(trades, { limit }), RangeError);
  });

  test("records: what has expired leaves no gap in a page", async ({ storage: { records }, now, advance }) => {
    const deadline = now() + 60_000;
    await saveAlphabet(records, (position) => position % 3 === 0 ? null : deadline);
    advance(59_999);
    assert.equal((await listIds(records)).length, 26);
    advance(1);
    assert.deepEqual(await listPages(records, { limit: 4 }), ["adgj", "mpsv", "y"]);
    assert.deepEqual(await listPages(records, { limit: 3, newestFirst: true }), ["yvs", "pmj", "gda"]);
    assert.deepEqual(await listPages(records, { where: { userId: "ann" }, limit: 2 }), ["ag", "ms", "y"]);
    assert.deepEqual(await listPages(records, { where: { userId: "bob" }, limit: 2 }), ["dj", "pv"]);
  });

  test("records: a list is asked for by one indexed field with a value", async ({ storage: { records } }) => {
    await save(records, "a", { userId: "ann", score: 1 });
    const forgotten = { userId: undefined } as unknown as { userId: string };
    const unknown = { version: "ann" } as unknown as { userId: string };
    for (const where of [{}, forgotten, unknown, { userId: "ann", score: 1 }]) {
      await assert.rejects(records.list(trades, { where }), RangeError);
    }
  });

  test("records: values and cursors that nothing can have find nothing", async ({ storage: { records } }) => {
    await save(records, "a", { userId: "ann", score: 1 });
    for (const userId of ["u".repeat(257), "ann\0", "\ud800"]) {
      assert.equal(await listIds(records, { where: { userId } }), "");
    }
    for (const score of [NaN, Infinity]) assert.equal(await listIds(records, { where: { score } }), "");
    assert.equal(await listIds(records, { after: "\0" }), "");
    assert.equal(await listIds(records, { after: "a".repeat(5000) }), "");
  });
}
