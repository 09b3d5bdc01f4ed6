/**
 * What a call costs, what the login adds to it, what each tool costs, how fast the options engine is, how big the Worker
 * is, and how fast it starts: `deno task bench [requests] [rounds]`. Exit code 1 when one of them is beyond its limit.
 *
 * CPU is counted in process, user and system. The variants take turns in every round and the median counts, so that a
 * machine that is busy elsewhere slows all of them alike; the ratios are the figures to quote.
 */

import process from "node:process";
import { Hono } from "@hono/hono";
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import type * as z from "zod";
import { getQuote } from "../../src/tools/market/get_quote.ts";
import { startApp } from "../support/app.ts";
import { legacyRequest, modernRequest, resultOf } from "../support/clients.ts";
import { startWorker } from "../support/worker.ts";
import { weighBundle } from "./bundle.ts";
import { reportEngine } from "./engine.ts";
import { CHAIN_LIMIT, measureChain } from "./chain.ts";
import { measureChainInWorkerd, measureTools } from "./tools.ts";
import { GATE_LIMIT, measureGate } from "./gate.ts";

const [requests = 2000, rounds = 9] = Deno.args.map(Number);
const TOOLS = 26;
const START_LIMIT = { size: 450_000, zipped: 130_000 };
/** Whether everything has kept its limit; said at the very end, because what runs Workers sets the exit code as well. */
let isGood = true;
const CALL = { name: "get_quote", arguments: { symbol: "AAPL" } };

interface Variant {
  name: string;
  send: () => Promise<Response>;
}

await using app = await startApp({ environment: { LOG_LEVEL: "info" } });
const quote = (await resultOf(await app.fetch(legacyRequest("tools/call", CALL)))).text;

const bare = new Hono();
bare.post("/mcp", async (exchange) => {
  await exchange.req.json();
  return exchange.json({ jsonrpc: "2.0", id: 1, result: { content: [{ type: "text", text: quote }] } });
});

/** The same tool, and as many like it as there may be one day, as the SDK does it by default. */
const sdk = createMcpHandler(() => {
  const server = new McpServer({ name: "default", version: "1.0.0" });
  for (let position = 0; position < TOOLS; position++) {
    const { title, description, input } = getQuote;
    const name = position === 0 ? getQuote.name : `${getQuote.name}_${position}`;
    server.registerTool(name, { title, description, inputSchema: input as z.ZodObject }, () => ({
      content: [{ type: "text", text: quote }],
    }));
  }
  return server;
});

const variants: Variant[] = [
  { name: "bare Hono JSON route", send: async () => await bare.fetch(legacyRequest("tools/call", CALL)) },
  { name: "TTAI, tools/call, 2025", send: () => app.fetch(legacyRequest("tools/call", CALL)) },
  { name: "TTAI, tools/call, 2026", send: () => app.fetch(modernRequest("tools/call", CALL)) },
  { name: "TTAI, tools/list, 2025", send: () => app.fetch(legacyRequest("tools/list", {})) },
  { name: "TTAI, tools/list, 2026", send: () => app.fetch(modernRequest("tools/list", {})) },
  { name: "SDK default, tools/call, 2025", send: () => sdk.fetch(legacyRequest("tools/call", CALL)) },
  { name: "SDK default, tools/call, 2026", send: () => sdk.fetch(modernRequest("tools/call", CALL)) },
];

/** CPU microseconds per request. */
async function measure({ name, send }: Variant, count: number): Promise<number> {
  const before = process.cpuUsage();
  for (let sent = 0; sent < count; sent++) {
    const response = await send();
    const text = await response.text();
    if (response.status !== 200 || text.includes('"isError"')) throw new Error(`${name}: ${response.status} ${text}`);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

const samples = variants.map((): number[] => []);
for (const variant of variants) await measure(variant, 2 * requests);
for (let round = 0; round < rounds; round++) {
  for (const [position, variant] of variants.entries()) {
    // Unmeasured first, so that the garbage of the variant before is not counted here.
    await measure(variant, requests / 4);
    samples[position]!.push(await measure(variant, requests));
    app.rawLines.length = app.lines.length = 0;
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const medians = samples.map(median);
const say = (text: string): void => Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`)) as unknown as void;

say(`CPU per request, in process: median of ${rounds} rounds of ${requests}; the SDK with ${TOOLS} tools`);
for (const [position, { name }] of variants.entries()) {
  const cpu = medians[position]!;
  say(`  ${name.padEnd(30)} ${cpu.toFixed(0).padStart(5)} us  ${(cpu / medians[0]!).toFixed(1).padStart(5)} x bare`);
}
say(
  `  SDK default / TTAI: ${(medians[5]! / medians[1]!).toFixed(1)} (2025), ${
    (medians[6]! / medians[2]!).toFixed(1)
  } (2026)`,
);

const gate = await measureGate(requests, rounds);
const isCheap = gate.added <= GATE_LIMIT;
say(`The login, tools/call, 2025, grant remembered (at most ${GATE_LIMIT} us): ${isCheap ? "ok" : "TOO MUCH"}`);
say(`  without ${gate.open.toFixed(0)} us, with ${gate.guarded.toFixed(0)} us, added ${gate.added.toFixed(0)} us`);
if (!isCheap) isGood = false;

const chain = await measureChain(rounds * 3);
const isQuick = chain.median <= CHAIN_LIMIT;
say(
  `SPY's chain of ${chain.contracts} contracts, from its arrival to the answer (at most ${CHAIN_LIMIT} ms): ${
    isQuick ? "ok" : "TOO MUCH"
  }`,
);
say(`  first ${chain.first.toFixed(1)} ms of CPU, median ${chain.median.toFixed(1)} ms`);
if (!isQuick) isGood = false;

say("Tools, cold and warm: milliseconds, CPU milliseconds, calls to the broker (a cold one logs in first)");
for (const { asks, characters, cold, warm } of await measureTools()) {
  const cost = ({ latency, cpu, upstream }: typeof cold) =>
    `${latency.toFixed(1).padStart(7)} ms ${cpu.toFixed(1).padStart(6)} cpu ${upstream} calls`;
  say(`  ${asks.padEnd(48)} ${cost(cold)} ${cost(warm)} ${String(characters).padStart(6)} characters`);
}
const inWorkerd = await measureChainInWorkerd();
if (inWorkerd !== null) say(`  a cold chain in workerd, mean over ten underlyings: ${inWorkerd.toFixed(1)} cpu`);

if (!await reportEngine(say)) isGood = false;

const bundle = await weighBundle();
const isSmall = bundle.start.size <= START_LIMIT.size && bundle.start.zipped <= START_LIMIT.zipped;
say(
  `Bundle, to start at most ${START_LIMIT.size} bytes and ${START_LIMIT.zipped} gzip: ${isSmall ? "ok" : "TOO MUCH"}`,
);
const PARTS = {
  start: "to start",
  catalogue: "with all tools listed, more",
  logins: "with logins, more",
  simulator: "with the simulator, more",
  all: "all",
} as const;
for (const [part, title] of Object.entries(PARTS)) {
  const { size, zipped } = bundle[part as keyof typeof PARTS];
  say(`  ${title.padEnd(30)} ${String(size).padStart(7)} bytes, ${String(zipped).padStart(7)} gzip`);
}
if (!isSmall) isGood = false;

const starts: number[] = [];
for (let round = 0; round < 5; round++) {
  await using worker = await startWorker({});
  starts.push(worker.startMilliseconds);
}
say(`Worker: from starting workerd to the first answer, median of 5: ${median(starts).toFixed(0)} ms`);
if (!isGood) Deno.exit(1);
