import assert from "node:assert/strict";
import type { AccountEvent } from "../../../src/broker/account_stream/frames.ts";
import { createAccountStream } from "../../../src/broker/account_stream/create_account_stream.ts";
import { fail, ok } from "../../../src/core/failure.ts";
import { simulatorHandler } from "../../../src/simulator/simulator.ts";
import { startClient } from "../../simulator/client.ts";

const MARGIN = "5WS00001";
/** Shortly before an order of the margin account is cancelled. */
const BEFORE = Date.UTC(2026, 10, 20, 15, 41);

/** The stream over a real WebSocket to a simulator whose clock a test moves, and what the end of the test waits for. */
function serve() {
  const broker = startClient({ at: BEFORE });
  const handler = simulatorHandler(broker.simulator, (request) => Deno.upgradeWebSocket(request));
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
  const ends: Promise<unknown>[] = [];
  const tokens: string[] = [];
  const stream = createAccountStream({
    broker: {
      async token() {
        const { status, body } = await broker.login();
        if (status !== 200) return fail({ kind: "unauthenticated", reason: "grant_refused" });
        tokens.push(body.access_token);
        return ok(body.access_token);
      },
      dropToken() {},
    },
    url: `ws://127.0.0.1:${server.addr.port}`,
    openSocket(url) {
      const socket = new WebSocket(url);
      ends.push(new Promise((resolve) => socket.addEventListener("close", resolve)));
      return socket;
    },
    now: () => broker.clock.at,
    log: () => {},
    heartbeat: 20,
  });
  return {
    ...broker,
    stream,
    tokens,
    async open() {
      const opened = await stream.open([MARGIN]);
      assert.ok(opened.ok, JSON.stringify(opened));
      return opened.value;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(ends);
      await server.shutdown();
    },
  };
}

const isCancelled = (event: AccountEvent) => event.type === "order" && event.record.status === "cancelled";

Deno.test("account stream on the simulator: an order that is cancelled is heard of, and nothing stays open", async () => {
  await using broker = serve();
  const watch = await broker.open();
  const waiting = watch.until(isCancelled, 5000);
  broker.clock.at += 3000;
  assert.equal(await waiting, "wanted");
  watch.close();
});

Deno.test("account stream on the simulator: whatever it tells can be read", async () => {
  await using broker = serve();
  const { simulator, clock } = broker;
  const account = simulator.world.customers.get("C5100000001")!.accounts[0]!;
  const within = (milliseconds: number) => simulator.orders.changes(account, clock.at, clock.at + milliseconds);
  // Forward to the next that happens to a bound order, and to the next execution.
  const bound = within(60 * 86_400_000).find(({ ticket }) => ticket.complex !== null)!;
  const filled = within(60 * 86_400_000).find(({ status }) => status === "Filled")!;
  const heard = new Set<string>();
  for (const { updatedAt } of [bound, filled]) {
    clock.at = updatedAt - 1000;
    const watch = await broker.open();
    const waiting = watch.until((event) => {
      heard.add(event.type);
      return event.type === (updatedAt === bound.updatedAt ? "complex_order" : "balance");
    }, 5000);
    clock.at += 3000;
    assert.equal(await waiting, "wanted");
    watch.close();
  }
  assert.deepEqual([...heard].sort(), ["balance", "complex_order", "order", "position"]);
});

Deno.test("account stream on the simulator: signs of life are answered", async () => {
  await using broker = serve();
  const watch = await broker.open();
  assert.equal(await watch.until(() => false, 150), "deadline");
  assert.ok(broker.simulator.sockets[0]!.received >= 3);
  watch.close();
});

Deno.test("account stream on the simulator: dropped, silent and refused connections end or never begin", async () => {
  await using broker = serve();
  const { faults } = broker.simulator;
  const path = "/";
  faults.add({ kind: "socket_dropped_in_snapshot", path, times: 1 });
  const dropped = await broker.open();
  const waiting = dropped.until(isCancelled, 5000);
  broker.clock.at += 3000;
  assert.equal(await waiting, "closed");
  faults.add({ kind: "socket_silent", path, times: 1 });
  assert.equal(await (await broker.open()).until(() => false, 5000), "closed");
  faults.add({ kind: "socket_refused", path, times: 1 });
  assert.deepEqual(await broker.stream.open([MARGIN]), {
    ok: false,
    failure: { kind: "broker_unavailable", endpoint: "account stream", reason: "network" },
  });
});

Deno.test("account stream on the simulator: a token counted as expired is replaced once, a stranger's account is refused", async () => {
  await using broker = serve();
  broker.simulator.faults.add({ kind: "socket_token_expired", path: "/", times: 1 });
  const watch = await broker.open();
  assert.equal(broker.tokens.length, 2);
  watch.close();
  const refused = await broker.stream.open([MARGIN, "5WT00117"]);
  assert.deepEqual(refused, { ok: false, failure: { kind: "forbidden", endpoint: "account stream" } });
  assert.equal(broker.tokens.length, 4);
});
