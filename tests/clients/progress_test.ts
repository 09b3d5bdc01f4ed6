/** Long work with clients that want to know how far it has come, over real connections. */

import assert from "node:assert/strict";
import { createSimulator, simulatorHandler } from "../../src/simulator/simulator.ts";
import { startApp } from "../support/app.ts";
import { connect, legacyRequest, modernRequest, remote, type Server, type Step } from "../support/clients.ts";
import { buildWorker, startWorker } from "../support/worker.ts";

/** The client libraries leave bodies unread when a call is given up, and workerd outlives the single test. */
const LEAVES_THINGS = { sanitizeOps: false, sanitizeResources: false };

const SYMBOLS = ["SPY", "QQQ", "IWM", "GLD", "TLT", "XLE"];
/** Many: a server hears that a client has gone when it writes to it the next time, or the time after. */
const MANY = "AAPL MSFT AMD JPM XOM BAC F PFE DIS NKE SBUX DAL INTC GOOGL AMZN KO".split(" ");

const scan = (symbols: readonly string[]) => ({
  symbols,
  families: ["put_credit_spread"],
  min_dte: 25,
  max_dte: 60,
  avoid_earnings: false,
});

/** What the simulated broker was asked for. */
type Asked = () => string[];

const wasAsked = (asked: Asked, symbol: string): boolean => asked().some((path) => path.includes(`chains/${symbol}`));

/** Told step by step, the answer is the one that comes at once without; who gives up ends the work. */
async function check(server: Server, asked: Asked): Promise<void> {
  for (const kind of ["sdk 1", "2025-11-25", "2026-07-28"] as const) {
    await using client = await connect(server, kind);
    const steps: Step[] = [];
    const told = await client.callTool("find_strategies", scan(SYMBOLS), { onprogress: (step) => steps.push(step) });
    assert.equal(told.isError, false, told.text);
    assert.deepEqual(
      steps.map(({ progress, total }) => [progress, total]),
      SYMBOLS.map((_, i) => [i + 1, SYMBOLS.length]),
    );
    assert.ok(steps.every(({ message }) => SYMBOLS.some((symbol) => message?.includes(symbol))), JSON.stringify(steps));
    const silent = await client.callTool("find_strategies", scan(SYMBOLS));
    assert.deepEqual(silent.value.legs, told.value.legs);
  }
  await using client = await connect(server, "2026-07-28");
  const person = new AbortController();
  const given = client.callTool("find_strategies", scan(MANY), {
    signal: person.signal,
    onprogress: () => person.abort(),
  });
  await assert.rejects(given);
  // Were it still at work, it would be through by the time that as many others are.
  for (let turn = 0; turn < 3; turn++) {
    await client.callTool("find_strategies", scan([...SYMBOLS, "NVDA", "TSLA", "META"]));
  }
  assert.equal(wasAsked(asked, MANY[0]!), true, asked().join("\n"));
  assert.equal(wasAsked(asked, MANY.at(-1)!), false, "the work went on");
}

Deno.test("progress: real clients see a scan go forward on Deno, and end it by going", LEAVES_THINGS, async () => {
  await using app = await startApp();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => app.fetch(request));
  await check(remote(`http://127.0.0.1:${server.addr.port}`), () => app.simulator.requests.map(({ path }) => path));
  await server.shutdown();
});

Deno.test("progress: the same on the Worker", LEAVES_THINGS, async () => {
  await buildWorker();
  const simulator = createSimulator({ now: Date.now });
  const handler = simulatorHandler(simulator, (request) => Deno.upgradeWebSocket(request));
  const broker = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
  const { clientSecret, refreshToken } = simulator.credentials;
  {
    await using worker = await startWorker({
      TT_API_URL: `http://127.0.0.1:${broker.addr.port}`,
      TT_CLIENT_SECRET: clientSecret,
      TT_REFRESH_TOKEN: refreshToken,
    });
    await check(worker, () => simulator.requests.map(({ path }) => path));
  }
  simulator.closeSockets();
  await broker.shutdown();
});

for (const [era, make] of [["legacy", legacyRequest], ["modern", modernRequest]] as const) {
  Deno.test(`progress: only who asks for it gets a stream, and its cost is in the log when it has ended (${era})`, async () => {
    await using app = await startApp();
    const params = { name: "find_strategies", arguments: scan(["SPY", "QQQ"]) };
    const request = make("tools/call", params);
    const body = await request.json();
    body.params._meta = { ...body.params._meta, progressToken: "a" };
    const headers = new Headers(request.headers);
    headers.delete("content-length");
    const asked = new Request(request.url, { method: "POST", headers, body: JSON.stringify(body) });
    const stream = await app.fetch(asked);
    assert.equal(stream.headers.get("content-type"), "text/event-stream");
    assert.ok(stream.headers.get("x-request-id"));
    const noted = () => app.lines.filter(({ event, tool }) => event === "request" && tool !== undefined);
    assert.deepEqual(noted(), []);
    const text = await stream.text();
    assert.deepEqual([...text.matchAll(/"progress":(\d)/g)].map(([, step]) => step), ["1", "2"]);
    assert.match(text, /"result":\{/);
    const [line, ...others] = noted();
    assert.deepEqual([line?.tool, line?.era, others.length], ["find_strategies", era, 0]);
    assert.ok((line?.upstream as number) > 3, "what the second symbol cost is in it");
    const plain = await app.fetch(make("tools/call", params));
    assert.match(plain.headers.get("content-type")!, /^application\/json/);
    await plain.body?.cancel();
  });
}
