import assert from "node:assert/strict";
import { newYorkInstant } from "../../src/core/calendar.ts";
import { explain } from "../../src/core/failure.ts";
import { type Asked, isWithin, stretchOf } from "../../src/services/price_history_span.ts";

/** A Friday, 11:00 in New York. */
const FRIDAY = Date.UTC(2026, 10, 20, 16);

function stretch(asked: Partial<Asked>, { market = "equity", hours = "regular", now = FRIDAY } = {}) {
  const found = stretchOf({ interval: "1d", ...asked }, market as "equity", hours as "regular", now);
  assert.ok(found.ok, found.ok ? "" : explain(found.failure));
  return found.value;
}

const refused = (asked: Partial<Asked>): string => {
  const found = stretchOf({ interval: "1d", ...asked }, "equity", "regular", FRIDAY);
  assert.ok(!found.ok);
  return explain(found.failure);
};

const SPANS: [span: string, from: string][] = [
  ["1d", "2026-11-20"],
  ["5d", "2026-11-16"],
  ["10d", "2026-11-09"],
  ["2w", "2026-11-06"],
  ["1mo", "2026-10-20"],
  ["6mo", "2026-05-20"],
  ["1y", "2025-11-20"],
  ["ytd", "2026-01-01"],
  ["YTD", "2026-01-01"],
];

for (const [span, from] of SPANS) {
  Deno.test(`span: ${span} before 2026-11-20 begins on ${from}`, () => {
    assert.deepEqual([stretch({ span }).from, stretch({ span }).to], [from, "2026-11-20"]);
  });
}

Deno.test("span: days count trading days, and for coins all days", () => {
  const monday = Date.UTC(2026, 10, 30, 16);
  // Thanksgiving is the 26th; the 27th is a half day and counts.
  assert.equal(stretch({ span: "5d" }, { now: monday }).from, "2026-11-23");
  assert.equal(stretch({ span: "5d" }, { now: monday, market: "crypto", hours: "all" }).from, "2026-11-26");
});

Deno.test("span: a month back from a long month ends in a short one on its last day", () => {
  assert.equal(stretch({ span: "1mo", to: "2026-03-31" }).from, "2026-02-28");
  assert.equal(stretch({ span: "1y", to: "2024-02-29" }).from, "2023-02-28");
});

Deno.test("span: on a weekend and before the bell it ends with the last day that has traded", () => {
  const saturday = Date.UTC(2026, 10, 21, 16);
  assert.equal(stretch({ span: "1d" }, { now: saturday }).to, "2026-11-20");
  const early = newYorkInstant("2026-11-20", 7 * 60);
  assert.equal(stretch({ span: "1d" }, { now: early }).to, "2026-11-19");
  assert.equal(stretch({ span: "1d" }, { now: early, hours: "extended" }).to, "2026-11-20");
  assert.equal(stretch({ span: "1d" }, { now: newYorkInstant("2026-11-20", 21 * 60) }).to, "2026-11-20");
});

Deno.test("span: without one the interval decides", () => {
  assert.equal(stretch({}).from, "2026-05-20");
  assert.equal(stretch({ interval: "1m" }).from, "2026-11-20");
  assert.equal(stretch({ interval: "1mo" }).from, "2016-11-20");
});

Deno.test("span: a last day is included to its end, a last minute to the candle that begins with it", () => {
  const day = stretch({ interval: "5m", from: "2026-11-18", to: "2026-11-19" });
  assert.ok(isWithin(newYorkInstant("2026-11-19", 15 * 60 + 55), day, "5m"));
  assert.ok(!isWithin(newYorkInstant("2026-11-20", 0), day, "5m"));
  const minute = stretch({ interval: "5m", from: "2026-11-19T09:30", to: "2026-11-19T12:30" });
  assert.deepEqual([minute.from, minute.to], ["2026-11-19T09:30", "2026-11-19T12:30"]);
  assert.ok(isWithin(newYorkInstant("2026-11-19", 12 * 60 + 30), minute, "5m"));
  assert.ok(!isWithin(newYorkInstant("2026-11-19", 12 * 60 + 35), minute, "5m"));
  assert.ok(!isWithin(newYorkInstant("2026-11-19", 9 * 60 + 25), minute, "5m"));
});

Deno.test("span: of longer candles the day counts, not where the feed's midnight is", () => {
  const days = stretch({ from: "2026-11-18", to: "2026-11-19" });
  for (const hour of [0, 5, 14]) {
    assert.ok(isWithin(Date.UTC(2026, 10, 18, hour), days, "1d"));
    assert.ok(!isWithin(Date.UTC(2026, 10, 20, hour), days, "1d"));
  }
});

Deno.test("span: the evening's candle of futures already belongs to the next day, and is in", () => {
  const evening = newYorkInstant("2026-11-19", 19 * 60);
  const now = stretch({ span: "5d" }, { now: evening, market: "future", hours: "all" });
  assert.ok(isWithin(newYorkInstant("2026-11-19", 18 * 60), now, "1d"));
});

const REFUSED: [name: string, asked: Partial<Asked>, text: RegExp][] = [
  [
    "a span in words",
    { span: "a year" },
    /^span: is not a span of time\. Write 5d \(trading days\), 2w, 6mo, 1y or ytd/,
  ],
  ["minutes for months", { span: "6m" }, /is not a span of time/],
  ["span and from", { span: "1y", from: "2026-01-01" }, /does not go together/],
  ["a day no calendar has", { from: "2026-02-30" }, /^from: is not a date/],
  ["an end ahead", { to: "2026-12-01" }, /^to: lies ahead: it is 2026-11-20T11:00 in New York/],
  ["a beginning after the end", { from: "2026-11-02", to: "2026-11-01" }, /^from: lies after `to`/],
  [
    "too many candles",
    { interval: "1m", span: "1y" },
    /interval: 1m from 2025-11-20 to 2026-11-20 would be about 98670 candles; at most 6000 .*Ask for interval 30m or/,
  ],
];

for (const [name, asked, text] of REFUSED) {
  Deno.test(`span: ${name} is refused with what to write instead`, () => assert.match(refused(asked), text));
}
