/** What carries the streams: connections inside this process, and real ones. */

import assert from "node:assert/strict";
import { simulatorHandler } from "../../src/simulator/simulator.ts";
import { FRIDAY, ORIGIN, startClient } from "./client.ts";
import { eventsIn, type Frame, REQUEST, settle, SETUP, startStream, subscribe } from "./dxlink/stream.ts";

const URL = `${ORIGIN.replace("https", "wss")}/realtime`;

Deno.test("sockets: events come after the work at hand, never within a call", async () => {
  const { simulator } = startClient({ every: () => () => {} });
  const socket = simulator.openSocket(URL);
  const heard: string[] = [];
  for (const type of ["open", "close", "error"] as const) socket.addEventListener(type, () => heard.push(type));
  socket.addEventListener("message", ({ data }) => heard.push(JSON.parse(data).type));
  assert.deepEqual([heard, socket.readyState], [[], 1]);
  await settle();
  socket.send(JSON.stringify(SETUP));
  assert.deepEqual(heard, ["open"]);
  await settle();
  socket.close();
  assert.deepEqual([heard, socket.readyState], [["open", "SETUP", "AUTH_STATE"], 3]);
  await settle();
  socket.close();
  socket.send("ignored");
  await settle();
  assert.deepEqual(heard, ["open", "SETUP", "AUTH_STATE", "close"]);
});

Deno.test("sockets: at another path there is nothing", async () => {
  const { simulator } = startClient();
  const socket = simulator.openSocket(`${ORIGIN}/elsewhere`);
  assert.throws(() => startClient().simulator.openSocket("realtime"), TypeError);
  const heard: string[] = [];
  for (const type of ["open", "close", "error"] as const) socket.addEventListener(type, () => heard.push(type));
  await settle();
  assert.deepEqual([heard, simulator.sockets], [["error", "close"], []]);
});

Deno.test("sockets: the timers of this platform run while a connection is open, and no longer", async () => {
  // The runner itself tells when a timer is left.
  const broker = startClient();
  const { token } = (await broker.get("/api-quote-tokens")).body.data;
  const socket = broker.simulator.openSocket(URL);
  const heard: Frame[] = [];
  const { promise: hasMoved, resolve } = Promise.withResolvers<void>();
  socket.addEventListener("message", ({ data }) => {
    heard.push(JSON.parse(data));
    if (heard.filter(({ type }) => type === "FEED_DATA").length === 2) resolve();
  });
  await settle();
  const setup = { type: "FEED_SETUP", channel: 1, acceptAggregationPeriod: 0.1 };
  const messages = [SETUP, { type: "AUTH", channel: 0, token }, REQUEST, setup];
  for (const message of [...messages, subscribe([{ type: "Quote", symbol: "TSLA" }])]) {
    socket.send(JSON.stringify(message));
  }
  await settle();
  broker.clock.at += 60_000;
  await hasMoved;
  socket.close();
  await settle();
  assert.equal(broker.simulator.sockets[0]!.closedAt, FRIDAY + 60_000);
});

Deno.test("sockets: closing the simulator's ends all of them", async () => {
  const server = startStream();
  const streams = [await server.open(), await server.connect()];
  server.broker.simulator.closeSockets();
  await settle();
  assert.deepEqual(streams.map(({ closed }) => closed()), [1001, 1001]);
  assert.equal(server.timers.count, 0);
  assert.equal((await server.authorize()).closed(), null);
});

/** The simulator behind a real port, and the frames that a WebSocket hears until it is over. */
async function serve() {
  const broker = startClient();
  const handler = simulatorHandler(broker.simulator, (request) => Deno.upgradeWebSocket(request));
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
  const { token } = (await broker.get("/api-quote-tokens")).body.data;

  /** Says things, one after the other, and listens until the server has said `count` frames or has closed. */
  function talk(messages: unknown[], count = Infinity): Promise<{ frames: Frame[]; code: number }> {
    const socket = new WebSocket(`ws://127.0.0.1:${server.addr.port}/realtime`);
    const frames: Frame[] = [];
    socket.onopen = () => messages.forEach((message) => socket.send(JSON.stringify(message)));
    socket.onmessage = ({ data }) => {
      if (frames.push(JSON.parse(data)) >= count) socket.close();
    };
    return new Promise((resolve) => socket.onclose = ({ code }) => resolve({ frames, code }));
  }
  return {
    ...broker,
    talk,
    opening: [SETUP, { type: "AUTH", channel: 0, token }, REQUEST],
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test("sockets: over a real connection the same is said", async () => {
  await using server = await serve();
  const add = ["AAPL", "SPX", ".AAPL261218C300"].flatMap((symbol) => [
    { type: "Quote", symbol },
    { type: "Trade", symbol },
    { type: "Greeks", symbol },
  ]);
  const { frames } = await server.talk([...server.opening, subscribe(add)], 10);
  const inside = startStream();
  const stream = await inside.open();
  await stream.say(subscribe(add));
  assert.equal(eventsIn(frames).length, 7);
  assert.deepEqual(frames, stream.frames);
});

Deno.test("sockets: real connections are refused, dropped and closed as well", async () => {
  await using server = await serve();
  const { faults } = server.simulator;
  faults.add({ kind: "socket_refused", times: 1 });
  assert.deepEqual((await server.talk([])).frames, []);
  assert.equal(server.simulator.sockets.length, 0);
  faults.add({ kind: "socket_dropped", frames: 2, times: 1 });
  const dropped = await server.talk(server.opening);
  assert.equal(dropped.frames.length, 2);
  assert.notEqual(dropped.code, 1000);
  const tooBig = await server.talk([...server.opening, { type: "AUTH", channel: 0, token: "x".repeat(70_000) }]);
  assert.deepEqual([tooBig.frames.length, tooBig.code], [4, 1009]);
  const before = server.simulator.sockets.length;
  const ended = server.talk(server.opening);
  while ((server.simulator.sockets[before]?.sent ?? 0) < 4) await settle();
  server.simulator.closeSockets();
  assert.equal((await ended).code, 1001);
});
