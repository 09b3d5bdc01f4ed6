/** TTAI on Cloudflare Workers: bindings, requests and the cron trigger. */

// A Worker's log is its console.
// deno-lint-ignore-file no-console

import { type App, createApp, pause } from "./app.ts";
import { ConfigError, readConfig } from "./config.ts";
import { type CloudflareBindings, createCloudflareStorage } from "./storage/cloudflare.ts";

interface ExecutionContext {
  waitUntil(work: Promise<unknown>): void;
}

type Bindings = CloudflareBindings & Record<string, unknown>;

let running: Promise<App> | null = null;

/** One app an isolate: its memory and its broker session serve all requests the isolate gets. */
function appOf(bindings: Bindings): Promise<App> {
  return running ??= createApp({
    config: readConfig(bindings),
    storage: createCloudflareStorage(bindings, {
      now: Date.now,
      onError: (error, operation) =>
        console.warn(JSON.stringify({ level: "warn", event: operation, error: `${error}` })),
    }),
    // Called as a bare function, Workers' fetch loses its receiver and refuses.
    fetch: (input, init) => globalThis.fetch(input, init),
    openSocket: (url) => new WebSocket(url),
    socketScope: "request",
    // Loaded only where it is used: a deployment with a real broker never reads it.
    simulate: async () => (await import("./simulator/simulator.ts")).createSimulator({ now: Date.now }),
    now: Date.now,
    wait: pause,
    random: Math.random,
    write: console.log,
    // Well inside what one invocation may ask of others.
    choreBudget: { milliseconds: 60_000, people: 40 },
  });
}

export default {
  async fetch(request: Request, bindings: Bindings, execution: ExecutionContext): Promise<Response> {
    try {
      const app = await appOf(bindings);
      return await app.fetch(request, {
        keepAlive: (work) => execution.waitUntil(work),
        address: request.headers.get("cf-connecting-ip") ?? "unknown",
      });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      console.error(JSON.stringify({ level: "error", event: "configuration", problems: error.problems }));
      return Response.json({ error: error.message }, { status: 500 });
    }
  },

  async scheduled(_controller: unknown, bindings: Bindings): Promise<void> {
    await (await appOf(bindings)).tick();
  },
};
