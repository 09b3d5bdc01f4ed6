/** One world: what REST, the stream, the chains and the candles say of an instant is the same. */

import assert from "node:assert/strict";
import { black76Greeks, bsmGreeks } from "../../src/analytics/pricing/black.ts";
import { newYorkInstant } from "../../src/core/calendar.ts";
import { parseOptionSymbol } from "../../src/core/symbol.ts";
import { RATE } from "../../src/simulator/market/surface.ts";
import { FRIDAY, type Json } from "./client.ts";
import { eventsIn, startStream, type Stream, type StreamServer, subscribe } from "./dxlink/stream.ts";

/** In a session, after it, in the early one, at night, on a weekend. */
const MOMENTS = [
  FRIDAY + 4321,
  newYorkInstant("2026-11-20", 17 * 60),
  newYorkInstant("2026-11-23", 8 * 60),
  newYorkInstant("2026-11-23", 23 * 60),
  newYorkInstant("2026-11-21", 12 * 60),
];

/** Streamer symbols with the query in which REST is asked for them. */
const SYMBOLS: [streamer: string, parameter: string, symbol: string][] = [
  ["AAPL", "equity", "AAPL"],
  ["BRK/B", "equity", "BRK/B"],
  ["SPY", "equity", "SPY"],
  ["SPX", "index", "SPX"],
  ["VIX", "index", "VIX"],
  [".AAPL261218C300", "equity-option", "AAPL  261218C00300000"],
  [".BRKB261218P500", "equity-option", "BRKB  261218P00500000"],
  [".SPXW261218P7500", "equity-option", "SPXW  261218P07500000"],
  ["/ESZ26:XCME", "future", "/ESZ6"],
  ["/CLF27:XNYM", "future", "/CLF7"],
  ["./ESZ26C7500:XCME", "future-option", "./ESZ6 ESZ6  261218C7500"],
  ["BTC/USD:CXTALP", "cryptocurrency", "BTC/USD"],
];

const TYPES = ["Quote", "Trade", "TradeETH", "Summary", "Profile", "Greeks", "TimeAndSale"];

/** What REST says, by symbol. */
async function rest({ broker }: StreamServer): Promise<Record<string, Json>> {
  const query: Record<string, string> = {};
  for (const [, parameter, symbol] of SYMBOLS) {
    query[parameter] = [query[parameter], symbol].filter(Boolean).join(",");
  }
  return await broker.quotes(query);
}

/** What the stream says, by symbol and type. */
async function streamed(server: StreamServer): Promise<Record<string, Json>> {
  const stream = await server.open({ acceptDataFormat: "COMPACT", acceptAggregationPeriod: 1 });
  const items: Json[] = SYMBOLS.flatMap(([symbol]) => TYPES.map((type) => ({ type, symbol })));
  const candles = SYMBOLS.map(([symbol]) => ({ type: "Candle", symbol: `${symbol}{=1d}` }));
  const answers: Record<string, Json> = {};
  for (const event of eventsIn(await stream.say(subscribe([...items, ...candles])))) {
    const symbol = event.eventSymbol.replace("{=1d}", "");
    (answers[symbol] ??= {})[event.eventType] = event;
  }
  stream.close();
  return answers;
}

/** Asks for many things, in messages that are not too big. */
async function askAll(stream: Stream, items: { type: string; symbol: string }[]): Promise<Record<string, Json>[]> {
  const events: Record<string, Json>[] = [];
  for (let from = 0; from < items.length; from += 500) {
    events.push(...eventsIn(await stream.say(subscribe(items.slice(from, from + 500))), stream.frames));
  }
  return events;
}

/** Numbers that REST leaves out are NaN in rows. */
const number = (text: string | undefined): number | string => text === undefined ? "NaN" : Number(text);

function near(actual: Json, expected: number | string, label: string): void {
  if (typeof expected === "string") return assert.equal(actual, expected, label);
  assert.ok(Math.abs(actual - expected) <= 1e-6 * Math.max(1, Math.abs(expected)), `${label}: ${actual}, ${expected}`);
}

Deno.test("dxlink: the stream says of every instrument what REST says, at every hour", async () => {
  for (const at of MOMENTS) {
    const server = startStream({ at });
    const [quotes, answers] = [await rest(server), await streamed(server)];
    for (const [streamer, , symbol] of SYMBOLS) {
      const quote = quotes[symbol];
      const { Quote, Trade, TradeETH, Summary, Profile, Greeks, TimeAndSale, Candle } = answers[streamer];
      const same = (actual: Json, key: string) => near(actual, number(quote[key]), `${streamer} ${key} at ${at}`);
      // The VIX has no market of its own, that of an index has no size.
      assert.equal(Quote === undefined, symbol === "VIX");
      if (Quote !== undefined) {
        for (const [field, key] of [["bidPrice", "bid"], ["askPrice", "ask"], ["bidSize", "bid-size"]] as const) {
          same(Quote[field], key);
        }
      }
      if (symbol === "SPX") assert.deepEqual([Quote.bidSize, Quote.askSize], [0, 0]);
      same(Trade.price, "last-mkt");
      same(Trade.dayVolume, "volume");
      assert.equal(TradeETH === undefined, quote["last-ext"] === undefined, streamer);
      if (TradeETH !== undefined) same(TradeETH.price, "last-ext");
      same(TimeAndSale.price, "last");
      same(Summary.dayOpenPrice, "open");
      same(Summary.dayHighPrice, "day-high-price");
      same(Summary.dayLowPrice, "day-low-price");
      same(Summary.dayClosePrice, "close");
      same(Summary.prevDayClosePrice, "prev-close");
      assert.equal(Summary.openInterest, quote["open-interest"] ?? 0);
      assert.equal(new Date(Summary.dayId * 86_400_000).toISOString().slice(0, 10), quote["summary-date"]);
      assert.equal(Summary.dayClosePriceType, quote["close-price-type"].toUpperCase());
      same(Profile.high52WeekPrice, "year-high-price");
      same(Profile.highLimitPrice, "high-limit-price");
      same(Profile.beta, "beta");
      assert.equal(Greeks === undefined, quote.delta === undefined);
      if (Greeks !== undefined) {
        same(Greeks.price, "theo-price");
        for (const name of ["volatility", "delta", "gamma", "theta", "vega", "rho"]) same(Greeks[name], name);
      }
      same(Candle.open, "open");
      same(Candle.high, "day-high-price");
      same(Candle.low, "day-low-price");
      near(Candle.close, number(quote.close ?? quote.last), streamer);
      same(Candle.volume, "volume");
      assert.equal(new Date(Candle.time).toISOString().slice(0, 10), quote["summary-date"]);
    }
  }
});

Deno.test("dxlink: volume of the day before is that of its candle", async () => {
  const server = startStream();
  const stream = await server.open({ acceptDataFormat: "COMPACT" });
  const fromTime = Date.UTC(2026, 10, 19);
  const [summary, , before] = eventsIn(
    await stream.say(subscribe([
      { type: "Summary", symbol: "AAPL" },
      { type: "Candle", symbol: "AAPL{=1d}", fromTime },
    ])),
  );
  assert.deepEqual([summary!.prevDayClosePrice, summary!.prevDayVolume], [before!.close, before!.volume]);
});

Deno.test("dxlink: greeks and prices of the stream are those of Black and Scholes on the same inputs", async () => {
  const server = startStream();
  const { market } = server.broker.simulator;
  const stream = await server.open({ acceptDataFormat: "COMPACT" });
  let checked = 0;
  for (const [symbol, root, day] of [["SPX", "SPXW", "2026-12-18"], ["AAPL", "AAPL", "2027-01-15"]] as const) {
    const listing = market.prices.listings.get(symbol)!;
    const expiration = market.chains.expirations(listing, FRIDAY).find((found) =>
      found.root === root && found.day === day
    )!;
    const { years, spot, dividendYield, price } = market.surface.term(listing, expiration.expiresAt, FRIDAY);
    const date = day.slice(2).replaceAll("-", "");
    const items = market.chains.strikes(listing, expiration, FRIDAY).flatMap((strike) =>
      ["C", "P"].map((letter) => ({ type: "Greeks", symbol: `.${root}${date}${letter}${strike}` }))
    );
    const events = await askAll(stream, items);
    assert.equal(events.length, items.length);
    for (const event of events) {
      const { strike, right } = parseOptionSymbol(event.eventSymbol)!;
      const expected = bsmGreeks(spot, strike, years, RATE, dividendYield, event.volatility, right);
      const exercise = right === "call" ? price - strike : strike - price;
      if (symbol === "AAPL" && exercise > expected.price) {
        near(event.price, exercise, event.eventSymbol);
        continue;
      }
      for (const [name, value] of Object.entries(expected)) {
        assert.ok(Math.abs(event[name] - value) < 1e-4, `${event.eventSymbol} ${name}: ${event[name]}, ${value}`);
      }
      checked++;
    }
  }
  assert.ok(checked > 300, `${checked}`);
});

Deno.test("dxlink: options on futures follow Black on the price of their future", async () => {
  const server = startStream();
  const stream = await server.open({ acceptDataFormat: "COMPACT" });
  const [future, greeks] = eventsIn(
    await stream.say(subscribe([
      { type: "Trade", symbol: "/ESZ26:XCME" },
      { type: "Greeks", symbol: "./ESZ26C7900:XCME" },
    ])),
  );
  const years = (newYorkInstant("2026-12-18", 9 * 60 + 30) - FRIDAY) / (365 * 86_400_000);
  const expected = black76Greeks(future!.price, 7900, years, RATE, greeks!.volatility, "call");
  // The future's price is rounded to its tick.
  assert.ok(Math.abs(greeks!.price - expected.price) < 0.25 && Math.abs(greeks!.delta - expected.delta) < 1e-3);
});

Deno.test("dxlink: every symbol that the chains name is answered", async () => {
  const server = startStream();
  const stream = await server.open({ acceptDataFormat: "COMPACT", acceptEventFields: { Quote: ["eventSymbol"] } });
  const symbols = new Set<string>();
  for (const symbol of ["AAPL", "BRK%2FB", "XSP"]) {
    const { body } = await server.broker.get(`/option-chains/${symbol}/compact`);
    for (const chain of body.data.items) for (const name of chain["streamer-symbols"]) symbols.add(name);
  }
  const { body } = await server.broker.get("/futures-option-chains/CL/nested");
  for (const future of body.data.futures) symbols.add(future["streamer-symbol"]);
  for (const chain of body.data["option-chains"]) {
    for (const { strikes } of chain.expirations) {
      for (const strike of strikes) symbols.add(strike["call-streamer-symbol"]).add(strike["put-streamer-symbol"]);
    }
  }
  const coins = (await server.broker.get("/instruments/cryptocurrencies")).body.data.items;
  for (const coin of coins) symbols.add(coin["streamer-symbol"]);
  const events = await askAll(stream, [...symbols].map((symbol) => ({ type: "Quote", symbol })));
  assert.ok(symbols.size > 5000, `${symbols.size}`);
  assert.deepEqual(new Set(events.map(({ eventSymbol }) => eventSymbol)), symbols);
});
