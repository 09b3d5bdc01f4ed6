import assert from "node:assert/strict";
import type { LiveQuestion } from "../../src/broker/dxlink/live.ts";
import { openHouse } from "./dxlink/live_house.ts";
import { answering, type Message } from "./dxlink/scripted_feed.ts";

const AAPL: LiveQuestion = { symbol: "AAPL", types: ["Quote"] };
const CALL: LiveQuestion = { symbol: ".AAPL261218C200", types: ["Quote", "Greeks"] };

const VALUES: Record<string, unknown[]> = {
  Quote: [312.01, 312.02, 240, 80],
  Trade: [1795190400000, 312.01, 100, 16006738],
  Summary: [311.4, 313.3, 309.9, "NaN", 310.5, "NaN"],
  Profile: ["Apple Inc", 320, 200.5, 1.21, "ACTIVE"],
  Greeks: [1795190400000, 115.61, 0.4132, 0.9711, 0.00081, -0.0362, 0.0719, 0.1402],
};

/** Answers every question. */
const WELL = { FEED_SUBSCRIPTION: answering((type) => VALUES[type]!) };
/** Answers the types and symbols that `knows` says. */
const only = (knows: (type: string, symbol: string) => boolean) => ({
  FEED_SUBSCRIPTION: answering((type, symbol) => knows(type, symbol) ? VALUES[type]! : null),
});

const subscribed = (received: Message[]): string[] =>
  received.filter(({ type }) => type === "FEED_SUBSCRIPTION").flatMap(({ add }) =>
    add.map(({ type, symbol }: Message) => `${type} ${symbol}`)
  );
const typesOf = (received: Message[]): string[] => received.map(({ type }) => type);

Deno.test("dxlink: a batch of questions is answered type by type, and what the feed does not know is null", async () => {
  await using house = openHouse(WELL);
  const types = ["Quote", "Trade", "Summary", "Profile", "Greeks"] as const;
  const answer = await house.live.read([{ symbol: "AAPL", types }, CALL]);
  assert.ok(answer.ok);
  assert.deepEqual([answer.value.ended, answer.value.missing], ["complete", []]);
  const Quote = { bid: 312.01, ask: 312.02, bidSize: 240, askSize: 80 };
  const Greeks = {
    at: 1795190400000,
    price: 115.61,
    volatility: 0.4132,
    delta: 0.9711,
    gamma: 0.00081,
    theta: -0.0362,
    rho: 0.0719,
    vega: 0.1402,
  };
  assert.deepEqual(answer.value.answers.get("AAPL"), {
    Quote,
    Trade: { at: 1795190400000, price: 312.01, size: 100, volume: 16006738 },
    Summary: { open: 311.4, high: 313.3, low: 309.9, close: null, prevClose: 310.5, openInterest: null },
    Profile: { description: "Apple Inc", yearHigh: 320, yearLow: 200.5, beta: 1.21, isHalted: false },
    Greeks,
  });
  assert.deepEqual(answer.value.answers.get(CALL.symbol), { Quote, Greeks });
});

Deno.test("dxlink: the conversation is by the protocol, from the greeting to the cancelled channel", async () => {
  await using house = openHouse(WELL);
  await house.live.read([AAPL, CALL]);
  await house.feed.closed();
  const { received } = house.feed.peers[0]!;
  assert.deepEqual(typesOf(received), [
    "SETUP",
    "AUTH",
    "CHANNEL_REQUEST",
    "FEED_SETUP",
    "FEED_SUBSCRIPTION",
    "CHANNEL_CANCEL",
  ]);
  assert.deepEqual(received.map(({ channel }) => channel), [0, 0, 1, 1, 1, 1]);
  const [setup, auth, request, feed] = received;
  assert.match(setup!.version, /^0\.1-ttai\//);
  assert.equal(auth!.token, "quote-token-1");
  assert.deepEqual([request!.service, request!.parameters], ["FEED", { contract: "AUTO" }]);
  assert.equal(feed!.acceptDataFormat, "COMPACT");
  assert.deepEqual(Object.keys(feed!.acceptEventFields), ["Quote", "Greeks"]);
});

Deno.test("dxlink: nothing asked is answered without a connection", async () => {
  await using house = openHouse(WELL);
  const answer = await house.live.read([{ symbol: "AAPL", types: [] }]);
  assert.ok(answer.ok);
  assert.deepEqual([answer.value.ended, answer.value.answers.size], ["complete", 0]);
  assert.deepEqual([house.feed.peers.length, house.issued()], [0, 0]);
});

Deno.test("dxlink: two thousand questions go out in portions, each once", async () => {
  await using house = openHouse(WELL);
  const symbols = Array.from({ length: 1000 }, (_, count) => `.SPY261218C${count}`);
  const questions = [...symbols, ...symbols].map((symbol) => ({ symbol, types: ["Quote", "Greeks"] as const }));
  const answer = await house.live.read(questions);
  assert.ok(answer.ok);
  assert.deepEqual([answer.value.ended, answer.value.answers.size], ["complete", 1000]);
  await house.feed.closed();
  const { received } = house.feed.peers[0]!;
  const sizes = received.filter(({ type }) => type === "FEED_SUBSCRIPTION").map(({ add }) => add.length);
  assert.deepEqual(sizes, [400, 400, 400, 400, 400]);
  assert.equal(new Set(subscribed(received)).size, 2000);
});

Deno.test("dxlink: at the deadline what has come is given, and what has not is named", async () => {
  await using house = openHouse(only((type, symbol) => type === "Quote" && symbol !== "NOPE"));
  const answer = await house.live.read([AAPL, CALL, { symbol: "NOPE", types: ["Quote", "Trade"] }], { patience: 100 });
  assert.ok(answer.ok);
  assert.equal(answer.value.ended, "deadline");
  assert.deepEqual(answer.value.missing, [
    { symbol: CALL.symbol, types: ["Greeks"] },
    { symbol: "NOPE", types: ["Quote", "Trade"] },
  ]);
  assert.deepEqual([...answer.value.answers.keys()], ["AAPL", CALL.symbol]);
});

Deno.test("dxlink: dropped in the middle, it comes back once and asks only for the rest", async () => {
  await using house = openHouse({
    FEED_SUBSCRIPTION(message, peer) {
      answering((type) => peer.number === 1 || type === "Quote" ? VALUES[type]! : null)(message, peer);
      if (peer.number === 0) peer.hangUp();
    },
  });
  const answer = await house.live.read([AAPL, CALL]);
  assert.ok(answer.ok);
  assert.equal(answer.value.ended, "complete");
  assert.deepEqual(house.feed.peers.map(({ received }) => subscribed(received)), [
    ["Quote AAPL", `Quote ${CALL.symbol}`, `Greeks ${CALL.symbol}`],
    [`Greeks ${CALL.symbol}`],
  ]);
  assert.equal(house.issued(), 1, "the token is still good");
});

Deno.test("dxlink: dropped twice, what came is given as closed", async () => {
  await using house = openHouse({
    FEED_SUBSCRIPTION(message, peer) {
      answering((type) => type === "Quote" ? VALUES[type]! : null)(message, peer);
      peer.hangUp();
    },
  });
  const answer = await house.live.read([AAPL, CALL]);
  assert.ok(answer.ok);
  assert.equal(answer.value.ended, "closed");
  assert.deepEqual(answer.value.missing, [{ symbol: CALL.symbol, types: ["Greeks"] }]);
  assert.equal(house.feed.peers.length, 2);
});

Deno.test("dxlink: a channel that the server closes is opened again once", async () => {
  await using house = openHouse({
    FEED_SUBSCRIPTION(message, peer) {
      if (message.channel !== 1) return WELL.FEED_SUBSCRIPTION(message, peer);
      peer.send({ type: "CHANNEL_CLOSED", channel: 1 });
    },
  }, { linger: 5000 });
  const answer = await house.live.read([AAPL]);
  assert.ok(answer.ok && answer.value.ended === "complete");
  assert.equal(house.feed.peers.length, 1);
});

Deno.test("dxlink: where nobody listens the failure is at once and names live data", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  for (const url of [`ws://127.0.0.1:${port}/realtime`, "wss://a b/"]) {
    await using house = openHouse({}, { url });
    const startedAt = performance.now();
    assert.deepEqual(await house.live.read([AAPL]), {
      ok: false,
      failure: { kind: "broker_unavailable", endpoint: "live data", reason: "network" },
    });
    assert.ok(performance.now() - startedAt < 2000);
  }
});

Deno.test("dxlink: a server that never greets costs no more than the deadline of the handshake, or the caller's", async () => {
  const failure = { kind: "broker_unavailable", endpoint: "live data", reason: "timeout" };
  await using house = openHouse({ SETUP() {}, AUTH() {} }, { handshakeTimeout: 30 });
  assert.deepEqual(await house.live.read([AAPL]), { ok: false, failure });
  await using slow = openHouse({ SETUP() {}, AUTH() {} });
  assert.deepEqual(await slow.live.read([AAPL], { patience: 30 }), { ok: false, failure });
});

Deno.test("dxlink: an error in the greeting is a problem of the server's", async () => {
  await using house = openHouse({
    AUTH: (_, peer) => peer.send({ type: "ERROR", channel: 0, error: "UNSUPPORTED_PROTOCOL", message: "ignore all" }),
  });
  assert.deepEqual(await house.live.read([AAPL]), {
    ok: false,
    failure: { kind: "broker_unavailable", endpoint: "live data", reason: "server_error" },
  });
  assert.deepEqual(house.lines.find(({ event }) => event === "live error")!.code, "UNSUPPORTED_PROTOCOL");
});

Deno.test("dxlink: whoever gets no quote token is told the broker's reason", async () => {
  await using house = openHouse();
  house.trouble = { status: 403 };
  const answer = await house.live.read([AAPL]);
  assert.deepEqual(answer, { ok: false, failure: { kind: "forbidden", endpoint: "quote token" } });
  assert.equal(house.feed.peers.length, 0);
});

Deno.test("dxlink: a caller who leaves gets no answer, and the socket is closed, however far it had come", async () => {
  const steps = ["SETUP", "AUTH", "CHANNEL_REQUEST", "FEED_SETUP", "FEED_SUBSCRIPTION"];
  for (const step of steps) {
    const caller = new AbortController();
    await using house = openHouse({ [step]: () => caller.abort() });
    const cancelled = { ok: false, failure: { kind: "cancelled" } };
    assert.deepEqual(await house.live.read([AAPL], { signal: caller.signal }), cancelled, step);
    await house.feed.closed();
    assert.equal(house.feed.open(), 0, step);
    assert.deepEqual(await house.live.read([AAPL], { signal: caller.signal }), cancelled, "nor is it asked again");
    assert.equal(house.feed.peers.length, 1);
  }
});

Deno.test("dxlink: frames that are no messages, or to nobody, change nothing", async () => {
  await using house = openHouse({
    FEED_SUBSCRIPTION(message, peer) {
      for (const text of ["", "{", "null", "[]", '"x"', '{"type":1,"channel":1}', '{"type":"FEED_DATA"}']) {
        peer.sendText(text);
      }
      const { channel } = message;
      peer.send({ type: "FEED_DATA", channel: 77, data: ["Quote", ["AAPL", 1, 1, 1, 1]] });
      peer.send({ type: "NEWS", channel });
      for (
        const data of [null, {}, [], ["Quote"], ["Quote", {}], ["Quote", ["AAPL", 1]], ["Order", ["AAPL"]], [[], []]]
      ) {
        peer.send({ type: "FEED_DATA", channel, data });
      }
      peer.send({ type: "FEED_DATA", channel, data: ["Quote", ["MSFT", 1, 1, 1, 1, 7, 2, 2, 2, 2]] });
      peer.send({ type: "ERROR", channel, error: "a sentence from outside", message: "another" });
      WELL.FEED_SUBSCRIPTION(message, peer);
    },
  });
  const answer = await house.live.read([AAPL]);
  assert.ok(answer.ok && answer.value.ended === "complete");
  assert.equal(answer.value.answers.get("AAPL")!.Quote!.bid, 312.01);
  assert.deepEqual([...answer.value.answers.keys()], ["AAPL"]);
  assert.equal(house.lines.find(({ event }) => event === "live error")!.code, "unknown");
});

Deno.test("dxlink: a connection leaves one line in the log, with what it carried and never the token", async () => {
  await using house = openHouse(WELL);
  await house.live.read([AAPL, CALL]);
  const lines = house.lines.filter(({ event }) => event === "live connection");
  assert.equal(lines.length, 1);
  const { level, ended, channels, events } = lines[0]!;
  assert.deepEqual([level, ended, channels, events], ["debug", "done", 1, 3]);
  assert.doesNotMatch(JSON.stringify(house.lines), /quote-token|an-access-token/);
});

Deno.test("dxlink: requests for the token are counted for the caller, the socket is not", async () => {
  await using house = openHouse(WELL);
  let calls = 0;
  for (let turn = 0; turn < 3; turn++) await house.live.read([AAPL], { onCall: () => calls++ });
  assert.deepEqual([calls, house.feed.peers.length], [2, 3]);
});

Deno.test("dxlink: a type that does not exist is a bug of the caller's", async () => {
  await using house = openHouse();
  await assert.rejects(house.live.read([{ symbol: "AAPL", types: ["Order" as "Quote"] }]), RangeError);
});
