import assert from "node:assert/strict";
import { EVENT_FIELDS } from "../../../src/simulator/dxlink/event_fields.ts";
import { FRIDAY } from "../client.ts";
import { eventsIn, type Frame, REQUEST, startStream, subscribe } from "./stream.ts";

const SATURDAY = FRIDAY + 86_400_000;
const quote = (symbol: string) => ({ type: "Quote", symbol });
const told = (frames: Frame[]) => frames.map(({ type, data }) => type === "FEED_DATA" ? data[0] : type);
const symbolsIn = (frames: Frame[]) => eventsIn(frames).map(({ eventSymbol }) => eventSymbol);

Deno.test("channel: without a setup events are objects with all fields, announced just before the first", async () => {
  const server = startStream();
  const stream = await server.open();
  const [config, data] = await stream.say(subscribe([quote("AAPL")]));
  assert.deepEqual(config, {
    type: "FEED_CONFIG",
    channel: 1,
    aggregationPeriod: 1,
    dataFormat: "FULL",
    eventFields: { Quote: EVENT_FIELDS.Quote },
  });
  const { bid, ask, bidSize, askSize, updatedAt } = server.broker.simulator.market.equity("AAPL", FRIDAY)!;
  assert.deepEqual(data, {
    type: "FEED_DATA",
    channel: 1,
    data: [{
      eventType: "Quote",
      eventSymbol: "AAPL",
      eventTime: 0,
      sequence: 0,
      timeNanoPart: 0,
      bidTime: updatedAt,
      bidExchangeCode: "Q",
      bidPrice: bid,
      bidSize,
      askTime: updatedAt,
      askExchangeCode: "Q",
      askPrice: ask,
      askSize,
    }],
  });
});

Deno.test("channel: compact rows hold exactly the fields that were asked for, in that order", async () => {
  const server = startStream();
  const fields = ["askPrice", "eventSymbol", "bidPrice"];
  const stream = await server.open({
    acceptDataFormat: "COMPACT",
    acceptAggregationPeriod: 0.1,
    acceptEventFields: { Quote: fields, Greeks: ["volatility", "madeUp", "eventSymbol"], Trade: [] },
  });
  assert.deepEqual(stream.frames.at(-1), {
    type: "FEED_CONFIG",
    channel: 1,
    aggregationPeriod: 0.1,
    dataFormat: "COMPACT",
  });
  const option = ".AAPL261218C300";
  const frames = await stream.say(subscribe([
    quote("AAPL"),
    { type: "Greeks", symbol: option },
    quote(option),
    { type: "Trade", symbol: "AAPL" },
  ]));
  assert.deepEqual(told(frames), ["FEED_CONFIG", "Quote", "FEED_CONFIG", "Greeks", "FEED_CONFIG", "Trade"]);
  const { market } = server.broker.simulator;
  const [share, contract] = [market.equity("AAPL", FRIDAY)!, market.option("AAPL  261218C00300000", FRIDAY)!];
  assert.deepEqual(frames[1]!.data, ["Quote", [share.ask, "AAPL", share.bid, contract.ask, option, contract.bid]]);
  assert.deepEqual(frames[0]!.eventFields, { Quote: fields });
  assert.deepEqual(frames[2]!.eventFields, { Greeks: ["volatility", "eventSymbol"] });
  assert.deepEqual(frames[3]!.data, ["Greeks", [Math.round(contract.option!.volatility * 1e9) / 1e9, option]]);
  assert.deepEqual(frames[4]!.eventFields, { Trade: EVENT_FIELDS.Trade });
});

Deno.test("channel: fields are announced once, and again when others are asked for", async () => {
  const server = startStream();
  const stream = await server.open({ acceptDataFormat: "COMPACT", acceptEventFields: {} });
  assert.deepEqual(told(await stream.say(subscribe([quote("AAPL")]))), ["FEED_CONFIG", "Quote"]);
  assert.deepEqual(told(await stream.say(subscribe([quote("MSFT")]))), ["Quote"]);
  const setup = { type: "FEED_SETUP", channel: 1, acceptEventFields: { Quote: ["eventSymbol", "bidPrice"] } };
  const frames = await stream.say(setup, subscribe([quote("TSLA")]));
  assert.deepEqual(told(frames), ["FEED_CONFIG", "FEED_CONFIG", "Quote"]);
  assert.deepEqual([frames[0]!.dataFormat, frames[1]!.eventFields.Quote.length], ["COMPACT", 2]);
});

Deno.test("channel: a setup may come twice, the first empty", async () => {
  const stream = await startStream().open({});
  const setup = { type: "FEED_SETUP", channel: 1, acceptAggregationPeriod: 10, acceptDataFormat: "COMPACT" };
  const [config] = await stream.say(setup);
  assert.deepEqual([config!.dataFormat, config!.aggregationPeriod], ["COMPACT", 10]);
});

Deno.test("channel: news come with the aggregation period, and only where there are any", async () => {
  const server = startStream();
  const stream = await server.open({ acceptAggregationPeriod: 5 });
  const symbols = ["TSLA", "NVDA", "/ESZ26:XCME"];
  await stream.say(subscribe(symbols.map(quote)));
  assert.deepEqual(told(await stream.pass(4_900)), []);
  assert.deepEqual(symbolsIn(await stream.pass(200)).sort(), symbols.toSorted());
  assert.deepEqual(told(await stream.pass(4_800)), []);
  server.broker.clock.at = SATURDAY;
  await stream.say({ type: "KEEPALIVE", channel: 0 });
  await stream.pass(20_000);
  assert.deepEqual(told(await stream.pass(20_000)).filter((type) => type !== "KEEPALIVE"), []);
});

Deno.test("channel: an event in which only a clock has moved is no news", async () => {
  const server = startStream();
  const stream = await server.open({ acceptEventFields: { Quote: ["eventSymbol", "bidTime"] } });
  await stream.say(subscribe([quote("TSLA")]));
  assert.deepEqual(told(await stream.pass(10_000)), []);
});

Deno.test("channel: what is removed or reset falls silent, what comes again is told again", async () => {
  const server = startStream();
  const stream = await server.open();
  await stream.say(subscribe([quote("TSLA"), quote("NVDA")]));
  assert.deepEqual(await stream.say(subscribe([quote("TSLA")])), []);
  await stream.say({ type: "FEED_SUBSCRIPTION", channel: 1, remove: [quote("TSLA")] });
  assert.deepEqual([...new Set(symbolsIn(await stream.pass(5_000)))], ["NVDA"]);
  assert.deepEqual(symbolsIn(await stream.say(subscribe([quote("TSLA")]))), ["TSLA"]);
  assert.deepEqual(symbolsIn(await stream.say(subscribe([quote("TSLA"), quote("AMD")], { reset: true }))), [
    "TSLA",
    "AMD",
  ]);
  assert.deepEqual([...new Set(symbolsIn(await stream.pass(5_000)))].sort(), ["AMD", "TSLA"]);
  assert.equal(server.timers.count, 2);
  await stream.say({ type: "FEED_SUBSCRIPTION", channel: 1, reset: true });
  assert.equal(server.timers.count, 1);
});

Deno.test("channel: about what is unknown, misspelt, expired or not entitled it is silent", async () => {
  const stream = await startStream().open();
  const unknown = [
    "NOPE",
    "aapl",
    "*",
    "",
    ".AAPL261218C300.00",
    ".AAPL251218C300",
    ".NOPE261218C300",
    "AAPL  261218C00300000",
    "/ESZ6",
    "/ESZ26",
    "/ESZ26:XCBT",
    "/ESZ36:XCME",
    "./ESZ6 ESZ6  261218C7500",
    "./ESZ26C7500:XNYM",
    "./ESZ26C7501:XCME",
    "BTC/USD",
    "BTC/USD:XCME",
    "BTC/USD:CXTALP:CXTALP",
  ];
  const types = ["Quote", "Trade", "Summary", "Profile", "Greeks", "TimeAndSale"];
  assert.deepEqual(
    await stream.say(subscribe(unknown.flatMap((symbol) => types.map((type) => ({ type, symbol }))))),
    [],
  );
  const others = ["Underlying", "TheoPrice", "Order", "constructor"].map((type) => ({ type, symbol: "AAPL" }));
  assert.deepEqual(await stream.say(subscribe(others)), []);
  assert.deepEqual(await stream.say(subscribe([{ type: "Greeks", symbol: "AAPL" }, quote("VIX")])), []);
});

Deno.test("channel: numbers that are not there are texts in rows, and missing in objects", async () => {
  const add = [{ type: "Summary", symbol: "AAPL" }, { type: "Trade", symbol: "SPX" }];
  const server = startStream();
  const compact = await server.open({ acceptDataFormat: "COMPACT" });
  const [summary, trade] = eventsIn(await compact.say(subscribe(add)));
  assert.deepEqual([summary!.dayClosePrice, trade!.dayVolume, trade!.size], ["NaN", "NaN", "NaN"]);
  const full = await server.open();
  const [object] = eventsIn(await full.say(subscribe(add)));
  assert.ok(!("dayClosePrice" in object!) && "dayOpenPrice" in object!);
});

Deno.test("channel: each has a setup and subscriptions of its own", async () => {
  const stream = await startStream().open({ acceptDataFormat: "COMPACT" });
  await stream.say({ ...REQUEST, channel: 7 });
  await stream.say(subscribe([quote("AAPL")]));
  const frames = await stream.say({ ...subscribe([quote("AAPL")]), channel: 7 });
  assert.deepEqual(frames.map(({ channel }) => channel), [7, 7]);
  assert.equal(frames[0]!.dataFormat, "FULL");
});

Deno.test("channel: a frame carries events of one type, and not too many", async () => {
  const server = startStream();
  const stream = await server.open({ acceptDataFormat: "COMPACT" });
  const { chains, prices } = server.broker.simulator.market;
  const listing = prices.listings.get("SPY")!;
  const expiration = chains.expirations(listing, FRIDAY)[5]!;
  const date = expiration.day.slice(2).replaceAll("-", "");
  const symbols = chains.strikes(listing, expiration, FRIDAY).map((strike) => `.SPY${date}C${strike}`);
  const frames = await stream.say(subscribe(symbols.flatMap((symbol) => [quote(symbol), { type: "Greeks", symbol }])));
  assert.equal(eventsIn(frames).length, 2 * symbols.length);
  assert.deepEqual([...new Set(told(frames))], ["FEED_CONFIG", "Quote", "Greeks"]);
  const rows = frames.filter(({ type }) => type === "FEED_DATA").map(({ data: [type, values] }) =>
    values.length / EVENT_FIELDS[type as "Quote" | "Greeks"].length
  );
  assert.ok(symbols.length > 100 && rows.every((count) => Number.isInteger(count) && count <= 250));
});
