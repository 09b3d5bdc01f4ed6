/** Blobs, on any back end. */

import assert from "node:assert/strict";
import { type BlobDescription, type Blobs, MAX_BLOB_BYTES } from "../../src/storage/storage.ts";
import { caseOf, type Contract } from "./contract.ts";

const MEGABYTE = 1_048_576;
const contentType = "text/markdown";

/** Bytes in which every position can be told from its neighbours, also across parts. */
function pattern(size: number, seed: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, position) => (position * 31 + (position >> 8) * 7 + seed) & 255);
}

function assertBytes(actual: Uint8Array | undefined, expected: Uint8Array): void {
  assert.ok(actual);
  assert.equal(actual.length, expected.length);
  assert.ok(actual.every((byte, position) => byte === expected[position]), "bytes differ");
}

async function listAll(blobs: Blobs, prefix: string, limit: number): Promise<BlobDescription[]> {
  const found: BlobDescription[] = [];
  for (let after: string | null = ""; after !== null;) {
    const page: { items: BlobDescription[]; next: string | null } = await blobs.list(prefix, { after, limit });
    assert.ok(page.items.length <= limit);
    found.push(...page.items);
    after = page.next;
  }
  return found;
}

export function blobsContract(contract: Contract): void {
  const test = caseOf(contract, []);

  test("blobs: a megabyte is written, replaced, listed and deleted", async ({ storage: { blobs }, now, advance }) => {
    const path = "users/u1/exports/report.pdf";
    await blobs.write(path, pattern(MEGABYTE, 1), { contentType: "application/pdf" });
    const first = await blobs.read(path);
    assertBytes(first?.bytes, pattern(MEGABYTE, 1));
    advance(5000);
    await blobs.write(path, pattern(MEGABYTE + 1, 2), { contentType });
    const about = { path, size: MEGABYTE + 1, contentType, updatedAt: now() };
    const { bytes, ...description } = (await blobs.read(path))!;
    assertBytes(bytes, pattern(MEGABYTE + 1, 2));
    assert.deepEqual(description, about);
    assert.deepEqual(await blobs.describe(path), about);
    assert.deepEqual(await blobs.list("users/"), { items: [about], next: null });
    assert.equal(first?.updatedAt, now() - 5000);
    assert.equal(first.contentType, "application/pdf");
    await blobs.delete(path);
    assert.equal(await blobs.read(path), null);
    assert.equal(await blobs.describe(path), null);
    assert.deepEqual(await blobs.list(""), { items: [], next: null });
    await blobs.delete(path);
  });

  test("blobs: a range is cut out, and cut off at the end", async ({ storage: { blobs } }) => {
    const whole = pattern(200_000, 3);
    await blobs.write("a/b", whole, { contentType });
    const ranges = [[0, 1], [59_999, 2], [60_000, 60_000], [1, 199_998], [0, 200_000], [119_999, 60_002], [180_000, 1]];
    for (const [offset, length] of ranges as [number, number][]) {
      const found = await blobs.read("a/b", { offset, length });
      assertBytes(found?.bytes, whole.subarray(offset, offset + length));
      assert.equal(found?.size, 200_000);
    }
    assertBytes((await blobs.read("a/b", { offset: 199_999, length: 9 }))?.bytes, whole.subarray(199_999));
    for (const offset of [200_000, 900_000]) {
      assert.equal((await blobs.read("a/b", { offset, length: 1 }))?.bytes.length, 0);
    }
    assert.equal(await blobs.read("a/c", { offset: 0, length: 1 }), null);
    for (const [offset, length] of [[-1, 1], [0, 0], [0.5, 1], [0, NaN]] as [number, number][]) {
      await assert.rejects(blobs.read("a/b", { offset, length }), RangeError);
    }
  });

  test("blobs: an empty object is an object", async ({ storage: { blobs } }) => {
    await blobs.write("empty", new Uint8Array(0), { contentType });
    assert.equal((await blobs.read("empty"))?.bytes.length, 0);
    assert.equal((await blobs.read("empty", { offset: 0, length: 5 }))?.bytes.length, 0);
    assert.equal((await blobs.describe("empty"))?.size, 0);
  });

  test("blobs: only the bytes of a view are stored", async ({ storage: { blobs } }) => {
    await blobs.write("view", pattern(300_000, 4).subarray(100_000, 100_010), { contentType });
    assertBytes((await blobs.read("view"))?.bytes, pattern(300_000, 4).subarray(100_000, 100_010));
  });

  test("blobs: a listing goes by prefix, in order, in pages", async ({ storage: { blobs } }) => {
    const paths = ["a/1", "a/10", "a/2", "a/b/c", "a/~", "a0", "ab/1", "b", "knowledge/options/strategies.md"];
    for (const path of paths.toReversed()) await blobs.write(path, pattern(3, 0), { contentType });
    for (const limit of [1, 2, 4, 100]) {
      for (const prefix of ["", "a", "a/", "a/1", "b", "c", "knowledge/options/"]) {
        const expected = paths.filter((path) => path.startsWith(prefix));
        assert.deepEqual((await listAll(blobs, prefix, limit)).map(({ path }) => path), expected, `${prefix} ${limit}`);
      }
    }
    const page = await blobs.list("a", { after: "a/2", limit: 2 });
    assert.deepEqual(page.items.map(({ path }) => path), ["a/b/c", "a/~"]);
    assert.equal(page.next, "a/~");
    assert.deepEqual((await blobs.list("b", { after: "a" })).items.map(({ path }) => path), ["b"]);
    assert.deepEqual(await blobs.list("a", { after: "b" }), { items: [], next: null });
    for (const limit of [0, 101]) await assert.rejects(blobs.list("", { limit }), RangeError);
  });

  test("blobs: a path that could not exist is a bug", async ({ storage: { blobs } }) => {
    for (const path of ["", "/a", "a/", "a//b", "a/../b", ".", "é", "a\nb", "x".repeat(501)]) {
      await assert.rejects(blobs.write(path, new Uint8Array(1), { contentType }), RangeError, path);
      await assert.rejects(blobs.read(path), RangeError, path);
    }
    await assert.rejects(blobs.write("a", new Uint8Array(MAX_BLOB_BYTES + 1), { contentType }), RangeError);
    assert.deepEqual((await blobs.list("")).items, []);
  });

  test("blobs: readers and writers at once see whole objects", async ({ storage: { blobs } }) => {
    const sizes = [150_000, 70_000, 400_000];
    const write = (seed: number) =>
      blobs.write("shared", new Uint8Array(sizes[seed % 3]!).fill(seed), { contentType: `x/${seed}` });
    await write(0);
    async function read(): Promise<void> {
      const { bytes, contentType } = (await blobs.read("shared"))!;
      const seed = Number(contentType.slice(2));
      assert.equal(bytes.length, sizes[seed % 3]);
      assert.ok(bytes.every((byte) => byte === seed), "half-replaced");
    }
    async function readOften(): Promise<void> {
      for (let time = 0; time < 10; time++) await read();
    }
    async function writeOften(first: number): Promise<void> {
      for (let seed = first; seed < first + 5; seed++) await write(seed);
    }
    await Promise.all([readOften(), writeOften(1), readOften(), writeOften(11), writeOften(21)]);
    await read();
  });
}
