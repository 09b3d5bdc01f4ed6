/** The vendor's own client of the stream, over a real connection to the simulator. */

import assert from "node:assert/strict";
import {
  DXLinkAuthState,
  DXLinkFeed,
  DXLinkLogLevel,
  DXLinkWebSocketClient,
  FeedContract,
  FeedDataFormat,
} from "@dxfeed/dxlink-api";
import { type Client, FRIDAY, ORIGIN, startClient } from "../simulator/client.ts";
import { simulatorHandler } from "../../src/simulator/simulator.ts";

interface Streamed {
  eventType: string;
  eventSymbol: string;
  [field: string]: unknown;
}

/** The simulator behind a real port, a client connected and authorized, and what both leave behind cleared away. */
async function start(options: Parameters<typeof startClient>[0] = {}) {
  const broker = startClient(options);
  const { simulator } = broker;
  const handler = simulatorHandler(simulator, (request) => Deno.upgradeWebSocket(request));
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
  const { token, url } = await streamOf(broker, server.addr.port);
  const client = new DXLinkWebSocketClient({ logLevel: DXLinkLogLevel.ERROR });
  client.connect(url);
  client.setAuthToken(token);
  return {
    broker,
    client,
    async [Symbol.asyncDispose]() {
      client.close();
      simulator.closeSockets();
      await server.shutdown();
    },
  };
}

async function streamOf(broker: Client, port: number): Promise<{ token: string; url: string }> {
  const { body } = await broker.get("/api-quote-tokens");
  assert.equal(body.data["dxlink-url"], ORIGIN.replace("https", "wss") + "/realtime");
  return { token: body.data.token, url: `ws://127.0.0.1:${port}/realtime` };
}

/** Waits for events until `isEnough` says so. */
function collect(feed: DXLinkFeed<FeedContract.AUTO>, isEnough: (events: Streamed[]) => boolean): Promise<Streamed[]> {
  const events: Streamed[] = [];
  return new Promise((resolve) => {
    feed.addEventListener((batch) => {
      events.push(...batch as unknown as Streamed[]);
      if (isEnough(events)) resolve(events);
    });
  });
}

const hasAll = (keys: string[]) => (events: Streamed[]) => {
  const seen = new Set(events.map(({ eventType, eventSymbol }) => `${eventType} ${eventSymbol}`));
  return keys.every((key) => seen.has(key));
};

for (const format of [FeedDataFormat.COMPACT, FeedDataFormat.FULL]) {
  Deno.test(`dxlink client: quotes, trades, summaries, profiles and greeks in ${format}`, async () => {
    await using stream = await start();
    const feed = new DXLinkFeed(stream.client, FeedContract.AUTO);
    feed.configure({ acceptAggregationPeriod: 10, acceptDataFormat: format });
    const keys = [
      "Quote AAPL",
      "Trade AAPL",
      "Summary AAPL",
      "Profile AAPL",
      "Trade SPX",
      "Quote .AAPL261218C300",
      "Greeks .AAPL261218C300",
      "Quote /ESZ26:XCME",
      "Greeks ./ESZ26C7500:XCME",
      "Quote BTC/USD:CXTALP",
    ];
    const collected = collect(feed, hasAll(keys));
    const subscriptions = [...keys, "Quote NOPE", "Underlying AAPL"].map((key) => {
      const [type = "", symbol = ""] = key.split(/ (.*)/);
      return { type, symbol };
    });
    feed.addSubscriptions(subscriptions);
    const events = await collected;
    const { aggregationPeriod, dataFormat } = feed.getConfig();
    assert.deepEqual([aggregationPeriod, dataFormat, stream.client.getAuthState()], [
      10,
      format,
      DXLinkAuthState.AUTHORIZED,
    ]);
    assert.ok(!events.some(({ eventSymbol, eventType }) => eventSymbol === "NOPE" || eventType === "Underlying"));
    const { market } = stream.broker.simulator;
    const at = (type: string, symbol: string) =>
      events.find(({ eventType, eventSymbol }) => eventType === type && eventSymbol === symbol)!;
    assert.equal(at("Quote", "AAPL").bidPrice, market.equity("AAPL", FRIDAY)!.bid);
    assert.equal(at("Trade", "SPX").price, market.index("SPX", FRIDAY)!.last);
    const option = market.option("AAPL  261218C00300000", FRIDAY)!;
    assert.equal(at("Quote", ".AAPL261218C300").askPrice, option.ask);
    assert.ok(Math.abs(Number(at("Greeks", ".AAPL261218C300").delta) - option.option!.delta) < 1e-9);
    feed.close();
  });
}

Deno.test("dxlink client: a year of daily candles, whole and in order, and another symbol after it", async () => {
  await using stream = await start();
  const feed = new DXLinkFeed(stream.client, FeedContract.AUTO);
  feed.configure({ acceptAggregationPeriod: 0.1, acceptDataFormat: FeedDataFormat.COMPACT });
  const isEnded = (events: Streamed[]) => (Number(events.at(-1)!.eventFlags) & 8) !== 0;
  const collected = collect(feed, isEnded);
  const fromTime = Date.UTC(2025, 10, 20);
  feed.addSubscriptions({ type: "Candle", symbol: "AAPL{=1d,tho=true}", fromTime });
  const candles = await collected;
  assert.ok(candles.length > 245 && candles.length < 255);
  assert.equal(candles[0]!.eventFlags, 4);
  assert.deepEqual(
    candles.map(({ time }) => Number(time)),
    candles.map(({ time }) => Number(time)).sort((a, b) => b - a),
  );
  assert.equal(candles.at(-1)!.time, fromTime);
  const next = collect(feed, isEnded);
  feed.clearSubscriptions();
  feed.addSubscriptions({ type: "Candle", symbol: "/ESZ26:XCME{=1h}", fromTime: FRIDAY - 86_400_000 });
  assert.ok((await next).every(({ eventSymbol }) => eventSymbol === "/ESZ26:XCME{=1h}"));
  feed.close();
});

Deno.test("dxlink client: it hears that its token is no good", async () => {
  const broker = startClient();
  broker.simulator.faults.add({ kind: "socket_token_expired" });
  const handler = simulatorHandler(broker.simulator, (request) => Deno.upgradeWebSocket(request));
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
  const { token, url } = await streamOf(broker, server.addr.port);
  const client = new DXLinkWebSocketClient({ logLevel: DXLinkLogLevel.ERROR });
  const refused = new Promise<string>((resolve) => client.addErrorListener(({ type }) => resolve(type)));
  client.setAuthToken(token);
  client.connect(url);
  assert.equal(await refused, "UNAUTHORIZED");
  assert.equal(client.getAuthState(), DXLinkAuthState.UNAUTHORIZED);
  client.close();
  broker.simulator.closeSockets();
  await server.shutdown();
});
