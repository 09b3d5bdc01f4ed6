import assert from "node:assert/strict";
import { fail, ok } from "../../src/core/failure.ts";
import { createHandler } from "../../src/mcp/handler.ts";
import { createCatalogue, type Surroundings } from "../../src/mcp/server.ts";
import { defineResource } from "../../src/resources/resource.ts";
import type { Context } from "../../src/tools/tool.ts";
import { startApp } from "../support/app.ts";
import { legacyRequest, modernRequest } from "../support/clients.ts";

const described = { title: "Title", description: "Words." };

const RESOURCES = [
  defineResource({ ...described, uri: "test://now", name: "now", read: () => Promise.resolve(ok({ now: true })) }),
  defineResource({
    ...described,
    uri: "test://echo/{word}",
    name: "echo",
    read(word) {
      if (word === "nobody") return Promise.resolve(fail({ kind: "not_found", subject: word }));
      if (word === "down") return Promise.resolve(fail({ kind: "rate_limited", retryAfterSeconds: 7 }));
      if (word === "bug") return Promise.reject(new Error("secret detail"));
      return Promise.resolve(ok({ word }));
    },
    complete: (typed) => Promise.resolve(Array.from({ length: 150 }, (_, index) => `${typed}${index}`)),
  }),
  defineResource({
    ...described,
    uri: "test://file/{name}",
    name: "file",
    mimeType: null,
    readFile: (name) =>
      Promise.resolve(
        name === "text"
          ? ok({ mimeType: "image/svg+xml", body: "<svg/>" })
          : name === "bytes"
          ? ok({ mimeType: "image/png", body: new Uint8Array([1, 2, 255]) })
          : fail({ kind: "invalid", subject: name, problem: "is no file" }),
      ),
  }),
];

function start({ scopes = null as readonly string[] | null, isPersonal = false } = {}) {
  const bugs: unknown[] = [];
  const handler = createHandler<Surroundings>({
    serverFor: createCatalogue({
      tools: new Map(),
      resources: RESOURCES,
      version: "1.2.3",
      isPersonal,
      onBug: (error, name, requestId) => bugs.push([(error as Error).message, name, requestId]),
    }),
    onError: (error) => bugs.push(error),
  });
  const surroundings = (): Surroundings => ({
    context: { signal: new AbortController().signal } as Context,
    requestId: "ref-1",
    scopes,
    onMessage() {},
  });
  return {
    bugs,
    async send(make: typeof legacyRequest | typeof modernRequest, method: string, params: Record<string, unknown>) {
      return await (await handler(make(method, params), surroundings())).json();
    },
  };
}

const completing = (value: string, name = "word", uri = "test://echo/{word}") => ({
  ref: { type: "ref/resource", uri },
  argument: { name, value },
});

for (const [era, make] of [["legacy", legacyRequest], ["modern", modernRequest]] as const) {
  Deno.test(`resources: plain ones and templates are listed apart (${era})`, async () => {
    const server = start();
    const { result: { resources } } = await server.send(make, "resources/list", {});
    const { result: { resourceTemplates } } = await server.send(make, "resources/templates/list", {});
    const shape = { ...described, mimeType: "application/json" };
    assert.deepEqual(resources, [{ uri: "test://now", name: "now", ...shape }]);
    assert.deepEqual(resourceTemplates, [
      { uriTemplate: "test://echo/{word}", name: "echo", ...shape },
      { uriTemplate: "test://file/{name}", name: "file", ...described },
    ]);
  });

  Deno.test(`resources: reading gives JSON under the address that was asked for (${era})`, async () => {
    const { result } = await start().send(make, "resources/read", { uri: "test://now" });
    assert.deepEqual(result.contents, [{ uri: "test://now", mimeType: "application/json", text: '{"now":true}' }]);
    assert.deepEqual(
      [result.ttlMs, result.cacheScope],
      era === "modern" ? [30_000, "private"] : [undefined, undefined],
    );
  });

  Deno.test(`resources: a file comes as it is, as text or in base64 (${era})`, async () => {
    const server = start();
    const read = (uri: string) => server.send(make, "resources/read", { uri });
    const { result: { contents: [text] } } = await read("test://file/text");
    assert.deepEqual(text, { uri: "test://file/text", mimeType: "image/svg+xml", text: "<svg/>" });
    const { result: { contents: [bytes] } } = await read("test://file/bytes");
    assert.deepEqual(bytes, { uri: "test://file/bytes", mimeType: "image/png", blob: "AQL/" });
    const { error } = await read("test://file/nothing");
    assert.deepEqual([error.code, error.message], [-32602, "nothing: is no file."]);
  });

  Deno.test(`resources: a variable may hold slashes and spaces, escaped or not (${era})`, async () => {
    const server = start();
    for (const [uri, word] of [["BRK%2FB", "BRK/B"], ["/ESZ6", "/ESZ6"], ["A%20%20B", "A  B"]]) {
      const { result } = await server.send(make, "resources/read", { uri: `test://echo/${uri}` });
      assert.deepEqual(JSON.parse(result.contents[0].text), { word });
    }
  });

  Deno.test(`resources: what does not exist is said as the protocol wants it (${era})`, async () => {
    const server = start();
    for (const uri of ["test://nothing", "test://echo/", "test://echo/%zz", "test://echo/nobody"]) {
      const { error } = await server.send(make, "resources/read", { uri });
      assert.deepEqual([error.code, error.data], [-32602, { uri }]);
    }
    assert.deepEqual(server.bugs, []);
  });

  Deno.test(`resources: a failure is our sentence, a bug a reference number (${era})`, async () => {
    const server = start();
    const down = await server.send(make, "resources/read", { uri: "test://echo/down" });
    assert.deepEqual([down.error.code, down.error.message], [
      -32603,
      "tastytrade is asking for a pause. Try again in 7 s.",
    ]);
    const bug = await server.send(make, "resources/read", { uri: "test://echo/bug" });
    assert.match(bug.error.message, /reference ref-1/);
    assert.doesNotMatch(bug.error.message, /secret/);
    assert.deepEqual(server.bugs, [["secret detail", "echo", "ref-1"]]);
  });

  Deno.test(`resources: a hundred values are offered at the most, and their number (${era})`, async () => {
    const { result: { completion } } = await start().send(make, "completion/complete", completing("a"));
    assert.deepEqual([completion.values.length, completion.total, completion.hasMore], [100, 150, true]);
    assert.equal(completion.values[0], "a0");
  });

  Deno.test(`resources: only variables of templates are completed (${era})`, async () => {
    const server = start();
    const other = await server.send(make, "completion/complete", completing("a", "number"));
    assert.deepEqual(other.result.completion.values, []);
    const { error } = await server.send(make, "completion/complete", completing("a", "word", "test://other/{word}"));
    assert.equal(error.code, -32602);
  });

  Deno.test(`resources: without the permission to read there are none (${era})`, async () => {
    const server = start({ scopes: ["trade"], isPersonal: true });
    assert.deepEqual((await server.send(make, "resources/list", {})).result.resources, []);
    assert.deepEqual((await server.send(make, "resources/templates/list", {})).result.resourceTemplates, []);
    const { error } = await server.send(make, "resources/read", { uri: "test://now" });
    assert.match(error.message, /needs the permission "read"/);
    assert.deepEqual((await server.send(make, "completion/complete", completing("a"))).result.completion.values, []);
  });
}

Deno.test("resources: lists may be kept by anyone, unless they depend on who asks", async () => {
  for (const [isPersonal, scope, ttl] of [[false, "public", 3_600_000], [true, "private", 300_000]] as const) {
    const server = start({ isPersonal, scopes: isPersonal ? ["read"] : null });
    for (const method of ["resources/list", "resources/templates/list"]) {
      const { result } = await server.send(modernRequest, method, {});
      assert.deepEqual([result.cacheScope, result.ttlMs], [scope, ttl]);
    }
  }
});

Deno.test("resources: the server says that it has them, and that it completes", async () => {
  const { result } = await start().send(modernRequest, "server/discover", {});
  assert.deepEqual(result.capabilities.completions, {});
  assert.equal(result.capabilities.resources.subscribe ?? false, false);
});

Deno.test("resources: the real ones are read in both eras through the whole app", async () => {
  await using app = await startApp();
  for (const make of [legacyRequest, modernRequest]) {
    for (const uri of ["market://session", "market://symbol/SPY"]) {
      const { result } = await (await app.fetch(make("resources/read", { uri }))).json();
      assert.equal(JSON.parse(result.contents[0].text).simulated, true);
    }
  }
});
