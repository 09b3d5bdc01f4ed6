import assert from "node:assert/strict";
import { keptDay } from "../src/services/history/take_snapshots.ts";
import { createSimulator, simulatorHandler } from "../src/simulator/simulator.ts";
import { connect, legacyRequest, modernRequest, resultOf } from "./support/clients.ts";
import { buildWorker, startWorker } from "./support/worker.ts";

const CALL = { name: "get_quote", arguments: { symbol: "AAPL" } };

/** workerd outlives the single test, which Deno would call a leak. */
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn });

let built: Promise<void> | null = null;
const build = () => built ??= buildWorker();

/** A simulated broker over HTTP, and the settings to use it. */
function serveSimulator(now: () => number = Date.now) {
  const simulator = createSimulator({ now });
  const handler = simulatorHandler(simulator, (request) => Deno.upgradeWebSocket(request));
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
  const { clientSecret, refreshToken } = simulator.credentials;
  return {
    simulator,
    vars: {
      TT_API_URL: `http://127.0.0.1:${server.addr.port}`,
      TT_CLIENT_SECRET: clientSecret,
      TT_REFRESH_TOKEN: refreshToken,
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

test("worker: the bundle answers the same five ways as on Deno, through a broker over HTTP, cached in Workers KV", async () => {
  await build();
  await using broker = serveSimulator();
  await using worker = await startWorker(broker.vars);
  const answers = [
    await resultOf(await worker.fetch(legacyRequest("tools/call", CALL))),
    await resultOf(await worker.fetch(modernRequest("tools/call", CALL))),
  ];
  for (const kind of ["sdk 1", "2025-11-25", "2026-07-28"] as const) {
    await using client = await connect(worker, kind);
    answers.push(await client.callTool(CALL.name, CALL.arguments));
  }
  for (const { value } of answers) {
    assert.equal(value.symbol, "AAPL");
    assert.deepEqual(Object.keys(value), Object.keys(answers[0]!.value));
    assert.deepEqual([value.source, value.simulated], ["simulator", true]);
    assert.ok(value.bid > 0);
  }
  assert.deepEqual((await worker.cachedKeys()).sort(), ["metrics:AAPL", "quote:AAPL"]);
});

test("worker: fifty requests at once for one symbol cause one call upstream, and all are answered", async () => {
  await build();
  await using broker = serveSimulator();
  await using worker = await startWorker(broker.vars);
  const answers = await Promise.all(
    Array.from({ length: 50 }, async () => await resultOf(await worker.fetch(modernRequest("tools/call", CALL)))),
  );
  for (const { value } of answers) assert.equal(value.symbol, "AAPL");
  const calls = broker.simulator.requests.map(({ path }) => path);
  assert.deepEqual(calls.filter((path) => path === "/market-data/by-type").length, 1);
  assert.deepEqual(calls.filter((path) => path === "/oauth/token").length, 1);
});

const history = (symbol: string) =>
  modernRequest("tools/call", { name: "get_price_history", arguments: { symbol, span: "1y" } });

test("worker: live data flows in workerd, over one socket for each request, closed behind it", async () => {
  await build();
  await using broker = serveSimulator();
  await using worker = await startWorker(broker.vars);
  const { sockets } = broker.simulator;
  const first = await resultOf(await worker.fetch(history("AAPL")));
  assert.equal(first.isError, false, first.text);
  assert.ok(first.value.candles > 240, first.text);
  assert.equal(sockets.length, 1);
  // No request may touch the socket of another: one after the other, and at the same time.
  const others = await Promise.all(
    ["SPY", "QQQ", "MSFT"].map(async (symbol) => await resultOf(await worker.fetch(history(symbol)))),
  );
  for (const { value, text } of others) assert.ok(value.candles > 240, text);
  assert.ok(sockets.length >= 2 && sockets.length <= 4, `${sockets.length} sockets`);
  assert.equal(broker.simulator.requests.filter(({ path }) => path === "/api-quote-tokens").length, 1);
  while (sockets.some(({ closedAt }) => closedAt === null)) await new Promise((resolve) => setTimeout(resolve, 10));
});

test("worker: with the socket refused, or broken in the middle, it answers all the same", async () => {
  await build();
  await using broker = serveSimulator();
  await using worker = await startWorker(broker.vars);
  broker.simulator.faults.add({ kind: "socket_refused", times: 1 });
  const refused = await resultOf(await worker.fetch(history("AAPL")));
  assert.match(refused.text, /live data/);
  broker.simulator.faults.clear();
  broker.simulator.faults.add({ kind: "socket_dropped_in_snapshot", times: 1 });
  const mended = await resultOf(await worker.fetch(history("AAPL")));
  assert.ok(mended.value.candles > 240, mended.text);
});

test("worker: get_orders waits for a change over the account stream, and closes it", async () => {
  await build();
  const clock = { at: Date.now() };
  await using broker = serveSimulator(() => clock.at);
  const { simulator } = broker;
  const account = simulator.world.customers.get("C5100000001")!.accounts[0]!;
  // The next that happens to an order which has been there for a while.
  const next = simulator.orders.changes(account, clock.at, clock.at + 14 * 86_400_000)
    .find(({ receivedAt, updatedAt }) => updatedAt - receivedAt > 60_000)!;
  clock.at = next.updatedAt - 1000;
  await using worker = await startWorker(broker.vars);
  const asked = modernRequest("tools/call", { name: "get_orders", arguments: { account: "0001", wait_seconds: 30 } });
  const waiting = worker.fetch(asked);
  const isAsked = () =>
    simulator.requests.some(({ path, status }) => path.endsWith("/complex-orders") && status === 200);
  while (!isAsked()) await new Promise((resolve) => setTimeout(resolve, 10));
  clock.at += 3000;
  const { value, isError, text } = await resultOf(await waiting);
  assert.equal(isError, false, text);
  assert.deepEqual([value.waited.outcome, value.waited.by], ["changed", "account stream"]);
  assert.ok(value.changed.some(({ id }: { id: string }) => id === String(next.ticket.id)), text);
  const { sockets } = simulator;
  assert.deepEqual(sockets.map(({ path }) => path), ["/"]);
  while (sockets.some(({ closedAt }) => closedAt === null)) await new Promise((resolve) => setTimeout(resolve, 10));
});

test("worker: thirty questions about accounts at once are all answered, round after round", async () => {
  await build();
  await using broker = serveSimulator();
  await using worker = await startWorker(broker.vars);
  const asked = [
    { name: "get_portfolio", arguments: {} },
    { name: "get_portfolio_risk", arguments: {} },
    { name: "get_orders", arguments: { wait_seconds: 1 } },
    { name: "get_transactions", arguments: {} },
    { name: "list_accounts", arguments: {} },
  ];
  for (let round = 0; round < 2; round++) {
    const answers = await Promise.all(
      Array.from(
        { length: 30 },
        async (_, i) => await resultOf(await worker.fetch(modernRequest("tools/call", asked[i % asked.length]!))),
      ),
    );
    for (const { isError, text } of answers) assert.equal(isError, false, text);
  }
  const { sockets } = broker.simulator;
  while (sockets.some(({ closedAt }) => closedAt === null)) await new Promise((resolve) => setTimeout(resolve, 10));
});

test("worker: a wrong secret is one sentence and one attempt, kept in D1", async () => {
  await build();
  await using broker = serveSimulator();
  await using worker = await startWorker({ ...broker.vars, TT_CLIENT_SECRET: "this-is-not-the-secret" });
  for (let attempt = 0; attempt < 3; attempt++) {
    const answer = await resultOf(await worker.fetch(legacyRequest("tools/call", CALL)));
    assert.equal(answer.isError, true);
    assert.match(answer.text, /^tastytrade did not accept the client secret\./);
  }
  assert.equal(broker.simulator.requests.length, 1);
});

test("worker: with nothing configured it brings its own simulated market", async () => {
  await build();
  await using worker = await startWorker({});
  const answer = await resultOf(await worker.fetch(modernRequest("tools/call", CALL)));
  assert.equal(answer.value.simulated, true);
  const { value, text } = await resultOf(await worker.fetch(history("AAPL")));
  assert.ok(value.candles > 240, text);
  const page = await worker.fetch(new Request("http://localhost/", { headers: { accept: "text/html" } }));
  assert.match(await page.text(), /Simulated market/);
});

test("worker: settings that do not fit are named, without a value", async () => {
  await build();
  await using worker = await startWorker({ JWT_SECRET: "short-secret", PORT: "eighty" });
  const response = await worker.fetch(new Request("http://localhost/health"));
  assert.equal(response.status, 500);
  const { error } = await response.json();
  assert.match(error, /JWT_SECRET needs at least 32 characters/);
  assert.doesNotMatch(error, /short-secret|eighty/);
});

test("worker: the cron trigger writes down the accounts of a day that has ended, once", async () => {
  await build();
  await using broker = serveSimulator();
  await using worker = await startWorker(broker.vars);
  await worker.tick();
  // The clock is the real one: while the exchange is open there is no day to write down.
  const wanted = keptDay(Date.now()) === null ? 0 : 2;
  assert.equal(await worker.countRows("account_days"), wanted);
  await worker.tick();
  assert.equal(await worker.countRows("account_days"), wanted);
  assert.equal(await worker.countRows("snapshot_runs"), wanted === 0 ? 0 : 1);
});
