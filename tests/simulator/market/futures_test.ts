import assert from "node:assert/strict";
import { newYorkInstant } from "../../../src/core/calendar.ts";
import { formatFutureOption } from "../../../src/simulator/market/future_options.ts";
import { createMarket } from "../../../src/simulator/market/market.ts";
import { RATE } from "../../../src/simulator/market/surface.ts";
import { FRIDAY } from "../client.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const YEAR = 365 * 24 * HOUR;

const market = createMarket("futures");
const contracts = (code: string, at = FRIDAY) => market.futures.contracts(market.futures.products.get(code)!, at);
const symbols = (code: string, at = FRIDAY) => contracts(code, at).map(({ symbol }) => symbol);

Deno.test("futures: contracts are named by month and year, the next to end first", () => {
  assert.deepEqual(symbols("ES"), ["/ESZ6", "/ESH7", "/ESM7", "/ESU7", "/ESZ7"]);
  assert.deepEqual(symbols("CL").slice(0, 3), ["/CLZ6", "/CLF7", "/CLG7"]);
  assert.deepEqual(symbols("GC").slice(0, 3), ["/GCZ6", "/GCG7", "/GCJ7"]);
  assert.deepEqual(symbols("ZN"), ["/ZNZ6", "/ZNH7", "/ZNM7"]);
  for (const code of ["ES", "NQ", "RTY", "CL", "GC", "ZN"]) assert.ok(symbols(code).length >= 3);
});

Deno.test("futures: last days follow each product's rule", () => {
  const lastDay = (code: string, symbol: string) =>
    contracts(code).find((contract) => contract.symbol === symbol)!.lastDay;
  assert.equal(lastDay("ES", "/ESZ6"), "2026-12-18");
  // The 25th of December is a holiday: three business days before the 24th.
  assert.equal(lastDay("CL", "/CLF7"), "2026-12-21");
  assert.equal(lastDay("CL", "/CLZ6"), "2026-11-20");
  assert.equal(lastDay("CL", "/CLG7"), "2027-01-20");
  assert.equal(lastDay("NG", "/NGF7"), "2026-12-29");
  assert.equal(lastDay("GC", "/GCZ6"), "2026-12-29");
  assert.equal(lastDay("6E", "/6EZ6"), "2026-12-14");
});

Deno.test("futures: a contract is gone once it has ended, and unknown under another name", () => {
  const end = newYorkInstant("2026-12-18", 9 * 60 + 30);
  assert.ok(market.future("/ESZ6", end - 1));
  assert.equal(market.future("/ESZ6", end), null);
  assert.equal(symbols("ES", end)[0], "/ESH7");
  for (const symbol of ["ESZ6", "/ES", "/ESX6", "/ESZ26", "/ESZ9", "/XXZ6", "", "/"]) {
    assert.equal(market.future(symbol, FRIDAY), null, symbol);
  }
});

Deno.test("futures: the contract is the index with its carry, within a tick and a day of carry", () => {
  for (
    const [code, index, ratio] of [["ES", "SPX", 1], ["NQ", "NDX", 1], ["RTY", "RUT", 1], ["YM", "DJX", 100]] as const
  ) {
    const { price } = market.surface.term(market.prices.listings.get(index)!, FRIDAY, FRIDAY);
    for (const { symbol, expiresAt, product } of contracts(code)) {
      const { dividendYield } = market.prices.listings.get(index)!;
      const fair = ratio * price * Math.exp((RATE - dividendYield) * (expiresAt - FRIDAY) / YEAR);
      const { last } = market.future(symbol, FRIDAY)!;
      assert.ok(Math.abs(last! - fair) < product.tick + fair * RATE / 365, `${symbol}: ${last} for ${fair}`);
    }
  }
});

Deno.test("futures: they trade at night while the index stands still, and rest an hour at five", () => {
  const prices = (from: number) =>
    new Set(Array.from({ length: 30 }, (_, i) => market.future("/ESZ6", from + i * MINUTE)!.last)).size;
  const sunday = newYorkInstant("2026-11-22", 18 * 60);
  assert.ok(prices(sunday) > 5);
  assert.equal(market.equity("SPX", sunday)!.last, market.equity("SPX", sunday + HOUR)!.last);
  assert.equal(prices(newYorkInstant("2026-11-23", 17 * 60)), 1);
  assert.equal(prices(newYorkInstant("2026-11-21", 12 * 60)), 1);
  assert.ok(prices(newYorkInstant("2026-11-26", 10 * 60)) > 5, "Thanksgiving morning");
  assert.equal(prices(newYorkInstant("2026-11-26", 14 * 60)), 1);
});

Deno.test("futures: a session runs from the evening before, its range holds every price and only grows", () => {
  let [high, low] = [-Infinity, Infinity];
  const start = newYorkInstant("2026-11-22", 18 * 60);
  for (let at = start; at < start + 23 * HOUR; at += 11 * MINUTE) {
    const quote = market.future("/NQZ6", at)!;
    assert.deepEqual([quote.day, quote.previousDay, quote.close], ["2026-11-23", "2026-11-20", null]);
    assert.ok(quote.low! <= quote.last! && quote.last! <= quote.high! && quote.high! >= high && quote.low! <= low);
    assert.ok(quote.bid! < quote.ask! && quote.bid! <= quote.mark && quote.mark <= quote.ask!);
    [high, low] = [quote.high!, quote.low!];
  }
  const after = market.future("/NQZ6", start + 23 * HOUR)!;
  assert.ok(after.high! >= high && after.low! <= low && after.close !== null);
  const tuesday = market.future("/NQZ6", start + 25 * HOUR)!;
  assert.deepEqual([tuesday.day, tuesday.previousDay, tuesday.previousClose], [
    "2026-11-24",
    "2026-11-23",
    after.close,
  ]);
});

Deno.test("futures: prices are multiples of their tick", () => {
  for (const product of market.futures.products.values()) {
    for (const { symbol } of contracts(product.code).slice(0, 2)) {
      const { bid, ask, last, open, high, low, previousClose } = market.future(symbol, FRIDAY)!;
      for (const price of [bid, ask, last, open, high, low, previousClose]) {
        assert.ok(Math.abs(price! / product.tick - Math.round(price! / product.tick)) < 1e-6, `${symbol} ${price}`);
      }
    }
  }
});

Deno.test("future options: weeks, months and quarters have the exchange's names and the right future", () => {
  const list = market.futureOptions.expirations(market.futureOptions.products.get("ES")!, FRIDAY);
  const named = Object.fromEntries(list.map(({ contract, day, future }) => [contract, `${day} ${future.symbol}`]));
  assert.equal(named.EW3X6, "2026-11-20 /ESZ6");
  assert.equal(named.E4AX6, "2026-11-23 /ESZ6");
  assert.equal(named.EWX6, "2026-11-30 /ESZ6");
  assert.equal(named.E1BZ6, "2026-12-01 /ESZ6");
  assert.equal(named.ESZ6, "2026-12-18 /ESZ6");
  assert.equal(named.EWZ6, "2026-12-31 /ESH7");
  const oil = market.futureOptions.expirations(market.futureOptions.products.get("CL")!, FRIDAY);
  assert.ok(oil.some(({ contract, future }) => contract === "LOF7" && future.symbol === "/CLF7"));
});

Deno.test("future options: parity holds on every expiration, and values lie within their markets", () => {
  for (const product of market.futureOptions.products.values()) {
    for (const expiration of market.futureOptions.expirations(product, FRIDAY).filter((_, i) => i % 2 === 1)) {
      const future = market.future(expiration.future.symbol, FRIDAY)!.last!;
      const near = market.futureOptions.strikes(expiration, FRIDAY)
        .toSorted((a, b) => Math.abs(a - future) - Math.abs(b - future)).slice(0, 6);
      for (const strike of near) {
        const [call, put] = (["call", "put"] as const).map((right) =>
          market.futureOption(formatFutureOption({ ...expiration, right, strike }), FRIDAY)!
        );
        for (const quote of [call!, put!]) {
          assert.ok(quote.bid! <= quote.option!.price + 1e-9 && quote.option!.price <= quote.ask! + 1e-9);
        }
        const slack = (call!.ask! - call!.bid! + put!.ask! - put!.bid!) / 2 + expiration.future.product.tick;
        const discount = Math.exp(-RATE * (expiration.expiresAt - FRIDAY) / YEAR);
        assert.ok(Math.abs(call!.mark - put!.mark - discount * (future - strike)) <= slack, call!.symbol);
      }
    }
  }
});

Deno.test("future options: only what is listed is known, spelled to the letter", () => {
  const strike = Math.round(market.future("/ESZ6", FRIDAY)!.last! / 25) * 25;
  assert.ok(market.futureOption(`./ESZ6 EW1Z6 261204P${strike}`, FRIDAY));
  for (
    const symbol of [
      `./ESZ6 EW1Z6  261204P${strike}`,
      `./ESZ6 EW1Z6 261204P${strike}.0`,
      `./ESZ6 EW1Z6 261204P${strike + 1}`,
      `./ESH7 EW1Z6 261204P${strike}`,
      `./ESZ6 EW1Z6 261211P${strike}`,
      `/ESZ6 EW1Z6 261204P${strike}`,
      `./ESZ6 EW1Z6 261204p${strike}`,
    ]
  ) assert.equal(market.futureOption(symbol, FRIDAY), null, symbol);
});

Deno.test("cryptocurrencies: they never rest, and their days are those of UTC", () => {
  const midnight = Date.UTC(2026, 10, 22);
  const prices = new Set(
    Array.from({ length: 24 }, (_, i) => market.cryptocurrencies.quote("BTC/USD", midnight + i * HOUR)!.last),
  );
  assert.equal(prices.size, 24);
  const [before, after] = [midnight - 1, midnight].map((at) => market.cryptocurrencies.quote("ETH/USD", at)!);
  assert.deepEqual([before!.day, before!.previousDay], ["2026-11-21", "2026-11-20"]);
  assert.deepEqual([after!.day, after!.previousDay, after!.open], ["2026-11-22", "2026-11-21", after!.previousClose]);
  for (const symbol of market.cryptocurrencies.coins.keys()) {
    const { bid, ask, mark, high, low, last, year } = market.cryptocurrencies.quote(symbol, FRIDAY)!;
    assert.ok(bid! < mark && mark < ask! && low! <= last! && last! <= high!, symbol);
    assert.ok(year!.low <= low! && high! <= year!.high, symbol);
  }
  assert.equal(market.cryptocurrencies.quote("BTC", FRIDAY), null);
});
