/** Our catalogue as an MCP server, built anew for each message: what does not change is made once, beforehand. */

import {
  type CallToolResult,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
  type ServerOptions,
  type Tool,
  type ToolAnnotations,
} from "@modelcontextprotocol/server";
import type { Resource } from "../resources/resource.ts";
import type { AnyTool, Context } from "../tools/tool.ts";
import type { ServerFor } from "./handler.ts";
import { inputSchemaOf, sharedValidator } from "./json_schema.ts";
import { progressReporter } from "./progress.ts";
import { createResources } from "./resources.ts";
import { argumentError, errorResult, toolResult } from "./result.ts";

/** What the handler passes along with each request. */
export interface Surroundings {
  context: Context;
  /** Named to the client when something of ours breaks; the log has the rest under it. */
  requestId: string;
  /** Told what the message asks for, for the log. */
  onMessage: (era: string, method: string, tool: string | null) => void;
  /** What the caller has been permitted; `null` where there is no login, and nothing to withhold. */
  scopes: readonly string[] | null;
}

export interface CatalogueOptions {
  /** How each tool is loaded, by its name; in the order of lists. */
  tools: ReadonlyMap<string, () => Promise<AnyTool>>;
  resources: readonly Resource[];
  version: string;
  /** Whether lists depend on who asks. */
  isPersonal: boolean;
  /** Told of a tool or a resource that threw: a bug. */
  onBug: (error: unknown, name: string, requestId: string) => void;
}

const INSTRUCTIONS =
  "TTAI shows a tastytrade customer's accounts and live market data. Figures come from the broker and carry their time and source; null means unknown. Nothing here is advice. Answers marked simulated are not real.";

/** What is the same for everybody may be kept by anyone for an hour. */
const PUBLIC_HOUR = { ttlMs: 3_600_000, cacheScope: "public" } as const;
/** What depends on a person's permissions is that person's, and may change at the next login. */
const PRIVATE_MINUTES = { ttlMs: 300_000, cacheScope: "private" } as const;

/** Market data is licensed to the customer who reads it, and kept no longer than a quote of ours. */
const QUOTE_LIFETIME = { ttlMs: 30_000, cacheScope: "private" } as const;

/** Hints for what depends on who asks where there are logins. */
const listHint = (isPersonal: boolean) => isPersonal ? PRIVATE_MINUTES : PUBLIC_HOUR;

const optionsFor = (isPersonal: boolean): ServerOptions => ({
  instructions: INSTRUCTIONS,
  // No lists that change: there is no session to push the news to.
  capabilities: {
    tools: { listChanged: false },
    prompts: { listChanged: false },
    resources: { listChanged: false, subscribe: false },
    completions: {},
  },
  jsonSchemaValidator: sharedValidator,
  cacheHints: {
    "server/discover": PUBLIC_HOUR,
    "tools/list": listHint(isPersonal),
    "prompts/list": PUBLIC_HOUR,
    "resources/list": listHint(isPersonal),
    "resources/templates/list": listHint(isPersonal),
    "resources/read": QUOTE_LIFETIME,
  },
});

/** The scope a tool needs. */
const scopeOf = ({ access }: AnyTool): string => access === "trade" ? "trade" : "read";

const isPermitted = (tool: AnyTool, scopes: readonly string[] | null): boolean =>
  scopes === null || scopes.includes(scopeOf(tool));

/** A factory for the handler. Tools run with their arguments checked, and their bugs become a reference number. */
export function createCatalogue(
  { tools, resources, version, isPersonal, onBug }: CatalogueOptions,
): ServerFor<Surroundings> {
  const info = { name: "ttai", title: "TTAI", version };
  const options = optionsFor(isPersonal);
  const runners = new Map([...tools].map(([name, load]) => [name, once(async () => runnerOf(await load(), onBug))]));
  const readDefinitions = once(async () => {
    const loaded = await Promise.all([...tools.values()].map((load) => load()));
    return loaded.map((tool) => ({ tool, definition: definitionOf(tool) }));
  });
  const offerResources = createResources(resources, onBug);

  return ({ era, method, toolName, extra }) => {
    extra.onMessage(era, method, toolName !== null && tools.has(toolName) ? toolName : null);
    const server = new Server(info, options);
    // The SDK's own registry would check arguments in its own words and convert every schema for every message.
    server.setRequestHandler("tools/call", async ({ params }, { mcpReq }) => {
      const read = runners.get(params.name);
      if (read === undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${params.name}`);
      const run = await read();
      return await run(params.arguments ?? {}, extra, mcpReq);
    });
    server.setRequestHandler("tools/list", async () => ({
      tools: (await readDefinitions()).filter(({ tool }) => isPermitted(tool, extra.scopes))
        .map(({ definition }) => definition),
    }));
    server.setRequestHandler("prompts/list", () => ({ prompts: [] }));
    offerResources(server, extra);
    return server;
  };
}

/** Does its work at the first call; later ones get the same. A failure is not kept. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | null = null;
  return () =>
    kept ??= work().catch((error) => {
      kept = null;
      throw error;
    });
}

function definitionOf({ name, title, description, access, input }: AnyTool): Tool {
  const annotations: ToolAnnotations = {
    title,
    readOnlyHint: access === "read",
    destructiveHint: access !== "read",
    idempotentHint: access === "read",
    openWorldHint: true,
  };
  return { name, title, description, inputSchema: inputSchemaOf(input), annotations };
}

type Runner = (
  given: unknown,
  surroundings: Surroundings,
  request: ServerContext["mcpReq"],
) => Promise<CallToolResult>;

function runnerOf(tool: AnyTool, onBug: CatalogueOptions["onBug"]): Runner {
  const names = Object.keys(tool.input.shape);
  return async (given, { context, requestId, scopes }, request) => {
    if (!isPermitted(tool, scopes)) {
      return errorResult(
        `${tool.name} needs the permission "${
          scopeOf(tool)
        }", which this connection does not have. Disconnect TTAI in this application, connect it again and tick it on TTAI's page.`,
      );
    }
    const parsed = tool.input.safeParse(given);
    if (!parsed.success) return argumentError(tool.name, parsed.error.issues, names);
    try {
      const onProgress = progressReporter(request);
      const { signal } = request;
      return toolResult(
        await tool.run(parsed.data as never, {
          ...context,
          signal,
          ...(onProgress === undefined ? {} : { onProgress }),
        }),
      );
    } catch (error) {
      onBug(error, tool.name, requestId);
      return errorResult(
        `Something in TTAI broke (reference ${requestId}). Try once more; if it stays, report the reference to whoever runs this server.`,
      );
    }
  };
}
