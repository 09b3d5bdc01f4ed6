import assert from "node:assert/strict";
import { type Day, newYorkInstant } from "../../src/core/calendar.ts";
import { clearDay, type DayEndOptions, MARKET_PREFIXES } from "../../src/services/day_end.ts";
import { createDenoKvStorage } from "../../src/storage/deno_kv.ts";

const EVENING = 20 * 60 + 15;

async function open(people: readonly string[] | null = null) {
  const clock = { at: newYorkInstant("2026-11-20", EVENING) };
  const kv = await Deno.openKv(":memory:");
  const storage = createDenoKvStorage(kv, { now: () => clock.at });
  const listPeople: DayEndOptions["listPeople"] = people && ((after, limit) => {
    const rest = people.filter((id) => after === null || id > after);
    const items = rest.slice(0, limit);
    return Promise.resolve({ items, next: rest.length > limit ? items.at(-1)! : null });
  });
  return {
    clock,
    cache: storage.cache,
    clear: () => clearDay({ ...storage, now: () => clock.at, listPeople }),
    fill: (owner: string) =>
      Promise.all(MARKET_PREFIXES.map((prefix) => storage.cache.write(`${owner}${prefix}SPY`, 1, 86_400))),
    [Symbol.dispose]: () => kv.close(),
  };
}

const at = (day: Day, minutes: number): number => newYorkInstant(day, minutes);

Deno.test("day end: market data is cleared once when the last session has ended, and nothing else", async () => {
  using day = await open();
  await day.fill("");
  await day.cache.write("user:u_1:session", 1, 86_400);
  assert.equal(await day.clear(), MARKET_PREFIXES.length);
  for (const prefix of MARKET_PREFIXES) assert.equal(await day.cache.read(`${prefix}SPY`), null);
  assert.equal((await day.cache.read("user:u_1:session"))?.value, 1);
  await day.fill("");
  assert.equal(await day.clear(), null);
  assert.equal((await day.cache.read("quote:SPY"))?.value, 1);
});

Deno.test("day end: the next day ends in the evening of the next trading day, after the late session", async () => {
  using day = await open();
  assert.equal(await day.clear(), 0);
  for (
    const [date, minutes, cleared] of [
      ["2026-11-21", 12 * 60, null],
      ["2026-11-23", 20 * 60 + 14, null],
      ["2026-11-23", EVENING, 0],
      // Thanksgiving is no trading day; the half day after it ends in the evening all the same.
      ["2026-11-26", 23 * 60, 0],
      ["2026-11-27", 14 * 60, null],
      ["2026-11-27", EVENING, 0],
    ] as const
  ) {
    day.clock.at = at(date, minutes);
    assert.equal(await day.clear(), cleared, `${date} ${minutes}`);
  }
});

Deno.test("day end: people's own data are cleared some people at a time, until all have had their turn", async () => {
  const people = Array.from({ length: 60 }, (_, i) => `u_${String(i).padStart(3, "0")}`);
  using day = await open(people);
  for (const id of people) await day.fill(`user:${id}:`);
  const cleared: (number | null)[] = [];
  for (let tick = 0; tick < 4; tick++) cleared.push(await day.clear());
  assert.deepEqual(cleared, [25, 25, 10, null].map((count) => count && count * MARKET_PREFIXES.length));
});

Deno.test("day end: of several processes that tick at once one clears", async () => {
  using day = await open();
  await day.fill("");
  const cleared = await Promise.all([day.clear(), day.clear(), day.clear()]);
  assert.deepEqual(cleared.filter((count) => count !== null), [MARKET_PREFIXES.length]);
});
