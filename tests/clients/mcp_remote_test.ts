import assert from "node:assert/strict";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { toAnswer } from "../support/clients.ts";
import { start } from "../support/program.ts";
import { tools } from "../../src/tools/mod.ts";

const MCP_REMOTE = "npm:mcp-remote@0.15.1";
const root = new URL("../../", import.meta.url).pathname;

/** A folder in which mcp-remote keeps its tokens, and in which a program of ours stands for the desktop's browser. */
async function prepareDesktop() {
  const folder = await Deno.makeTempDir({ prefix: "ttai-mcp-remote-" });
  const opened = `${folder}/opened`;
  await Deno.writeTextFile(opened, "");
  const script = [
    "#!/bin/sh",
    `echo "$1" >> '${opened}'`,
    `exec '${Deno.execPath()}' run -A --quiet --config '${root}deno.json' '${root}tests/clients/log_in.ts' "$1" 2>> '${folder}/complaints'`,
  ];
  // What programs call to open a page: on macOS `open`, elsewhere `xdg-open` or what BROWSER names.
  for (const name of ["open", "xdg-open"]) {
    await Deno.writeTextFile(`${folder}/${name}`, script.join("\n"), { mode: 0o755 });
  }
  return {
    folder,
    environment: {
      PATH: `${folder}:${Deno.env.get("PATH")}`,
      BROWSER: `${folder}/xdg-open`,
      MCP_REMOTE_CONFIG_DIR: `${folder}/kept`,
    },
    openings: async () => (await Deno.readTextFile(opened)).split("\n").length - 1,
    complaints: () => Deno.readTextFile(`${folder}/complaints`).catch(() => ""),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

type Desktop = Awaited<ReturnType<typeof prepareDesktop>>;

/** What a host does that starts mcp-remote: list the tools, and call the only one. */
async function useThroughMcpRemote(desktop: Desktop, url: string, flags: string[] = []) {
  const transport = new StdioClientTransport({
    command: Deno.execPath(),
    args: ["run", "-A", "--quiet", MCP_REMOTE, url, ...flags],
    cwd: root,
    env: desktop.environment,
    stderr: "pipe",
  });
  let log = "";
  transport.stderr?.on("data", (bytes: Uint8Array) => log += new TextDecoder().decode(bytes));
  const client = new Client({ name: "ttai-tests", version: "1.0.0" });
  try {
    await client.connect(transport);
    const { tools } = await client.listTools();
    const quote = toAnswer(await client.callTool({ name: "get_quote", arguments: { symbol: "AAPL" } })).value;
    return { names: tools.map(({ name }) => name), quote };
  } catch (error) {
    throw new Error(`${log}\n${await desktop.complaints()}`, { cause: error });
  } finally {
    await client.close();
  }
}

/** Rewrites what mcp-remote keeps as tokens. */
async function changeTokens({ folder }: Desktop, change: (tokens: Record<string, unknown>) => void): Promise<void> {
  const kept = `${folder}/kept/mcp-remote-v1`;
  for await (const { name } of Deno.readDir(kept)) {
    if (!name.endsWith("_tokens.json")) continue;
    const tokens = JSON.parse(await Deno.readTextFile(`${kept}/${name}`));
    change(tokens);
    await Deno.writeTextFile(`${kept}/${name}`, JSON.stringify(tokens));
    return;
  }
  throw new Error("mcp-remote keeps no tokens");
}

// The client library leaves the timer with which it gives a program two seconds to end, also when it has ended at once.
const OPEN_TIMERS = { sanitizeOps: false, sanitizeResources: false };

Deno.test("clients: mcp-remote has its user log in once, and then renews by itself", OPEN_TIMERS, async () => {
  await using program = await start(["login"]);
  await using desktop = await prepareDesktop();
  const url = `${program.origin}/mcp`;

  const first = await useThroughMcpRemote(desktop, url);
  assert.deepEqual(first.names, [...tools.keys()]);
  assert.deepEqual([first.quote.symbol, await desktop.openings()], ["AAPL", 1]);

  const second = await useThroughMcpRemote(desktop, url, ["--protocol", "auto"]);
  assert.deepEqual([second.quote.symbol, await desktop.openings()], ["AAPL", 1]);

  // As if an hour had passed: the access token is no longer good, the refresh token is.
  let before: unknown;
  await changeTokens(desktop, (tokens) => {
    before = tokens.refresh_token;
    tokens.access_token = `${tokens.access_token}x`;
  });
  const third = await useThroughMcpRemote(desktop, url);
  assert.deepEqual([third.quote.symbol, await desktop.openings()], ["AAPL", 1]);
  await changeTokens(desktop, (tokens) => assert.notEqual(tokens.refresh_token, before));
});
