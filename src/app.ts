/** Every route of the server, in reading order, and what a request is surrounded with on its way to a tool. */

import type { Context as Exchange } from "@hono/hono";
import { Hono } from "@hono/hono/tiny";
import { type Access, type AccessOptions, type Admission, createAccess, type Rejection } from "./access.ts";
import { type Config, secretsOf, warningsOf } from "./config.ts";
import type { ChoreBudget } from "./chores.ts";
import { createLog } from "./core/log.ts";
import { createHandler, PROTOCOL_VERSION } from "./mcp/handler.ts";
import { createCatalogue, type Surroundings } from "./mcp/server.ts";
import { resources } from "./resources/mod.ts";
import type { checkBroker } from "./services/broker_check.ts";
import type { Connection } from "./services/connections.ts";
import type { Context } from "./services/context.ts";
import { loadTools, tools } from "./tools/mod.ts";
import { createGate } from "./web/gate.ts";
import { atStreamEnd, isEventStream } from "./web/stream_end.ts";
import { createThrottle } from "./web/throttle.ts";
import type { Environment, Platform, Trace } from "./web/visit.ts";

export const VERSION = "0.2.0";

/** What the platform supplies. */
export interface Dependencies extends Omit<AccessOptions, "userAgent"> {
  /** Takes one line of the log. */
  write: (line: string) => void;
  /** What one `tick` may take; four minutes when not given. */
  choreBudget?: ChoreBudget;
}

/** What the server offers a platform: requests in, and the regular chores. */
export interface App {
  fetch: (request: Request, platform?: Partial<Platform>) => Promise<Response>;
  /** The steps of a broker check, for servers without logins; `null` with them. */
  checkBroker: () => ReturnType<typeof checkBroker> | null;
  /** Regular chores; meant to be called every few minutes. */
  tick: () => Promise<void>;
  access: Access;
  /** Closes what is kept open for the next question, when there will be none. */
  close: () => void;
}

/** Calls of one user to the MCP endpoint: more than any conversation makes. */
const CALLS_PER_MINUTE = 120;

/** A tick comes every five minutes. */
const CHORE_BUDGET: ChoreBudget = { milliseconds: 240_000, people: 100_000 };

export async function createApp(dependencies: Dependencies): Promise<App> {
  const { config, storage, now, wait, write } = dependencies;
  const log = createLog({ write, now, least: config.LOG_LEVEL, secrets: secretsOf(config) });
  const access = await createAccess({ ...dependencies, userAgent: `ttai/${VERSION}` }, log);
  const warnings = warningsOf(config);
  const throttle = createThrottle({ limit: CALLS_PER_MINUTE, windowSeconds: 60, now });
  const mcp = createHandler<Surroundings>({
    serverFor: createCatalogue({
      tools,
      resources,
      version: VERSION,
      isPersonal: access.server !== null,
      onBug: (error, tool, requestId) => log("error", "tool broke", { tool, requestId, ...stackOf(error) }),
    }),
    onError: (error, call) => log("error", "mcp broke", { requestId: call?.extra.requestId, ...stackOf(error) }),
  });

  /** What a question nobody waits for is answered with. */
  const choreContext = (
    connection: Connection,
    userId: string | null,
    signal = new AbortController().signal,
  ): Context => ({
    ...connection,
    userId,
    records: storage.records,
    log,
    now,
    wait,
    signal,
    onCall() {},
    // One of its own for each: live data takes who has the same for one request, and no request may use another's socket.
    keepAlive: (work) => swallow(work),
  });

  const contextOf = (exchange: Exchange<Environment>, connection: Connection, userId: string | null): Context => {
    const trace = exchange.get("trace");
    return {
      ...choreContext(connection, userId),
      signal: exchange.req.raw.signal,
      onCall: () => void trace.upstream++,
      keepAlive: exchange.env.keepAlive,
    };
  };

  const answerMcp = async (exchange: Exchange<Environment>): Promise<Response> => {
    const request = exchange.req.raw;
    const path = exchange.req.path === "/mcp" ? "/mcp" : "";
    const admitted = await access.admit(request, path);
    const trace = exchange.get("trace");
    if ("challenge" in admitted) return unauthorized(admitted, trace);
    const { userId, scopes, connection } = admitted;
    if (userId !== null) {
      trace.user = userId;
      const retryAt = throttle(userId);
      if (retryAt !== null) return tooMany(Math.ceil((retryAt - now()) / 1000));
    }
    const response = await mcp(request, {
      context: contextOf(exchange, connection, userId),
      requestId: trace.id,
      scopes,
      onMessage: (era, method, tool) => Object.assign(trace, { era, method, tool }),
    });
    // The call itself may have found out that the broker no longer knows the user: then the client has to log in again.
    const again: Admission | Rejection = userId === null ? admitted : await access.admit(request, path);
    if (!("challenge" in again)) return response;
    // What is still at work behind a stream ends with it.
    await response.body?.cancel();
    return unauthorized(again, trace);
  };

  const app = new Hono<Environment>();
  app.use(async (exchange, next) => {
    const startedAt = now();
    const trace: Trace = { id: crypto.randomUUID().slice(0, 13), upstream: 0 };
    exchange.set("trace", trace);
    await next();
    exchange.res.headers.set("x-request-id", trace.id);
    const { status } = exchange.res;
    const note = (): void => {
      const { id, upstream, era, method, tool, user, refusal } = trace;
      log("info", "request", {
        requestId: id,
        verb: exchange.req.method,
        path: exchange.req.path.slice(0, 80),
        status,
        milliseconds: now() - startedAt,
        client: clientOf(exchange.req.header("user-agent")),
        era,
        method,
        tool,
        user,
        refusal,
        upstream,
      });
    };
    // What a stream costs is known when it has ended.
    if (isEventStream(exchange.res)) exchange.res = atStreamEnd(exchange.res, note);
    else note();
  });
  app.use(createGate(namesOf(config)));
  app.on(["POST", "DELETE", "PUT", "PATCH"], ["/mcp", "/"], answerMcp);
  app.get("/mcp", answerMcp);
  app.get("/", async (exchange) => {
    if (exchange.req.method === "HEAD") exchange.header("MCP-Protocol-Version", PROTOCOL_VERSION);
    // Clients of the older transport open an event stream here: they are told to POST.
    if (!/text\/html|\*\/\*|^$/.test(exchange.req.header("accept") ?? "")) return await answerMcp(exchange);
    // Pages are loaded for the first browser that comes: clients of the protocol never see one.
    const { showHomePage } = await import("./web/home_page.tsx");
    return showHomePage(exchange, {
      origin: config.PUBLIC_URL ?? new URL(exchange.req.url).origin,
      version: VERSION,
      mode: config.access.mode,
      tools: await loadTools(),
      showsBrokerCheck: access.own !== null && config.ENVIRONMENT === "development",
    });
  });
  for (const routes of access.routes) app.route("/", routes);
  app.get("/health", (exchange) =>
    exchange.json({
      status: "ok",
      environment: config.ENVIRONMENT,
      version: VERSION,
      time: new Date(now()).toISOString(),
      auth: access.server === null ? "none" : "oauth",
      broker: config.access.mode === "simulated" ? "simulated" : config.TT_API_URL ? "custom" : config.TT_ENV,
      ...(warnings.length > 0 ? { warnings } : {}),
    }));
  app.get("/debug/broker", async (exchange) => {
    if (config.ENVIRONMENT === "production" || access.own === null) return exchange.notFound();
    const { checkBroker } = await import("./services/broker_check.ts");
    const check = await checkBroker(contextOf(exchange, access.own, null));
    return exchange.json({ ...check, source: access.own.broker.source() }, check.ok ? 200 : 502);
  });
  app.notFound(async (exchange) => {
    if (wantsPage(exchange)) return (await import("./web/message_page.tsx")).showNothing(exchange);
    const path = exchange.req.path.slice(0, 80).replace(/[^\w.~/-]/g, "?");
    return exchange.json({ error: `There is nothing at ${path}. The MCP endpoint is /mcp.` }, 404);
  });
  app.onError(async (error, exchange) => {
    const { id } = exchange.get("trace");
    log("error", "request broke", { requestId: id, ...stackOf(error) });
    if (wantsPage(exchange)) return (await import("./web/message_page.tsx")).showBroken(exchange, id);
    return exchange.json({ error: `Something in TTAI broke (reference ${id}).` }, 500);
  });

  return {
    access,
    close: access.close,
    fetch: async (request, { keepAlive = swallow, address = "unknown" } = {}) =>
      await app.fetch(request, { keepAlive, address }),
    checkBroker() {
      const { own } = access;
      if (own === null) return null;
      return import("./services/broker_check.ts").then(({ checkBroker }) => checkBroker(choreContext(own, null)));
    },
    async tick() {
      const { doChores } = await import("./chores.ts");
      const { TTAI_HISTORY_DAYS: historyDays } = config;
      const { choreBudget: budget = CHORE_BUDGET } = dependencies;
      await doChores({ access, storage, now, log, historyDays, budget, contextOf: choreContext });
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

/** Whether a person is looking: browsers name HTML among what they accept, programs do not. */
const wantsPage = ({ req }: Exchange<Environment>): boolean => /\btext\/html\b/.test(req.header("accept") ?? "");

/** Nothing but a 401 makes clients log in; `challenge` tells them where. */
function unauthorized({ challenge, refusal }: Rejection, trace: Trace): Response {
  trace.refusal = refusal;
  const headers = { "www-authenticate": challenge, "mcp-protocol-version": PROTOCOL_VERSION };
  return Response.json({ error: "Log in first: the WWW-Authenticate header says where." }, { status: 401, headers });
}

function tooMany(seconds: number): Response {
  const headers = { "retry-after": String(seconds) };
  return Response.json({ error: `Too many calls. Try again in ${seconds} s.` }, { status: 429, headers });
}

/** Names of this machine always, and of the public address where there is one and a login guards it. */
function namesOf({ PUBLIC_URL, access }: Config): { hosts: string[]; origins: string[] } {
  const isPublic = PUBLIC_URL !== undefined && access.mode !== "single_owner";
  const names = ["localhost", "127.0.0.1", "[::1]", ...(isPublic ? [new URL(PUBLIC_URL).hostname] : [])];
  return { hosts: names, origins: names };
}

/** The family of a client by its User-Agent, such as `Claude-User` or `python-httpx`; foreign, so only a plain word of it. */
function clientOf(userAgent: string | undefined): string | undefined {
  return /^[A-Za-z][\w.-]{0,40}/.exec(userAgent ?? "")?.[0];
}

function stackOf(error: unknown): { error: string } {
  return { error: error instanceof Error ? error.stack ?? error.message : String(error) };
}
