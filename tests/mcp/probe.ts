/** A handler with a few tools that show how messages are served, and raw requests to put to it. */
import { McpServer } from "@modelcontextprotocol/server";
import * as z from "zod";
import { type Call, createHandler } from "../../src/mcp/handler.ts";
import { sharedValidator } from "../../src/mcp/json_schema.ts";

/** What was seen of the messages that reached the handler. */
export interface Seen {
  calls: Call<string>[];
  built: number;
  closed: number;
  errors: unknown[];
}

export interface Probe {
  handler: (request: Request, extra?: string) => Promise<Response>;
  seen: Seen;
  /** Resolves when the tool `wait` runs. */
  waiting: Promise<void>;
  /** Resolves when the signal of the tool `wait` has been aborted. */
  aborted: Promise<void>;
}

/** A fresh handler. `spoil` runs before a server is built, and may throw. */
export function createProbe(options: { spoil?: (call: Call<string>) => void; maxBodyBytes?: number } = {}): Probe {
  const seen: Seen = { calls: [], built: 0, closed: 0, errors: [] };
  const waiting = Promise.withResolvers<void>();
  const aborted = Promise.withResolvers<void>();
  const handler = createHandler<string>({
    serverFor: (call) => {
      seen.calls.push(call);
      options.spoil?.(call);
      const server = new McpServer({ name: "probe", version: "1.0.0" }, {
        capabilities: { tools: { listChanged: false }, logging: {} },
        jsonSchemaValidator: sharedValidator,
        cacheHints: { "tools/list": { ttlMs: 60_000, cacheScope: "public" } },
      });
      seen.built++;
      server.server.onclose = () => seen.closed++;
      registerTools(server, call, waiting.resolve, aborted.resolve);
      return server;
    },
    onError: (error) => seen.errors.push(error),
    ...(options.maxBodyBytes !== undefined && { maxBodyBytes: options.maxBodyBytes }),
  });
  return {
    handler: (request, extra = "extra") => handler(request, extra),
    seen,
    waiting: waiting.promise,
    aborted: aborted.promise,
  };
}

const wordSchema = z.object({ word: z.string() });

function registerTools(server: McpServer, { extra }: Call<string>, onWait: () => void, onAbort: () => void): void {
  server.registerTool("say", { description: "Says a word", inputSchema: wordSchema }, ({ word }) => ({
    content: [{ type: "text", text: `${word} ${extra}` }],
  }));
  server.registerTool("count", { description: "Counts to two aloud" }, async ({ mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    for (const progress of progressToken === undefined ? [] : [1, 2]) {
      await mcpReq.notify({
        method: "notifications/progress",
        params: { progressToken: progressToken!, progress, total: 2 },
      });
    }
    return { content: [{ type: "text", text: "counted" }] };
  });
  server.registerTool("wait", { description: "Waits until the client goes" }, async ({ mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    if (progressToken !== undefined) {
      await mcpReq.notify({ method: "notifications/progress", params: { progressToken, progress: 1 } });
    }
    await new Promise<void>((resolve) => {
      mcpReq.signal.addEventListener("abort", () => resolve(), { once: true });
      onWait();
    });
    onAbort();
    return { content: [] };
  });
}

/** Serves `probe` on a free loopback port for as long as `use` runs. */
export async function listening(
  { handler }: Pick<Probe, "handler">,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const listener = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => handler(request));
  try {
    await use(`http://127.0.0.1:${listener.addr.port}/mcp`);
  } finally {
    await listener.shutdown();
  }
}

const ENVELOPE = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientInfo": { name: "test", version: "1.0.0" },
  "io.modelcontextprotocol/clientCapabilities": {},
};

/** A JSON-RPC request message. */
export const message = (method: string, params: object = {}, id: number | string = 1) => ({
  jsonrpc: "2.0",
  id,
  method,
  params,
});

/** A POST of `body` (sent as it is when it is a string) with the headers that every client sends. */
export function post(body: unknown, headers: Record<string, string> = {}, signal?: AbortSignal): Request {
  return new Request("http://127.0.0.1/mcp", {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream", ...headers },
    ...(signal && { signal }),
  });
}

/** A well-formed request of the legacy era, at its newest revision. */
export const legacy = (method: string, params?: object, signal?: AbortSignal): Request =>
  post(message(method, params), { "mcp-protocol-version": "2025-11-25" }, signal);

/** A well-formed request of the modern era. */
export function modern(method: string, params: { name?: string; _meta?: object } = {}, signal?: AbortSignal): Request {
  return post(message(method, { ...params, _meta: { ...ENVELOPE, ...params._meta } }), {
    "mcp-protocol-version": "2026-07-28",
    "mcp-method": method,
    ...(params.name !== undefined && { "mcp-name": params.name }),
  }, signal);
}

/** The messages of an event stream. */
export const eventsOf = (stream: string): { method?: string; params?: object; result?: object }[] =>
  [...stream.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data!));
