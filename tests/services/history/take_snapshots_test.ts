import assert from "node:assert/strict";
import { newYorkInstant } from "../../../src/core/calendar.ts";
import { fail, ok, type Result } from "../../../src/core/failure.ts";
import { keptDay, type SnapshotOptions, takeSnapshots } from "../../../src/services/history/take_snapshots.ts";
import { createDenoKvStorage } from "../../../src/storage/deno_kv.ts";

const MINUTE = 60_000;
const clockAt = (day: string, hours: number, minutes = 0) => newYorkInstant(day, 60 * hours + minutes);

async function open(count: number) {
  const clock = { at: clockAt("2026-11-20", 16, 30) };
  const kv = await Deno.openKv(":memory:");
  const { records } = createDenoKvStorage(kv, { now: () => clock.at });
  const people = Array.from({ length: count }, (_, i) => `u_${String(i).padStart(4, "0")}`);
  const kept: string[] = [];
  const trouble = new Map<string, Result<number>>();
  let [running, most] = [0, 0];
  const options: SnapshotOptions = {
    records,
    now: () => clock.at,
    listPeople(after, limit) {
      const rest = people.filter((id) => after === null || id > after);
      const items = rest.slice(0, limit);
      return Promise.resolve({ items, next: rest.length > limit ? items.at(-1)! : null });
    },
    async keep(person) {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      const known = trouble.get(person);
      if (known !== undefined) return known;
      kept.push(person);
      return ok(2);
    },
    budget: { milliseconds: 60_000, people: 1000 },
  };
  return {
    clock,
    people,
    kept,
    trouble,
    options,
    most: () => most,
    take: (budget = options.budget) => takeSnapshots({ ...options, budget }),
    [Symbol.dispose]: () => kv.close(),
  };
}

const outage = fail({ kind: "rate_limited", retryAfterSeconds: 5 });

Deno.test("snapshots: a day may be written from half an hour behind its bell to the next one's bell", () => {
  const cases = [
    ["2026-11-20", 9, 29, "2026-11-19"],
    ["2026-11-20", 9, 30, null],
    ["2026-11-20", 16, 29, null],
    ["2026-11-20", 16, 30, "2026-11-20"],
    ["2026-11-22", 12, 0, "2026-11-20"],
    ["2026-11-23", 9, 29, "2026-11-20"],
    // Thanksgiving, and the half day behind it.
    ["2026-11-26", 12, 0, "2026-11-25"],
    ["2026-11-27", 13, 29, null],
    ["2026-11-27", 13, 30, "2026-11-27"],
    // Clocks go back in the night to the 1st of November, a Sunday.
    ["2026-11-01", 2, 0, "2026-10-30"],
  ] as const;
  for (const [day, hours, minutes, wanted] of cases) {
    assert.equal(keptDay(clockAt(day, hours, minutes)), wanted, `${day} ${hours}:${minutes}`);
  }
});

Deno.test("snapshots: everybody has a turn, a bounded number at a time, and each day only one", async () => {
  using house = await open(100);
  assert.deepEqual(await house.take(), { day: "2026-11-20", people: 100, kept: 200, failed: 0, isDone: true });
  assert.deepEqual(house.kept, house.people);
  assert.ok(house.most() > 1 && house.most() <= 24, String(house.most()));
  assert.equal(await house.take(), null);
  house.clock.at = clockAt("2026-11-22", 3);
  assert.equal(await house.take(), null, "no day has ended since");
  house.clock.at = clockAt("2026-11-23", 16, 31);
  assert.equal((await house.take())?.day, "2026-11-23");
});

Deno.test("snapshots: a call does what its budget allows, and the next one goes on", async () => {
  using house = await open(100);
  const people: number[] = [];
  for (let turn = 0; turn < 4; turn++) people.push((await house.take({ milliseconds: 60_000, people: 30 }))!.people);
  assert.deepEqual(people, [30, 30, 30, 10]);
  assert.deepEqual(house.kept, house.people);
});

Deno.test("snapshots: when the time is over nobody is begun any more", async () => {
  using house = await open(100);
  const { keep } = house.options;
  house.options.keep = (person, day, signal) => {
    house.clock.at += 1000;
    return keep(person, day, signal);
  };
  assert.equal((await house.take({ milliseconds: 30_000, people: 1000 }))!.people, 48);
});

Deno.test("snapshots: whoever dies in the middle is followed by another, from the last page on", async () => {
  using house = await open(100);
  const { keep } = house.options;
  house.options.keep = (person, day, signal) => {
    if (house.kept.length >= 48) throw new Error("killed");
    return keep(person, day, signal);
  };
  await assert.rejects(house.take(), /killed/);
  house.options.keep = keep;
  assert.equal(await house.take(), null, "it is held by the dead one");
  house.clock.at += 5 * MINUTE;
  const report = await house.take();
  assert.deepEqual([report!.isDone, new Set(house.kept).size], [true, 100]);
  assert.ok(house.kept.length <= 100 + 24, `${house.kept.length} turns`);
});

Deno.test("snapshots: of two processes one works", async () => {
  using house = await open(100);
  const reports = await Promise.all([house.take(), house.take()]);
  assert.equal(reports.filter((report) => report === null).length, 1);
  assert.equal(house.kept.length, 100);
});

Deno.test("snapshots: whom the broker fails has three more chances, a quarter of an hour apart", async () => {
  using house = await open(60);
  house.trouble.set("u_0003", outage);
  house.trouble.set("u_0059", outage);
  const first = await house.take();
  assert.deepEqual([first!.failed, first!.isDone, house.kept.length], [2, false, 58]);
  assert.equal(await house.take(), null);
  house.trouble.delete("u_0003");
  house.clock.at += 15 * MINUTE;
  assert.deepEqual(await house.take(), { day: "2026-11-20", people: 2, kept: 2, failed: 1, isDone: false });
  for (const isDone of [false, true]) {
    house.clock.at += 15 * MINUTE;
    assert.deepEqual(await house.take(), { day: "2026-11-20", people: 1, kept: 0, failed: 1, isDone });
  }
  house.clock.at += 60 * MINUTE;
  assert.equal(await house.take(), null);
});

Deno.test("snapshots: a login that the broker refuses is not tried again", async () => {
  using house = await open(3);
  house.trouble.set("u_0001", fail({ kind: "unauthenticated", reason: "grant_refused" }));
  house.trouble.set("u_0002", fail({ kind: "forbidden", endpoint: "positions" }));
  assert.deepEqual(await house.take(), { day: "2026-11-20", people: 3, kept: 2, failed: 0, isDone: true });
});

Deno.test("snapshots: retries are cut by the budget as well, and deal with each once", async () => {
  using house = await open(40);
  for (const person of house.people) house.trouble.set(person, outage);
  await house.take();
  house.clock.at += 15 * MINUTE;
  const budget = { milliseconds: 60_000, people: 30 };
  assert.equal((await house.take(budget))!.people, 30);
  house.trouble.clear();
  assert.deepEqual(await house.take(budget), { day: "2026-11-20", people: 10, kept: 20, failed: 0, isDone: false });
  house.clock.at += 15 * MINUTE;
  assert.equal((await house.take(budget))!.people, 30);
  assert.deepEqual(house.kept.toSorted(), house.people);
});

Deno.test("snapshots: one whose broker hangs does not stop the others, and is tried again", async () => {
  using house = await open(60);
  const { keep } = house.options;
  const given: AbortSignal[] = [];
  house.options.patience = 5;
  house.options.keep = (person, day, signal) => {
    if (person !== "u_0003") return keep(person, day, signal);
    given.push(signal);
    return new Promise(() => {});
  };
  assert.deepEqual(await house.take(), { day: "2026-11-20", people: 60, kept: 118, failed: 1, isDone: false });
  assert.ok(given[0]!.aborted, "it is told to give up");
  house.options.keep = keep;
  house.clock.at += 15 * MINUTE;
  assert.deepEqual(await house.take(), { day: "2026-11-20", people: 1, kept: 2, failed: 0, isDone: true });
});
