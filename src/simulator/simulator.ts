/**
 * The broker's API as a fetch function over a believable small market: the same seed and clock give the same answers.
 *
 * Everything it serves carries the header `X-Simulated: true`; the bodies are shaped like the real ones.
 */

import { createFaults, type Fault, type Faults } from "./faults.ts";
import { createMarket, type Market } from "./market/market.ts";
import { createNoise } from "./market/noise.ts";
import { type Call, findRoute, type Route } from "./route.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { customerRoutes } from "./routes/customers.ts";
import { marketDataRoutes } from "./routes/market_data.ts";
import { marketMetricsRoutes } from "./routes/market_metrics.ts";
import { oauthRoutes } from "./routes/oauth.ts";
import { refusal, type Reply, support } from "./wire.ts";
import {
  createWorld,
  SIMULATED_CLIENT_ID,
  SIMULATED_CLIENT_SECRET,
  SIMULATED_REFRESH_TOKEN,
  type World,
} from "./world.ts";

export { SIMULATED_CLIENT_ID, SIMULATED_CLIENT_SECRET, SIMULATED_REFRESH_TOKEN } from "./world.ts";
export type { Fault, Faults };

/** How a simulator is set up. */
export interface SimulatorOptions {
  /** Which market; the same seed is the same market. */
  seed?: string | number;
  /** The clock, epoch milliseconds. */
  now: () => number;
  /** Where tokens get their difference from each other; even over [0, 1). */
  random?: () => number;
  /** How long an access token lives: 900 at the real broker. */
  tokenLifetimeSeconds?: number;
  /** Serves `/__simulator/...`, through which tests at the other end of a connection can cause trouble. */
  control?: boolean;
}

/** A request that arrived. `status` is `null` while, and if, there is no answer. */
export interface RequestRecord {
  at: number;
  method: string;
  path: string;
  status: number | null;
  userAgent: string | null;
}

/** A broker of our own. */
export interface Simulator {
  /** Answers like the global `fetch`, whatever the host of the URL; honours the request's signal. */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>;
  faults: Faults;
  /** What the token endpoint accepts. */
  credentials: { clientId: string; clientSecret: string; refreshToken: string };
  /** The latest requests, oldest first. */
  requests: readonly RequestRecord[];
  market: Market;
  world: World;
  /** Withdraws the demo customer's grant: its tokens stop to work. */
  revokeGrant(): void;
}

const TOKEN_LIFETIME_SECONDS = 900;
const LOG_LENGTH = 1000;

/** The versions that changed something, oldest first; the oldest serves whoever names none. */
const VERSIONS = ["20240501", "20250715", "20250813", "20260211", "20260427", "20260629", "20261012"];

const ROUTES: Route[] = [
  ...oauthRoutes,
  ...customerRoutes,
  ...accountRoutes,
  ...marketDataRoutes,
  ...marketMetricsRoutes,
];

/** A simulated broker. Nothing is computed before it is asked for. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const { now, tokenLifetimeSeconds = TOKEN_LIFETIME_SECONDS } = options;
  const seed = String(options.seed ?? "ttai");
  const noise = createNoise(seed);
  const idStream = noise.stream("support");
  let counter = 0;
  const world = createWorld(seed, options.random ?? (() => noise.uniform(idStream, -1, counter++)));
  const market = createMarket(seed);
  const faults = createFaults();
  const requests: RequestRecord[] = [];

  async function answer(request: Request, url: URL): Promise<Reply> {
    if (!request.headers.get("User-Agent")) {
      return refusal(401, "unauthorized", `Unauthorized. ${support(supportId())}`);
    }
    const version = chooseVersion(request.headers.get("Accept-Version"));
    if (version === null) return refusal(406, 406, "The requested version is not supported.");
    const match = findRoute(ROUTES, request.method, url.pathname);
    if (match === "unknown") return refusal(404, "not_found", `Not Found. ${support(supportId())}`);
    if (match === "method") return refusal(405, "method_not_allowed", `405 Not Allowed. ${support(supportId())}`);
    const { route, parameters } = match;
    const at = now();
    const token = /^Bearer (\S+)$/.exec(request.headers.get("Authorization") ?? "")?.[1];
    const grant = token === undefined ? null : world.grantOf(token, at);
    if (!route.open && grant === null) return refusal(401, "token_invalid", "This token is invalid or has expired");
    const body = await readBody(request);
    if (body === "unsupported") return refusal(415, "unsupported_media_type", "Unsupported Media Type");
    const call: Call = {
      world,
      market,
      at,
      path: url.pathname,
      parameters,
      query: url.searchParams,
      body: body.content,
      version,
      tokenLifetimeSeconds,
      supportId: supportId(),
    };
    return route.open ? route.handle(call) : route.handle({ ...call, customer: grant!.customer });
  }

  const supportId = (): string =>
    [0, 1, 2, 3].map((part) =>
      Math.floor(noise.uniform(idStream, counter++, part) * 2 ** 32).toString(16).padStart(8, "0")
    )
      .join("");

  async function respond(input: Request | URL | string, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const url = new URL(request.url);
    const record: RequestRecord = {
      at: now(),
      method: request.method,
      path: url.pathname,
      status: null,
      userAgent: request.headers.get("User-Agent"),
    };
    requests.push(record);
    if (requests.length > LOG_LENGTH) requests.shift();
    const reply = await answer(request, url);
    request.signal.throwIfAborted();
    record.status = reply.status;
    return Response.json(reply.body, { status: reply.status, headers: { "X-Simulated": "true" } });
  }

  return {
    fetch: respond,
    faults,
    credentials: {
      clientId: SIMULATED_CLIENT_ID,
      clientSecret: SIMULATED_CLIENT_SECRET,
      refreshToken: SIMULATED_REFRESH_TOKEN,
    },
    requests,
    market,
    world,
    revokeGrant() {
      for (const grant of world.grants) grant.revoked = true;
    },
  };
}

/** The newest version at or below the one asked for, the oldest without one, `null` when there is none. */
function chooseVersion(asked: string | null): string | null {
  if (asked === null) return VERSIONS[0]!;
  if (!/^\d{8}$/.test(asked)) return null;
  return VERSIONS.findLast((version) => version <= asked) ?? null;
}

/** A body is read where the method has one; text that is not JSON counts as none. */
async function readBody(request: Request): Promise<{ content: unknown } | "unsupported"> {
  if (!["POST", "PUT", "PATCH"].includes(request.method)) return { content: undefined };
  const type = request.headers.get("Content-Type") ?? "";
  if (type.startsWith("application/x-www-form-urlencoded")) {
    return { content: Object.fromEntries(new URLSearchParams(await request.text())) };
  }
  if (!type.startsWith("application/json")) return "unsupported";
  try {
    return { content: JSON.parse(await request.text()) };
  } catch {
    return { content: undefined };
  }
}
