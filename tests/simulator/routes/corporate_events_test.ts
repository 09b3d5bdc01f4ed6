import assert from "node:assert/strict";
import { type Json, startClient } from "../client.ts";

/** For tests that move the clock, at which other tokens would expire. */
const LASTING = { tokenLifetimeSeconds: 1e9 };

const EVENTS = "/market-metrics/historic-corporate-events";

Deno.test("corporate events: dividends since the market began, newest first, the latest also in the metrics", async () => {
  const { get } = startClient();
  const { items } = (await get(`${EVENTS}/dividends/AAPL`)).body.data;
  const days = items.map((item: Json) => item["occurred-date"]);
  assert.deepEqual(days, days.toSorted().reverse());
  // Four a year, and the fourth of 2026 in November.
  assert.equal(days.length, 16);
  assert.ok(days.at(-1).startsWith("2023-02") && days[0].startsWith("2026-11"), days.join());
  assert.ok(items.every((item: Json) => item.amount === "0.27"));
  const metrics = (await get("/market-metrics?symbols=AAPL")).body.data.items[0];
  assert.equal(metrics["dividend-ex-date"], days[0]);
});

Deno.test("corporate events: a future dividend is none yet, and it is one on its day", async () => {
  const client = startClient(LASTING);
  const latest = async () => (await client.get(`${EVENTS}/dividends/AAPL`)).body.data.items[0]["occurred-date"];
  const day = await latest();
  client.clock.at = Date.parse(`${day}T14:00:00Z`);
  assert.equal(await latest(), day);
  client.clock.at -= 24 * 3_600_000;
  assert.notEqual(await latest(), day);
});

Deno.test("corporate events: earnings by the end of their quarter, oldest first, with the figure of the metrics", async () => {
  const { get } = startClient();
  const reports = async (query: string) =>
    (await get(`${EVENTS}/earnings-reports/AAPL?${query}`)).body.data.items as Json[];
  const all = await reports("start-date=2020-01-01");
  const days = all.map((item) => item["occurred-date"]);
  assert.deepEqual([days[0], days.at(-1), days.length], ["2022-12-31", "2026-09-30", 16]);
  assert.deepEqual(days, days.toSorted());
  assert.ok(all.every((item) => /^-?\d+\.\d{1,2}$/.test(item.eps)));
  assert.ok(new Set(all.map((item) => item.eps)).size > 10);
  const { earnings } = (await get("/market-metrics?symbols=AAPL")).body.data.items[0];
  assert.equal(all.at(-1)!.eps, earnings["actual-eps"]);
  const some = await reports("start-date=2025-12-31&end-date=2026-06-30");
  assert.deepEqual(some.map((item) => item["occurred-date"]), ["2025-12-31", "2026-03-31", "2026-06-30"]);
});

Deno.test("corporate events: a quarter is reported when it is reported", async () => {
  const client = startClient(LASTING);
  const count = async () =>
    (await client.get(`${EVENTS}/earnings-reports/AAPL?start-date=2026-09-30`)).body.data.items.length;
  client.clock.at = Date.UTC(2026, 9, 5, 15);
  const { earnings } = (await client.get("/market-metrics?symbols=AAPL")).body.data.items[0];
  const day = earnings["expected-report-date"];
  assert.equal(earnings["time-of-day"], "EOD");
  client.clock.at = Date.parse(`${day}T20:00:00Z`);
  assert.equal(await count(), 0);
  client.clock.at = Date.parse(`${day}T22:00:00Z`);
  assert.equal(await count(), 1);
});

Deno.test("corporate events: nothing for funds that pay or earn nothing, and for indices; unknown symbols are missing", async () => {
  const { get } = startClient();
  for (const path of ["dividends/GLD", "dividends/SPX", "earnings-reports/SPY?start-date=2020-01-01"]) {
    const { status, body } = await get(`${EVENTS}/${path}`);
    assert.deepEqual([status, body], [200, { data: { items: [] } }], path);
  }
  assert.equal((await get(`${EVENTS}/dividends/SPY`)).body.data.items.length, 15);
  assert.equal((await get(`${EVENTS}/earnings-reports/BRK%2FB?start-date=2026-01-01`)).body.data.items.length, 3);
  for (const path of ["dividends/NOPE", "earnings-reports/NOPE?start-date=2020-01-01"]) {
    const { status, body } = await get(`${EVENTS}/${path}`);
    assert.deepEqual([status, body.error.code], [404, "record_not_found"], path);
  }
});

Deno.test("corporate events: earnings need a day to start from", async () => {
  const { get } = startClient();
  for (
    const [query, domain] of [["", "start-date"], ["start-date=x", "start-date"], [
      "start-date=2026-01-01&end-date=x",
      "end-date",
    ]]
  ) {
    const { status, body } = await get(`${EVENTS}/earnings-reports/AAPL?${query}`);
    assert.deepEqual([status, body.error.errors[0].domain], [400, domain]);
  }
});
