import assert from "node:assert/strict";
import { readJsonBody } from "../../src/mcp/json_body.ts";
import { createProbe, legacy, message, modern, post } from "./probe.ts";

const LIMIT = 100;
const CHUNK = 40;

/** A POST whose body comes in chunks of 40 spaces, and what has been taken of it. */
function chunked(chunks: number, headers: Record<string, string> = {}) {
  const taken = { chunks: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (taken.chunks === chunks) return controller.close();
      taken.chunks++;
      controller.enqueue(new Uint8Array(CHUNK).fill(32));
    },
    cancel() {
      taken.isCancelled = true;
    },
  }, { highWaterMark: 0 });
  const request = new Request("http://127.0.0.1/mcp", {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });
  return { request, taken };
}

async function refusalOf(request: Request): Promise<[status: number, code: number]> {
  const read = await readJsonBody(request, LIMIT);
  assert.ok(!read.ok, "the body was accepted");
  const { jsonrpc, error, id } = await read.refusal.json();
  assert.deepEqual([jsonrpc, id, typeof error.message], ["2.0", null, "string"]);
  return [read.refusal.status, error.code];
}

Deno.test("json body: JSON is read whatever its parameters, up to the limit exactly", async () => {
  const text = JSON.stringify({ text: "ä".repeat(44) });
  assert.equal(new TextEncoder().encode(text).length, 99);
  for (const type of ["application/json", "application/json; charset=utf-8", "Application/JSON"]) {
    for (const headers of [{}, { "content-length": "99" }]) {
      const read = await readJsonBody(post(`${text} `, { "content-type": type, ...headers }), LIMIT);
      assert.deepEqual(read, { ok: true, value: JSON.parse(text) });
    }
  }
});

Deno.test("json body: another media type is refused before anything is read", async () => {
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""]) {
    const { request, taken } = chunked(1, { "content-type": type });
    assert.deepEqual(await refusalOf(request), [415, -32600], type);
    assert.equal(taken.chunks, 0);
  }
});

Deno.test("json body: what is not JSON is a parse error", async () => {
  for (const body of ["", "{", "undefined", "{'a':1}", "[".repeat(90)]) {
    assert.deepEqual(await refusalOf(post(body)), [400, -32700], body);
  }
});

Deno.test("json body: an announced length above the limit is refused without reading", async () => {
  const { request, taken } = chunked(3, { "content-length": "120" });
  assert.deepEqual(await refusalOf(request), [413, -32600]);
  assert.equal(taken.chunks, 0);
});

Deno.test("json body: reading stops at the chunk that goes over the limit, and lets the rest go", async () => {
  const { request, taken } = chunked(1_000);
  assert.deepEqual(await refusalOf(request), [413, -32600]);
  assert.deepEqual(taken, { chunks: 3, isCancelled: true });
});

Deno.test("json body: a length that lies or is no length does not get past the limit", async () => {
  for (const length of ["1", "-1", "abc", "1, 1"]) {
    const { request } = chunked(3, { "content-length": length });
    assert.deepEqual(await refusalOf(request), [413, -32600], length);
  }
});

Deno.test("json body: a body that breaks off is a parse error", async () => {
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error("gone")) });
  const headers = { "content-type": "application/json" };
  assert.deepEqual(await refusalOf(new Request("http://x/", { method: "POST", body, headers })), [400, -32700]);
});

Deno.test("json body: the handler takes 256 KiB unless told otherwise, and refuses more in both eras", async () => {
  const { handler } = createProbe();
  const small = createProbe({ maxBodyBytes: 1_000 });
  for (const request of [legacy, modern]) {
    const sized = (bytes: number) =>
      request("tools/call", { name: "say", arguments: { word: "x".repeat(bytes) } } as never);
    assert.equal((await handler(sized(200_000))).status, 200);
    assert.equal((await handler(sized(262_144))).status, 413);
    assert.equal((await small.handler(sized(1_000))).status, 413);
  }
});

Deno.test("json body: JSON that is no JSON-RPC message is an invalid request", async () => {
  const { handler, seen } = createProbe();
  for (
    const body of [null, 1, "text", {}, { jsonrpc: "1.0", id: 1, method: "ping" }, { ...message("ping"), id: null }]
  ) {
    for (const headers of [{}, { "mcp-protocol-version": "2025-11-25" }, { "mcp-protocol-version": "2026-07-28" }]) {
      const response = await handler(post(JSON.stringify(body), headers));
      assert.deepEqual([response.status, (await response.json()).error.code], [400, -32600], JSON.stringify(body));
    }
  }
  assert.deepEqual([seen.built, seen.errors], [0, []]);
});
