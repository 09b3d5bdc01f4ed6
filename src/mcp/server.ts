/** Our catalogue as an MCP server: built anew for each message, with only the tool that the message calls. */

import { McpServer, type ToolAnnotations } from "@modelcontextprotocol/server";
import type { AnyTool, Context } from "../tools/tool.ts";
import type { Call, ServerFor } from "./handler.ts";
import { memoizedSchema, sharedValidator } from "./json_schema.ts";
import { argumentError, errorResult, toolResult } from "./result.ts";

/** What the handler passes along with each request. */
export interface Surroundings {
  context: Context;
  /** Named to the client when something of ours breaks; the log has the rest under it. */
  requestId: string;
  /** Told what the message asks for, for the log. */
  onMessage: (era: string, method: string, tool: string | null) => void;
}

export interface CatalogueOptions {
  tools: readonly AnyTool[];
  version: string;
  /** Told of a tool that threw: a bug. */
  onBug: (error: unknown, tool: string, requestId: string) => void;
}

const INSTRUCTIONS =
  "TTAI shows a tastytrade customer's live market data. Figures come from the broker and carry their time and source; null means unknown. Nothing here is advice. Answers marked simulated are not real.";

const HOUR = 3_600_000;

/** Tool lists are the same for everybody while there is no login, so that anyone may keep them for an hour. */
const CACHE_HINTS = {
  "server/discover": { ttlMs: HOUR, cacheScope: "public" },
  "tools/list": { ttlMs: HOUR, cacheScope: "public" },
} as const;

/** What the protocol should tell clients about a tool, from its access alone. */
function annotationsOf({ access, title }: AnyTool): ToolAnnotations {
  return {
    title,
    readOnlyHint: access === "read",
    destructiveHint: access === "trade",
    idempotentHint: access === "read",
    openWorldHint: true,
  };
}

/** A factory for the handler. Tools run with the arguments checked and their bugs turned into a reference number. */
export function createCatalogue({ tools, version, onBug }: CatalogueOptions): ServerFor<Surroundings> {
  const byName = new Map(tools.map((tool) => [tool.name, prepare(tool, onBug)]));
  const everything = [...byName.values()];

  return ({ era, method, toolName, extra }: Call<Surroundings>) => {
    extra.onMessage(era, method, toolName !== null && byName.has(toolName) ? toolName : null);
    const server = new McpServer({ name: "ttai", title: "TTAI", version }, {
      instructions: INSTRUCTIONS,
      capabilities: { tools: {} },
      jsonSchemaValidator: sharedValidator,
      cacheHints: CACHE_HINTS,
    });
    // Registering costs more than a call; an unknown name gets the whole catalogue, so that the SDK can say it is unknown.
    const called = toolName === null ? undefined : byName.get(toolName);
    for (const register of called ? [called] : everything) register(server, extra);
    return server;
  };
}

type Register = (server: McpServer, surroundings: Surroundings) => void;

function prepare(tool: AnyTool, onBug: CatalogueOptions["onBug"]): Register {
  const { "~standard": standard } = memoizedSchema(tool.input);
  const definition = {
    title: tool.title,
    description: tool.description,
    annotations: annotationsOf(tool),
    // The SDK would put its own words around zod's; arguments are checked in the callback, where we choose ours.
    inputSchema: { "~standard": { ...standard, validate: (value: unknown) => ({ value }) } },
  };
  const names = Object.keys(tool.input.shape);

  return (server, { context, requestId }) => {
    server.registerTool(tool.name, definition, async (given, { mcpReq }) => {
      const parsed = tool.input.safeParse(given ?? {});
      if (!parsed.success) return argumentError(tool.name, parsed.error.issues, names);
      try {
        return toolResult(await tool.run(parsed.data as never, { ...context, signal: mcpReq.signal }));
      } catch (error) {
        onBug(error, tool.name, requestId);
        return errorResult(
          `Something in TTAI broke (reference ${requestId}). Try once more; if it stays, report the reference to whoever runs this server.`,
        );
      }
    });
  };
}
