import assert from "node:assert/strict";
import { type BlobStore, createBlobs } from "../../src/storage/blobs.ts";

/** A platform that has nothing and writes down what it is asked. */
function emptyStore(): BlobStore & { calls: unknown[][] } {
  const calls: unknown[][] = [];
  return {
    calls,
    write(path, bytes, { contentType }) {
      calls.push(["write", path, bytes.length, contentType]);
      return Promise.resolve();
    },
    read(...asked) {
      calls.push(["read", ...asked]);
      return Promise.resolve(null);
    },
    describe(path) {
      calls.push(["describe", path]);
      return Promise.resolve(null);
    },
    list(...asked) {
      calls.push(["list", ...asked]);
      return Promise.resolve({ items: [], next: null });
    },
    delete(path) {
      calls.push(["delete", path]);
      return Promise.resolve();
    },
  };
}

Deno.test("blobs: what is asked reaches the platform, a page of a hundred from the start by default", async () => {
  const store = emptyStore();
  const blobs = createBlobs(store);
  await blobs.write("a/b c.md", new Uint8Array(3), { contentType: "text/markdown" });
  await blobs.read("a/b", { offset: 0, length: 1 });
  await blobs.describe("a");
  await blobs.list("");
  await blobs.list("a/", { after: "a/b", limit: 7 });
  await blobs.delete("...");
  assert.deepEqual(store.calls, [
    ["write", "a/b c.md", 3, "text/markdown"],
    ["read", "a/b", { offset: 0, length: 1 }],
    ["describe", "a"],
    ["list", "", null, 100],
    ["list", "a/", "a/b", 7],
    ["delete", "..."],
  ]);
});

Deno.test("blobs: a bad path reaches no platform, whatever is asked", async () => {
  const store = emptyStore();
  const blobs = createBlobs(store);
  for (const path of ["", "/a", "a/", "a//b", "./a", "a/..", "é", "a\0", "x".repeat(501)]) {
    await assert.rejects(blobs.write(path, new Uint8Array(0), { contentType: "" }), RangeError);
    await assert.rejects(blobs.read(path), RangeError);
    await assert.rejects(blobs.describe(path), RangeError);
    await assert.rejects(blobs.delete(path), RangeError);
  }
  await assert.rejects(blobs.list("é"), RangeError);
  await assert.rejects(blobs.list("", { after: "é" }), RangeError);
  await assert.rejects(blobs.list("", { limit: 101 }), RangeError);
  await assert.rejects(blobs.read("a", { offset: 0, length: 1.5 }), RangeError);
  await assert.rejects(blobs.write("a", new Uint8Array(10_000_001), { contentType: "" }), RangeError);
  assert.deepEqual(store.calls, []);
});
