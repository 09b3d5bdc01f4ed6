/** Who is served, and over whose connection to the broker: the three ways to run, made real. */

import type { Hono } from "@hono/hono";
import type { AuthorizationServer } from "./auth/authorization_server.ts";
import { type Broker, type BrokerOptions, createBroker, type Source } from "./broker/broker.ts";
import type { Live, OpenSocket, SocketScope } from "./broker/dxlink/live.ts";
import type { Credentials } from "./broker/endpoints/token.ts";
import { type Bucket, createHostRate } from "./broker/rate.ts";
import type { Config } from "./config.ts";
import type { Log } from "./core/log.ts";
import { rememberRefusals } from "./services/broker_refusals.ts";
import type { Connection } from "./services/connections.ts";
import { createMarket } from "./services/market.ts";
import type { Storage } from "./storage/storage.ts";
import type { DemoGrant } from "./web/link_page.tsx";
import type { Environment } from "./web/visit.ts";

/** What the connections to the broker are made of. */
export interface AccessOptions {
  config: Config;
  storage: Storage;
  fetch: typeof globalThis.fetch;
  /** Opens a socket to the broker's live data. */
  openSocket: OpenSocket;
  socketScope: SocketScope;
  /** Loads the embedded simulated broker; called only when nothing else is configured. */
  simulate: () => Promise<SimulatedBroker>;
  /** What the link page shows beside a simulated broker that people link to; `null` beside a real one. */
  demoGrants?: () => Promise<readonly DemoGrant[]>;
  /** All addresses of a host name, where the platform can look them up. */
  resolveAddresses?: (host: string) => Promise<string[]>;
  now: () => number;
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  random: () => number;
  userAgent: string;
  /** Milliseconds one request to the broker may take. */
  brokerTimeout?: number;
}

/** A broker in this process: what stands for the network, and credentials it takes. */
export interface SimulatedBroker {
  fetch: typeof globalThis.fetch;
  openSocket: OpenSocket;
  credentials: Credentials;
}

/** A request that may go on. Without logins there is no user, and everything is permitted. */
export interface Admission {
  connection: Connection;
  userId: string | null;
  scopes: readonly string[] | null;
}

/** A request without a token, or with one that is not good: what to put into `WWW-Authenticate`, and why, for the log. */
export interface Rejection {
  challenge: string;
  refusal: "missing" | "invalid";
}

export interface Access {
  /** Lets a request to the MCP endpoint in, or turns it away. */
  admit(request: Request, path: "/mcp" | ""): Promise<Admission | Rejection>;
  /** The one connection there is when there are no logins. */
  own: Connection | null;
  /** Pages and endpoints of the login; `null` when there is none. */
  routes: readonly Hono<Environment>[];
  server: AuthorizationServer | null;
  /** Closes the sockets that are kept for the next question. */
  close(): void;
}

/** Milliseconds one request to the broker may take. */
const TIMEOUT = 15_000;

export async function createAccess(options: AccessOptions, log: Log): Promise<Access> {
  const { config, storage, now } = options;
  const hostRate = createHostRate();
  if (config.access.mode === "per_user") {
    // Loaded only where people log in: without logins nobody pays for them.
    const { createLogins } = await import("./logins.ts");
    const { fetch, openSocket, brokerUrl: baseUrl } = { ...options, ...config };
    const upstream = { fetch, baseUrl, source: sourceOf(config) };
    return await createLogins({
      ...options,
      brokerTimeout: options.brokerTimeout ?? TIMEOUT,
      access: config.access,
      log,
      openBroker: (credentials) => openBroker(options, log, { ...upstream, credentials, hostRate }),
      openLive: (broker) => openLive(options, log, broker, openSocket),
    });
  }
  const { openSocket, ...upstream } = upstreamOf(options);
  const broker = openBroker(options, log, { ...upstream, hostRate });
  const live = openLive(options, log, broker, openSocket);
  const own = { broker, live, market: createMarket({ broker, live, cache: storage.cache, now, prefix: "" }) };
  return {
    admit: () => Promise.resolve({ connection: own, userId: null, scopes: null }),
    own,
    routes: [],
    server: null,
    close: live.close,
  };
}

type Upstream = Pick<BrokerOptions, "fetch" | "baseUrl" | "credentials" | "source">;

function openBroker(options: AccessOptions, log: Log, upstream: Upstream & { hostRate: Bucket }): Broker {
  const { storage, now, wait, random, userAgent, brokerTimeout = TIMEOUT } = options;
  const refusals = rememberRefusals(storage.records);
  return createBroker({ ...upstream, now, wait, random, log, userAgent, refusals, timeout: brokerTimeout });
}

function openLive({ config, now, socketScope }: AccessOptions, log: Log, broker: Broker, openSocket: OpenSocket): Live {
  // The broker names the stream's address, and the quote token goes there: never in the clear, unless all of it is.
  const isPlain = config.brokerUrl.startsWith("http:");
  const open = async (): Promise<Live> => {
    const { createLive } = await import("./broker/dxlink/create_live.ts");
    return createLive({
      broker,
      openSocket(url) {
        if (!url.startsWith("wss:") && !isPlain) throw new TypeError("the stream's address is not encrypted");
        return openSocket(url);
      },
      now,
      log,
      socketScope,
    });
  };
  // Loaded with the first question that needs the stream.
  let opening: Promise<Live> | null = null;
  const live = () => opening ??= open();
  return {
    read: async (questions, options) => await (await live()).read(questions, options),
    candles: async (symbol, fromAt, options) => await (await live()).candles(symbol, fromAt, options),
    close: () => void opening?.then((live) => live.close()),
  };
}

/** The upstream without logins: the simulator in this process, or the owner's own account. */
function upstreamOf({ config, fetch, openSocket, simulate }: AccessOptions): Upstream & { openSocket: OpenSocket } {
  const { access, brokerUrl } = config;
  if (access.mode === "simulated") {
    let loading: Promise<SimulatedBroker> | null = null;
    let loaded: SimulatedBroker | null = null;
    const load = () => loading ??= simulate().then((broker) => loaded = broker);
    return {
      fetch: async (input, init) => (await load()).fetch(input, init),
      openSocket(url) {
        if (loaded === null) throw new RangeError("the simulated broker has not told its address yet");
        return loaded.openSocket(url);
      },
      baseUrl: "https://simulated.invalid",
      credentials: async () => (await load()).credentials,
      source: "simulator",
    };
  }
  if (access.mode === "per_user") throw new RangeError("with logins there is no upstream for everybody");
  const { clientSecret, refreshToken, clientId } = access;
  const credentials = { clientSecret, refreshToken, ...(clientId === undefined ? {} : { clientId }) };
  return {
    fetch,
    openSocket,
    baseUrl: brokerUrl,
    credentials: () => Promise.resolve(credentials),
    source: sourceOf(config),
  };
}

const sourceOf = ({ TT_ENV }: Config): Source => TT_ENV === "sandbox" ? "tastytrade sandbox" : "tastytrade";
