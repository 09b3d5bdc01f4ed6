import assert from "node:assert/strict";
import { bsm } from "../../../src/analytics/pricing/black.ts";
import { newYorkInstant } from "../../../src/core/calendar.ts";
import { formatOptionSymbol } from "../../../src/core/symbol.ts";
import type { Expiration } from "../../../src/simulator/market/expirations.ts";
import type { Listing } from "../../../src/simulator/market/listings.ts";
import { createMarket } from "../../../src/simulator/market/market.ts";
import type { Quote } from "../../../src/simulator/market/quote.ts";
import { RATE, type Term } from "../../../src/simulator/market/surface.ts";
import { FRIDAY } from "../client.ts";

const market = createMarket("options");
const { chains, surface } = market;

const listingOf = (symbol: string): Listing => market.prices.listings.get(symbol)!;

/** The quotes of both options at every strike of an expiration. */
function chainOf({ root, day }: Expiration, strikes: readonly number[], at = FRIDAY) {
  const quote = (right: "call" | "put", strike: number): Quote => {
    const found = market.option(formatOptionSymbol({ root, expiration: day, right, strike }), at);
    assert.ok(found, `${root} ${day} ${strike}`);
    return found;
  };
  return strikes.map((strike) => ({ strike, call: quote("call", strike), put: quote("put", strike) }));
}

function* chainsOf(symbols: string) {
  for (const symbol of symbols.split(" ")) {
    const listing = listingOf(symbol);
    for (const expiration of chains.expirations(listing, FRIDAY).filter((_, i) => i % 3 === 1)) {
      const term = surface.term(listing, expiration.expiresAt, FRIDAY);
      yield {
        listing,
        expiration,
        term,
        rows: chainOf(expiration, chains.strikes(listing, expiration, FRIDAY)),
      };
    }
  }
}

/** The volatility at which an option costs `price`, by bisection. */
function invert(price: number, { spot, years, dividendYield }: Term, strike: number, right: "call" | "put"): number {
  let [low, high] = [0.001, 10];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (bsm(spot, strike, years, RATE, dividendYield, middle, right) < price) low = middle;
    else high = middle;
  }
  return low;
}

Deno.test("options: the volatility implied by the middle of a market is the surface's, within the spread", () => {
  let inverted = 0;
  for (const { listing, expiration, term, rows } of chainsOf("AAPL SPX VIX KO")) {
    for (const { strike, call, put } of rows) {
      const right = strike > term.forward ? "call" : "put";
      const quote = right === "call" ? call : put;
      const stated = market.impliedVolatility(listing.symbol, strike, expiration.day, FRIDAY)!;
      if (expiration.settlement === "PM") assert.ok(Math.abs(stated - quote.option!.volatility) < 1e-12);
      if (quote.bid === 0) continue;
      const [bid, ask] = [quote.bid!, quote.ask!].map((price) => invert(price, term, strike, right));
      assert.ok(bid! - 1e-6 <= quote.option!.volatility && quote.option!.volatility <= ask! + 1e-6, quote.symbol);
      inverted++;
    }
  }
  assert.ok(inverted > 500);
});

Deno.test("options: calls and puts of European style keep parity, American ones near the money too", () => {
  for (const { listing, term, rows } of chainsOf("SPX NDX AAPL SPY")) {
    for (const { strike, call, put } of rows) {
      const isAmerican = listing.kind !== "index";
      if (isAmerican && Math.abs(Math.log(strike / term.forward)) > Math.sqrt(term.variance) / 4) continue;
      const distance = (call.bid! + call.ask! - put.bid! - put.ask!) / 2;
      const slack = (call.ask! - call.bid! + put.ask! - put.bid!) / 2 + 1e-9;
      assert.ok(Math.abs(distance - term.discount * (term.forward - strike)) <= slack, call.symbol);
    }
  }
});

Deno.test("options: no strike offers an arbitrage, no American option less than its exercise", () => {
  for (const { listing, expiration, term, rows } of chainsOf("AAPL SPX TSLA VIX")) {
    const values = rows.map(({ strike }) => {
      const parts = { root: expiration.root, expiration: expiration.day, strike };
      const value = (right: "call" | "put") =>
        market.option(formatOptionSymbol({ ...parts, right }), FRIDAY)!.option!.price;
      return { strike, call: value("call"), put: value("put") };
    });
    for (const [i, { strike, call, put }] of values.entries()) {
      if (listing.kind !== "index") {
        assert.ok(call >= term.price - strike - 1e-9 && put >= strike - term.price - 1e-9, `${strike}`);
      }
      const [before, after] = [values[i - 1], values[i + 1]];
      if (before === undefined || after === undefined) continue;
      assert.ok(before.call >= call - 1e-9 && before.put <= put + 1e-9, `${expiration.day} ${strike}`);
      const weight = (after.strike - strike) / (after.strike - before.strike);
      for (const right of ["call", "put"] as const) {
        const chord = weight * before[right] + (1 - weight) * after[right];
        assert.ok({ call, put }[right] <= chord + 1e-9, `${listing.symbol} ${expiration.day} ${strike} ${right}`);
      }
    }
  }
});

Deno.test("options: total variance grows with time, and puts on indices cost more volatility than calls", () => {
  for (const symbol of ["SPX", "AAPL", "TLT", "VIX"]) {
    const listing = listingOf(symbol);
    let variance = 0;
    for (const { expiresAt } of chains.expirations(listing, FRIDAY)) {
      const term = surface.term(listing, expiresAt, FRIDAY);
      assert.ok(term.variance >= variance, symbol);
      variance = term.variance;
    }
  }
  const at = (moneyness: number) => {
    const { price } = surface.term(listingOf("SPX"), FRIDAY, FRIDAY);
    return market.impliedVolatility("SPX", price * moneyness, "2026-12-18", FRIDAY)!;
  };
  assert.ok(at(0.9) > 1.2 * at(1) && at(1.05) < at(1));
});

Deno.test("options: markets lie on ticks around the value, and far out there is no bid", () => {
  let without = 0;
  for (const { listing, rows } of chainsOf("AAPL SPX SPY O")) {
    for (const quote of rows.flatMap(({ call, put }) => [call, put])) {
      const { bid, ask, option, tick, openInterest, volume, bidSize } = quote;
      assert.ok(bid! >= 0 && bid! < ask!);
      assert.ok(bid! <= option!.price + 1e-9 && option!.price <= ask! + 1e-9, `${quote.symbol} ${bid} ${ask}`);
      assert.ok(Math.abs(bid! / tick! - Math.round(bid! / tick!)) < 1e-6);
      const expected = listing.symbol === "SPY" ? 0.01 : listing.symbol === "AAPL" ? (bid! < 3 ? 0.01 : 0.05) : tick;
      assert.equal(tick, expected);
      assert.ok(Number.isInteger(openInterest) && Number.isInteger(volume) && openInterest! >= 0 && volume! >= 0);
      assert.ok(quote.low! <= quote.last! && quote.last! <= quote.high!);
      if (bid === 0) {
        without++;
        assert.equal(bidSize, 0);
      }
    }
  }
  assert.ok(without > 100);
});

Deno.test("options: less liquid names have wider markets", () => {
  const width = (symbol: string) => {
    const listing = listingOf(symbol);
    const expiration = chains.expirations(listing, FRIDAY).find(({ day, type }) =>
      type === "Regular" && day > "2026-12"
    )!;
    const price = market.equity(symbol, FRIDAY)!.last!;
    const near = chains.strikes(listing, expiration, FRIDAY).toSorted((a, b) =>
      Math.abs(a - price) - Math.abs(b - price)
    );
    const { call } = chainOf(expiration, near.slice(0, 1))[0]!;
    return (call.ask! - call.bid!) / call.option!.vega;
  };
  assert.ok(width("SPY") < width("BAC") && width("BAC") < width("O"));
});

Deno.test("options: they stand still outside the regular session", () => {
  const symbol = "AAPL  261218C00300000";
  const close = newYorkInstant("2026-11-20", 16 * 60);
  const frozen = market.option(symbol, close)!;
  for (const at of [close + 3_600_000, close + 86_400_000, newYorkInstant("2026-11-23", 9 * 60 + 29)]) {
    assert.deepEqual(market.option(symbol, at), frozen);
  }
  const opened = market.option(symbol, newYorkInstant("2026-11-23", 9 * 60 + 31))!;
  assert.deepEqual([opened.day, opened.close, frozen.day], ["2026-11-23", null, "2026-11-20"]);
  assert.notEqual(opened.option!.price, frozen.option!.price);
  assert.equal(opened.previousClose, frozen.close);
});

Deno.test("options: what expires today is worth its exercise after the close, and is gone tomorrow", () => {
  const listing = listingOf("SPY");
  const price = Math.round(market.equity("SPY", FRIDAY)!.last!);
  const symbol = formatOptionSymbol({ root: "SPY", expiration: "2026-11-20", right: "call", strike: price - 5 });
  const close = newYorkInstant("2026-11-20", 16 * 60);
  const { option } = market.option(symbol, close + 60_000)!;
  assert.ok(Math.abs(option!.price - Math.max(0, market.prices.at(listing, close) - price + 5)) < 1e-9);
  assert.equal(market.option(symbol, newYorkInstant("2026-11-21", 0)), null);
});

Deno.test("options: only what is listed is known, spelled to the letter", () => {
  for (
    const symbol of [
      "AAPL  261218C00300000",
      "BRKB  261218P00500000",
      "SPXW  261218C07500000",
      "SPX   261218C07500000",
      "VIX   261216C00020000",
    ]
  ) assert.ok(market.option(symbol, FRIDAY), symbol);
  for (
    const symbol of [
      "AAPL 261218C00300000",
      "AAPL261218C00300000",
      ".AAPL261218C300",
      "aapl  261218C00300000",
      "AAPL  261218C00300010",
      "AAPL  261218C00001000",
      "AAPL  261217C00300000",
      "AAPL  261118C00300000",
      "BRK/B 261218P00500000",
      "NOPE  261218C00300000",
      "SPX   261130C07500000",
    ]
  ) assert.equal(market.option(symbol, FRIDAY), null, symbol);
});

Deno.test("options: earnings lift the expirations behind them, and let go once they are out", () => {
  const listing = listingOf("NVDA");
  const [report] = market.prices.events.reports(listing, "2026-11-01", "2026-12-31");
  const volatility = (day: string, at: number) => {
    const expiration = chains.expirations(listing, at).find((candidate) => candidate.day === day)!;
    const { variance, years } = surface.term(listing, expiration.expiresAt, at);
    return Math.sqrt(variance / years);
  };
  const before = newYorkInstant(report!.day, 15 * 60);
  const days = chains.expirations(listing, before).map(({ day }) => day).filter((day) => day > report!.day);
  assert.ok(volatility(days[0]!, before) > 1.3 * volatility(days[6]!, before));
  const after = newYorkInstant(days[0]!, 11 * 60);
  assert.ok(volatility(days[1]!, after) < 0.8 * volatility(days[1]!, before));
});
