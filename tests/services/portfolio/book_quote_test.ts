import assert from "node:assert/strict";
import type { MarketData } from "../../../src/broker/endpoints/market_data.ts";
import { newYorkInstant } from "../../../src/core/calendar.ts";
import { liveTypes, quoteOfEvents, quoteOfSnapshot } from "../../../src/services/portfolio/book_quote.ts";

const quote = (bid: number | null, ask: number | null) => ({ bid, ask, bidSize: 1, askSize: 1 });
const trade = (price: number) => ({ at: 0, price, size: 1, volume: 1 });
const greeks = { at: 0, price: 1.05, volatility: 0.3, delta: 0.4, gamma: 0.02, theta: -0.03, rho: 0.01, vega: 0.1 };
const NO_MARKET: MarketData = {
  symbol: "ABC",
  updatedAt: 0,
  bid: null,
  ask: null,
  mid: null,
  mark: 12,
  last: null,
  open: null,
  high: null,
  low: null,
  close: null,
  prevClose: null,
  day: null,
  volume: null,
  beta: null,
  volatility: null,
  delta: null,
  gamma: null,
  theta: null,
  vega: null,
  openInterest: null,
  halted: null,
};
const summary = { open: null, high: null, low: null, close: null, prevClose: 99, openInterest: null };

Deno.test("book quote: an option is worth the middle of its market, and what the model says without one", () => {
  const mark = (bid: number | null, ask: number | null) =>
    quoteOfEvents("equity_option", { Quote: quote(bid, ask), Greeks: greeks }, 7)!.mark;
  assert.deepEqual([mark(1, 1.2), mark(0, 0.05), mark(null, 0.1), mark(2, 1), mark(null, null)], [
    1.1,
    0.025,
    0.05,
    1.05,
    1.05,
  ]);
  const { delta, theta, volatility, source, readAt } = quoteOfEvents("future_option", { Greeks: greeks }, 7)!;
  assert.deepEqual([delta, theta, volatility, source, readAt], [0.4, -0.03, 0.3, "stream", 7]);
});

Deno.test("book quote: a share is worth its last price as far as the market agrees", () => {
  const mark = (last: number | null, bid: number | null, ask: number | null) =>
    quoteOfEvents("equity", { Quote: quote(bid, ask), ...(last === null ? {} : { Trade: trade(last) }) }, 0)?.mark;
  assert.deepEqual([mark(100, 99, 101), mark(98, 99, 101), mark(105, 99, 101), mark(null, 99, 101)], [
    100,
    99,
    101,
    100,
  ]);
  assert.deepEqual([mark(100, null, null), mark(null, null, null)], [100, undefined]);
  assert.equal(quoteOfEvents("index", { Summary: summary }, 0)!.mark, 99);
});

Deno.test("book quote: an index is not asked for a market it does not have", () => {
  assert.deepEqual([liveTypes("index"), liveTypes("equity_option")], [["Trade", "Summary"], ["Quote", "Greeks"]]);
});

Deno.test("book quote: before the opening the close of the last session is the close before", () => {
  const row = { ...NO_MARKET, close: 12, prevClose: 10, day: "2026-11-20" };
  const before = (day: string, minutes: number, of: Partial<MarketData> = {}) =>
    quoteOfSnapshot({ ...row, ...of }, newYorkInstant(day, minutes)).previousClose;
  assert.equal(before("2026-11-20", 19 * 60), 10);
  // A weekend looks back at Friday; Monday begins with nothing gained.
  assert.equal(before("2026-11-22", 12 * 60), 10);
  assert.equal(before("2026-11-23", 5 * 60), 12);
  assert.equal(before("2026-11-23", 5 * 60, { close: null }), 10);
  assert.equal(before("2026-11-23", 5 * 60, { day: "2026-11-23" }), 10);
  assert.equal(before("2026-11-23", 5 * 60, { day: null }), 10);
});
