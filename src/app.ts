/** Every route of the server, in reading order, and what a request is surrounded with on its way to a tool. */

import { type Context as Exchange, Hono } from "@hono/hono";
import { type BrokerOptions, createBroker } from "./broker/broker.ts";
import type { Credentials } from "./broker/endpoints/token.ts";
import { type Config, secretsOf } from "./config.ts";
import { createLog } from "./core/log.ts";
import { createHandler, PROTOCOL_VERSION } from "./mcp/handler.ts";
import { createCatalogue, type Surroundings } from "./mcp/server.ts";
import { checkBroker } from "./services/broker_check.ts";
import { brokerRefusals, rememberRefusals } from "./services/broker_refusals.ts";
import type { Context } from "./services/context.ts";
import { createMarket } from "./services/market.ts";
import type { Storage } from "./storage/storage.ts";
import { tools } from "./tools/mod.ts";
import { createGate } from "./web/gate.ts";
import { HomePage } from "./web/home_page.tsx";

export const VERSION = "0.1.0";

/** What the platform supplies. */
export interface Dependencies {
  config: Config;
  storage: Storage;
  fetch: typeof globalThis.fetch;
  /** Loads the embedded simulated broker; called only when nothing else is configured. */
  simulate: () => Promise<SimulatedBroker>;
  now: () => number;
  /** Resolves after so many milliseconds, or earlier when the signal aborts. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  random: () => number;
  /** Takes one line of the log. */
  write: (line: string) => void;
  /** Milliseconds one request to the broker may take. */
  brokerTimeout?: number;
}

/** A broker in this process: what stands for the network, and credentials it takes. */
export interface SimulatedBroker {
  fetch: typeof globalThis.fetch;
  credentials: Credentials;
}

/** What the server offers a platform: requests in, and the regular chores. */
export interface App {
  /** `keepAlive` lets work outlive its request, where the platform asks to be told (`waitUntil`). */
  fetch: (request: Request, keepAlive?: (work: Promise<unknown>) => void) => Promise<Response>;
  checkBroker: () => ReturnType<typeof checkBroker>;
  /** Regular chores; meant to be called every few minutes. */
  tick: () => Promise<void>;
}

/** What one request leaves in the log. */
interface Trace {
  id: string;
  era?: string;
  method?: string;
  tool?: string | null;
  upstream: number;
}

type Environment = { Bindings: { keepAlive: (work: Promise<unknown>) => void }; Variables: { trace: Trace } };

export function createApp(dependencies: Dependencies): App {
  const { config, storage, now, wait, random, write } = dependencies;
  const log = createLog({ write, now, least: config.LOG_LEVEL, secrets: secretsOf(config) });
  const broker = createBroker({
    ...upstreamOf(dependencies),
    now,
    wait,
    random,
    log,
    userAgent: `ttai/${VERSION}`,
    refusals: rememberRefusals(storage.records),
    ...(dependencies.brokerTimeout === undefined ? {} : { timeout: dependencies.brokerTimeout }),
  });
  const market = createMarket({ broker, cache: storage.cache, now, prefix: "" });
  const mcp = createHandler<Surroundings>({
    serverFor: createCatalogue({
      tools,
      version: VERSION,
      onBug: (error, tool, requestId) => log("error", "tool broke", { tool, requestId, ...stackOf(error) }),
    }),
    onError: (error, call) => log("error", "mcp broke", { requestId: call?.extra.requestId, ...stackOf(error) }),
  });

  const contextOf = (exchange: Exchange<Environment>): Context => {
    const trace = exchange.get("trace");
    return {
      broker,
      market,
      log,
      now,
      signal: exchange.req.raw.signal,
      onCall: () => void trace.upstream++,
      keepAlive: exchange.env.keepAlive,
    };
  };

  const answerMcp = (exchange: Exchange<Environment>): Promise<Response> => {
    const trace = exchange.get("trace");
    return mcp(exchange.req.raw, {
      context: contextOf(exchange),
      requestId: trace.id,
      onMessage: (era, method, tool) => Object.assign(trace, { era, method, tool }),
    });
  };

  const homePage = (exchange: Exchange<Environment>) => {
    const nonce = crypto.randomUUID();
    exchange.header(
      "content-security-policy",
      `default-src 'none'; style-src 'nonce-${nonce}'; frame-ancestors 'none'`,
    );
    exchange.header("x-content-type-options", "nosniff");
    exchange.header("referrer-policy", "no-referrer");
    return exchange.html(`<!doctype html>${
      HomePage({
        origin: config.PUBLIC_URL ?? new URL(exchange.req.url).origin,
        version: VERSION,
        mode: config.access.mode,
        nonce,
        tools,
        showsBrokerCheck: config.ENVIRONMENT === "development",
      })
    }`);
  };

  const app = new Hono<Environment>();
  app.use(async (exchange, next) => {
    const startedAt = now();
    const trace: Trace = { id: crypto.randomUUID().slice(0, 13), upstream: 0 };
    exchange.set("trace", trace);
    await next();
    exchange.res.headers.set("x-request-id", trace.id);
    const { id, upstream, era, method, tool } = trace;
    log("info", "request", {
      requestId: id,
      verb: exchange.req.method,
      path: exchange.req.path.slice(0, 80),
      status: exchange.res.status,
      milliseconds: now() - startedAt,
      era,
      method,
      tool,
      upstream,
    });
  });
  app.use(createGate(namesOf(config)));
  app.on(["POST", "DELETE", "PUT", "PATCH"], ["/mcp", "/"], answerMcp);
  app.get("/mcp", answerMcp);
  app.get("/", (exchange) => {
    if (exchange.req.method === "HEAD") exchange.header("MCP-Protocol-Version", PROTOCOL_VERSION);
    // Clients of the older transport open an event stream here: they are told to POST.
    if (!/text\/html|\*\/\*|^$/.test(exchange.req.header("accept") ?? "")) return answerMcp(exchange);
    return homePage(exchange);
  });
  app.get("/health", (exchange) =>
    exchange.json({
      status: "ok",
      environment: config.ENVIRONMENT,
      version: VERSION,
      time: new Date(now()).toISOString(),
      auth: config.access.mode === "per_user" ? "oauth" : "none",
      broker: config.access.mode === "simulated" ? "simulated" : config.TT_API_URL ? "custom" : config.TT_ENV,
    }));
  app.get("/debug/broker", async (exchange) => {
    if (config.ENVIRONMENT === "production") return exchange.notFound();
    const check = await checkBroker(contextOf(exchange));
    return exchange.json({ ...check, source: broker.source() }, check.ok ? 200 : 502);
  });
  app.notFound((exchange) =>
    exchange.json({ error: `There is nothing at ${exchange.req.path.slice(0, 80)}. The MCP endpoint is /mcp.` }, 404)
  );
  app.onError((error, exchange) => {
    const { id } = exchange.get("trace");
    log("error", "request broke", { requestId: id, ...stackOf(error) });
    return exchange.json({ error: `Something in TTAI broke (reference ${id}).` }, 500);
  });

  return {
    fetch: async (request, keepAlive = swallow) => await app.fetch(request, { keepAlive }),
    checkBroker: () =>
      checkBroker({ broker, market, log, now, signal: new AbortController().signal, onCall() {}, keepAlive: swallow }),
    async tick() {
      const swept = await storage.records.sweep([brokerRefusals]);
      log("info", "tick", { swept });
    },
  };
}

/** Resolves after so many milliseconds, or earlier when the signal aborts. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  signal.addEventListener("abort", () => resolve(), { once: true });
  return promise.finally(() => clearTimeout(timer));
}

const swallow = (work: Promise<unknown>): void => void work.catch(() => {});

function upstreamOf(
  { config, fetch, simulate }: Dependencies,
): Pick<BrokerOptions, "fetch" | "baseUrl" | "credentials" | "source"> {
  const { access, brokerUrl } = config;
  if (access.mode === "simulated") {
    let loading: Promise<SimulatedBroker> | null = null;
    const load = () => loading ??= simulate();
    return {
      fetch: async (input, init) => (await load()).fetch(input, init),
      baseUrl: "https://simulated.invalid",
      credentials: async () => (await load()).credentials,
      source: "simulator",
    };
  }
  if (access.mode === "per_user") throw new RangeError("per-user login is refused by the configuration");
  const { clientSecret, refreshToken, clientId } = access;
  const credentials = { clientSecret, refreshToken, ...(clientId === undefined ? {} : { clientId }) };
  return {
    fetch,
    baseUrl: brokerUrl,
    credentials: () => Promise.resolve(credentials),
    source: config.TT_ENV === "sandbox" ? "tastytrade sandbox" : "tastytrade",
  };
}

/** Names of this machine always, and of the public address where there is one and a login guards it. */
function namesOf({ PUBLIC_URL, access }: Config): { hosts: string[]; origins: string[] } {
  const isPublic = PUBLIC_URL !== undefined && access.mode !== "single_owner";
  const names = ["localhost", "127.0.0.1", "[::1]", ...(isPublic ? [new URL(PUBLIC_URL).hostname] : [])];
  return { hosts: names, origins: names };
}

function stackOf(error: unknown): { error: string } {
  return { error: error instanceof Error ? error.stack ?? error.message : String(error) };
}
