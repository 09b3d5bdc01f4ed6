/** Reads the JSON body of an MCP request within a size limit, and words the refusals that come before JSON-RPC. */
import { isJsonContentType } from "@modelcontextprotocol/server";

/** The parsed body, or the response that refuses it. */
export type JsonBody = { ok: true; value: unknown } | { ok: false; refusal: Response };

/**
 * The body of `request` as parsed JSON: 415 unless its media type is application/json, 413 above `maxBytes`,
 * 400 with JSON-RPC code -32700 when it is not JSON. Reads no further than the first chunk beyond `maxBytes`.
 */
export async function readJsonBody(request: Request, maxBytes: number): Promise<JsonBody> {
  if (!isJsonContentType(request.headers.get("content-type"))) {
    return refuse(415, -32600, "Unsupported media type: send the message with Content-Type: application/json");
  }
  const text = await readText(request, maxBytes);
  if (text === "too_large") return refuse(413, -32600, `Request body too large: the limit is ${maxBytes} bytes`);
  if (text === "unreadable") return refuse(400, -32700, "Parse error: the request body could not be read");
  try {
    return { ok: true, value: JSON.parse(text.body) };
  } catch {
    return refuse(400, -32700, "Parse error: the request body is not valid JSON");
  }
}

/** A JSON-RPC error response; `id` is the request's when it could be read. */
export function errorResponse(
  status: number,
  code: number,
  message: string,
  id: string | number | null = null,
  headers: Record<string, string> = {},
): Response {
  return Response.json({ jsonrpc: "2.0", error: { code, message }, id }, { status, headers });
}

const refuse = (status: number, code: number, message: string): JsonBody => ({
  ok: false,
  refusal: errorResponse(status, code, message),
});

async function readText(request: Request, maxBytes: number): Promise<{ body: string } | "too_large" | "unreadable"> {
  const announced = request.headers.get("content-length");
  if (announced !== null && Number(announced) > maxBytes) return "too_large";
  try {
    // The server reads no more than the announced length, so that text(), three times cheaper, is bounded too.
    if (announced !== null && /^\d+$/.test(announced)) {
      const body = await request.text();
      return body.length > maxBytes ? "too_large" : { body };
    }
    return await readCounted(request.body, maxBytes);
  } catch {
    return "unreadable";
  }
}

async function readCounted(
  stream: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<{ body: string } | "too_large"> {
  if (stream === null) return { body: "" };
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let received = 0;
  let body = "";
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    received += chunk.value.byteLength;
    if (received > maxBytes) {
      reader.cancel().catch(() => {});
      return "too_large";
    }
    body += decoder.decode(chunk.value, { stream: true });
  }
  return { body: body + decoder.decode() };
}
