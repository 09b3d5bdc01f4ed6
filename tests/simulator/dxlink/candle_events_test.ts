import assert from "node:assert/strict";
import { newYorkInstant } from "../../../src/core/calendar.ts";
import { MOST_CANDLES } from "../../../src/simulator/dxlink/candle_events.ts";
import { FRIDAY, type Json } from "../client.ts";
import { eventsIn, startStream, subscribe } from "./stream.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const FIELDS = ["eventSymbol", "eventFlags", "time", "open", "high", "low", "close", "volume"];
const COMPACT = { acceptDataFormat: "COMPACT", acceptAggregationPeriod: 1, acceptEventFields: { Candle: FIELDS } };

const candle = (symbol: string, fromTime?: number) => ({
  type: "Candle",
  symbol,
  ...(fromTime === undefined ? {} : { fromTime }),
});

async function start(options = {}) {
  const server = startStream(options);
  const stream = await server.open(COMPACT);
  const all = () => stream.frames;
  return {
    ...server,
    stream,
    ask: async (...items: Json[]) => eventsIn(await stream.say(subscribe(items)), all()),
    pass: async (milliseconds: number) => eventsIn(await stream.pass(milliseconds), all()),
  };
}

const flagsOf = (events: Json[]) => events.map(({ eventFlags }) => eventFlags);
const timesOf = (events: Json[]) => events.map(({ time }) => time);

Deno.test("candles: a history comes latest first, begins and ends with its flags, over several frames", async () => {
  const { stream, broker } = await start();
  const fromTime = Date.UTC(2024, 0, 1);
  const frames = await stream.say(subscribe([candle("AAPL{=1d}", fromTime)]));
  const events = eventsIn(frames);
  assert.ok(frames.length > 3);
  assert.deepEqual(flagsOf(events), [4, ...Array(events.length - 2).fill(0), 8]);
  assert.deepEqual(timesOf(events), timesOf(events).toSorted((a, b) => b - a));
  const { timeline } = broker.simulator.market.prices;
  assert.equal(events.length, timeline.indexOf("2026-11-20") - timeline.indexOf("2024-01-01") + 1);
  assert.deepEqual([events[0]!.time, events.at(-1)!.time], [Date.UTC(2026, 10, 20), Date.UTC(2024, 0, 2)]);
  assert.ok(events.every(({ eventSymbol }) => eventSymbol === "AAPL{=1d}"));
});

Deno.test("candles: one that is alone begins and ends; none is one event that removes", async () => {
  const { ask } = await start();
  assert.deepEqual(flagsOf(await ask(candle("AAPL{=d}", Date.UTC(2026, 10, 20)))), [12]);
  const [monthAgo, nextWeek] = [FRIDAY - 30 * DAY, FRIDAY + 5 * DAY];
  const without = [["AAPL{=2d}", nextWeek], [".AAPL251219C200{=1d}", monthAgo], [
    "/ESZ25:XCME{=1d}",
    monthAgo,
  ]] as const;
  for (const [symbol, fromTime] of without) {
    const [event, ...more] = await ask(candle(symbol, fromTime));
    assert.deepEqual([event!.eventFlags, event!.open, event!.volume, more.length], [14, "NaN", "NaN", 0], symbol);
  }
});

Deno.test("candles: a history that is too long is cut", async () => {
  const { ask } = await start();
  const events = await ask(candle("BTC/USD:CXTALP{=1m}", FRIDAY - 30 * DAY));
  assert.deepEqual([events.length, events[0]!.eventFlags, events.at(-1)!.eventFlags], [MOST_CANDLES, 4, 16]);
  assert.equal(events.at(-1)!.time, FRIDAY - MOST_CANDLES * MINUTE);
});

Deno.test("candles: everything there is, from a start in 1970", async () => {
  const { ask } = await start();
  for (const fromTime of [0, 1e9]) {
    const events = await ask(candle(`TSLA{=1w${fromTime === 0 ? "" : ",tho=true"}}`, fromTime));
    assert.deepEqual([events[0]!.eventFlags, events.at(-1)!.eventFlags], [4, 8]);
    assert.equal(events.at(-1)!.time, Date.UTC(2023, 0, 2));
  }
});

Deno.test("candles: the newest grows, the next follows it, and the finished one is told once more", async () => {
  const { ask, pass, broker } = await start({ at: FRIDAY + 30_500 });
  const [newest] = await ask(candle("TSLA{=1m}", FRIDAY - 10 * MINUTE));
  assert.deepEqual([newest!.time, newest!.eventFlags], [FRIDAY, 4]);
  const growing = await pass(10_000);
  assert.ok(growing.length > 3 && growing.every(({ time, eventFlags }) => time === FRIDAY && eventFlags === 0));
  let volume = newest!.volume;
  for (const event of growing) {
    assert.ok(event.volume > volume && event.open === newest!.open && event.high >= newest!.high);
    volume = event.volume;
  }
  const turning = await pass(25_000);
  assert.deepEqual(timesOf(turning), timesOf(turning).toSorted((a, b) => a - b));
  assert.deepEqual([...new Set(timesOf(turning))], [FRIDAY, FRIDAY + MINUTE]);
  const finished = turning.findLast(({ time }) => time === FRIDAY)!;
  broker.clock.at += 3_600_000;
  const again = await ask(candle("TSLA{=m}", FRIDAY));
  assert.deepEqual({ ...again.at(-1)!, eventFlags: 0, eventSymbol: "" }, {
    ...finished,
    eventFlags: 0,
    eventSymbol: "",
  });
});

Deno.test("candles: another start replaces the subscription, the same one does not, removal ends it", async () => {
  const { ask, pass, stream } = await start();
  await ask(candle("TSLA{=5m}", FRIDAY - 30 * MINUTE));
  assert.equal((await ask(candle("TSLA{=5m}", FRIDAY - 30 * MINUTE))).length, 0);
  const longer = await ask(candle("TSLA{=5m}", FRIDAY - 60 * MINUTE));
  assert.deepEqual([longer.length, longer[0]!.eventFlags, longer.at(-1)!.eventFlags], [12, 4, 8]);
  const news = await pass(1_000);
  assert.equal(news.length, 1);
  await stream.say({ type: "FEED_SUBSCRIPTION", channel: 1, remove: [candle("TSLA{=5m}")] });
  assert.deepEqual(await pass(10_000), []);
});

Deno.test("candles: without a start only the latest is told, without flags", async () => {
  const { ask } = await start();
  assert.deepEqual(flagsOf(await ask(candle("AAPL{=1d}"), candle("MSFT{=1h}"))), [0, 0]);
});

Deno.test("candles: regular hours alone when asked for, else those before and after as well", async () => {
  const { ask, broker } = await start({ at: newYorkInstant("2026-11-20", 21 * 60) });
  const from = newYorkInstant("2026-11-20", 0);
  const times = async (symbol: string) => timesOf(await ask(candle(symbol, from))).reverse();
  const regular = await times("AAPL{=1m,tho=true}");
  assert.deepEqual([regular.length, regular[0]], [390, newYorkInstant("2026-11-20", 9 * 60 + 30)]);
  const all = await times("AAPL{=1m}");
  assert.deepEqual([all.length, all[0]], [960, newYorkInstant("2026-11-20", 4 * 60)]);
  assert.equal((await times("SPX{=1m}")).length, 390);
  assert.equal((await times(".AAPL261218C300{=1m}")).length, 390);
  // Hours are counted from midnight, or from the opening.
  assert.equal((await times("AAPL{=1h,tho=true}"))[0], newYorkInstant("2026-11-20", 9 * 60));
  assert.equal((await times("AAPL{=1h,tho=true,a=s}"))[0], newYorkInstant("2026-11-20", 9 * 60 + 30));
  broker.clock.at = newYorkInstant("2026-11-28", 12 * 60);
  const half = (await ask(candle("AAPL{=1m,tho=true,a=m}", newYorkInstant("2026-11-27", 0)))).length;
  assert.equal(half, 210);
});

Deno.test("candles: about what nobody knows or keeps the stream is silent", async () => {
  const { ask } = await start();
  const unknown = ["NOPE{=1d}", "AAPL", "AAPL{=1t}", "AAPL{=100v}", "AAPL{=1d,price=bid}", ".NOPE261218C300{=1d}"];
  assert.deepEqual(await ask(...unknown.map((symbol) => candle(symbol, 0))), []);
});

Deno.test("candles: they carry implied volatility, open interest and a volume of two sides", async () => {
  const server = startStream();
  const stream = await server.open({ acceptDataFormat: "COMPACT" });
  const [share, option] = eventsIn(
    await stream.say(subscribe([candle("AAPL{=1d}"), candle(".AAPL261218C300{=1d}")])),
  );
  const { market } = server.broker.simulator;
  const quote = market.option("AAPL  261218C00300000", FRIDAY)!;
  assert.ok(share!.impVolatility > 0.1 && share!.impVolatility < 1 && share!.openInterest === "NaN");
  assert.deepEqual([option!.openInterest, option!.impVolatility], [
    quote.openInterest,
    Math.round(quote.option!.volatility * 1e9) / 1e9,
  ]);
  for (const { bidVolume, askVolume, volume, vwap, low, high, count } of [share!, option!]) {
    assert.ok(Math.abs(bidVolume + askVolume - volume) < 1e-6 && bidVolume > 0 && askVolume > 0 && count > 0);
    assert.ok(low <= vwap && vwap <= high);
  }
});
