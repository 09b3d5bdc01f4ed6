import assert from "node:assert/strict";
import type { LiveQuestion } from "../../../src/broker/dxlink/live.ts";
import { openHouse } from "./live_house.ts";
import { answering, type Message, type Peer } from "./scripted_feed.ts";

const AAPL: LiveQuestion[] = [{ symbol: "AAPL", types: ["Quote"] }];
const WELL = answering(() => [1, 2, 3, 4]);
const HOUR = 3_600_000;

const unauthorized = (_: Message, peer: Peer) => peer.send({ type: "AUTH_STATE", channel: 0, state: "UNAUTHORIZED" });

/** The four ways in which a server may turn a token away. */
const REFUSALS: Record<string, (message: Message, peer: Peer) => void> = {
  "with a state": unauthorized,
  "with an error": (_, peer) => peer.send({ type: "ERROR", channel: 0, error: "UNAUTHORIZED", message: "no" }),
  "by hanging up": (_, peer) => peer.hangUp(),
  "with a state, hanging up": (message, peer) => {
    unauthorized(message, peer);
    peer.hangUp();
  },
};

Deno.test("quote tokens: one serves many connections until shortly before it expires", async () => {
  await using house = openHouse({ FEED_SUBSCRIPTION: WELL });
  const read = async () => assert.ok((await house.live.read(AAPL)).ok);
  await read();
  house.clock.at += 23.9 * HOUR;
  await read();
  assert.equal(house.issued(), 1);
  house.clock.at += 0.05 * HOUR;
  await read();
  assert.equal(house.issued(), 2);
});

Deno.test("quote tokens: without a word about its end a token is good for a day", async () => {
  await using house = openHouse({ FEED_SUBSCRIPTION: WELL }, { lifetime: null });
  for (const [hours, issued] of [[0, 1], [23.9, 1], [0.1, 2]] as const) {
    house.clock.at += hours * HOUR;
    await house.live.read(AAPL);
    assert.equal(house.issued(), issued);
  }
});

for (const [way, refuse] of Object.entries(REFUSALS)) {
  Deno.test(`quote tokens: one that is turned away ${way} is replaced once, and the question answered`, async () => {
    let good = "quote-token-1";
    await using house = openHouse({
      AUTH: (message, peer) => message.token === good ? false : refuse(message, peer),
      FEED_SUBSCRIPTION: WELL,
    });
    assert.ok((await house.live.read(AAPL)).ok);
    good = "quote-token-2";
    const answer = await house.live.read(AAPL);
    assert.ok(answer.ok && answer.value.ended === "complete");
    assert.deepEqual([house.issued(), house.feed.peers.length], [2, 3]);
  });
}

Deno.test("quote tokens: one that is refused when it is new is not replaced, and not used again", async () => {
  await using house = openHouse({ AUTH: unauthorized });
  const forbidden = { ok: false, failure: { kind: "forbidden", endpoint: "live data" } };
  assert.deepEqual(await house.live.read(AAPL), forbidden);
  assert.deepEqual([house.issued(), house.feed.peers.length], [1, 1]);
  assert.deepEqual(await house.live.read(AAPL), forbidden);
  assert.equal(house.issued(), 2);
});

Deno.test("quote tokens: a server that always hangs up is tried twice", async () => {
  await using house = openHouse({ AUTH: (_, peer) => peer.hangUp() });
  assert.deepEqual(await house.live.read(AAPL), {
    ok: false,
    failure: { kind: "broker_unavailable", endpoint: "live data", reason: "network" },
  });
  assert.equal(house.feed.peers.length, 2);
});

Deno.test("quote tokens: one that expires during a question is replaced, and the question asked again", async () => {
  await using house = openHouse({
    FEED_SUBSCRIPTION(message, peer) {
      if (peer.number === 1) return WELL(message, peer);
      unauthorized(message, peer);
    },
  });
  const answer = await house.live.read(AAPL);
  assert.ok(answer.ok && answer.value.ended === "complete");
  assert.deepEqual(house.feed.peers.map(({ received }) => received[1]!.token), ["quote-token-1", "quote-token-2"]);
});

Deno.test("quote tokens: a server that authorizes without greeting first is understood", async () => {
  await using house = openHouse({
    SETUP: (_, peer) => peer.send({ type: "SETUP", channel: 0, version: "1.0", keepaliveTimeout: 60 }),
    FEED_SUBSCRIPTION: WELL,
  });
  assert.ok((await house.live.read(AAPL)).ok);
});
