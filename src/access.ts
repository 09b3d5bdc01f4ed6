/** Who is served, and over whose connection to the broker: the three ways to run, made real. */

import type { Hono } from "@hono/hono";
import type { AuthorizationServer } from "./auth/authorization_server.ts";
import type { AccountStream } from "./broker/account_stream/account_stream.ts";
import { type Broker, type BrokerOptions, createBroker, type Source } from "./broker/broker.ts";
import type { Live, OpenSocket, SocketScope } from "./broker/dxlink/live.ts";
import type { Credentials } from "./broker/endpoints/token.ts";
import { type Bucket, createHostRate } from "./broker/rate.ts";
import type { Config } from "./config.ts";
import type { Log } from "./core/log.ts";
import { rememberRefusals } from "./services/broker_refusals.ts";
import type { Connection, Connections } from "./services/connections.ts";
import { createMarket } from "./services/market.ts";
import type { Storage, Write } from "./storage/storage.ts";
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

/** All who have logged in. */
export interface People {
  listIds: AuthorizationServer["users"]["listIds"];
  borrow: Connections["borrow"];
  /** For a commit that is to pass only while there is such a person; `null` when there is none. */
  witness(userId: string): Promise<Write | null>;
}

export interface Access {
  /** Lets a request to the MCP endpoint in, or turns it away. */
  admit(request: Request, path: "/mcp" | ""): Promise<Admission | Rejection>;
  /** The one connection there is when there are no logins. */
  own: Connection | null;
  /** Pages and endpoints of the login; `null` when there is none. */
  routes: readonly Hono<Environment>[];
  server: AuthorizationServer | null;
  /** Everybody, for chores; `null` where nobody logs in. */
  people: People | null;
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
      openAccountStream: (broker) => openAccountStream(options, log, broker, openSocket),
    });
  }
  const { openSocket, ...upstream } = upstreamOf(options);
  const broker = openBroker(options, log, { ...upstream, hostRate });
  const live = openLive(options, log, broker, openSocket);
  const accountStream = openAccountStream(options, log, broker, openSocket);
  const market = createMarket({ broker, live, cache: storage.cache, now, prefix: "" });
  const own = { broker, live, accountStream, market };
  return {
    admit: () => Promise.resolve({ connection: own, userId: null, scopes: null }),
    own,
    routes: [],
    server: null,
    people: null,
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
  const open = async (): Promise<Live> => {
    const { createLive } = await import("./broker/dxlink/create_live.ts");
    return createLive({
      broker,
      openSocket: guarded(config, openSocket),
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

/** News of the accounts of whoever `broker` belongs to; loaded with the first question that waits for some. */
function openAccountStream(
  { config, now }: AccessOptions,
  log: Log,
  broker: Broker,
  openSocket: OpenSocket,
): AccountStream {
  // The address has no meaning for the simulator in this process, but it has to look like one.
  const url = config.access.mode === "simulated" ? SIMULATED_URL.replace("https", "wss") : config.accountStreamUrl;
  const parts = { broker, url, openSocket: guarded(config, openSocket), now, log };
  const open = async (): Promise<AccountStream> =>
    (await import("./broker/account_stream/create_account_stream.ts")).createAccountStream(parts);
  let opening: Promise<AccountStream> | null = null;
  return { open: async (accountNumbers, options) => await (await (opening ??= open())).open(accountNumbers, options) };
}

/** Tokens go over sockets: never in the clear, unless the broker itself is reached so. */
const guarded = ({ brokerUrl }: Config, openSocket: OpenSocket): OpenSocket => (url) => {
  if (!url.startsWith("wss:") && !brokerUrl.startsWith("http:")) {
    throw new TypeError("the stream's address is not encrypted");
  }
  return openSocket(url);
};

/** Stands for the address of the simulated broker in this process. */
const SIMULATED_URL = "https://simulated.invalid";

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
      baseUrl: SIMULATED_URL,
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
