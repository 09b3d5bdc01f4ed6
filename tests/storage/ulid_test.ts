import assert from "node:assert/strict";
import { createUlid, secureRandom } from "../../src/storage/ulid.ts";

/** 01ARYZ6S41... in the reference implementation's own example. */
const EXAMPLE_AT = 1469918176385;

Deno.test("ulid: ten letters of time and sixteen of chance", () => {
  assert.equal(createUlid(() => EXAMPLE_AT, () => 0)(), "01ARYZ6S410000000000000000");
  assert.equal(createUlid(() => EXAMPLE_AT, () => 1 - 2 ** -32)(), "01ARYZ6S41ZZZZZZZZZZZZZZZZ");
  assert.equal(createUlid(() => 0, () => 0.5)(), "0000000000000G000G000G000G");
  assert.equal(createUlid(() => 2 ** 48 - 1, () => 0)().slice(0, 10), "7ZZZZZZZZZ");
});

Deno.test("ulid: each is greater than the one before, whatever the clock does", () => {
  const times = [5, 5, 5, 4, 1, 5, 6, 6, 2, 7.9, 7.1, 1e12];
  let call = 0;
  const mint = createUlid(() => times[call++ % times.length]!, Math.random);
  let last = "";
  for (let round = 0; round < 1000; round++) {
    const next = mint();
    assert.ok(next > last, `${next} after ${last}`);
    assert.match(next, /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    last = next;
  }
});

Deno.test("ulid: chance that runs over carries into the time", () => {
  const mint = createUlid(() => EXAMPLE_AT, () => 1 - 2 ** -32);
  const first = mint();
  const second = mint();
  assert.equal(second, "01ARYZ6S42ZZZZZZZZZZZZZZZZ");
  assert.ok(second > first);
  assert.ok(mint() > second);
});

Deno.test("ulid: within a millisecond the last letters count on", () => {
  const mint = createUlid(() => EXAMPLE_AT, () => 31 / 2 ** 20);
  assert.deepEqual([mint(), mint()].map((ulid) => ulid.slice(10)), ["Z000Z000Z000Z000", "Z000Z000Z000Z001"]);
});

Deno.test("ulid: makers with the same clock do not meet", () => {
  const all = Array.from({ length: 5000 }, () => createUlid(() => EXAMPLE_AT, secureRandom)());
  assert.equal(new Set(all).size, all.length);
  for (let place = 10; place < 26; place++) {
    assert.equal(new Set(all.map((ulid) => ulid[place])).size, 32, `letter ${place}`);
  }
});

Deno.test("ulid: a clock beyond 48 bits is a bug", () => {
  for (const at of [-1, NaN, 2 ** 48, Infinity]) assert.throws(() => createUlid(() => at, () => 0)(), RangeError);
});
