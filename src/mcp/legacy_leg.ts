/** The legacy protocol era (2025-03-26 to 2025-11-25) without sessions: every message is an exchange of its own. */
import {
  type InboundLegacyRouteReason,
  type JSONRPCRequest,
  type McpServer,
  PerRequestHTTPServerTransport,
  SdkError,
  SdkErrorCode,
  type Server,
  SUPPORTED_PROTOCOL_VERSIONS,
} from "@modelcontextprotocol/server";
import { errorResponse } from "./json_body.ts";

/** Either of the SDK's two servers. */
export type AnyServer = McpServer | Server;

/** The most messages in one JSON-RPC batch; only 2025-03-26 has batches, and nobody is known to send them. */
const MAX_BATCH = 10;

/** The refusal of a batch that is too long, to be asked for before anything looks at its messages; else null. */
export function refuseLongBatch(body: unknown): Response | null {
  if (!Array.isArray(body) || body.length <= MAX_BATCH) return null;
  return errorResponse(400, -32600, `JSON-RPC batch too long: the limit is ${MAX_BATCH} messages`);
}

/** Lets one message be answered by `exchange` on a server made for it. Never rejects. */
type Serve = (
  message: JSONRPCRequest,
  exchange: (server: AnyServer) => Promise<Response>,
) => Promise<Response>;

/**
 * Answers one legacy POST whose body the SDK has classified for `reason`. Notifications and responses are accepted and
 * dropped with 202: without a session they refer to nothing we still know.
 */
export async function answerLegacy(
  reason: InboundLegacyRouteReason,
  body: unknown,
  request: Request,
  serve: Serve,
): Promise<Response> {
  const version = request.headers.get("mcp-protocol-version");
  if (reason !== "initialize" && version !== null && !SUPPORTED_PROTOCOL_VERSIONS.includes(version)) {
    const supported = SUPPORTED_PROTOCOL_VERSIONS.join(", ");
    return errorResponse(
      400,
      -32000,
      `Unsupported protocol version: ${version.slice(0, 40)} (supported: ${supported})`,
    );
  }
  const mode = acceptsStream(request) ? "auto" : "json";
  switch (reason) {
    case "notification":
    case "response":
      return new Response(null, { status: 202 });
    case "batch":
      return await answerBatch(body as unknown[], version ?? "2025-03-26", request, serve);
    default:
      return await serve(body as JSONRPCRequest, (server) => exchange(server, body as JSONRPCRequest, request, mode));
  }
}

async function answerBatch(batch: unknown[], version: string, request: Request, serve: Serve): Promise<Response> {
  if (version > "2025-03-26") {
    return errorResponse(400, -32600, `Protocol version ${version} has no JSON-RPC batches: send one message per POST`);
  }
  const requests = (batch as Partial<JSONRPCRequest>[]).filter(isRequest);
  if (requests.some((message) => message.method === "initialize")) {
    return errorResponse(400, -32600, "initialize must not be part of a JSON-RPC batch");
  }
  if (requests.length === 0) return new Response(null, { status: 202 });
  const answers = await Promise.all(
    requests.map((message) => serve(message, (server) => exchange(server, message, request, "json"))),
  );
  if (answers.some(isClientGone)) return clientGone();
  return Response.json(await Promise.all(answers.map((answer) => answer.json())));
}

const isRequest = (message: Partial<JSONRPCRequest>): message is JSONRPCRequest =>
  message.method !== undefined && message.id !== undefined;

/** One request on a server of its own, which is closed when the answer is complete or the client has gone. */
async function exchange(
  server: AnyServer,
  message: JSONRPCRequest,
  request: Request,
  responseMode: "auto" | "json",
): Promise<Response> {
  const transport = new PerRequestHTTPServerTransport({ classification: { era: "legacy" }, responseMode });
  await server.connect(transport);
  try {
    const response = await transport.handleMessage(message, { request });
    if (response.ok) return response;
    // The modern era maps JSON-RPC errors to HTTP ones; a legacy client would take a 404 for a lost session.
    return new Response(response.body, { headers: response.headers });
  } catch (error) {
    if (error instanceof SdkError && error.code === SdkErrorCode.ConnectionClosed) return clientGone();
    await transport.close();
    throw error;
  }
}

/** Clients accept anything in their first probes, or do not say; only one that rules streams out gets none. */
function acceptsStream({ headers }: Request): boolean {
  const accept = headers.get("accept");
  return accept === null || /text\/event-stream|text\/\*|\*\/\*/.test(accept);
}

/** Nobody reads this; the status is for our own log. */
const clientGone = (): Response => new Response(null, { status: 499 });
const isClientGone = ({ status }: Response): boolean => status === 499;
