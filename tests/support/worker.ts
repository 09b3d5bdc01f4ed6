/** The built Worker in workerd, with real D1, KV and R2 of its own. */

import { getPlatformProxy, unstable_startWorker } from "wrangler";
import { fileURLToPath } from "node:url";
import { readMigrations } from "../storage/migrations.ts";
import type { Server } from "./clients.ts";

export interface TestWorker extends Server, AsyncDisposable {
  /** Lets the cron trigger fire once; resolves when its work is done. */
  tick(): Promise<void>;
  /** Rows of a table of D1. */
  countRows(table: string): Promise<number>;
  /** Names of the keys in Workers KV now. */
  cachedKeys(): Promise<string[]>;
  /** Milliseconds from the start of workerd to its first answer. */
  startMilliseconds: number;
}

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Bundles the Worker as `deno task build` does. */
export async function buildWorker(): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "build"],
    cwd: root(""),
  })
    .output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

/** Starts what `buildWorker` has built, with `vars` as its settings; at a free port unless one is given. */
export async function startWorker(vars: Record<string, string>, { port = 0 } = {}): Promise<TestWorker> {
  const folder = await Deno.makeTempDir({ prefix: "ttai-worker-" });
  const config = root("wrangler.toml");
  const proxy = await getPlatformProxy<{ DB: Database; KV: { list(): Promise<{ keys: { name: string }[] }> } }>({
    configPath: config,
    persist: { path: `${folder}/v3` },
  });
  for (const statement of await readMigrations()) await proxy.env.DB.prepare(statement).run();
  const startedAt = performance.now();
  // Requests are logged where they are tested; here they would only hide what failed.
  const settings = { LOG_LEVEL: "error", ...vars };
  const worker = await unstable_startWorker({
    config,
    // An empty list: the developer's own .dev.vars must not reach a test.
    envFiles: [],
    bindings: Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [name, { type: "plain_text", value }]),
    ),
    dev: {
      server: { hostname: "127.0.0.1", port },
      inspector: false,
      persist: folder,
      logLevel: "error",
      watch: false,
    },
  });
  const origin = (await worker.url).origin;
  const fetch = async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    const body = request.body === null ? {} : { body: await request.arrayBuffer() };
    return await globalThis.fetch(`${origin}${pathname}${search}`, {
      method: request.method,
      headers: request.headers,
      signal: request.signal,
      ...body,
    });
  };
  await (await fetch(new Request("http://localhost/health"))).text();
  const startMilliseconds = performance.now() - startedAt;
  return {
    fetch,
    startMilliseconds,
    async tick() {
      const response = await globalThis.fetch(`${origin}/cdn-cgi/handler/scheduled`);
      const outcome = await response.text();
      if (outcome !== "ok") throw new Error(`the cron trigger ended with ${outcome.slice(0, 500)}`);
    },
    async countRows(table) {
      const { results } = await proxy.env.DB.prepare(`SELECT count(*) AS count FROM ${table}`).all();
      return results[0]!.count;
    },
    cachedKeys: async () => (await proxy.env.KV.list()).keys.map(({ name }) => name),
    async [Symbol.asyncDispose]() {
      await worker.dispose();
      await proxy.dispose();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

interface Database {
  prepare(sql: string): { run(): Promise<unknown>; all(): Promise<{ results: { count: number }[] }> };
}
