/**
 * CPU per request of the MCP handler, in process, against a bare Hono JSON route and the SDK's defaults.
 *
 * `deno run -A tests/bench/mcp_bench.ts [requests] [rounds]` prints a table; the variants take turns in every round.
 */
import process from "node:process";
import { Hono } from "@hono/hono";
import { createMcpHandler, McpServer, type StandardSchemaWithJSON } from "@modelcontextprotocol/server";
import * as z from "zod";
import { createHandler } from "../../src/mcp/handler.ts";
import { memoizedSchema, sharedValidator } from "../../src/mcp/json_schema.ts";

type Variant = { name: string; send: () => Promise<Response> };

const TOOLS = 26;
const [requests = 2_000, rounds = 9] = Deno.args.map(Number);

const schema = z.object({
  symbol: z.string().min(1).max(24).describe("Ticker, as people write it"),
  expiration: z.iso.date().optional().describe("Expiration date"),
  side: z.enum(["call", "put"]).optional(),
  strikes: z.number().int().min(1).max(50).default(10),
});
const description = "A sentence that says what the tool is for, and a second one that says what it is not for.";
const toolName = (index: number) => `tool_${index}`;
const CALLED = toolName(13);

type InputSchema = StandardSchemaWithJSON<z.input<typeof schema>, z.output<typeof schema>>;

function serverWith(names: string[], inputSchema: InputSchema, validator?: typeof sharedValidator): McpServer {
  const server = new McpServer({ name: "bench", version: "1.0.0" }, {
    capabilities: { tools: {} },
    ...(validator && { jsonSchemaValidator: validator }),
  });
  for (const name of names) {
    server.registerTool(name, { title: name, description, inputSchema }, (given) => ({
      content: [{ type: "text", text: JSON.stringify(given) }],
    }));
  }
  return server;
}

const allNames = Array.from({ length: TOOLS }, (_, index) => toolName(index));
const memoized = memoizedSchema(schema);
const ours = createHandler({
  serverFor: ({ toolName }) => serverWith(toolName === null ? allNames : [toolName], memoized, sharedValidator),
  onError: (error) => {
    throw error;
  },
});
const sdk = createMcpHandler(() => serverWith(allNames, schema));

const app = new Hono();
app.post("/echo", async (c) => c.json(await c.req.json()));

function post(path: string, message: unknown, headers: Record<string, string>): Request {
  const body = JSON.stringify(message);
  return new Request(`http://127.0.0.1${path}`, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "content-length": String(body.length),
      accept: "application/json, text/event-stream",
      ...headers,
    },
  });
}

const call = { name: CALLED, arguments: { symbol: "AAPL", side: "put", strikes: 5 } };
const _meta = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientInfo": { name: "bench", version: "1.0.0" },
  "io.modelcontextprotocol/clientCapabilities": {},
};
const legacy = (method: string, params: object) => () =>
  post("/mcp", { jsonrpc: "2.0", id: 1, method, params }, { "mcp-protocol-version": "2025-11-25" });
const modern = (method: string, params: object, name?: string) => () =>
  post("/mcp", { jsonrpc: "2.0", id: 1, method, params: { ...params, _meta } }, {
    "mcp-protocol-version": "2026-07-28",
    "mcp-method": method,
    ...(name !== undefined && { "mcp-name": name }),
  });

const legacyCall = legacy("tools/call", call);
const modernCall = modern("tools/call", call, CALLED);
const legacyList = legacy("tools/list", {});
const modernList = modern("tools/list", {});
const echo = () => post("/echo", { jsonrpc: "2.0", id: 1, method: "tools/call", params: call }, {});

const variants: Variant[] = [
  { name: "bare Hono JSON route", send: async () => await app.fetch(echo()) },
  { name: "ours, 2025, tools/call", send: () => ours(legacyCall()) },
  { name: "ours, 2026, tools/call", send: () => ours(modernCall()) },
  { name: "ours, 2025, tools/list", send: () => ours(legacyList()) },
  { name: "ours, 2026, tools/list", send: () => ours(modernList()) },
  { name: "SDK default, 2025, tools/call", send: () => sdk.fetch(legacyCall()) },
  { name: "SDK default, 2026, tools/call", send: () => sdk.fetch(modernCall()) },
];

/** CPU microseconds per request, user and system. */
async function measure({ name, send }: Variant, count: number): Promise<number> {
  const before = process.cpuUsage();
  for (let index = 0; index < count; index++) {
    const response = await send();
    const text = await response.text();
    if (response.status !== 200 || text.includes('"error"')) throw new Error(`${name}: ${response.status} ${text}`);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

const samples = new Map<string, number[]>(variants.map(({ name }) => [name, []]));
for (const variant of variants) await measure(variant, 3 * requests);
for (let round = 0; round < rounds; round++) {
  for (const variant of variants) {
    // Unmeasured first, so that the garbage of the variant before is not counted here.
    await measure(variant, requests / 2);
    samples.get(variant.name)!.push(await measure(variant, requests));
  }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const cellText = (cell: string | number) => (typeof cell === "number" ? cell.toFixed(1) : cell).padStart(9);
function print(name: string, ...cells: (string | number)[]): void {
  // deno-lint-ignore no-console
  console.log(name.padEnd(31) + cells.map(cellText).join(""));
}
const [bareMedian, bareLeast] = summary(variants[0]!.name);

function summary(name: string): [median: number, least: number] {
  const values = samples.get(name)!;
  return [median(values), Math.min(...values)];
}

print(`${TOOLS} tools, ${requests} requests x ${rounds} rounds, in process; CPU microseconds per request`);
print("", "median", "x bare", "least", "x bare");
for (const { name } of variants) {
  const [middle, least] = summary(name);
  print(name, middle, middle / bareMedian, least, least / bareLeast);
}
