import assert from "node:assert/strict";
import type { LiveQuestion } from "../../../src/broker/dxlink/live.ts";
import { openHouse } from "./live_house.ts";
import { answering, type Message, type Peer } from "./scripted_feed.ts";

const ask = (symbol: string): LiveQuestion[] => [{ symbol, types: ["Quote"] }];
const WELL = { FEED_SUBSCRIPTION: answering(() => [1, 2, 3, 4]) };
const LONG = { linger: 60_000 };

Deno.test("shared connection: questions at the same time and afterwards go over one, each on a channel of its own", async () => {
  await using house = openHouse(WELL, LONG);
  const answers = await Promise.all(["A", "B", "C"].map((symbol) => house.live.read(ask(symbol))));
  for (const [place, answer] of answers.entries()) {
    assert.ok(answer.ok);
    assert.deepEqual([...answer.value.answers.keys()], [["A"], ["B"], ["C"]][place]);
  }
  assert.ok((await house.live.read(ask("D"))).ok);
  assert.deepEqual([house.feed.peers.length, house.issued(), house.feed.open()], [1, 1, 1]);
  const { received } = house.feed.peers[0]!;
  const channels = (wanted: string) => received.filter(({ type }) => type === wanted).map(({ channel }) => channel);
  assert.deepEqual(channels("FEED_SUBSCRIPTION"), [1, 3, 5, 7]);
  house.live.close();
  await house.feed.closed();
  assert.deepEqual(channels("CHANNEL_CANCEL"), [1, 3, 5, 7]);
  assert.equal(received.filter(({ type }) => type === "AUTH").length, 1);
});

Deno.test("shared connection: when nobody asks any more it is closed", async () => {
  await using house = openHouse(WELL, { linger: 20 });
  await house.live.read(ask("A"));
  assert.equal(house.feed.open(), 1);
  await house.feed.closed();
  assert.equal(house.feed.open(), 0);
  assert.ok((await house.live.read(ask("B"))).ok);
  assert.equal(house.feed.peers.length, 2);
});

Deno.test("shared connection: without lingering every question has its own, at the same time as well", async () => {
  await using house = openHouse(WELL, { linger: 0 });
  await Promise.all(["A", "B"].map((symbol) => house.live.read(ask(symbol))));
  await house.live.read(ask("C"));
  await house.feed.closed();
  assert.deepEqual([house.feed.peers.length, house.feed.open()], [3, 0]);
});

Deno.test("shared connection: after close it serves who is asking, and is closed then", async () => {
  const asked = Promise.withResolvers<[Message, Peer]>();
  await using house = openHouse({ FEED_SUBSCRIPTION: (message, peer) => asked.resolve([message, peer]) }, LONG);
  const answer = house.live.read(ask("A"));
  const [message, peer] = await asked.promise;
  house.live.close();
  WELL.FEED_SUBSCRIPTION(message, peer);
  assert.ok((await answer).ok);
  await house.feed.closed();
  assert.equal(house.feed.open(), 0);
});

Deno.test("shared connection: who comes after close is served, over a connection that is not kept", async () => {
  await using house = openHouse(WELL, LONG);
  house.live.close();
  assert.ok((await house.live.read(ask("A"))).ok);
  await house.feed.closed();
  assert.equal(house.feed.open(), 0);
});

Deno.test("shared connection: one caller who leaves during the greeting takes nothing from the others", async () => {
  const caller = new AbortController();
  await using house = openHouse({
    AUTH() {
      caller.abort();
      return false;
    },
    ...WELL,
  }, LONG);
  const [left, stayed] = await Promise.all([
    house.live.read(ask("A"), { signal: caller.signal }),
    house.live.read(ask("B")),
  ]);
  assert.deepEqual(left, { ok: false, failure: { kind: "cancelled" } });
  assert.ok(stayed.ok && stayed.value.ended === "complete");
  assert.equal(house.feed.peers.length, 1);
});

Deno.test("shared connection: one that the server has closed in the meantime is opened anew", async () => {
  await using house = openHouse(WELL, LONG);
  await house.live.read(ask("A"));
  house.feed.peers[0]!.hangUp();
  await house.feed.closed();
  const answer = await house.live.read(ask("B"));
  assert.ok(answer.ok && answer.value.ended === "complete");
  assert.equal(house.feed.peers.length, 2);
});

Deno.test("shared connection: one that says nothing at all any more is not used a second time", async () => {
  await using house = openHouse({
    CHANNEL_REQUEST: ({ channel }, peer) => channel === 1 || peer.number > 0 ? false : undefined,
    ...WELL,
  }, LONG);
  await house.live.read(ask("A"));
  const silent = await house.live.read(ask("B"), { patience: 30 });
  assert.ok(silent.ok);
  assert.deepEqual([silent.value.ended, silent.value.missing], ["deadline", ask("B")]);
  const answer = await house.live.read(ask("C"));
  assert.ok(answer.ok && answer.value.ended === "complete");
  assert.equal(house.feed.peers.length, 2);
});

Deno.test("shared connection: one that cannot be had is tried again by the next question", async () => {
  await using house = openHouse({ AUTH: (_, peer) => peer.number < 2 ? peer.hangUp() : false, ...WELL }, LONG);
  const answers = await Promise.all(["A", "B"].map((symbol) => house.live.read(ask(symbol))));
  assert.deepEqual(answers.map(({ ok }) => ok), [false, false]);
  assert.equal(house.feed.peers.length, 2, "one attempt and its repetition, for both");
  assert.ok((await house.live.read(ask("C"))).ok);
});

Deno.test("shared connection: where sockets belong to requests, a request's questions share one, which ends soon after", async () => {
  await using house = openHouse(WELL, { socketScope: "request", linger: 20 });
  const requests = ["one", "two"].map(() => {
    const work: Promise<unknown>[] = [];
    return { work, keepAlive: (task: Promise<unknown>) => void work.push(task) };
  });
  const answers = await Promise.all(
    requests.flatMap(({ keepAlive }) => ["A", "B"].map((symbol) => house.live.read(ask(symbol), { keepAlive }))),
  );
  for (const answer of answers) assert.ok(answer.ok && answer.value.ended === "complete");
  assert.ok((await house.live.read(ask("C"), requests[0]!)).ok);
  assert.equal(house.feed.peers.length, 2, "one for each request");
  assert.deepEqual(requests.map(({ work }) => work.length), [1, 1]);
  await Promise.all(requests.flatMap(({ work }) => work));
  await house.feed.closed();
  assert.equal(house.feed.open(), 0);
});

Deno.test("shared connection: where sockets belong to requests, a question of no request has its own, closed at once", async () => {
  await using house = openHouse(WELL, { socketScope: "request", linger: 60_000 });
  await Promise.all(["A", "B"].map((symbol) => house.live.read(ask(symbol))));
  await house.feed.closed();
  assert.deepEqual([house.feed.peers.length, house.feed.open()], [2, 0]);
});

Deno.test("shared connection: a request whose connection cannot be had is not kept alive", async () => {
  const work: Promise<unknown>[] = [];
  await using house = openHouse({ AUTH: (_, peer) => peer.hangUp() }, { socketScope: "request", linger: 60_000 });
  assert.equal((await house.live.read(ask("A"), { keepAlive: (task) => void work.push(task) })).ok, false);
  await Promise.all(work);
  assert.equal(work.length, 1);
});
