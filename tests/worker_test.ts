import assert from "node:assert/strict";
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
function serveSimulator() {
  const simulator = createSimulator({ now: Date.now });
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, simulatorHandler(simulator));
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
