import assert from "node:assert/strict";
import type { RateGroup } from "../../src/broker/endpoint.ts";
import { createHostRate, createRate } from "../../src/broker/rate.ts";

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

Deno.test("rate: each group waits for its own limit, whatever the others do", async () => {
  const limits: [RateGroup, number][] = [
    ["market_data", 2],
    ["option_chains", 2],
    ["equity", 3],
    ["equities", 2],
    ["option", 3],
    ["futures", 1],
    ["future_products", 1],
    ["accounts", 1],
    ["positions", 1],
    ["balances", 1],
    ["trading_status", 1],
    ["other", 25],
  ];
  const { now, wait, state } = clock();
  // All groups together ask for more than one host may.
  const host = { next: (at: number) => at, take() {} };
  const rate = createRate({ now, wait, host });
  for (const [group, limit] of limits) {
    for (let request = 0; request < limit; request++) await rate.admit(group, signal);
  }
  assert.deepEqual(state.waits, []);
  for (const [group] of limits) await rate.admit(group, signal);
  assert.deepEqual(state.waits, limits.map(() => 1000));
});

/** A clock that stands still until all wait, and is then moved to the end of the shortest wait. */
function sleepers() {
  const state = { at: 1_000_000 };
  const sleeping: { until: number; wake: () => void }[] = [];
  return {
    now: () => state.at,
    wait: (milliseconds: number) =>
      new Promise<void>((wake) => sleeping.push({ until: state.at + milliseconds, wake: () => wake() })),
    async run(task: Promise<unknown>) {
      let isOver = false;
      void task.finally(() => isOver = true);
      while (!isOver) {
        for (let turn = 0; turn < 20; turn++) await Promise.resolve();
        const next = sleeping.sort((a, b) => a.until - b.until).shift();
        if (next === undefined) continue;
        state.at = Math.max(state.at, next.until);
        next.wake();
      }
    },
  };
}

Deno.test("rate: all customers of a host share fifty requests a second", async () => {
  const { now, wait, run } = sleepers();
  const host = createHostRate();
  const starts: number[] = [];
  const customers = Array.from({ length: 10 }, () => createRate({ now, wait, host }));
  await run(Promise.all(customers.flatMap((rate) =>
    Array.from({ length: 20 }, async () => {
      assert.equal((await rate.admit("other", signal)).ok, true);
      starts.push(now() - 1_000_000);
    })
  )));
  assert.equal(starts.length, 200);
  for (let first = 0; first + 50 < starts.length; first++) assert.ok(starts[first + 50]! - starts[first]! >= 1000);
  assert.equal(starts.at(-1), 3000);
});

Deno.test("rate: one customer's queue does not hold places of the host that others could use", async () => {
  const { now, wait, run } = sleepers();
  const host = createHostRate();
  const busy = createRate({ now, wait, host });
  const idle = createRate({ now, wait, host });
  let startedAt = 0;
  await run(Promise.all([
    ...Array.from({ length: 12 }, () => busy.admit("market_data", signal)),
    ...Array.from({ length: 4 }, () => createRate({ now, wait, host })).flatMap((rate) =>
      Array.from({ length: 11 }, () => rate.admit("other", signal))
    ),
    idle.admit("other", signal).then(() => startedAt = now()),
  ]));
  assert.equal(startedAt, 1_000_000);
});

Deno.test("rate: a host that is asked too much refuses with a time to come back", async () => {
  const { now, wait } = clock();
  const host = createHostRate();
  const results = await Promise.all(
    Array.from({ length: 20 }, () => createRate({ now, wait, host, patience: 1000 })).flatMap((rate) =>
      Array.from({ length: 10 }, () => rate.admit("other", signal))
    ),
  );
  assert.equal(results.filter(({ ok }) => ok).length, 100);
  assert.deepEqual(results.at(-1), { ok: false, failure: { kind: "rate_limited", retryAfterSeconds: 2 } });
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
