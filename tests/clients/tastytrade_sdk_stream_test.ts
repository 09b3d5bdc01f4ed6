/**
 * The broker's official JavaScript SDK, as it is published, on the simulator's stream.
 *
 * Its `disconnect` only forgets the connection, which stays open, and nothing is left to close it by. So each test ends
 * with the broker withdrawing the grant: then the client gives up by itself, and neither socket nor timer is left.
 */

import assert from "node:assert/strict";
import { CandleType, MarketDataSubscriptionType as Type } from "@tastytrade/api";
import { SIMULATED_CREDENTIALS } from "../../src/simulator/simulator.ts";
import { FRIDAY, type Json } from "../simulator/client.ts";
import { start } from "../support/program.ts";
import { createClient, type Desk, openDesk } from "./tastytrade_desk.ts";
import { collect, type Events, hearComplaints, inTime, watchSockets } from "./tastytrade_events.ts";

const OPTION = { symbol: "AAPL  261218C00300000", streamed: ".AAPL261218C300" };
const DAY = 24 * 3_600_000;

/** What the client says when the broker withdraws the grant and closes the connection. */
const FAREWELL = ["UNAUTHORIZED", "UNKNOWN"];

/** The client never clears the timers with which it gathers subscriptions, and its `disconnect` closes nothing. */
const OPEN_TIMERS = { sanitizeOps: false, sanitizeResources: false };

/** A test with the client connected, which complains of nothing else and leaves no connection open. */
function streamTest(
  name: string,
  run: (desk: Desk, events: Events, sockets: WebSocket[]) => Promise<void>,
  complaintsBefore: string[] = [],
): void {
  Deno.test(`tastytrade SDK: ${name}`, OPEN_TIMERS, async () => {
    using sockets = watchSockets();
    using complaints = hearComplaints();
    await using desk = openDesk();
    const { quoteStreamer } = desk.client;
    const events = collect(desk.client);
    await quoteStreamer.connect();
    try {
      await run(desk, events, sockets.opened);
    } finally {
      quoteStreamer.disconnect();
      desk.simulator.revokeGrant();
      desk.pass(1000);
      await sockets.closed();
    }
    assert.deepEqual(complaints.heard, [...complaintsBefore, ...FAREWELL]);
    assert.ok(desk.simulator.sockets.every(({ closedAt }) => closedAt !== null));
  });
}

/** The REST quote of a symbol at the same moment. */
async function quoteOf({ client }: Desk, parameter: string, symbol: string): Promise<Json> {
  const answer = await client.httpClient.getData("/market-data/by-type", {}, { [parameter]: symbol });
  return answer.data.data.items[0];
}

const near = (actual: unknown, expected: unknown, tolerance: number) =>
  assert.ok(Math.abs(Number(actual) - Number(expected)) <= tolerance, `${actual} instead of ${expected}`);

streamTest("quotes of every kind of instrument are those of the REST service", async (desk, events) => {
  const kinds: [parameter: string, symbol: string, streamed: string][] = [
    ["equity", "AAPL", "AAPL"],
    ["equity", "BRK/B", "BRK/B"],
    ["index", "SPX", "SPX"],
    ["equity-option", OPTION.symbol, OPTION.streamed],
    ["future", "/ESZ6", "/ESZ26:XCME"],
    ["future-option", "./ESZ6 EW1Z6 261204P7800", "./EW1Z26P7800:XCME"],
    ["cryptocurrency", "BTC/USD", "BTC/USD:CXTALP"],
  ];
  desk.client.quoteStreamer.subscribe(kinds.map(([, , streamed]) => streamed), [Type.Quote, Type.Trade]);
  for (const [parameter, symbol, streamed] of kinds) {
    const quote = await events.latest("Quote", streamed);
    const rest = await quoteOf(desk, parameter, symbol);
    assert.deepEqual([quote.bidPrice, quote.askPrice], [Number(rest.bid), Number(rest.ask)], symbol);
    if (rest.last) assert.equal((await events.latest("Trade", streamed)).price, Number(rest.last), symbol);
  }
});

streamTest("greeks are those of the REST service", async (desk, events) => {
  const symbols: [parameter: string, symbol: string, streamed: string][] = [
    ["equity-option", OPTION.symbol, OPTION.streamed],
    ["future-option", "./ESZ6 EW1Z6 261204P7800", "./EW1Z26P7800:XCME"],
  ];
  desk.client.quoteStreamer.subscribe(symbols.map(([, , streamed]) => streamed), [Type.Greeks]);
  for (const [parameter, symbol, streamed] of symbols) {
    const greeks = await events.latest("Greeks", streamed);
    const rest = await quoteOf(desk, parameter, symbol);
    for (const name of ["volatility", "delta", "gamma", "theta", "vega", "rho"]) near(greeks[name], rest[name], 1e-8);
    near(greeks.price, rest["theo-price"], 1e-8);
  }
});

streamTest("without types it asks for all it knows, and gets what is entitled", async (desk, events) => {
  desk.client.quoteStreamer.subscribe(["AAPL"]);
  for (const type of ["Quote", "Trade", "Summary", "Profile"]) await events.latest(type, "AAPL");
  const rest = await quoteOf(desk, "equity", "AAPL");
  const { dayHighPrice, prevDayClosePrice } = await events.latest("Summary", "AAPL");
  assert.deepEqual([dayHighPrice, prevDayClosePrice], [Number(rest["day-high-price"]), Number(rest["prev-close"])]);
  assert.deepEqual([...new Set(events.all.map(({ eventType }) => eventType))].sort(), [
    "Profile",
    "Quote",
    "Summary",
    "Trade",
  ]);
});

streamTest("candles come newest first with their flags, and the newest grows", async (desk, events) => {
  const { quoteStreamer } = desk.client;
  quoteStreamer.subscribeCandles("AAPL", FRIDAY - 30 * DAY, 1, CandleType.Day);
  quoteStreamer.subscribeCandles("AAPL", FRIDAY - 3_600_000, 5, CandleType.Minute);
  const isOver = (symbol: string) => (all: Json[]) =>
    all.some(({ eventSymbol, eventFlags }) => eventSymbol === symbol && eventFlags & 8);
  await events.until("the end of the days", isOver("AAPL{=1d}"));
  await events.until("the end of the minutes", isOver("AAPL{=5m}"));

  const days = events.all.filter(({ eventSymbol }) => eventSymbol === "AAPL{=1d}");
  const times = days.map(({ time }) => time);
  assert.deepEqual(times, times.toSorted((a, b) => b - a));
  // 30 days back, at the hour of the day: the trading days from 2026-10-22 to 2026-11-20.
  assert.equal(new Set(times).size, 22);
  assert.deepEqual(days.map(({ eventFlags }) => eventFlags), [4, ...Array(times.length - 2).fill(0), 8]);
  const minutes = events.all.filter(({ eventSymbol }) => eventSymbol === "AAPL{=5m}");
  assert.ok(minutes.length >= 12 && minutes.every(({ time }) => time % 300_000 === 0), `${minutes.length}`);

  const rest = await quoteOf(desk, "equity", "AAPL");
  const [today, yesterday] = days;
  assert.equal(today.close, Number(rest.last));
  assert.deepEqual([today.high, today.low], [Number(rest["day-high-price"]), Number(rest["day-low-price"])]);
  assert.equal(yesterday.close, Number(rest["prev-close"]));

  events.clear();
  desk.pass(10_000);
  const grown = await events.latest("Candle", "AAPL{=1d}");
  assert.deepEqual([grown.time, grown.eventFlags], [today.time, 0]);
  assert.equal(grown.close, Number((await quoteOf(desk, "equity", "AAPL")).last));
});

streamTest("news come as time passes, until they are no longer wanted", async (desk, events) => {
  const { quoteStreamer } = desk.client;
  quoteStreamer.subscribe(["AAPL"], [Type.Quote]);
  const before = await events.latest("Quote", "AAPL");
  events.clear();
  desk.pass(10_000);
  const after = await events.latest("Quote", "AAPL");
  assert.notDeepEqual([after.bidPrice, after.askPrice], [before.bidPrice, before.askPrice]);

  // Both go out in one message: once the one has come, the other is gone.
  quoteStreamer.unsubscribe(["AAPL"]);
  quoteStreamer.subscribe(["MSFT"], [Type.Quote]);
  await events.latest("Quote", "MSFT");
  events.clear();
  desk.pass(10_000);
  await events.latest("Quote", "MSFT");
  assert.ok(events.all.every(({ eventSymbol }) => eventSymbol === "MSFT"));
});

streamTest("of symbols that do not exist nothing is heard", async (desk, events) => {
  const strangers = ["NOPE", ".AAPL261218C1", "/ESZ26", "BTC/USD"];
  desk.client.quoteStreamer.subscribe([...strangers, "SPY"], [Type.Quote]);
  await events.latest("Quote", "SPY");
  assert.deepEqual(events.all.map(({ eventSymbol }) => eventSymbol), ["SPY"]);
});

streamTest("a broken connection is made anew with the same token, and goes on", async (desk, events, sockets) => {
  desk.client.quoteStreamer.subscribe(["AAPL"], [Type.Quote]);
  await events.latest("Quote", "AAPL");
  events.clear();
  desk.simulator.closeSockets();
  await events.latest("Quote", "AAPL");
  assert.equal(sockets.length, 2);
  assert.equal(desk.simulator.requests.filter(({ path }) => path === "/api-quote-tokens").length, 1);
}, ["UNKNOWN"]);

Deno.test("tastytrade SDK: who has funded no account gets no quotes", OPEN_TIMERS, async () => {
  await using desk = openDesk(SIMULATED_CREDENTIALS[2]);
  await assert.rejects(desk.client.quoteStreamer.connect(), (error: Json) => {
    assert.equal(error.response.status, 404);
    assert.equal(error.response.data.error.code, "quote_streamer.customer_not_found_error");
    return true;
  });
});

Deno.test("tastytrade SDK: runs against the program that `deno task simulator` starts", OPEN_TIMERS, async () => {
  using sockets = watchSockets();
  using complaints = hearComplaints();
  await using program = await start(["simulator", "--port=0"]);
  const client = createClient(program.origin, SIMULATED_CREDENTIALS[0]);
  assert.deepEqual((await client.symbolSearchService.getSymbolData("AAP")).map((found: Json) => found.symbol), [
    "AAPL",
  ]);
  const [chain] = await client.instrumentsService.getNestedOptionChain("SPY");
  const { strikes } = chain.expirations.at(-1);
  const { "call-streamer-symbol": option } = strikes[Math.floor(strikes.length / 2)];
  const events = collect(client);
  await client.quoteStreamer.connect();
  try {
    client.quoteStreamer.subscribe([option, "SPY"], [Type.Quote, Type.Greeks]);
    client.quoteStreamer.subscribeCandles("SPY", Date.now() - 30 * DAY, 1, CandleType.Day);
    const { bidPrice, askPrice } = await events.latest("Quote", "SPY");
    assert.ok(bidPrice > 0 && bidPrice < askPrice, `${bidPrice} ${askPrice}`);
    const { delta } = await events.latest("Greeks", option);
    assert.ok(delta > 0 && delta < 1, `${delta}`);
    assert.ok((await events.latest("Candle", "SPY{=1d}")).close > 0);
    await client.accountStreamer.start();
    assert.equal(await client.accountStreamer.subscribeToAccounts(["5WS00001"]), "connect");
  } finally {
    client.accountStreamer.stop();
    client.quoteStreamer.disconnect();
    await sockets.giveUp();
  }
  assert.deepEqual(complaints.heard, ["UNKNOWN"]);
});

/** What the client's account streamer hears, and a wait for what is wanted of it. */
function listenTo({ client }: Desk) {
  const heard: Json[] = [];
  const watchers = new Set<() => void>();
  client.accountStreamer.addMessageObserver((message: Json) => {
    heard.push(message);
    for (const watch of watchers) watch();
  });
  return {
    heard,
    async until(what: string, isWanted: () => boolean): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>();
      const watch = () => isWanted() && resolve();
      watchers.add(watch);
      watch();
      await inTime(what, promise).finally(() => watchers.delete(watch));
    },
  };
}

/** Waits until the client's connection is gone at the broker as well. */
async function stopped({ client, simulator }: Desk): Promise<void> {
  client.accountStreamer.stop();
  while (simulator.sockets.some(({ closedAt }) => closedAt === null)) await new Promise((go) => setTimeout(go, 5));
}

Deno.test("tastytrade SDK: its account streamer hears of an execution, leg by leg, and of what it moves", async () => {
  await using desk = openDesk(SIMULATED_CREDENTIALS[1]);
  const { accountStreamer } = desk.client;
  const { heard, until } = listenTo(desk);
  await accountStreamer.start();
  assert.equal(await accountStreamer.subscribeToAccounts(["5WT00117"]), "connect");
  desk.pass(20_000);
  await until("the balance", () => heard.some(({ type }) => type === "AccountBalance"));
  const news = heard.filter(({ type }) => type !== undefined);
  assert.deepEqual([...new Set(news.map(({ type }) => type))], ["Order", "CurrentPosition", "AccountBalance"]);
  const orders = news.filter(({ type }) => type === "Order");
  assert.deepEqual(orders.map(({ data }) => [data.status, data.legs.flatMap((leg: Json) => leg.fills).length]), [
    ["Filled", 1],
    ["Filled", 2],
  ]);
  const order = await desk.client.orderService.getOrder("5WT00117", orders[1].data.id);
  assert.deepEqual(orders[1].data.legs, order.legs);
  const positions = await desk.client.balancesAndPositionsService.getPositionsList("5WT00117");
  const bought = news.find(({ data, type }) => type === "CurrentPosition" && data["quantity-direction"] !== "Zero");
  assert.ok(positions.some((position: Json) => position.symbol === bought.data.symbol));
  await stopped(desk);
});

Deno.test("tastytrade SDK: its account streamer beats until it is stopped, and is refused other people's accounts", async () => {
  await using desk = openDesk();
  const { accountStreamer } = desk.client;
  const { heard, until } = listenTo(desk);
  await accountStreamer.start();
  assert.equal(await accountStreamer.subscribeToAccounts(["5WS00001", "5WS00002"]), "connect");
  await accountStreamer.subscribeToUser("C5100000001");
  await assert.rejects(accountStreamer.subscribeToAccounts(["5WT00117"]), (reason: unknown) => {
    assert.equal(reason, "connect-not-completed");
    return true;
  });
  await until("a sign of life", () => heard.some(({ action, status }) => action === "heartbeat" && status === "ok"));
  await stopped(desk);
  assert.ok(accountStreamer.isClosed);
});
