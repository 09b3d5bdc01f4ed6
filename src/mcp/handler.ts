/**
 * The MCP endpoint over HTTP: one stateless handler for both protocol eras, a fresh server for every message.
 *
 * Modern (2026-07-28) messages go to the SDK's own entry. Legacy ones (2025-03-26 to 2025-11-25) are served one by one,
 * without sessions. Both are answered in plain JSON unless the server sends progress or a log line first.
 */
import {
  classifyInboundRequest,
  createMcpHandler,
  type InboundLegacyRouteReason,
  isJSONRPCRequest,
  McpServer,
  PROTOCOL_VERSION_META_KEY,
  ProtocolError,
} from "@modelcontextprotocol/server";
import { errorResponse, readJsonBody } from "./json_body.ts";
import { answerLegacy, type AnyServer, refuseLongBatch } from "./legacy_leg.ts";

/** The newest protocol revision we serve. */
export const PROTOCOL_VERSION = "2026-07-28";

/** One message to be answered, as far as it decides which server is built for it. */
export interface Call<Extra> {
  era: "legacy" | "modern";
  /** The JSON-RPC method. */
  method: string;
  /** The tool that a `tools/call` names; null for any other method. */
  toolName: string | null;
  request: Request;
  /** What the caller of the handler passed along with the request. */
  extra: Extra;
}

/**
 * Builds the server for one message: always a new one, since a shared one would leak answers between users. For a
 * `tools/call` it need not register more than `toolName`, but must declare the capabilities it always has.
 */
export type ServerFor<Extra> = (call: Call<Extra>) => AnyServer | Promise<AnyServer>;

/** Told of our own faults, never of a client's; `call` is null where the SDK does not say which it was. */
export type OnError<Extra> = (error: unknown, call: Call<Extra> | null) => void;

export interface HandlerOptions<Extra> {
  serverFor: ServerFor<Extra>;
  onError: OnError<Extra>;
  /** The largest request body accepted, in bytes. */
  maxBodyBytes?: number;
}

/**
 * The handler of the MCP endpoint. Host, Origin and token are checked in front of it. `POST` only, and 405 for the
 * rest, HEAD included: that one names our protocol revision in `MCP-Protocol-Version`.
 */
export function createHandler<Extra = void>(
  { serverFor, onError, maxBodyBytes = 262_144 }: HandlerOptions<Extra>,
): (request: Request, extra: Extra) => Promise<Response> {
  const build = async (call: Call<Extra>): Promise<AnyServer> => {
    try {
      const server = await serverFor(call);
      (server instanceof McpServer ? server.server : server).onerror ??= (error) =>
        isRejection(error) || onError(error, call);
      return server;
    } catch (error) {
      onError(error, call);
      throw new NoServer();
    }
  };
  // The SDK's factory is told the request only, so the call waits here for it.
  const calls = new WeakMap<Request, Call<Extra>>();
  const modern = createMcpHandler((context) => build(calls.get(context.requestInfo!)!), {
    legacy: "reject",
    responseMode: "auto",
    onerror: (error) => {
      if (!(error instanceof NoServer) && !isRejection(error)) onError(error, null);
    },
  });

  return async (request, extra) => {
    if (request.method !== "POST") return methodNotAllowed(request.method);
    const body = await readJsonBody(request, maxBodyBytes);
    if (!body.ok) return body.refusal;
    const tooLong = refuseLongBatch(body.value);
    if (tooLong !== null) return tooLong;
    const reason = legacyReason(request, body.value);
    if (reason === null) {
      calls.set(request, callOf("modern", body.value, request, extra));
      return await modern.fetch(request, { parsedBody: body.value });
    }
    return await answerLegacy(reason, body.value, request, async (message, exchange) => {
      const call = callOf("legacy", message, request, extra);
      try {
        return await exchange(await build(call));
      } catch (error) {
        if (!(error instanceof NoServer)) onError(error, call);
        return errorResponse(500, -32603, "Internal error", message.id);
      }
    });
  };
}

/** The server could not be built; the reason has been reported. */
class NoServer extends Error {
  constructor() {
    super("No server was built for this message");
  }
}

/** The SDK reports what it refuses to clients through the same hooks as its own failures. */
const isRejection = (error: Error): boolean =>
  error instanceof ProtocolError || /^(Rejected|requestState verification rejected) /.test(error.message);

/** Why this is legacy traffic, by the SDK's own rules; null when the modern leg has to answer, be it with an error. */
export function legacyReason({ headers }: Request, body: unknown): InboundLegacyRouteReason | null {
  const version = headers.get("mcp-protocol-version");
  // Two short cuts to the same verdict, for the traffic that is nearly all of it: full classification is not cheap.
  if (version !== null && version >= PROTOCOL_VERSION) return null;
  if (isJSONRPCRequest(body) && body.method !== "initialize") {
    if (!(PROTOCOL_VERSION_META_KEY in (body.params?._meta ?? {}))) return "no-claim";
  }
  const route = classifyInboundRequest({
    httpMethod: "POST",
    ...(version !== null && { protocolVersionHeader: version }),
    body,
  });
  return route.kind === "legacy" ? route.reason : null;
}

function callOf<Extra>(era: Call<Extra>["era"], body: unknown, request: Request, extra: Extra): Call<Extra> {
  const { method, params } = (body ?? {}) as { method?: unknown; params?: { name?: unknown } };
  const name = method === "tools/call" ? params?.name : undefined;
  return {
    era,
    method: typeof method === "string" ? method : "",
    toolName: typeof name === "string" ? name : null,
    request,
    extra,
  };
}

function methodNotAllowed(method: string): Response {
  const headers = { allow: "POST", "mcp-protocol-version": PROTOCOL_VERSION };
  if (method === "HEAD") return new Response(null, { status: 405, headers });
  return errorResponse(405, -32600, "Method not allowed: send each message with POST", null, headers);
}
