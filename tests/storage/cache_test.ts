import assert from "node:assert/strict";
import * as z from "zod";
import { createCache, type TextStore } from "../../src/storage/cache.ts";

/** A platform that holds texts for ever and counts what it is asked. */
function plainStore(): TextStore & { texts: Map<string, string>; calls: string[] } {
  const texts = new Map<string, string>();
  const calls: string[] = [];
  return {
    texts,
    calls,
    get(key) {
      calls.push(`get ${key}`);
      return Promise.resolve(texts.get(key) ?? null);
    },
    set(key, text, ttlSeconds) {
      calls.push(`set ${key} ${ttlSeconds}`);
      texts.set(key, text);
      return Promise.resolve();
    },
    delete(key) {
      calls.push(`delete ${key}`);
      texts.delete(key);
      return Promise.resolve();
    },
    keys(prefix) {
      calls.push(`keys ${prefix}`);
      return Promise.resolve([...texts.keys()].filter((key) => key.startsWith(prefix)));
    },
  };
}

const unexpected = (error: unknown) => assert.fail(String(error));

Deno.test("cache: every operation is one call of the platform", async () => {
  const store = plainStore();
  const cache = createCache(store, () => 1000, unexpected);
  await cache.write("a", { x: 1 }, 0.5);
  await cache.read("a", z.object({ x: z.number() }));
  await cache.read("b");
  await cache.forget("a");
  assert.deepEqual(store.calls, ["set a 0.5", "get a", "get b", "delete a"]);
});

Deno.test("cache: the true deadline travels with the value", async () => {
  const store = plainStore();
  await createCache(store, () => 1000, unexpected).write("a", "x", 0.5);
  assert.deepEqual(JSON.parse(store.texts.get("a")!), { value: "x", storedAt: 1000, expiresAt: 1500 });
});

Deno.test("cache: a text that is no entry is a miss", async () => {
  const store = plainStore();
  const cache = createCache(store, () => 1000, unexpected);
  for (const text of ["", "{", "null", "[]", '{"value":1}', '{"value":1,"storedAt":"0","expiresAt":2000}']) {
    store.texts.set("a", text);
    assert.equal(await cache.read("a"), null, text);
  }
});

Deno.test("cache: a schema's work is in the value", async () => {
  const cache = createCache(plainStore(), () => 1000, unexpected);
  await cache.write("a", { x: 1 }, 1);
  assert.deepEqual((await cache.read("a", z.object({ x: z.number(), y: z.string().default("new") })))?.value, {
    x: 1,
    y: "new",
  });
});

Deno.test("cache: a platform that throws at once is as good as one that rejects", async () => {
  const refuse = () => {
    throw new Error("down");
  };
  const errors: string[] = [];
  const cache = createCache(
    { get: refuse, set: refuse, delete: refuse, keys: refuse },
    () => 1000,
    (error, operation) => {
      errors.push(`${operation}: ${error}`);
    },
  );
  await cache.write("a", 1, 1);
  assert.equal(await cache.read("a"), null);
  await cache.forget("a");
  assert.equal(await cache.clear("a"), 0);
  assert.deepEqual(errors, ["write", "read", "forget", "clear"].map((operation) => `cache ${operation}: Error: down`));
});

Deno.test("cache: an error about a key does not show it", async () => {
  const errors: string[] = [];
  const cache = createCache(plainStore(), () => 1000, (error) => errors.push(String(error)));
  await cache.read("user:secret:".padEnd(600, "x"));
  assert.equal(errors.length, 1);
  assert.doesNotMatch(errors[0]!, /secret/);
});
