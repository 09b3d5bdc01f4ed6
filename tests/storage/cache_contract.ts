/** The cache, on any back end. */

import assert from "node:assert/strict";
import * as z from "zod";
import { MAX_CACHED_BYTES } from "../../src/storage/storage.ts";
import { caseOf, type Contract } from "./contract.ts";

const Quote = z.object({ mark: z.number() });

export function cacheContract(contract: Contract): void {
  const test = caseOf(contract, []);

  test("cache: a hit says when it was stored and until when it holds", async ({ storage: { cache }, now, advance }) => {
    const storedAt = now();
    await cache.write("quote:AAPL", { mark: 1.5 }, 300);
    advance(1000);
    const hit = { value: { mark: 1.5 }, storedAt, expiresAt: storedAt + 300_000 };
    assert.deepEqual(await cache.read("quote:AAPL", Quote), hit);
    assert.deepEqual(await cache.read("quote:AAPL"), hit);
    assert.equal(await cache.read("quote:aapl", Quote), null);
  });

  test("cache: a deadline under a minute is kept to the millisecond", async ({ storage: { cache }, advance }) => {
    await cache.write("half a minute", "x", 30);
    await cache.write("a moment", "y", 0.25);
    advance(249);
    assert.equal((await cache.read("a moment"))?.value, "y");
    advance(1);
    assert.equal(await cache.read("a moment"), null);
    advance(29_749);
    assert.equal((await cache.read("half a minute"))?.value, "x");
    advance(1);
    assert.equal(await cache.read("half a minute"), null);
  });

  test("cache: the last write counts, and a key can be forgotten", async ({ storage: { cache } }) => {
    await cache.write("a", 1, 60);
    await cache.write("a", 2, 60);
    assert.equal((await cache.read("a"))?.value, 2);
    await cache.forget("a");
    assert.equal(await cache.read("a"), null);
    await cache.forget("a");
  });

  test("cache: all keys of a prefix are forgotten, and no others", async ({ storage: { cache } }) => {
    const mine = ["user:a:quote:SPY", "user:a:quote:€", "user:a:metrics:SPY", "user:a:"];
    const others = ["user:ab:quote:SPY", "user:b:quote:SPY", "quote:SPY", "user:a"];
    for (const key of [...mine, ...others]) await cache.write(key, key, 60);
    assert.equal(await cache.clear("user:a:"), mine.length);
    for (const key of mine) assert.equal(await cache.read(key), null);
    for (const key of others) assert.equal((await cache.read(key))?.value, key);
    assert.equal(await cache.clear("user:a:"), 0);
  });

  test("cache: falsy values are values", async ({ storage: { cache } }) => {
    for (const value of [null, 0, false, "", []]) {
      await cache.write("a", value, 60);
      assert.deepEqual((await cache.read("a"))?.value, value);
    }
  });

  test("cache: a value of the wrong shape is a miss", async ({ storage: { cache }, errors }) => {
    await cache.write("a", { mark: "1.5" }, 60);
    assert.equal(await cache.read("a", Quote), null);
    assert.notEqual(await cache.read("a"), null);
    assert.deepEqual(errors, []);
  });

  test("cache: a value of many parts comes back whole", async ({ storage: { cache } }) => {
    const long = Array.from({ length: 20_000 }, (_, position) => `€${position}`);
    await cache.write("long", long, 60);
    assert.deepEqual((await cache.read("long"))?.value, long);
    await cache.write("long", long.toReversed(), 60);
    assert.deepEqual((await cache.read("long"))?.value, long.toReversed());
    await cache.write("long", "short", 60);
    assert.equal((await cache.read("long"))?.value, "short");
  });

  test("cache: what cannot be kept is dropped and reported", async ({ storage: { cache }, errors }) => {
    await cache.write("large", "x".repeat(MAX_CACHED_BYTES), 60);
    assert.equal(await cache.read("large"), null);
    assert.deepEqual(errors, ["cache write"]);
    for (const key of ["", ".", "..", "€".repeat(171)]) {
      errors.length = 0;
      await cache.write(key, 1, 60);
      assert.equal(await cache.read(key), null);
      await cache.forget(key);
      assert.deepEqual(errors, ["cache write", "cache read", "cache forget"]);
    }
  });

  test("cache: a lifetime is positive", async ({ storage: { cache } }) => {
    for (const seconds of [0, -1, NaN, Infinity]) await assert.rejects(cache.write("a", 1, seconds), RangeError);
  });
}
