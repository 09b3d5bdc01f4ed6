import assert from "node:assert/strict";
import { attempts, createAttempts } from "../../src/auth/attempts.ts";
import { createDenoKvStorage } from "../../src/storage/deno_kv.ts";

const FRIDAY = Date.UTC(2026, 10, 20, 16);
const LIMIT = { limit: 5, windowSeconds: 60 };

async function start() {
  const clock = { at: FRIDAY };
  const kv = await Deno.openKv(":memory:");
  const { records } = createDenoKvStorage(kv, { now: () => clock.at });
  return { clock, kv, records, attempts: createAttempts({ records, now: () => clock.at }) };
}

Deno.test("attempts: a window has room for its limit, then says when it ends, then starts anew", async () => {
  const { clock, kv, attempts } = await start();
  for (let count = 0; count < 5; count++) {
    assert.deepEqual(await attempts.take("key", LIMIT), { ok: true });
    clock.at += 1_000;
  }
  const retryAt = FRIDAY + 60_000;
  assert.deepEqual(await attempts.take("key", LIMIT), { ok: false, retryAt });
  assert.deepEqual(await attempts.take("other", LIMIT), { ok: true });
  clock.at = retryAt - 1;
  assert.deepEqual(await attempts.take("key", LIMIT), { ok: false, retryAt });
  clock.at = retryAt;
  for (let count = 0; count < 5; count++) assert.deepEqual(await attempts.take("key", LIMIT), { ok: true });
  assert.deepEqual(await attempts.take("key", LIMIT), { ok: false, retryAt: retryAt + 60_000 });
  kv.close();
});

Deno.test("attempts: of twenty at once exactly the limit is let through", async () => {
  const { kv, records, attempts: one } = await start();
  const other = createAttempts({ records, now: () => FRIDAY });
  const taken = await Promise.all(
    Array.from(
      { length: 20 },
      (_, position) => (position % 2 === 0 ? one : other).take("key", { ...LIMIT, limit: 13 }),
    ),
  );
  assert.equal(taken.filter(({ ok }) => ok).length, 13);
  for (const answer of taken) if (!answer.ok) assert.equal(answer.retryAt, FRIDAY + 60_000);
  const { items } = await records.list(attempts);
  assert.deepEqual(items.map(({ value }) => value.count), [13]);
  kv.close();
});

Deno.test("attempts: what is stored does not show the key", async () => {
  const { kv, records, attempts: counter } = await start();
  await counter.take("register:203.0.113.7", LIMIT);
  const { items } = await records.list(attempts);
  assert.match(items[0]!.id, /^[\w-]{43}$/);
  assert.doesNotMatch(JSON.stringify(items), /203|register/);
  kv.close();
});

Deno.test("attempts: a limit that lets nothing through is a bug", async () => {
  const { kv, attempts } = await start();
  await assert.rejects(attempts.take("key", { limit: 0, windowSeconds: 60 }), RangeError);
  await assert.rejects(attempts.take("key", { limit: 1, windowSeconds: 0 }), RangeError);
  kv.close();
});
