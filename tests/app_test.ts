import assert from "node:assert/strict";
import { VERSION } from "../src/app.ts";
import { FRIDAY, OWNER, startApp } from "./support/app.ts";
import { connect, legacyRequest, modernRequest, resultOf } from "./support/clients.ts";

const CALL = { name: "get_quote", arguments: { symbol: "AAPL" } };
const at = (path: string, init?: RequestInit) => new Request(`http://localhost:8787${path}`, init);

Deno.test("app: the same quote by bare requests of both eras and by the three clients people use", async () => {
  await using app = await startApp();
  const answers = [
    await resultOf(await app.fetch(legacyRequest("tools/call", CALL))),
    await resultOf(await app.fetch(modernRequest("tools/call", CALL))),
  ];
  for (const kind of ["sdk 1", "2025-11-25", "2026-07-28"] as const) {
    await using client = await connect(app, kind);
    answers.push(await client.callTool(CALL.name, CALL.arguments));
  }
  assert.equal(answers.length, 5);
  for (const { text } of answers) assert.equal(text, answers[0]!.text);
});

for (const version of ["2025-03-26", "2025-06-18", "2025-11-25"]) {
  Deno.test(`app: a client of ${version} initializes and calls, at /mcp and at /`, async () => {
    await using app = await startApp();
    const initialize = legacyRequest("initialize", {
      protocolVersion: version,
      capabilities: {},
      clientInfo: { name: "old", version: "1" },
    });
    const { result } = await (await app.fetch(initialize)).json();
    assert.equal(result.protocolVersion, version);
    assert.equal(result.serverInfo.name, "ttai");
    const call = legacyRequest("tools/call", CALL, { "mcp-protocol-version": version });
    const atRoot = new Request("http://localhost:8787/", call);
    assert.equal((await resultOf(await app.fetch(atRoot))).isError, false);
  });
}

Deno.test("app: a probe that accepts anything and names no version is answered in JSON", async () => {
  await using app = await startApp();
  const request = legacyRequest("tools/call", CALL, { accept: "*/*" });
  request.headers.delete("mcp-protocol-version");
  const response = await app.fetch(request);
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type")!, /^application\/json/);
});

Deno.test("app: HEAD on the MCP paths names the protocol version; GET and DELETE on /mcp are refused", async () => {
  await using app = await startApp();
  for (const path of ["/mcp", "/"]) {
    const head = await app.fetch(at(path, { method: "HEAD" }));
    assert.equal(head.headers.get("mcp-protocol-version"), "2026-07-28");
    assert.equal(await head.text(), "");
  }
  for (const method of ["GET", "DELETE"]) {
    const response = await app.fetch(at("/mcp", { method, headers: { accept: "text/event-stream" } }));
    assert.deepEqual([response.status, response.headers.get("allow")], [405, "POST"]);
  }
  assert.equal((await app.fetch(at("/", { headers: { accept: "text/event-stream" } }))).status, 405);
});

Deno.test("app: bad bodies get a clear answer", async () => {
  await using app = await startApp();
  const post = (body: BodyInit, type = "application/json") =>
    app.fetch(at("/mcp", { method: "POST", headers: { "content-type": type }, body }));
  const notJson = await post("{not json");
  assert.equal(notJson.status, 400);
  assert.equal((await notJson.json()).error.code, -32700);
  assert.equal((await post("x".repeat(10_000_000))).status, 413);
  assert.equal((await post("symbol=AAPL", "application/x-www-form-urlencoded")).status, 415);
});

Deno.test("app: a body that streams beyond the limit is cut off without reading it all", async () => {
  await using app = await startApp();
  let pulled = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled++;
      controller.enqueue(new Uint8Array(65_536));
    },
  });
  const response = await app.fetch(
    new Request("http://localhost:8787/mcp", { method: "POST", headers: { "content-type": "application/json" }, body }),
  );
  assert.equal(response.status, 413);
  assert.ok(pulled < 12, `${pulled} chunks of 64 KB were read`);
});

Deno.test("app: another host or origin is turned away before anything is read", async () => {
  await using app = await startApp();
  const host = await app.fetch(legacyRequest("tools/call", CALL, { host: "evil.example" }));
  const origin = await app.fetch(legacyRequest("tools/call", CALL, { origin: "https://evil.example" }));
  assert.deepEqual([host.status, origin.status], [403, 403]);
  assert.equal(app.simulator.requests.length, 0);
});

Deno.test("app: a public address is answered to when it is configured, but never for a single owner", async () => {
  const environment = { PUBLIC_URL: "https://ttai.example" };
  const request = () => legacyRequest("tools/call", CALL, { host: "ttai.example" });
  await using open = await startApp({ environment });
  assert.equal((await open.fetch(request())).status, 200);
  await using owner = await startApp({ environment: { ...environment, ...OWNER } });
  assert.equal((await owner.fetch(request())).status, 403);
});

Deno.test("app: health says what runs here", async () => {
  await using app = await startApp();
  const response = await app.fetch(at("/health"));
  assert.deepEqual(await response.json(), {
    status: "ok",
    environment: "development",
    version: VERSION,
    time: new Date(FRIDAY).toISOString(),
    auth: "none",
    broker: "simulated",
  });
});

Deno.test("app: the broker check goes through login, customer and quote, and identifies nobody", async () => {
  await using app = await startApp({ environment: OWNER });
  const response = await app.fetch(at("/debug/broker"));
  const check = await response.json();
  assert.equal(response.status, 200);
  assert.deepEqual(check.steps.map(({ step, ok }: { step: string; ok: boolean }) => [step, ok]), [
    ["login", true],
    ["customer", true],
    ["quote", true],
  ]);
  assert.equal(check.source, "simulator");
});

Deno.test("app: the broker check stops at what fails and says what to do", async () => {
  await using app = await startApp({ environment: OWNER });
  app.simulator.revokeGrant();
  const response = await app.fetch(at("/debug/broker"));
  assert.equal(response.status, 502);
  const { ok, steps } = await response.json();
  assert.equal(ok, false);
  assert.equal(steps.length, 1);
  assert.match(steps[0].detail, /Create a new grant/);
});

Deno.test("app: the broker check is not there in production", async () => {
  await using app = await startApp({ environment: { ENVIRONMENT: "production" } });
  assert.equal((await app.fetch(at("/debug/broker"))).status, 404);
});

Deno.test("app: an unknown path says where the endpoint is", async () => {
  await using app = await startApp();
  const response = await app.fetch(at("/api/v1/quotes"));
  assert.equal(response.status, 404);
  assert.match((await response.json()).error, /The MCP endpoint is \/mcp/);
});

Deno.test("app: each request is one line of the log, with its id, tool and cost", async () => {
  await using app = await startApp();
  const response = await app.fetch(modernRequest("tools/call", CALL));
  await app.fetch(modernRequest("tools/call", CALL));
  const requests = app.lines.filter(({ event }) => event === "request");
  assert.equal(requests.length, 2);
  const { requestId, milliseconds: _, time: __, ...rest } = requests[0]!;
  assert.equal(requestId, response.headers.get("x-request-id"));
  assert.deepEqual(rest, {
    level: "info",
    event: "request",
    verb: "POST",
    path: "/mcp",
    status: 200,
    era: "modern",
    method: "tools/call",
    tool: "get_quote",
    upstream: 3,
  });
  assert.equal(requests[1]!.upstream, 0);
});

Deno.test("app: no secret is in any line of the log, whatever goes wrong", async () => {
  await using app = await startApp({ environment: { ...OWNER, LOG_LEVEL: "debug" }, timeout: 10 });
  for (const kind of ["html", "half_json", "dropped", "silent"] as const) {
    app.simulator.faults.add({ kind, times: 2 });
    await app.fetch(legacyRequest("tools/call", CALL));
  }
  app.simulator.revokeGrant();
  await app.fetch(at("/debug/broker"));
  const text = app.rawLines.join("\n");
  assert.ok(app.lines.length >= 5);
  for (const secret of Object.values(OWNER)) assert.ok(!text.includes(secret));
  assert.doesNotMatch(text, /Bearer|eyJ/);
});

Deno.test("app: the tick clears what has expired and says how much", async () => {
  await using app = await startApp();
  await app.tick();
  assert.equal(app.lines.at(-1)!.event, "tick");
});
