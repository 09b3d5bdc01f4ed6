import assert from "node:assert/strict";
import { newYorkInstant, tradingDay } from "../../src/core/calendar.ts";
import { hoursByCalendar, type MarketSession, readMarketSession } from "../../src/services/market_session.ts";
import { newYorkTime } from "../../src/services/new_york_time.ts";
import { startServices } from "../support/services.ts";

const at = (day: string, hour: number): number => newYorkInstant(day, hour * 60);

const MOMENTS: [name: string, at: number, open: string, close: string][] = [
  ["before the bell", at("2026-11-20", 8), "2026-11-20T09:30-05:00", "2026-11-20T16:00-05:00"],
  ["during the session", at("2026-11-20", 11), "2026-11-23T09:30-05:00", "2026-11-20T16:00-05:00"],
  ["after the close", at("2026-11-20", 17), "2026-11-23T09:30-05:00", "2026-11-23T16:00-05:00"],
  ["on a Sunday", at("2026-11-22", 11), "2026-11-23T09:30-05:00", "2026-11-23T16:00-05:00"],
  ["on Thanksgiving", at("2026-11-26", 11), "2026-11-27T09:30-05:00", "2026-11-27T13:00-05:00"],
  ["on a half day", at("2026-11-27", 11), "2026-11-30T09:30-05:00", "2026-11-27T13:00-05:00"],
];

for (const [name, now, open, close] of MOMENTS) {
  Deno.test(`market session: ${name} the next opening and close are known, and the broker agrees`, async () => {
    const hours = hoursByCalendar(now);
    assert.deepEqual([newYorkTime(hours.nextOpenAt), newYorkTime(hours.nextCloseAt)], [open, close]);
    using services = await startServices({ at: now });
    const read = await readMarketSession(services.context);
    assert.ok(read.ok);
    assert.deepEqual(read.value.differences, []);
    assert.deepEqual([read.value.checkedWith, read.value.checkFailure], ["simulator", null]);
    assert.equal(read.value.isOpen, hours.isOpen);
    await services.settled();
  });
}

Deno.test("market session: holidays and half days of a year ahead, from today on", async () => {
  using services = await startServices();
  const read = await readMarketSession(services.context);
  assert.ok(read.ok);
  const { holidays, halfDays } = read.value;
  assert.deepEqual([holidays[0], halfDays[0], holidays.at(-1)], ["2026-11-26", "2026-11-27", "2027-09-06"]);
  assert.ok(holidays.every((day) => tradingDay(day) === null) && halfDays.every((day) => tradingDay(day)!.half));
  await services.settled();
});

Deno.test("market session: without the broker the calendar stands alone, and the reason is given", async () => {
  using services = await startServices();
  services.simulator.faults.add({ kind: "status", status: 403, path: "/market-time" });
  const read = await readMarketSession(services.context);
  assert.ok(read.ok);
  assert.equal(read.value.checkedWith, null);
  assert.deepEqual(read.value.checkFailure, { kind: "forbidden", endpoint: "market session" });
  assert.equal(read.value.isOpen, true);
  await services.settled();
});

/** The session as it is when the broker's cached word is this. */
async function readWith(told: { session?: unknown; holidays?: unknown }): Promise<MarketSession> {
  using services = await startServices();
  const { cache } = services.storage;
  const fetchedAt = services.clock.at;
  for (const [about, value] of Object.entries(told)) {
    await cache.write(`market_time:${about}`, { value, fetchedAt, source: "simulator" }, 60);
  }
  const read = await readMarketSession(services.context);
  assert.ok(read.ok);
  await services.settled();
  return read.value;
}

Deno.test("market session: where the broker knows of a closure that no rule foretells, its hours stand", async () => {
  const next = {
    day: "2026-11-23",
    startAt: null,
    openAt: at("2026-11-23", 10),
    closeAt: at("2026-11-23", 16),
    extendedCloseAt: null,
  };
  const none = { day: null, startAt: null, openAt: null, closeAt: null, extendedCloseAt: null };
  const session = { collection: "Equity", state: "closed", ...none, next, previous: null };
  const read = await readWith({ session: { about: "session", session } });
  assert.deepEqual([read.isOpen, read.state, newYorkTime(read.nextOpenAt)], [
    false,
    "closed",
    "2026-11-23T10:00-05:00",
  ]);
  assert.equal(newYorkTime(read.nextCloseAt), "2026-11-23T16:00-05:00");
  assert.equal(read.differences.length, 3);
  assert.equal(read.differences[0], "tastytrade says closed, the calendar open");
});

Deno.test("market session: days that only one of the two knows are named, as far as the broker's list goes", async () => {
  const holidays = ["2026-11-26", "2026-12-25", "2026-12-31"];
  const read = await readWith({ holidays: { about: "holidays", holidays, halfDays: ["2026-11-27"] } });
  assert.deepEqual(read.differences, [
    "2026-12-31 is a holiday at tastytrade, not in the calendar",
    "2026-12-24 is a half day in the calendar, not at tastytrade",
  ]);
});
