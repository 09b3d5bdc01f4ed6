/** A server for the public conformance suite: the tools, resources and prompts it asks for, behind our own handler. */
import {
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  McpServer,
  originValidationResponse,
} from "@modelcontextprotocol/server";
import { createHandler } from "../../src/mcp/handler.ts";
import { sharedValidator } from "../../src/mcp/json_schema.ts";
import { registerContent } from "./fixture_content.ts";
import { registerInput, stateCodec } from "./fixture_input.ts";

/** A running server: where it is, and how to stop it. */
export interface Running {
  url: string;
  stop: () => Promise<void>;
}

/** Starts the fixture on a free loopback port, behind Host and Origin checks as in a real deployment. */
export function startFixture(onError: (error: unknown) => void): Running {
  const handler = createHandler({ serverFor: ({ era }) => serverOf(era), onError });
  const listener = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    return hostHeaderValidationResponse(request, localhostAllowedHostnames()) ??
      originValidationResponse(request, localhostAllowedOrigins()) ?? handler(request);
  });
  return { url: `http://127.0.0.1:${listener.addr.port}/mcp`, stop: () => listener.shutdown() };
}

function serverOf(era: "legacy" | "modern"): McpServer {
  const server = new McpServer({ name: "ttai-conformance", version: "1.0.0" }, {
    // Nobody can be told of a change without sessions, so only what can be asked for is promised.
    capabilities: {
      logging: {},
      tools: { listChanged: false },
      prompts: { listChanged: false },
      resources: { listChanged: false, subscribe: era === "legacy" },
    },
    jsonSchemaValidator: sharedValidator,
    requestState: { verify: stateCodec.verify },
  });
  if (era === "legacy") {
    server.server.setRequestHandler("resources/subscribe", () => ({}));
    server.server.setRequestHandler("resources/unsubscribe", () => ({}));
  }
  registerContent(server);
  registerInput(server);
  return server;
}
