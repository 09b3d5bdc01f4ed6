import assert from "node:assert/strict";
import { createCandleSeries } from "../../../src/broker/dxlink/candle_series.ts";
import { openHouse } from "./live_house.ts";
import type { Message, Peer } from "./scripted_feed.ts";

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 2);
const at = (day: number) => START + day * DAY;

const row = (day: number, flags = 0, close: unknown = 100 + day): unknown[] => [
  "AAPL{=1d}",
  flags,
  at(day),
  close,
  close,
  close,
  close,
  1000,
  close,
  0.25,
];

const candle = (day: number, close = 100 + day) => ({
  at: at(day),
  open: close,
  high: close,
  low: close,
  close,
  volume: 1000,
  vwap: close,
  impliedVolatility: 0.25,
});

function collect(...rows: unknown[][]) {
  const series = createCandleSeries();
  for (const one of rows) series.take(one);
  return { ended: series.ended(), candles: series.candles() };
}

const [PENDING, REMOVE, BEGIN, END, SNIP] = [1, 2, 4, 8, 16];

Deno.test("candle series: a history comes newest first and is given oldest first", () => {
  assert.deepEqual(collect(row(3, BEGIN), row(2), row(1, END)), {
    ended: "complete",
    candles: [candle(1), candle(2), candle(3)],
  });
});

Deno.test("candle series: a history cut short by the feed says so", () => {
  assert.deepEqual(collect(row(3, BEGIN), row(2, SNIP)), { ended: "cut", candles: [candle(2), candle(3)] });
});

Deno.test("candle series: an empty history is one event that says begin, end and remove", () => {
  const nothing = row(0, BEGIN | END | REMOVE, "NaN");
  assert.deepEqual(collect(nothing), { ended: "complete", candles: [] });
});

Deno.test("candle series: a later event of the same time replaces, one to be removed removes", () => {
  const { candles } = collect(row(3, BEGIN), row(3, 0, 200), row(2), row(2, REMOVE), row(1, END));
  assert.deepEqual(candles, [candle(1), candle(3, 200)]);
});

Deno.test("candle series: a span without trades is left out, and what else is unknown is null", () => {
  const sparse = [...row(1, END).slice(0, 7), "NaN", "NaN", "NaN"];
  assert.deepEqual(collect(row(3, BEGIN), row(2, 0, "NaN"), sparse).candles, [
    { ...candle(1), volume: null, vwap: null, impliedVolatility: null },
    candle(3),
  ]);
});

Deno.test("candle series: a transaction counts when it is whole", () => {
  const series = createCandleSeries();
  for (const one of [row(2, BEGIN), row(1, END)]) series.take(one);
  series.take(row(2, PENDING, 300));
  assert.deepEqual(series.candles(), [candle(1), candle(2)]);
  series.take(row(3, 0, 300));
  assert.deepEqual(series.candles(), [candle(1), candle(2, 300), candle(3, 300)]);
});

Deno.test("candle series: the end of a history inside a transaction waits for it", () => {
  const series = createCandleSeries();
  for (const one of [row(2, BEGIN), row(1, END | PENDING)]) series.take(one);
  assert.equal(series.ended(), null);
  series.take(row(2, 0, 300));
  assert.deepEqual([series.ended(), series.candles()], ["complete", [candle(1), candle(2, 300)]]);
});

Deno.test("candle series: of a history that broke off everything counts", () => {
  assert.deepEqual(collect(row(3, BEGIN | PENDING), row(2, PENDING)), {
    ended: null,
    candles: [candle(2), candle(3)],
  });
});

Deno.test("candle series: a history that begins anew replaces what was there", () => {
  assert.deepEqual(collect(row(9, BEGIN), row(8), row(3, BEGIN), row(2, END)), {
    ended: "complete",
    candles: [candle(2), candle(3)],
  });
});

const SYMBOL = "AAPL{=1d,tho=true}";

const send = (peer: Peer, channel: number, ...rows: unknown[][]) =>
  peer.send({ type: "FEED_DATA", channel, data: ["Candle", rows.flat()] });

Deno.test("candles: asked for from an instant, and known under another spelling of the symbol", async () => {
  await using house = openHouse({
    FEED_SUBSCRIPTION({ channel }, peer) {
      send(peer, channel, row(3, BEGIN), row(2));
      send(peer, channel, row(1, END), row(3, 0, 400));
    },
  });
  assert.deepEqual(await house.live.candles(SYMBOL, at(0)), {
    ok: true,
    value: { candles: [candle(1), candle(2), candle(3, 400)], ended: "complete" },
  });
  await house.feed.closed();
  const { received } = house.feed.peers[0]!;
  const add = received.find(({ type }) => type === "FEED_SUBSCRIPTION")!.add;
  assert.deepEqual(add, [{ type: "Candle", symbol: SYMBOL, fromTime: at(0) }]);
  const { acceptEventFields } = received.find(({ type }) => type === "FEED_SETUP")!;
  assert.ok(acceptEventFields.Candle.includes("eventFlags"), "without it the end cannot be seen");
  assert.equal(received.at(-1)!.type, "CHANNEL_CANCEL");
});

Deno.test("candles: at the deadline the newest have come, and it says so", async () => {
  await using house = openHouse({
    FEED_SUBSCRIPTION: ({ channel }, peer) => send(peer, channel, row(3, BEGIN), row(2)),
  });
  assert.deepEqual(await house.live.candles(SYMBOL, at(0), { patience: 60 }), {
    ok: true,
    value: { candles: [candle(2), candle(3)], ended: "deadline" },
  });
});

Deno.test("candles: after a break the history is asked for anew, and a second break keeps what came", async () => {
  const script = (last: (message: Message, peer: Peer) => void) => ({
    FEED_SUBSCRIPTION(message: Message, peer: Peer) {
      if (peer.number === 1) return last(message, peer);
      send(peer, message.channel, row(3, BEGIN), row(2));
      peer.hangUp();
    },
  });
  await using mended = openHouse(script(({ channel }, peer) => send(peer, channel, row(3, BEGIN), row(1, END))));
  assert.deepEqual(await mended.live.candles(SYMBOL, at(0)), {
    ok: true,
    value: { candles: [candle(1), candle(3)], ended: "complete" },
  });
  await using broken = openHouse(script((_, peer) => peer.hangUp()));
  assert.deepEqual(await broken.live.candles(SYMBOL, at(0)), {
    ok: true,
    value: { candles: [candle(2), candle(3)], ended: "closed" },
  });
});
