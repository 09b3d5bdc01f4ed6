import assert from "node:assert/strict";
// @ts-types="@modelcontextprotocol/sdk/client/index"
import { Client as FormerClient } from "@modelcontextprotocol/sdk/client/index.js";
// @ts-types="@modelcontextprotocol/sdk/client/streamableHttp"
import { StreamableHTTPClientTransport as FormerTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { classifyInboundRequest } from "@modelcontextprotocol/server";
import { legacyReason } from "../../src/mcp/handler.ts";
import { createProbe, eventsOf, legacy, listening, message, modern, post } from "./probe.ts";

const ERAS = { legacy, modern };

const say = { name: "say", arguments: { word: "hello" } };
const me = { name: "test", version: "1.0.0" };

Deno.test("handler: the former SDK's client lists tools, calls one and sees its progress", async () => {
  await listening(createProbe(), async (url) => {
    const client = new FormerClient(me);
    await client.connect(new FormerTransport(new URL(url)));
    assert.deepEqual((await client.listTools()).tools.map(({ name }) => name), ["say", "count", "wait"]);
    assert.deepEqual((await client.callTool(say)).content, [{ type: "text", text: "hello extra" }]);
    const progress: number[] = [];
    await client.callTool({ name: "count" }, undefined, { onprogress: (step) => progress.push(step.progress) });
    assert.deepEqual(progress, [1, 2]);
    await client.close();
  });
});

for (const [mode, version] of [["legacy", "2025-11-25"], ["auto", "2026-07-28"]] as const) {
  Deno.test(`handler: the present SDK's client lists, calls and sees progress in ${mode} mode`, async () => {
    await listening(createProbe(), async (url) => {
      const client = new Client(me, { versionNegotiation: { mode } });
      await client.connect(new StreamableHTTPClientTransport(new URL(url)));
      assert.equal(client.getNegotiatedProtocolVersion(), version);
      assert.deepEqual((await client.listTools()).tools.map(({ name }) => name), ["say", "count", "wait"]);
      assert.deepEqual((await client.callTool(say)).content, [{ type: "text", text: "hello extra" }]);
      const progress: number[] = [];
      await client.callTool({ name: "count" }, { onprogress: (step) => progress.push(step.progress) });
      assert.deepEqual(progress, [1, 2]);
      await client.close();
    });
  });
}

Deno.test("handler: the server is built for the method and tool of the message, with what the caller passed", async () => {
  const { handler, seen } = createProbe();
  for (const [era, request] of Object.entries(ERAS)) {
    const call = request("tools/call", say);
    const answer = await (await handler(call, "passed")).json();
    assert.equal(answer.result.content[0].text, "hello passed");
    await (await handler(request("tools/list"))).json();
    assert.deepEqual(seen.calls.splice(0).map(({ era, method, toolName }) => ({ era, method, toolName })), [
      { era, method: "tools/call", toolName: "say" },
      { era, method: "tools/list", toolName: null },
    ]);
  }
});

Deno.test("handler: a call needs no initialize before it, and is answered in plain JSON", async () => {
  const { handler } = createProbe();
  for (const request of Object.values(ERAS)) {
    const response = await handler(request("tools/call", say));
    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-type")!, /^application\/json/);
    assert.equal((await response.json()).result.content[0].text, "hello extra");
  }
});

Deno.test("handler: progress turns the answer into a stream that ends with the result, in both eras", async () => {
  const { handler } = createProbe();
  for (const request of Object.values(ERAS)) {
    const response = await handler(request("tools/call", { name: "count", _meta: { progressToken: "token" } }));
    assert.equal(response.headers.get("content-type"), "text/event-stream");
    const [first, second, last] = eventsOf(await response.text());
    assert.deepEqual(first?.params, { progressToken: "token", progress: 1, total: 2 });
    assert.deepEqual(second?.params, { progressToken: "token", progress: 2, total: 2 });
    assert.ok(last?.result);
  }
});

Deno.test("handler: GET, DELETE and HEAD are told to POST, and HEAD names the protocol revision", async () => {
  const { handler, seen } = createProbe();
  for (const method of ["GET", "DELETE", "HEAD", "PUT"]) {
    const response = await handler(new Request("http://127.0.0.1/mcp", { method }));
    assert.equal(response.status, 405);
    assert.equal(response.headers.get("allow"), "POST");
    assert.equal(response.headers.get("mcp-protocol-version"), "2026-07-28");
    const text = await response.text();
    assert.equal(method === "HEAD" ? text : JSON.parse(text).error.code, method === "HEAD" ? "" : -32600);
  }
  assert.equal(seen.built, 0);
});

Deno.test("handler: an unknown tool is a JSON-RPC error, an unknown method is 404 in the modern era only", async () => {
  const { handler } = createProbe();
  for (const [era, request] of Object.entries(ERAS)) {
    const unknownTool = await handler(request("tools/call", { name: "no_such_tool" }));
    assert.deepEqual([unknownTool.status, (await unknownTool.json()).error.code], [200, -32602]);
    const unknownMethod = await handler(request("no/such"));
    assert.deepEqual([unknownMethod.status, (await unknownMethod.json()).error.code], [
      era === "modern" ? 404 : 200,
      -32601,
    ]);
  }
});

Deno.test("handler: the modern era refuses headers that contradict the body, and revisions it does not serve", async () => {
  const { handler, seen } = createProbe();
  const contradiction = modern("tools/call", say);
  contradiction.headers.set("mcp-name", "count");
  const unserved = post(
    message("tools/list", {
      _meta: {
        "io.modelcontextprotocol/protocolVersion": "2099-01-01",
        "io.modelcontextprotocol/clientCapabilities": {},
      },
    }),
    { "mcp-protocol-version": "2099-01-01", "mcp-method": "tools/list" },
  );
  const noEnvelope = post(message("tools/list"), { "mcp-protocol-version": "2026-07-28", "mcp-method": "tools/list" });
  for (const [request, code] of [[contradiction, -32020], [unserved, -32022], [noEnvelope, -32602]] as const) {
    const response = await handler(request);
    const { error, id } = await response.json();
    assert.deepEqual([response.status, error.code, id], [400, code, 1]);
  }
  assert.deepEqual([seen.built, seen.errors], [0, []]);
});

Deno.test("handler: a server that cannot be built is an internal error that says nothing, and is reported", async () => {
  const { handler, seen } = createProbe({
    spoil: () => {
      throw new Error("the secret is 42");
    },
  });
  for (const request of Object.values(ERAS)) {
    const response = await handler(request("tools/call", say));
    const { error, id } = await response.json();
    assert.deepEqual([response.status, error.code, id], [500, -32603, 1]);
    assert.doesNotMatch(JSON.stringify(error), /secret|42/);
  }
  assert.deepEqual(seen.errors.map(String), ["Error: the secret is 42", "Error: the secret is 42"]);
});

Deno.test("handler: two thousand requests leave no server open", async () => {
  const { handler, seen } = createProbe();
  let open = 0;
  for (let index = 0; index < 1_000; index++) {
    for (const request of Object.values(ERAS)) {
      const progress = index % 10 === 0 ? { _meta: { progressToken: index } } : {};
      await (await handler(request("tools/call", { name: "count", ...progress }))).text();
      open = Math.max(open, seen.built - seen.closed);
    }
  }
  assert.equal(seen.built, 2_000);
  assert.equal(seen.closed, 2_000);
  assert.ok(open <= 1, `${open} servers were open at once`);
  assert.deepEqual(seen.errors, []);
});

for (const [era, request] of Object.entries(ERAS)) {
  Deno.test(`handler: a client that goes aborts its ${era} call and closes the server`, async () => {
    const { handler, seen, waiting, aborted } = createProbe();
    const client = new AbortController();
    const response = handler(request("tools/call", { name: "wait" }, client.signal));
    await waiting;
    client.abort();
    await aborted;
    assert.equal((await response).status, 499);
    assert.deepEqual([seen.built, seen.closed, seen.errors], [1, 1, []]);
  });

  Deno.test(`handler: a client that drops its ${era} stream aborts the call and closes the server`, async () => {
    const { handler, seen, waiting, aborted } = createProbe();
    const response = await handler(request("tools/call", { name: "wait", _meta: { progressToken: 1 } }));
    const reader = response.body!.getReader();
    await reader.read();
    await waiting;
    await reader.cancel();
    await aborted;
    assert.deepEqual([seen.built, seen.closed, seen.errors], [1, 1, []]);
  });
}

// Only for a short request: Deno 2.9 does not notice that the connection of one above about 500 bytes has closed.
Deno.test("handler: a closed connection aborts the call", async () => {
  const probe = createProbe();
  await listening(probe, async (url) => {
    const client = new AbortController();
    const body = JSON.stringify(message("tools/call", { name: "wait" }));
    const headers = { "content-type": "application/json" };
    const response = fetch(url, { method: "POST", headers, body, signal: client.signal });
    await probe.waiting;
    client.abort();
    await assert.rejects(response, { name: "AbortError" });
    await probe.aborted;
  });
  assert.equal(probe.seen.closed, 1);
});

Deno.test("handler: the era of a message is the one the SDK would give it", () => {
  const envelope = { "io.modelcontextprotocol/protocolVersion": "2026-07-28" };
  const bodies: unknown[] = [
    message("tools/list"),
    message("tools/list", { _meta: envelope }),
    message("tools/list", { _meta: { progressToken: 1 } }),
    message("tools/list", { _meta: { "io.modelcontextprotocol/clientCapabilities": {} } }),
    message("initialize", { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: me }),
    message("initialize", { _meta: envelope }),
    { jsonrpc: "2.0", method: "notifications/initialized" },
    { jsonrpc: "2.0", method: "notifications/x", params: { _meta: envelope } },
    { jsonrpc: "2.0", id: 1, result: {} },
    { jsonrpc: "2.0", id: 1, error: { code: 1, message: "no" } },
    { ...message("tools/list"), result: {} },
    { ...message("tools/list"), params: { _meta: null } },
    { ...message("tools/list"), params: { _meta: "text" } },
    { ...message("tools/list"), params: null },
    { ...message("tools/list"), id: null },
    [message("tools/list")],
    [message("tools/list", { _meta: envelope })],
    [],
    {},
    null,
    "text",
    1,
  ];
  for (const body of bodies) {
    for (const version of [undefined, "2024-11-05", "2025-03-26", "2025-11-25", "1999-01-01"]) {
      const request = post(body, version === undefined ? {} : { "mcp-protocol-version": version });
      const verdict = classifyInboundRequest({
        httpMethod: "POST",
        ...(version !== undefined && { protocolVersionHeader: version }),
        body,
      });
      const expected = verdict.kind === "legacy" ? verdict.reason : null;
      assert.equal(legacyReason(request, body), expected, `${JSON.stringify(body)} at ${version}`);
    }
    // A modern header is never legacy traffic to us, whatever the body is.
    assert.equal(legacyReason(post(body, { "mcp-protocol-version": "2026-07-28" }), body), null);
  }
});
