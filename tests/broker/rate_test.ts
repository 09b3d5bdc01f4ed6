import assert from "node:assert/strict";
import { createRate } from "../../src/broker/rate.ts";

/** A clock that waiting moves forward, and what was waited for. */
function clock() {
  const state = { at: 1_000_000, waits: [] as number[] };
  return {
    ...state,
    state,
    now: () => state.at,
    wait: (milliseconds: number) => {
      state.waits.push(milliseconds);
      return Promise.resolve();
    },
  };
}

const signal = new AbortController().signal;

Deno.test("rate: requests within the limit go out at once, the next one waits for the window to end", async () => {
  const { now, wait, state } = clock();
  const rate = createRate({ now, wait });
  for (let request = 0; request < 3; request++) assert.equal((await rate.admit("market_data", signal)).ok, true);
  assert.deepEqual(state.waits, [1000]);
});

Deno.test("rate: those who wait line up, two a second", async () => {
  const { now, wait, state } = clock();
  const rate = createRate({ now, wait });
  await Promise.all(Array.from({ length: 6 }, () => rate.admit("market_data", signal)));
  assert.deepEqual(state.waits, [1000, 1000, 2000, 2000]);
});

Deno.test("rate: groups do not slow each other down, but all share fifty a second", async () => {
  const { now, wait, state } = clock();
  const rate = createRate({ now, wait });
  await rate.admit("accounts", signal);
  for (let request = 0; request < 49; request++) await rate.admit("other", signal);
  assert.deepEqual(state.waits, []);
  await rate.admit("market_data", signal);
  assert.deepEqual(state.waits, [1000]);
});

Deno.test("rate: a queue beyond the patience is refused with a time to come back, and takes no place", async () => {
  const { now, wait, state } = clock();
  const rate = createRate({ now, wait, patience: 2000 });
  const results = await Promise.all(Array.from({ length: 8 }, () => rate.admit("market_data", signal)));
  assert.deepEqual(results.map(({ ok }) => ok), [true, true, true, true, true, true, false, false]);
  assert.deepEqual(results.at(-1), { ok: false, failure: { kind: "rate_limited", retryAfterSeconds: 3 } });
  state.at += 3000;
  assert.equal((await rate.admit("market_data", signal)).ok, true);
});

Deno.test("rate: a caller who goes away while waiting is cancelled", async () => {
  const caller = new AbortController();
  const { now } = clock();
  const rate = createRate({
    now,
    wait: () => {
      caller.abort();
      return Promise.resolve();
    },
  });
  for (let request = 0; request < 2; request++) await rate.admit("market_data", caller.signal);
  assert.deepEqual(await rate.admit("market_data", caller.signal), { ok: false, failure: { kind: "cancelled" } });
});
