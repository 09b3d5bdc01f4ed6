/** Every trouble that a connection to the stream can have. */

import assert from "node:assert/strict";
import type { Fault } from "../../../src/simulator/simulator.ts";
import { FRIDAY } from "../client.ts";
import { eventsIn, REQUEST, SETUP, startStream, subscribe } from "./stream.ts";

const quotes = (...symbols: string[]) => subscribe(symbols.map((symbol) => ({ type: "Quote", symbol })));

function startFaulty(fault: Fault) {
  const server = startStream();
  server.broker.simulator.faults.add(fault);
  return server;
}

Deno.test("stream faults: a refused connection never opens, and the next one may", async () => {
  const server = startFaulty({ kind: "socket_refused", times: 1 });
  const stream = await server.connect();
  assert.equal(stream.closed(), 1006);
  assert.equal(server.timers.count, 0);
  assert.equal((await server.authorize()).frames.at(-1)!.state, "AUTHORIZED");
});

Deno.test("stream faults: a connection breaks after so many frames", async () => {
  for (const frames of [1, 3, 5]) {
    const server = startFaulty({ kind: "socket_dropped", frames, times: 1 });
    const token = await server.quoteToken();
    const stream = await server.connect();
    await stream.say(SETUP, { type: "AUTH", channel: 0, token }, REQUEST, quotes("AAPL", "MSFT"));
    assert.deepEqual([stream.frames.length, stream.closed()], [frames, 1006]);
    assert.equal(server.timers.count, 0);
  }
});

Deno.test("stream faults: a connection breaks in the middle of a history", async () => {
  const server = startFaulty({ kind: "socket_dropped_in_snapshot" });
  const stream = await server.open();
  const symbol = "AAPL{=1d}";
  const events = eventsIn(await stream.say(subscribe([{ type: "Candle", symbol, fromTime: Date.UTC(2025, 10, 20) }])));
  assert.ok(events.length > 120 && events.length < 130);
  assert.deepEqual([events[0]!.eventFlags, events.at(-1)!.eventFlags, stream.closed()], [4, 0, 1006]);
  assert.equal(server.timers.count, 0);
});

Deno.test("stream faults: a connection breaks when half of the symbols have answered", async () => {
  const server = startFaulty({ kind: "socket_dropped_in_snapshot" });
  const stream = await server.open();
  assert.equal(eventsIn(await stream.say(quotes("AAPL", "MSFT", "TSLA", "NVDA"))).length, 2);
  assert.equal(stream.closed(), 1006);
});

Deno.test("stream faults: every second symbol never answers, with none of its types", async () => {
  const server = startFaulty({ kind: "socket_half_silent" });
  const stream = await server.open();
  const symbols = ["AAPL", "MSFT", "TSLA", "NVDA", "AMD"];
  await stream.say(quotes(...symbols));
  await stream.say(subscribe(symbols.map((symbol) => ({ type: "Trade", symbol })), { reset: true }));
  await stream.pass(5_000);
  assert.deepEqual([...new Set(eventsIn(stream.frames).map(({ eventSymbol }) => eventSymbol))], [
    "AAPL",
    "TSLA",
    "AMD",
  ]);
  assert.equal(stream.closed(), null);
});

Deno.test("stream faults: a good token counts as expired", async () => {
  const server = startFaulty({ kind: "socket_token_expired", times: 1 });
  const stream = await server.authorize();
  assert.deepEqual(stream.frames.map(({ type, state, error }) => state ?? error ?? type), [
    "SETUP",
    "UNAUTHORIZED",
    "UNAUTHORIZED",
    "UNAUTHORIZED",
  ]);
  assert.equal((await server.authorize()).frames.at(-1)!.state, "AUTHORIZED");
});

Deno.test("stream faults: after the authorization, or at once, nothing more is said", async () => {
  for (const [fault, frames] of [[{}, 3], [{ frames: 0 }, 0], [{ frames: 4 }, 4]] as const) {
    const server = startFaulty({ kind: "socket_silent", ...fault });
    const stream = await server.open();
    await stream.say(quotes("AAPL"));
    await stream.pass(50_000);
    assert.deepEqual([stream.frames.length, stream.closed()], [frames, null]);
    stream.close();
    assert.equal(server.timers.count, 0);
  }
});

Deno.test("stream faults: they leave requests alone, and those of requests the stream", async () => {
  const server = startFaulty({ kind: "socket_refused" });
  server.broker.simulator.faults.add({ kind: "status", status: 500, path: "/customers", times: 1 });
  assert.equal((await server.broker.get("/market-metrics?symbols=AAPL")).status, 200);
  assert.equal((await server.broker.get("/customers/me")).status, 500);
  assert.equal((await server.broker.get("/customers/me")).status, 200);
  assert.deepEqual(server.broker.simulator.faults.list(), [{ kind: "socket_refused" }]);
});

Deno.test("stream faults: a control connection causes them and sees what came of it", async () => {
  const server = startStream({ control: true });
  const fault = { kind: "socket_dropped", frames: 2, times: 1 };
  const { get } = server.broker;
  assert.equal((await get("/__simulator/faults", { method: "POST", body: JSON.stringify(fault) })).status, 201);
  assert.deepEqual((await get("/__simulator/faults")).body.data.items, [fault]);
  await server.open();
  const record = { path: "/realtime", openedAt: FRIDAY, closedAt: FRIDAY, customer: null, received: 1, sent: 2 };
  assert.deepEqual((await get("/__simulator/sockets")).body.data.items, [record]);
});
