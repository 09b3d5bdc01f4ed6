import assert from "node:assert/strict";
import { newYorkInstant } from "../../../src/core/calendar.ts";
import type { InstrumentType } from "../../../src/core/symbol.ts";
import { type Candle, candlesOf, firstDayOf, type Period } from "../../../src/simulator/market/candles.ts";
import { createMarket } from "../../../src/simulator/market/market.ts";
import { quoteOf, type Streamed } from "../../../src/simulator/market/streamed.ts";
import { type Bar, joinBars } from "../../../src/simulator/market/tape.ts";
import { FRIDAY } from "../client.ts";

const market = createMarket("candles");
const MINUTE = 60_000;
const DAY = 86_400_000;
const FAR_AHEAD = newYorkInstant("2026-12-05", 12 * 60);

/** Moments of all kinds: early, open, late, night, weekend, half day, holiday, evening of futures, summer time. */
const MOMENTS = [
  newYorkInstant("2026-11-20", 5 * 60 + 7) + 1234,
  FRIDAY + 777,
  newYorkInstant("2026-11-20", 16 * 60),
  newYorkInstant("2026-11-20", 18 * 60 + 30),
  newYorkInstant("2026-11-21", 12 * 60),
  newYorkInstant("2026-11-22", 19 * 60),
  newYorkInstant("2026-11-23", 2 * 60),
  newYorkInstant("2026-11-26", 12 * 60),
  newYorkInstant("2026-11-27", 13 * 60 + 20),
  newYorkInstant("2026-10-30", 10 * 60),
];

const SYMBOLS: Record<string, InstrumentType> = {
  "AAPL": "equity",
  "SPY": "equity",
  "SPX": "index",
  "VIX": "index",
  "AAPL  261218C00300000": "equity_option",
  "SPXW  261218P07500000": "equity_option",
  "/ESZ6": "future",
  "/CLF7": "future",
  "./ESZ6 ESZ6  261218C7500": "future_option",
  "BTC/USD": "cryptocurrency",
};

const listed = Object.entries(SYMBOLS).map(([symbol, type]): Streamed => ({ type, symbol }));

/** `5m` or `1mo`. */
function periodOf(text: string): Period {
  const [, count, unit] = /^(\d+)(\w+)$/.exec(text)!;
  return { count: Number(count), unit } as Period;
}

const candlesUpTo = ({ type, symbol }: Streamed, text: string, at: number, regularOnly: boolean) =>
  candlesOf(market.tape(type, symbol), { period: periodOf(text), regularOnly, from: "midnight" }, at);

/** The candles of an instrument up to `at` that begin at `since` or later, latest first. */
function cut(streamed: Streamed, text: string, at: number, since = -Infinity, regularOnly = false): Candle[] {
  const found: Candle[] = [];
  for (const candle of candlesUpTo(streamed, text, at, regularOnly)) {
    if (candle.at < since) break;
    found.push(candle);
  }
  return found;
}

const first = (streamed: Streamed, text: string, at: number, regularOnly = false): Candle =>
  candlesUpTo(streamed, text, at, regularOnly).next().value!;

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const pricesOf = ({ open, high, low, close }: Bar) => [open, high, low, close];

const isNear = (a: number | null, b: number | null): boolean => a === b || Math.abs(a! - b!) < 1e-6 * Math.abs(b!);

Deno.test("candles: the day's is what the quote of the same instant says", () => {
  for (const streamed of listed) {
    for (const at of MOMENTS) {
      const quote = quoteOf(market, streamed, at);
      if (quote === null || quote.open === null) continue;
      const day = first(streamed, "1d", at);
      const label = `${streamed.symbol} at ${new Date(at).toISOString()}`;
      assert.equal(dayOf(day.at), quote.day, label);
      const close = quote.close ?? quote.last;
      assert.deepEqual(pricesOf(day), [quote.open, quote.high, quote.low, close], label);
      assert.ok(isNear(day.volume, quote.volume), `${label}: ${day.volume} for ${quote.volume}`);
      assert.equal(day.openInterest, quote.openInterest, label);
    }
  }
});

Deno.test("candles: the close of a day is the next day's previous close", () => {
  for (const streamed of listed) {
    for (const at of MOMENTS) {
      const quote = quoteOf(market, streamed, at);
      if (quote === null) continue;
      const [, before] = cut(streamed, "1d", at, Date.parse(quote.previousDay));
      // What was not dealt in that day has no candle of prices, but is worth something.
      if (before === undefined || Number.isNaN(before.close)) continue;
      assert.equal(dayOf(before.at), quote.previousDay);
      assert.equal(before.close, quote.previousClose, `${streamed.symbol} at ${new Date(at).toISOString()}`);
    }
  }
});

/** What short candles are together. */
const together = (candles: Candle[]) =>
  candles.reduceRight((sum, candle) => ({ ...joinBars(sum, candle), at: sum.at }));

Deno.test("candles: minutes of regular hours add up to the day, to the cent", () => {
  for (const symbol of ["AAPL", "SPY", "TSLA", "SPX", "VIX"]) {
    const streamed: Streamed = { type: market.index(symbol, FRIDAY) === null ? "equity" : "index", symbol };
    for (
      const at of [
        FRIDAY + 777,
        ...["2026-11-20", "2026-11-27", "2026-11-02", "2026-06-18"].map((day) => newYorkInstant(day, 22 * 60)),
      ]
    ) {
      const day = first(streamed, "1d", at, true);
      const minutes = cut(streamed, "1m", at, day.at + 6 * 60 * MINUTE, true);
      const sum = together(minutes);
      assert.deepEqual(pricesOf(sum), pricesOf(day), symbol);
      assert.ok(isNear(sum.volume, day.volume), `${symbol}: ${sum.volume} for ${day.volume}`);
      for (const minute of minutes) assert.ok(minute.low <= minute.open && minute.open <= minute.high);
    }
  }
});

Deno.test("candles: minutes of all hours add up to a share's volume, and hold the prices of the regular ones", () => {
  const share: Streamed = { type: "equity", symbol: "AAPL" };
  const at = newYorkInstant("2026-11-20", 21 * 60);
  const day = first(share, "1d", at);
  const minutes = cut(share, "1m", at, newYorkInstant("2026-11-20", 0));
  const regular = new Map(
    cut(share, "1m", at, newYorkInstant("2026-11-20", 0), true).map((minute) => [minute.at, minute]),
  );
  assert.deepEqual([minutes.length, regular.size], [960, 390]);
  assert.ok(isNear(together(minutes).volume, day.volume));
  const quote = market.equity("AAPL", at)!;
  const inside = minutes.filter((minute) => regular.has(minute.at));
  assert.ok(isNear(together(minutes).volume! - together(inside).volume!, quote.volumeExtended));
  for (const { volatility: _, ...minute } of inside) {
    const { volatility: __, ...same } = regular.get(minute.at)!;
    assert.deepEqual(minute, same);
  }
});

Deno.test("candles: minutes of futures, options and coins add up to their days", () => {
  for (const streamed of listed.filter(({ type }) => !["equity", "index"].includes(type))) {
    for (
      const at of [FRIDAY + 777, newYorkInstant("2026-11-19", 16 * 60 + 55), newYorkInstant("2026-11-20", 17 * 60)]
    ) {
      const day = first(streamed, "1d", at);
      if (Number.isNaN(day.open)) continue;
      const sessionAt = streamed.type.startsWith("future") ? day.at - 2 * 60 * MINUTE : day.at;
      const sum = together(cut(streamed, streamed.type === "future_option" ? "15m" : "1m", at, sessionAt));
      const label = `${streamed.symbol} at ${new Date(at).toISOString()}`;
      assert.deepEqual([sum.open, sum.high, sum.low], [day.open, day.high, day.low], label);
      assert.equal(sum.volume, day.volume, label);
      // A finished day of futures is closed by the settlement of four o'clock.
      const closing = quoteOf(market, streamed, at)!;
      assert.equal(sum.close, closing.last, label);
    }
  }
});

Deno.test("candles: longer ones of the clock are made of shorter ones, over rests and midnights", () => {
  // An option's are made of quotes at their ends, and agree with the day's only.
  for (const streamed of listed.filter(({ type }) => !type.endsWith("option"))) {
    for (const [long, length] of [["5m", 5], ["1h", 60], ["4h", 240]] as const) {
      const since = newYorkInstant("2026-11-19", 0);
      const small = cut(streamed, "1m", FRIDAY, since);
      for (const candle of cut(streamed, long, FRIDAY, since)) {
        const parts = small.filter((minute) => minute.at >= candle.at && minute.at < candle.at + length * MINUTE);
        const sum = together(parts);
        assert.deepEqual(pricesOf(sum), pricesOf(candle));
        assert.ok(isNear(sum.volume, candle.volume), streamed.symbol);
      }
    }
  }
});

Deno.test("candles: weeks, months and years are made of days", () => {
  for (const streamed of listed.filter(({ symbol }) => ["AAPL", "SPX", "/ESZ6", "BTC/USD"].includes(symbol))) {
    const days = cut(streamed, "1d", FRIDAY);
    for (const text of ["2d", "1w", "2w", "1mo", "3mo", "1y"]) {
      const groups = Map.groupBy(days, ({ at }) => Date.parse(firstDayOf(periodOf(text), dayOf(at))));
      const candles = cut(streamed, text, FRIDAY);
      assert.deepEqual(candles.map(({ at }) => at), [...groups.keys()]);
      for (const candle of candles) {
        const sum = together(groups.get(candle.at)!);
        assert.deepEqual(pricesOf(sum), pricesOf(candle));
        assert.ok(isNear(sum.volume, candle.volume));
      }
    }
  }
});

Deno.test("candles: pieces of the calendar begin on Mondays, firsts and New Year's days", () => {
  const start = (count: number, unit: Period["unit"], day: string) => firstDayOf({ count, unit }, day);
  assert.deepEqual(
    ["2026-11-15", "2026-11-16", "2026-11-22", "2026-11-23"].map((day) => start(1, "w", day)),
    ["2026-11-09", "2026-11-16", "2026-11-16", "2026-11-23"],
  );
  assert.deepEqual([start(1, "mo", "2026-11-20"), start(3, "mo", "2026-11-20"), start(6, "mo", "2026-11-20")], [
    "2026-11-01",
    "2026-10-01",
    "2026-07-01",
  ]);
  assert.deepEqual([start(1, "y", "2026-11-20"), start(1, "d", "2026-11-20")], ["2026-01-01", "2026-11-20"]);
});

Deno.test("candles: histories reach back to where the market or the listing begins, without holes", () => {
  const { timeline } = market.prices;
  const daysOf = (symbol: string, type: InstrumentType) =>
    cut({ type, symbol }, "1d", FRIDAY).map(({ at }) => dayOf(at)).reverse();
  const shares = daysOf("AAPL", "equity");
  assert.deepEqual(shares, shares.map((_, i) => timeline.dayOf(i + 1)));
  assert.equal(shares.at(-1), "2026-11-20");
  const coins = daysOf("BTC/USD", "cryptocurrency");
  assert.equal(coins.length, (Date.UTC(2026, 10, 20) - Date.parse(coins[0]!)) / DAY + 1);
  const future = daysOf("/ESZ6", "future");
  assert.ok(future.length > 250 && future[0]! > "2025-06");
  assert.ok(daysOf("AAPL  261218C00300000", "equity_option").length > 5);
});

Deno.test("candles: a day that is over never changes again", () => {
  const before = cut({ type: "equity", symbol: "NVDA" }, "1d", FRIDAY, FRIDAY - 30 * DAY).slice(1);
  const after = cut({ type: "equity", symbol: "NVDA" }, "1d", FAR_AHEAD, FRIDAY - 30 * DAY);
  const plain = (candles: Candle[]) =>
    candles.map(({ volatility, ...candle }) => ({ ...candle, volatility: volatility() }));
  assert.deepEqual(plain(before), plain(after.slice(-before.length)));
});
