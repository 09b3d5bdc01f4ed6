import assert from "node:assert/strict";
import { createProbe, eventsOf, legacy, message, post } from "./probe.ts";

const REVISIONS = ["2025-03-26", "2025-06-18", "2025-11-25"];
const say = { name: "say", arguments: { word: "hello" } };
const at = (version: string) => ({ "mcp-protocol-version": version });

Deno.test("legacy leg: initialize agrees on a revision it knows, and offers the newest legacy one otherwise", async () => {
  const { handler } = createProbe();
  for (const protocolVersion of [...REVISIONS, "2024-11-05", "2026-07-28", "1999-01-01"]) {
    const clientInfo = { name: "test", version: "1.0.0" };
    const response = await handler(post(message("initialize", { protocolVersion, capabilities: {}, clientInfo })));
    const { result } = await response.json();
    const isKnown = protocolVersion >= "2024" && protocolVersion < "2026";
    assert.equal(result.protocolVersion, isKnown ? protocolVersion : "2025-11-25");
    assert.equal(result.serverInfo.name, "probe");
    assert.equal(response.headers.get("mcp-session-id"), null);
  }
});

Deno.test("legacy leg: a call works at every revision, and without any version header", async () => {
  const { handler } = createProbe();
  for (const headers of [{}, ...REVISIONS.map(at)]) {
    const response = await handler(post(message("tools/call", say, "an id"), headers));
    const { id, result } = await response.json();
    assert.deepEqual([response.status, id, result.content[0].text], [200, "an id", "hello extra"]);
  }
});

Deno.test("legacy leg: a revision nobody serves is refused with the ones we do", async () => {
  const { handler, seen } = createProbe();
  for (const body of [message("tools/list"), { jsonrpc: "2.0", method: "notifications/initialized" }]) {
    const response = await handler(post(body, at("1999-01-01")));
    const { error } = await response.json();
    assert.deepEqual([response.status, error.code], [400, -32000]);
    assert.match(error.message, /1999-01-01.*2025-11-25/);
  }
  assert.deepEqual([seen.built, seen.errors], [0, []]);
});

Deno.test("legacy leg: notifications and responses are accepted without building a server", async () => {
  const { handler, seen } = createProbe();
  const bodies = [
    { jsonrpc: "2.0", method: "notifications/initialized" },
    { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } },
    { jsonrpc: "2.0", id: 7, result: {} },
    { jsonrpc: "2.0", id: 7, error: { code: -1, message: "no" } },
    [{ jsonrpc: "2.0", method: "notifications/initialized" }],
  ];
  for (const body of bodies) {
    const response = await handler(post(body));
    assert.deepEqual([response.status, await response.text()], [202, ""]);
  }
  assert.equal(seen.built, 0);
});

Deno.test("legacy leg: any Accept header gets an answer, a stream only one that permits it", async () => {
  const { handler } = createProbe();
  const counting = message("tools/call", { name: "count", _meta: { progressToken: 1 } });
  const cases = [
    ["application/json, text/event-stream", true],
    ["text/event-stream", true],
    ["*/*", true],
    ["application/json", false],
    ["text/html", false],
  ] as const;
  for (const [accept, isStreamed] of cases) {
    const plain = await handler(post(message("tools/call", say), { accept }));
    assert.deepEqual([plain.status, plain.headers.get("content-type")], [200, "application/json"], accept);
    assert.equal((await plain.json()).result.content[0].text, "hello extra");
    const counted = await handler(post(counting, { accept }));
    const type = isStreamed ? "text/event-stream" : "application/json";
    assert.deepEqual([counted.status, counted.headers.get("content-type")], [200, type], accept);
    const text = await counted.text();
    const result = isStreamed ? eventsOf(text).at(-1)?.result : JSON.parse(text).result;
    assert.deepEqual(result, { content: [{ type: "text", text: "counted" }] });
  }
  const silent = legacy("tools/call", say);
  silent.headers.delete("accept");
  assert.equal((await handler(silent)).status, 200);
});

Deno.test("legacy leg: a batch is answered in order at 2025-03-26, each message by a server of its own", async () => {
  const { handler, seen } = createProbe();
  const batch = [
    message("tools/call", say, 1),
    { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } },
    message("no/such", {}, "two"),
    message("tools/call", { name: "count", _meta: { progressToken: 1 } }, 3),
  ];
  for (const headers of [{}, at("2025-03-26")]) {
    const response = await handler(post(batch, headers));
    assert.equal(response.status, 200);
    const answers = await response.json();
    assert.deepEqual(answers.map(({ id }: { id: unknown }) => id), [1, "two", 3]);
    assert.equal(answers[0].result.content[0].text, "hello extra");
    assert.equal(answers[1].error.code, -32601);
    assert.equal(answers[2].result.content[0].text, "counted");
  }
  assert.deepEqual(seen.calls.slice(0, 3).map(({ toolName }) => toolName), ["say", null, "count"]);
  assert.deepEqual([seen.built, seen.closed], [6, 6]);
});

Deno.test("legacy leg: batches that the protocol does not have are refused", async () => {
  const { handler, seen } = createProbe();
  const one = [message("tools/list")];
  const initialize = message("initialize", { protocolVersion: "2025-03-26" });
  const cases: [unknown, Record<string, string>, RegExp][] = [
    [one, at("2025-06-18"), /one message per POST/],
    [one, at("2025-11-25"), /one message per POST/],
    [one, at("2026-07-28"), /batches are not supported/],
    [[initialize], {}, /must not be part of a JSON-RPC batch/],
    [[], {}, /empty/],
    [[message("tools/list"), {}], {}, /invalid message/],
    [Array.from({ length: 11 }, () => message("tools/list")), {}, /limit is 10 messages/],
    [Array.from({ length: 11 }, () => 1), at("2026-07-28"), /limit is 10 messages/],
  ];
  for (const [batch, headers, problem] of cases) {
    const response = await handler(post(batch, headers));
    const { error } = await response.json();
    assert.deepEqual([response.status, error.code], [400, -32600]);
    assert.match(error.message, problem);
  }
  assert.deepEqual([seen.built, seen.errors], [0, []]);
});

Deno.test("legacy leg: a client that goes ends its whole batch", async () => {
  const { handler, seen, waiting, aborted } = createProbe();
  const client = new AbortController();
  const response = handler(
    post([message("tools/call", say, 1), message("tools/call", { name: "wait" }, 2)], {}, client.signal),
  );
  await waiting;
  client.abort();
  await aborted;
  assert.equal((await response).status, 499);
  assert.deepEqual([seen.built, seen.closed, seen.errors], [2, 2, []]);
});

Deno.test("legacy leg: a server that cannot be built fails its own message of a batch only", async () => {
  const { handler, seen } = createProbe({
    spoil: ({ toolName }) => {
      if (toolName === "count") throw new Error("the secret is 42");
    },
  });
  const response = await handler(post([message("tools/call", say, 1), message("tools/call", { name: "count" }, 2)]));
  const [said, counted] = await response.json();
  assert.equal(said.result.content[0].text, "hello extra");
  assert.deepEqual(counted, { jsonrpc: "2.0", id: 2, error: { code: -32603, message: "Internal error" } });
  assert.equal(seen.errors.length, 1);
});
