import assert from "node:assert/strict";
import * as z from "zod";
import { ok } from "../../src/core/failure.ts";
import { createHandler } from "../../src/mcp/handler.ts";
import { createCatalogue, type Surroundings } from "../../src/mcp/server.ts";
import { type AnyTool, type Context, defineTool } from "../../src/tools/tool.ts";
import { connect, legacyRequest, modernRequest, resultOf } from "../support/clients.ts";

const tool = (name: string, access: "read" | "write" | "trade", run: (context: Context) => Promise<unknown>): AnyTool =>
  defineTool({
    name,
    title: name,
    description: `Does ${name}.`,
    access,
    input: z.object({ symbol: z.string().optional() }),
    run: async (_input, context) => ok(await run(context)),
  });

const TOOLS = [
  tool("get_signal", "read", (context) => Promise.resolve({ aborted: context.signal.aborted })),
  tool("break_things", "write", () => Promise.reject(new Error("secret detail"))),
  tool("send_order", "trade", () => Promise.resolve({})),
];

function start(scopes: readonly string[] | null = null) {
  const bugs: unknown[] = [];
  const messages: unknown[] = [];
  const handler = createHandler<Surroundings>({
    serverFor: createCatalogue({
      tools: new Map(TOOLS.map((tool) => [tool.name, () => Promise.resolve(tool)])),
      resources: [],
      version: "1.2.3",
      isPersonal: false,
      onBug: (error, name, requestId) => bugs.push([(error as Error).message, name, requestId]),
    }),
    onError: (error) => bugs.push(error),
  });
  const surroundings = (): Surroundings => ({
    context: { signal: new AbortController().signal } as Context,
    requestId: "ref-1",
    scopes,
    onMessage: (...message) => messages.push(message),
  });
  return { bugs, messages, fetch: (request: Request) => handler(request, surroundings()) };
}

Deno.test("server: hints follow from a tool's access alone", async () => {
  await using client = await connect(start(), "2026-07-28");
  const hints = (await client.listTools()).map(({ annotations }) => [
    annotations!.readOnlyHint,
    annotations!.destructiveHint,
    annotations!.idempotentHint,
  ]);
  assert.deepEqual(hints, [[true, false, true], [false, true, false], [false, true, false]]);
});

Deno.test("server: with logins, looking and keeping lists need the scope read, orders need trade", async () => {
  for (
    const [scopes, permitted] of [
      [["read"], ["get_signal", "break_things"]],
      [["read", "trade"], ["get_signal", "break_things", "send_order"]],
      [["trade"], ["send_order"]],
      [[], []],
    ] as const
  ) {
    const server = start(scopes);
    const { result } = await (await server.fetch(modernRequest("tools/list", {}))).json();
    assert.deepEqual(result.tools.map(({ name }: { name: string }) => name), permitted);
    for (const { name } of TOOLS.filter(({ name }) => !(permitted as readonly string[]).includes(name))) {
      const answer = await resultOf(await server.fetch(modernRequest("tools/call", { name, arguments: {} })));
      assert.match(answer.text, new RegExp(`^${name} needs the permission "(read|trade)"`));
    }
    assert.deepEqual(server.bugs, [], "what is not permitted does not run");
  }
});

Deno.test("server: a tool that throws becomes a reference number outside, and a bug inside", async () => {
  const server = start();
  const answer = await resultOf(
    await server.fetch(modernRequest("tools/call", { name: "break_things", arguments: {} })),
  );
  assert.equal(answer.isError, true);
  assert.match(answer.text, /reference ref-1/);
  assert.doesNotMatch(answer.text, /secret detail/);
  assert.deepEqual(server.bugs, [["secret detail", "break_things", "ref-1"]]);
});

Deno.test("server: an unknown tool is refused by name in both eras", async () => {
  const server = start();
  for (const request of [legacyRequest, modernRequest]) {
    const response = await server.fetch(request("tools/call", { name: "get_rich", arguments: {} }));
    const { error } = await response.json();
    assert.equal(error.code, -32602);
    assert.match(error.message, /get_rich/);
  }
});

Deno.test("server: the log hears era, method and tool, and never a name that is not ours", async () => {
  const server = start();
  await server.fetch(legacyRequest("tools/call", { name: "get_signal", arguments: {} }));
  await server.fetch(modernRequest("tools/call", { name: "forged line", arguments: {} }));
  await server.fetch(modernRequest("tools/list", {}));
  assert.deepEqual(server.messages, [
    ["legacy", "tools/call", "get_signal"],
    ["modern", "tools/call", null],
    ["modern", "tools/list", null],
  ]);
});

Deno.test("server: lists may be kept for an hour, by anyone, in the new protocol", async () => {
  const { result } = await (await start().fetch(modernRequest("tools/list", {}))).json();
  assert.deepEqual([result.ttlMs, result.cacheScope, result.tools.length], [3_600_000, "public", 3]);
});

Deno.test("server: schemas carry nothing that costs tokens and says nothing", async () => {
  const text = await (await start().fetch(legacyRequest("tools/list", {}))).text();
  assert.doesNotMatch(text, /\$schema|9007199254740991/);
});
