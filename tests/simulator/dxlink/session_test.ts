import assert from "node:assert/strict";
import { SIMULATED_CREDENTIALS } from "../../../src/simulator/simulator.ts";
import { FRIDAY, refreshFields } from "../client.ts";
import { type Frame, REQUEST, settle, SETUP, startStream, subscribe } from "./stream.ts";

const DAY = 86_400_000;

/** Types, with the state or the error code where there is one. */
const told = (frames: Frame[]) =>
  frames.map(({ type, state, error }) => [type, state ?? error].filter(Boolean).join(" "));

Deno.test("session: setup, authorization and a channel, as the protocol has them", async () => {
  const server = startStream();
  const stream = await server.connect();
  assert.deepEqual(stream.frames, []);
  const [setup, state] = await stream.say(SETUP);
  assert.deepEqual(setup, {
    type: "SETUP",
    channel: 0,
    keepaliveTimeout: 60,
    acceptKeepaliveTimeout: 60,
    version: "1.0-simulated",
  });
  assert.deepEqual(state, { type: "AUTH_STATE", channel: 0, state: "UNAUTHORIZED" });
  const token = await server.quoteToken();
  assert.deepEqual(await stream.say({ type: "AUTH", channel: 0, token }), [
    { type: "AUTH_STATE", channel: 0, state: "AUTHORIZED", userId: "C5100000001" },
  ]);
  assert.deepEqual(await stream.say(REQUEST), [
    { type: "CHANNEL_OPENED", channel: 1, service: "FEED", parameters: { contract: "AUTO", subFormat: "LIST" } },
  ]);
  assert.deepEqual(await stream.say({ type: "CHANNEL_CANCEL", channel: 1 }), [{ type: "CHANNEL_CLOSED", channel: 1 }]);
  stream.close();
  assert.equal(server.timers.count, 0);
});

Deno.test("session: a client need not wait for the server's setup before it authorizes", async () => {
  const server = startStream();
  const token = await server.quoteToken();
  const stream = await server.connect();
  assert.deepEqual(told(await stream.say(SETUP, { type: "AUTH", channel: 0, token }, REQUEST)), [
    "SETUP",
    "AUTH_STATE UNAUTHORIZED",
    "AUTH_STATE AUTHORIZED",
    "CHANNEL_OPENED",
  ]);
});

Deno.test("session: what breaks the protocol is answered by its error, and the connection goes on", async () => {
  const server = startStream();
  const fresh = await server.connect();
  assert.deepEqual(told(await fresh.say({ type: "KEEPALIVE", channel: 0 })), ["ERROR BAD_ACTION"]);
  assert.deepEqual(told(await fresh.say({ ...SETUP, version: "7.5" })), ["ERROR UNSUPPORTED_PROTOCOL"]);
  await fresh.say(SETUP);
  assert.deepEqual(told(await fresh.say(REQUEST, subscribe([]))), ["ERROR UNAUTHORIZED", "ERROR UNAUTHORIZED"]);

  const stream = await server.authorize();
  const texts = ["{", "[]", '"text"', '{"type":"AUTH","token":"x"}', '{"type":"AUTH","channel":0}'];
  for (const text of [...texts, '{"type":"EXPLODE","channel":0}', '{"type":"KEEPALIVE","channel":-1}']) {
    assert.deepEqual(told(await stream.write(text)), ["ERROR INVALID_MESSAGE"], text);
  }
  const wrong = [
    { ...REQUEST, channel: 2 },
    { ...REQUEST, service: "DOM" },
    { ...REQUEST, parameters: { contract: "ANY" } },
    { ...REQUEST, channel: 0 },
    { ...SETUP, channel: 1 },
    subscribe([{ type: "Quote", symbol: "AAPL" }]),
    { type: "CHANNEL_CANCEL", channel: 3 },
  ];
  for (const message of wrong) {
    const [error, ...more] = await stream.say(message);
    assert.deepEqual(
      [error!.error, error!.channel, more],
      ["BAD_ACTION", message.channel, []],
      JSON.stringify(message),
    );
  }
  await stream.say(REQUEST);
  assert.deepEqual(told(await stream.say(REQUEST)), ["ERROR BAD_ACTION"]);
  for (
    const message of [
      subscribe([{ type: "Quote" }]),
      subscribe([{ type: "Candle", symbol: "AAPL{=d}", fromTime: "2026" }]),
      { ...subscribe([]), reset: "yes" },
      { type: "FEED_SETUP", channel: 1, acceptDataFormat: "XML" },
      { type: "FEED_SETUP", channel: 1, acceptEventFields: { Quote: "bidPrice" } },
      { type: "FEED_SETUP", channel: 1, acceptAggregationPeriod: -1 },
    ]
  ) {
    const [error] = await stream.say(message);
    assert.deepEqual([error!.error, error!.channel], ["INVALID_MESSAGE", 1], JSON.stringify(message));
  }
  assert.equal(stream.closed(), null);
});

Deno.test("session: a token that is forged, expired, of another kind or revoked does not open the stream", async () => {
  const server = startStream();
  const good = await server.quoteToken();
  const access = (await server.broker.login()).body.access_token;
  const refused = async (token: string) => {
    const stream = await server.connect();
    await stream.say(SETUP);
    const frames = await stream.say({ type: "AUTH", channel: 0, token });
    assert.deepEqual(told(frames), ["AUTH_STATE UNAUTHORIZED", "ERROR UNAUTHORIZED"]);
    assert.equal(stream.closed(), null);
    stream.close();
  };
  for (const token of ["", "nonsense", good + "x", access]) await refused(token);
  server.broker.clock.at += DAY;
  await refused(good);
  server.broker.clock.at -= DAY;
  server.broker.simulator.revokeGrant();
  await refused(good);
});

Deno.test("session: a token that expires on the way ends the connection", async () => {
  const server = startStream();
  const { world, credentials } = server.broker.simulator;
  const grant = world.grantToRefresh(credentials.refreshToken)!;
  const token = world.issue("quote+jwt", grant, FRIDAY, { exp: FRIDAY / 1000 + 45 });
  const stream = await server.connect();
  await stream.say(SETUP, { type: "AUTH", channel: 0, token }, REQUEST);
  assert.deepEqual(told(await stream.pass(44_000)), ["KEEPALIVE"]);
  assert.deepEqual(told(await stream.pass(1_000)), ["AUTH_STATE UNAUTHORIZED", "ERROR UNAUTHORIZED"]);
  assert.equal(stream.closed(), 1008);
  assert.equal(server.timers.count, 0);
});

Deno.test("session: both sides keep the connection alive, and who does not is let go", async () => {
  const server = startStream();
  const stream = await server.authorize();
  assert.deepEqual(told(await stream.pass(29_000)), []);
  assert.deepEqual(told(await stream.pass(2_000)), ["KEEPALIVE"]);
  await stream.say({ type: "KEEPALIVE", channel: 0 });
  assert.deepEqual(told(await stream.pass(59_000)), ["KEEPALIVE"]);
  const [, error] = await stream.pass(3_000);
  assert.deepEqual(error, {
    type: "ERROR",
    channel: 0,
    error: "TIMEOUT",
    message: "The timeout has been reached. The message was last received 61 seconds ago.",
  });
  assert.equal(stream.closed(), 1008);
  assert.equal(server.timers.count, 0);
});

Deno.test("session: time-outs are agreed on, and a keepalive is answered, though not again and again", async () => {
  const server = startStream();
  const stream = await server.connect();
  const [setup] = await stream.say({ ...SETUP, keepaliveTimeout: 5, acceptKeepaliveTimeout: 10 });
  assert.deepEqual([setup!.keepaliveTimeout, setup!.acceptKeepaliveTimeout], [10, 5]);
  const keepalive = { type: "KEEPALIVE", channel: 0 };
  assert.deepEqual(told(await stream.say(keepalive, keepalive)), []);
  server.broker.clock.at += 2_000;
  assert.deepEqual(told(await stream.say(keepalive, keepalive)), ["KEEPALIVE"]);
  await stream.pass(4_000);
  assert.equal(stream.closed(), null);
  await stream.pass(3_000);
  assert.equal(stream.closed(), 1008);
});

Deno.test("session: a connection on which nothing is ever said is let go as well", async () => {
  const server = startStream();
  const stream = await server.connect();
  assert.deepEqual(told(await stream.pass(62_000)), ["ERROR TIMEOUT"]);
  assert.equal(stream.closed(), 1008);
});

Deno.test("session: a message that is too big closes the connection", async () => {
  const server = startStream();
  const stream = await server.open();
  const items = (count: number) =>
    Array.from({ length: count }, () => ({ type: "Greeks", symbol: ".SPXW261218C7500" }));
  await stream.say(subscribe(items(1000)));
  assert.equal(stream.closed(), null);
  await stream.say(subscribe(items(2000)));
  assert.equal(stream.closed(), 1009);
  assert.equal(server.timers.count, 0);
});

Deno.test("session: a customer may have so many connections and no more, others theirs", async () => {
  const server = startStream({ socketsPerCustomer: 2 });
  const first = await server.authorize();
  const second = await server.authorize();
  const third = await server.authorize();
  assert.deepEqual(told(third.frames).slice(-2), ["AUTH_STATE UNAUTHORIZED", "ERROR UNAUTHORIZED"]);
  assert.equal(third.closed(), 1008);
  assert.deepEqual([first.closed(), second.closed()], [null, null]);
  const { access_token } = (await server.broker.login(refreshFields(SIMULATED_CREDENTIALS[1]))).body;
  const { token } = (await server.broker.getWith(access_token, "/api-quote-tokens")).body.data;
  const other = await server.connect();
  assert.equal((await other.say(SETUP, { type: "AUTH", channel: 0, token })).at(-1)!.state, "AUTHORIZED");
  first.close();
  assert.equal((await server.authorize()).frames.at(-1)!.state, "AUTHORIZED");
});

Deno.test("session: after a channel is cancelled nothing comes from it, and its timer is gone", async () => {
  const server = startStream();
  const stream = await server.open();
  assert.equal((await stream.say(subscribe([{ type: "Quote", symbol: "TSLA" }]))).at(-1)!.type, "FEED_DATA");
  assert.equal(server.timers.count, 2);
  assert.ok((await stream.pass(3_000)).length > 0);
  await stream.say({ type: "CHANNEL_CANCEL", channel: 1 });
  assert.equal(server.timers.count, 1);
  assert.deepEqual(await stream.pass(5_000), []);
  await stream.say({ ...REQUEST, channel: 3 });
  stream.close();
  await settle();
  assert.equal(server.timers.count, 0);
  assert.equal(server.broker.simulator.sockets.at(-1)!.closedAt, FRIDAY + 8_000);
});
