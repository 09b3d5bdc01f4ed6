import assert from "node:assert/strict";
import { newYorkInstant } from "../../src/core/calendar.ts";
import {
  candleDay,
  candleEnd,
  countCandles,
  INTERVALS,
  minutesOf,
  periodOf,
} from "../../src/services/price_history_interval.ts";

const at = (day: string, hour: number, minute = 0): number => newYorkInstant(day, hour * 60 + minute);

Deno.test("candle interval: a day's candle belongs to its day wherever the feed's midnight is", () => {
  const utc = Date.UTC(2026, 10, 20);
  assert.equal(candleDay(utc, "1d"), "2026-11-20");
  assert.equal(candleDay(at("2026-11-20", 0), "1d"), "2026-11-20");
  assert.equal(candleDay(at("2026-11-20", 9, 30), "1d"), "2026-11-20");
  assert.equal(candleDay(at("2026-11-19", 18), "1d"), "2026-11-20", "futures begin the evening before");
  assert.equal(candleDay(at("2026-07-01", 18), "1d"), "2026-07-02", "in summer too");
  assert.equal(candleDay(at("2026-11-20", 23, 59), "1m"), "2026-11-20", "short candles keep the clock of New York");
});

Deno.test("candle interval: weeks are known by their Monday, months by their first", () => {
  for (const day of ["2026-11-15", "2026-11-16", "2026-11-20", "2026-11-21"]) {
    assert.equal(periodOf(day, "1w"), "2026-11-16", day);
  }
  assert.equal(periodOf("2026-11-30", "1mo"), "2026-11-01");
  assert.equal(periodOf("2026-11-20", "5m"), "2026-11-20");
});

Deno.test("candle interval: a candle is finished when its session is, not at midnight", () => {
  const day = Date.UTC(2026, 10, 20);
  assert.equal(candleEnd(day, "1d", "equity", "regular"), at("2026-11-20", 16));
  assert.equal(candleEnd(day, "1d", "equity", "extended"), at("2026-11-20", 20));
  assert.equal(candleEnd(day, "1d", "future", "all"), at("2026-11-20", 17));
  assert.equal(candleEnd(day, "1d", "crypto", "all"), Date.UTC(2026, 10, 21));
  assert.equal(candleEnd(Date.UTC(2026, 10, 27), "1d", "equity", "regular"), at("2026-11-27", 13), "a half day");
});

Deno.test("candle interval: a week ends with its last trading day, and so does a month", () => {
  // The week of Good Friday 2026, April 3rd, ends on Thursday.
  assert.equal(candleEnd(Date.UTC(2026, 2, 30), "1w", "equity", "regular"), at("2026-04-02", 16));
  // May 2026 ends on a weekend.
  assert.equal(candleEnd(Date.UTC(2026, 4, 1), "1mo", "equity", "regular"), at("2026-05-29", 16));
  assert.equal(candleEnd(Date.UTC(2026, 4, 1), "1mo", "crypto", "all"), Date.UTC(2026, 5, 1));
});

Deno.test("candle interval: the bell cuts the last short candle of a day", () => {
  assert.equal(candleEnd(at("2026-11-20", 13, 30), "4h", "equity", "regular"), at("2026-11-20", 16));
  assert.equal(candleEnd(at("2026-11-20", 15, 59), "1m", "equity", "regular"), at("2026-11-20", 16));
  assert.equal(candleEnd(at("2026-11-19", 18), "4h", "future", "all"), at("2026-11-19", 22));
  assert.equal(candleEnd(at("2026-11-20", 22), "1h", "crypto", "all"), at("2026-11-20", 23));
});

Deno.test("candle interval: a year of days is 252 candles or so, a day of minutes 390", () => {
  assert.equal(countCandles("2025-11-21", "2026-11-20", "1d", "equity", "regular"), 252);
  assert.equal(countCandles("2026-11-20", "2026-11-20", "1m", "equity", "regular"), 390);
  assert.equal(countCandles("2026-11-20", "2026-11-20", "1m", "crypto", "all"), 1440);
  assert.equal(countCandles("2025-11-21", "2026-11-20", "1w", "equity", "regular"), 53);
});

Deno.test("candle interval: longer candles are never more", () => {
  const counts = INTERVALS.map((interval) => countCandles("2025-01-01", "2026-11-20", interval, "equity", "extended"));
  assert.deepEqual(counts, counts.toSorted((a, b) => b - a));
  assert.deepEqual(INTERVALS.filter((interval) => minutesOf(interval) === null), ["1d", "1w", "1mo"]);
});
