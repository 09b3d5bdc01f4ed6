import assert from "node:assert/strict";
import type { LiveQuestion } from "../../../src/broker/dxlink/live.ts";
import { openHouse } from "./live_house.ts";
import { answering } from "./scripted_feed.ts";

const AAPL: LiveQuestion[] = [{ symbol: "AAPL", types: ["Quote"] }];
const WELL = answering(() => [1, 2, 3, 4]);

Deno.test("connection: it gives signs of life, and outlives the time its greeting might have taken", async () => {
  const alive = Promise.withResolvers<void>();
  let count = 0;
  await using house = openHouse({
    KEEPALIVE({ channel }) {
      assert.equal(channel, 0);
      if (++count === 12) alive.resolve();
    },
    FEED_SUBSCRIPTION: WELL,
  }, { linger: 60_000, keepalive: 25, handshakeTimeout: 250 });
  await house.live.read(AAPL);
  await Promise.race([alive.promise, house.feed.closed()]);
  assert.ok((await house.live.read(AAPL)).ok);
  assert.equal(house.feed.peers.length, 1);
});

Deno.test("connection: a server that is silent for longer than it promised is left", async () => {
  await using house = openHouse({
    SETUP(_, peer) {
      peer.send({ type: "SETUP", channel: 0, version: "1.0", keepaliveTimeout: 10 });
    },
    FEED_SUBSCRIPTION(message, peer) {
      if (peer.number === 1) return WELL(message, peer);
      house.clock.at += 11_000;
    },
  }, { keepalive: 5 });
  const answer = await house.live.read(AAPL);
  assert.ok(answer.ok && answer.value.ended === "complete");
  assert.deepEqual(house.lines.filter(({ event }) => event === "live connection").map(({ ended }) => ended), [
    "silent",
    "done",
  ]);
});

Deno.test("connection: a server that keeps its promise is kept", async () => {
  await using house = openHouse({
    FEED_SUBSCRIPTION: WELL,
    KEEPALIVE(_, peer) {
      peer.send({ type: "KEEPALIVE", channel: 0 });
      house.clock.at += 50_000;
      if (peer.received.length > 12) house.live.close();
    },
  }, { linger: 60_000, keepalive: 5 });
  await house.live.read(AAPL);
  await house.feed.closed();
  assert.deepEqual(house.lines.filter(({ event }) => event === "live connection").map(({ ended }) => ended), ["done"]);
});

Deno.test("connection: a channel that the server refuses to open is not waited for", async () => {
  await using house = openHouse({
    CHANNEL_REQUEST: ({ channel }, peer) =>
      peer.send({ type: "ERROR", channel, error: "BAD_ACTION", message: "no such service" }),
  });
  const answer = await house.live.read(AAPL, { patience: 60_000 });
  assert.ok(answer.ok);
  assert.deepEqual([answer.value.ended, answer.value.missing], ["closed", AAPL]);
});
