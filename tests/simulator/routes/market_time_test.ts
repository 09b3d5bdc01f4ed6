import assert from "node:assert/strict";
import { newYorkInstant, sessionState } from "../../../src/core/calendar.ts";
import { type Json, startClient } from "../client.ts";

/** For tests that move the clock, at which other tokens would expire. */
const LASTING = { tokenLifetimeSeconds: 1e9 };

const at = (iso: string): number => Date.parse(iso);

/** As recorded from the real broker, but for the milliseconds. */
const TUESDAY = {
  "instrument-collection": "Equity",
  "start-at": "2026-08-04T12:15:00.000Z",
  "open-at": "2026-08-04T13:30:00.000Z",
  "close-at": "2026-08-04T20:00:00.000Z",
  "close-at-ext": "2026-08-05T00:00:00.000Z",
};

Deno.test("market time: the session of a summer Tuesday is the recorded one, with its neighbours", async () => {
  const { get } = startClient({ at: at("2026-08-04T15:00:00Z") });
  const path = "/market-time/sessions/current";
  const { body } = await get(`${path}?instrument-collections%5B%5D=Equity&instrument-collections[]=CME`);
  assert.equal(body.context, path);
  const [equity, future] = body.data.items;
  const { "next-session": next, "previous-session": previous, ...today } = equity;
  assert.deepEqual(today, { ...TUESDAY, "state": "Open" });
  assert.deepEqual([previous["session-date"], next["session-date"]], ["2026-08-03", "2026-08-05"]);
  assert.equal(next["open-at"], "2026-08-05T13:30:00.000Z");
  assert.deepEqual(
    [future["instrument-collection"], future.state, future["open-at"], future["close-at"], "close-at-ext" in future],
    ["CME", "Open", "2026-08-03T22:00:00.000Z", "2026-08-04T21:00:00.000Z", false],
  );
});

Deno.test("market time: the state of shares and futures through the days and the holidays", async () => {
  const client = startClient(LASTING);
  const states: [instant: string, equity: string, future: string][] = [
    ["2026-08-04T12:14:59Z", "Closed", "Open"],
    ["2026-08-04T12:15:00Z", "Pre-market", "Open"],
    ["2026-08-04T13:30:00Z", "Open", "Open"],
    ["2026-08-04T20:00:00Z", "Extended", "Open"],
    ["2026-08-04T21:00:00Z", "Extended", "Closed"],
    ["2026-08-04T21:44:59Z", "Extended", "Closed"],
    ["2026-08-04T21:45:00Z", "Extended", "Pre-market"],
    ["2026-08-04T22:00:00Z", "Extended", "Open"],
    ["2026-08-05T00:00:00Z", "Closed", "Open"],
    ["2026-08-08T15:00:00Z", "Closed", "Closed"],
    ["2026-08-09T21:50:00Z", "Closed", "Pre-market"],
    ["2026-08-09T22:00:00Z", "Closed", "Open"],
    // Thanksgiving, and the short Friday after it.
    ["2026-11-26T17:59:00Z", "Closed", "Open"],
    ["2026-11-26T18:00:00Z", "Closed", "Closed"],
    ["2026-11-27T17:59:00Z", "Open", "Open"],
    ["2026-11-27T18:00:00Z", "Extended", "Open"],
    ["2026-12-25T16:00:00Z", "Closed", "Closed"],
  ];
  for (const [instant, equity, future] of states) {
    client.clock.at = at(instant);
    const { body } = await client.get("/market-time/sessions/current?instrument-collections=Equity,CFE");
    assert.deepEqual(body.data.items.map((item: Json) => item.state), [equity, future], instant);
  }
});

Deno.test("market time: a future session is open whenever futures trade", async () => {
  const client = startClient(LASTING);
  for (let hour = 0; hour < 24 * 12; hour++) {
    // From before Thanksgiving to the week after, then around Christmas and the New Year.
    for (const day of ["2026-11-20", "2026-12-23"]) {
      client.clock.at = newYorkInstant(day, hour * 60 + 30);
      const { body } = await client.get("/market-time/futures/sessions/current/CME");
      const isOpen = sessionState("future", client.clock.at) === "open";
      assert.equal(body.data.state === "Open", isOpen, new Date(client.clock.at).toISOString());
    }
  }
});

Deno.test("market time: a day without a session has none, but what was before and comes next", async () => {
  const { get } = startClient({ at: at("2026-11-26T15:00:00Z") });
  const { data } = (await get("/market-time/equities/sessions/current")).body;
  assert.deepEqual(Object.keys(data), ["instrument-collection", "state", "next-session", "previous-session"]);
  assert.equal(data["next-session"]["close-at"], "2026-11-27T18:00:00.000Z");
  assert.equal(data["next-session"]["close-at-ext"], "2026-11-27T22:00:00.000Z");
  assert.equal(data["previous-session"]["session-date"], "2026-11-25");
});

Deno.test("market time: the current session of another time, the next and the previous of another day", async () => {
  const { get } = startClient({ at: at("2026-11-20T16:00:00Z") });
  const day = async (path: string) => (await get(`/market-time/${path}`)).body.data["session-date"];
  const current = await get("/market-time/equities/sessions/current?current-time=2026-08-04T12:20:00Z");
  assert.deepEqual([current.body.data.state, current.body.data["open-at"]], ["Pre-market", TUESDAY["open-at"]]);
  assert.equal(await day("equities/sessions/next"), "2026-11-23");
  assert.equal(await day("equities/sessions/previous"), "2026-11-19");
  assert.equal(await day("equities/sessions/next?date=2026-11-25"), "2026-11-27");
  assert.equal(await day("futures/sessions/next/CME?date=2026-11-25"), "2026-11-26");
  assert.equal(await day("futures/sessions/previous/CFE?date=2026-12-28"), "2026-12-24");
  const both = (await get("/market-time/futures/sessions/current")).body.data.items;
  assert.deepEqual(both.map((item: Json) => item["instrument-collection"]), ["CME", "CFE"]);
  assert.deepEqual(both[0], (await get("/market-time/futures/sessions/current/CME")).body.data);
});

Deno.test("market time: the sessions of a span, both ends included, at most nine months", async () => {
  const { get } = startClient();
  const sessions = (query: string) => get(`/market-time/sessions?${query}`);
  const { body } = await sessions("from-date=2026-08-04&to-date=2026-08-10&instrument-collection=Equity");
  assert.deepEqual(body.data.items[0], TUESDAY);
  assert.equal(body.data.items.length, 5);
  assert.equal((await sessions("to-date=2026-11-20")).body.data.items.length, 1);
  assert.equal((await sessions("from-date=2026-02-10&to-date=2026-11-10")).status, 200);
  for (
    const [query, domain] of [
      ["from-date=2026-02-10&to-date=2026-11-11", "to-date"],
      ["from-date=2026-02-10", "to-date"],
      ["from-date=2026-02-30&to-date=2026-03-10", "from-date"],
      ["to-date=tomorrow", "to-date"],
      ["to-date=2026-12-01&instrument-collection=NYSE", "instrument-collection"],
    ] as const
  ) {
    const refused = await sessions(query);
    assert.deepEqual([refused.status, refused.body.error.errors[0].domain], [400, domain], query);
  }
});

Deno.test("market time: holidays and half days of three years", async () => {
  const { get } = startClient();
  const of2026 = (days: string[]) => days.filter((day) => day.startsWith("2026"));
  const { data } = (await get("/market-time/equities/holidays")).body;
  // As the exchange has published them.
  assert.deepEqual(of2026(data["market-holidays"]), [
    "2026-01-01",
    "2026-01-19",
    "2026-02-16",
    "2026-04-03",
    "2026-05-25",
    "2026-06-19",
    "2026-07-03",
    "2026-09-07",
    "2026-11-26",
    "2026-12-25",
  ]);
  assert.deepEqual(of2026(data["market-half-days"]), ["2026-11-27", "2026-12-24"]);
  assert.ok(data["market-holidays"].includes("2025-01-09") && data["market-holidays"].includes("2027-12-24"));
  for (const exchange of ["CME", "CFE"]) {
    const futures = (await get(`/market-time/futures/holidays/${exchange}`)).body.data;
    assert.deepEqual(of2026(futures["market-holidays"]), ["2026-01-01", "2026-04-03", "2026-12-25"]);
    assert.ok(futures["market-half-days"].includes("2026-11-26"));
  }
});

Deno.test("market time: what is not asked right is refused", async () => {
  const { get } = startClient();
  for (
    const [path, status] of [
      ["sessions/current", 400],
      ["sessions/current?instrument-collections[]=Equity&instrument-collections[]=Bonds", 400],
      ["equities/sessions/current?current-time=noon", 400],
      ["equities/sessions/next?date=monday", 400],
      ["futures/sessions/next/NYSE", 404],
      ["futures/holidays/Equity", 404],
    ] as const
  ) assert.equal((await get(`/market-time/${path}`)).status, status, path);
});
