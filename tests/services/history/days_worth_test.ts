import assert from "node:assert/strict";
import { newYorkInstant } from "../../../src/core/calendar.ts";
import { dailyWorth, firstDay, spanBackTo, sumWorth } from "../../../src/services/history/days_worth.ts";

const point = (day: string, minutes: number, total: number) => ({
  at: newYorkInstant(day, minutes),
  open: null,
  high: null,
  low: null,
  close: total - 1,
  total,
});

Deno.test("days worth: of each New York day the last point counts, with the cash on its way", () => {
  const points = [
    point("2026-11-19", 600, 1),
    point("2026-11-20", 570, 10),
    point("2026-11-20", 955, 12),
    point("2026-11-20", 600, 11),
    // In UTC this is already the next day.
    point("2026-11-23", 23 * 60, 20),
  ];
  assert.deepEqual([...dailyWorth(points, "2026-11-20")], [["2026-11-20", 12], ["2026-11-23", 20]]);
});

Deno.test("days worth: accounts add up, an account without a day with its last one, before its first with nothing", () => {
  const old = new Map([["2026-11-18", 100], ["2026-11-19", 110], ["2026-11-20", 120.1]]);
  const fresh = new Map([["2026-11-19", 5.2], ["2026-11-23", 7]]);
  assert.deepEqual(sumWorth([old, fresh]), [
    { day: "2026-11-18", value: 100 },
    { day: "2026-11-19", value: 115.2 },
    { day: "2026-11-20", value: 125.3 },
    { day: "2026-11-23", value: 127.1 },
  ]);
});

Deno.test("days worth: the span that is asked for is the shortest that has the day in it", () => {
  const today = "2026-11-22";
  const spans = [
    "2026-11-22",
    "2026-11-16",
    "2026-11-15",
    "2026-10-26",
    "2026-08-27",
    "2026-06-01",
    "2025-12-01",
    "2020-01-01",
  ]
    .map((day) => spanBackTo(day, today));
  assert.deepEqual(spans, ["1w", "1w", "1m", "1m", "3m", "6m", "1y", "all"]);
  assert.deepEqual([firstDay("1w", today), firstDay("1y", today), firstDay("2y", today)], [
    "2026-11-15",
    "2025-11-22",
    null,
  ]);
});
