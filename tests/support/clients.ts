/** The MCP clients people really use, and the same questions as bare HTTP, all against anything with a `fetch`. */

import { Client as Client2, StreamableHTTPClientTransport as Transport2 } from "@modelcontextprotocol/client";
// @ts-types="@modelcontextprotocol/sdk/client"
import { Client as Client1 } from "@modelcontextprotocol/sdk/client/index.js";
// @ts-types="@modelcontextprotocol/sdk/client/streamableHttp"
import { StreamableHTTPClientTransport as Transport1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

/** Whatever answers requests: the app in memory, or one behind an address. */
export interface Server {
  fetch(request: Request): Promise<Response>;
}

/** A server at an address. */
export const remote = (origin: string): Server => ({
  fetch: (request) => {
    const { pathname, search } = new URL(request.url);
    return fetch(new Request(`${origin}${pathname}${search}`, request));
  },
});

export interface ToolDefinition {
  name: string;
  title?: string;
  description?: string;
  inputSchema: Record<string, unknown>;
  annotations?: Record<string, unknown>;
}

/** An answer of a tool: its text, parsed where it is JSON. */
export interface ToolAnswer {
  isError: boolean;
  text: string;
  // deno-lint-ignore no-explicit-any -- tests look into answers of every shape
  value: any;
}

/** How far a call has come, as a client hears of it. */
export interface Step {
  progress: number;
  total?: number;
  message?: string;
}

export interface CallOptions {
  signal?: AbortSignal;
  /** Asks for progress. */
  onprogress?: (step: Step) => void;
}

export interface TestClient extends AsyncDisposable {
  listTools(): Promise<ToolDefinition[]>;
  callTool(name: string, input: Record<string, unknown>, options?: CallOptions): Promise<ToolAnswer>;
  /** The protocol revision in use. */
  version: string | undefined;
}

/** `sdk 1` speaks 2025-11-25; `client 2` what it is told. */
export type ClientKind = "sdk 1" | "2025-11-25" | "2026-07-28";

const URL_OF_ALL = new URL("http://localhost:8787/mcp");
const INFO = { name: "ttai-tests", version: "1.0.0" };

export async function connect(server: Server, kind: ClientKind): Promise<TestClient> {
  const fetch = (input: string | URL, init?: RequestInit) => server.fetch(new Request(input, init));
  const client = kind === "sdk 1"
    ? new Client1(INFO)
    : new Client2(INFO, kind === "2026-07-28" ? { versionNegotiation: { mode: { pin: kind } } } : {});
  // The two generations have unlike types for the same methods.
  // deno-lint-ignore no-explicit-any
  const any = client as any;
  const transport = kind === "sdk 1" ? new Transport1(URL_OF_ALL, { fetch }) : new Transport2(URL_OF_ALL, { fetch });
  await any.connect(transport);
  return {
    listTools: async () => (await any.listTools()).tools,
    async callTool(name, input, options) {
      const answer = kind === "sdk 1"
        ? await any.callTool({ name, arguments: input }, undefined, options)
        : await any.callTool({ name, arguments: input }, options);
      return toAnswer(answer);
    },
    get version() {
      return any.getNegotiatedProtocolVersion?.() ?? transport.protocolVersion;
    },
    [Symbol.asyncDispose]: async () => await any.close(),
  };
}

/** A result of `tools/call` as the tests look at it. */
// deno-lint-ignore no-explicit-any
export function toAnswer(result: any): ToolAnswer {
  const text = result.content?.[0]?.text ?? "";
  return { isError: result.isError === true, text, value: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

let lastId = 0;

/** A JSON-RPC request as a 2025-era client posts it, without `initialize` first. */
export function legacyRequest(method: string, params: unknown, headers: Record<string, string> = {}): Request {
  return post({ jsonrpc: "2.0", id: ++lastId, method, params }, { "mcp-protocol-version": "2025-11-25", ...headers });
}

/** The same as a 2026-07-28 client posts it. */
export function modernRequest(method: string, params: Record<string, unknown>): Request {
  const name = params.name ?? params.uri;
  const _meta = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": INFO,
  };
  return post({ jsonrpc: "2.0", id: ++lastId, method, params: { ...params, _meta } }, {
    "mcp-protocol-version": "2026-07-28",
    "mcp-method": method,
    ...(typeof name === "string" ? { "mcp-name": name } : {}),
  });
}

function post(message: unknown, headers: Record<string, string>): Request {
  const body = JSON.stringify(message);
  return new Request(URL_OF_ALL, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "content-length": String(new TextEncoder().encode(body).length),
      accept: "application/json, text/event-stream",
      ...headers,
    },
    body,
  });
}

/** The result of a bare JSON-RPC response. */
export async function resultOf(response: Response): Promise<ToolAnswer> {
  const body = await response.json();
  if (body.error) throw new Error(`${response.status} ${JSON.stringify(body.error)}`);
  return toAnswer(body.result);
}
