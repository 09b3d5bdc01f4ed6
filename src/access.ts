/** Who is served, and over whose connection to the broker: the three ways to run, made real. */

import type { Hono } from "@hono/hono";
import { createAttempts } from "./auth/attempts.ts";
import { type AuthorizationServer, createAuthorizationServer } from "./auth/authorization_server.ts";
import { createClientDocuments } from "./auth/client_documents.ts";
import { createClients } from "./auth/clients.ts";
import { challenge } from "./auth/metadata.ts";
import { createRegisteredClients } from "./auth/registered_clients.ts";
import { type Broker, type BrokerOptions, createBroker, type Source } from "./broker/broker.ts";
import { brokerLoginUrl, exchangeCode } from "./broker/code_exchange.ts";
import type { Credentials } from "./broker/endpoints/token.ts";
import type { Config } from "./config.ts";
import type { Log } from "./core/log.ts";
import { rememberRefusals } from "./services/broker_refusals.ts";
import { type Connection, createConnections } from "./services/connections.ts";
import { createMarket } from "./services/market.ts";
import { createUlid, secureRandom } from "./storage/ulid.ts";
import type { Storage } from "./storage/storage.ts";
import { accountRoutes } from "./web/account_routes.tsx";
import type { DemoGrant } from "./web/link_page.tsx";
import { loginRoutes } from "./web/login_routes.tsx";
import { oauthRoutes } from "./web/oauth_routes.ts";
import type { Platform } from "./web/visit.ts";

/** What the connections to the broker are made of. */
export interface AccessOptions {
  config: Config;
  storage: Storage;
  fetch: typeof globalThis.fetch;
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
  routes: readonly Hono<{ Bindings: Platform; Variables: { trace: { id: string } } }>[];
  server: AuthorizationServer | null;
}

const TIMEOUT = 15_000;

/** How long a user is taken at the broker's word. Milliseconds. */
const REFUSED_FOR = 30_000;

export async function createAccess(options: AccessOptions, log: Log): Promise<Access> {
  const { config, storage, now } = options;
  if (config.access.mode === "per_user") return await createLogins(options, config.access, log);
  const broker = openBroker(options, log, upstreamOf(options));
  const own = { broker, market: createMarket({ broker, cache: storage.cache, now, prefix: "" }) };
  return {
    admit: () => Promise.resolve({ connection: own, userId: null, scopes: null }),
    own,
    routes: [],
    server: null,
  };
}

type Upstream = Pick<BrokerOptions, "fetch" | "baseUrl" | "credentials" | "source">;

function openBroker(options: AccessOptions, log: Log, upstream: Upstream): Broker {
  const { storage, now, wait, random, userAgent, brokerTimeout = TIMEOUT } = options;
  const refusals = rememberRefusals(storage.records);
  return createBroker({ ...upstream, now, wait, random, log, userAgent, refusals, timeout: brokerTimeout });
}

/** The upstream without logins: the simulator in this process, or the owner's own account. */
function upstreamOf({ config, fetch, simulate }: AccessOptions): Upstream {
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
  if (access.mode === "per_user") throw new RangeError("with logins there is no upstream for everybody");
  const { clientSecret, refreshToken, clientId } = access;
  const credentials = { clientSecret, refreshToken, ...(clientId === undefined ? {} : { clientId }) };
  return { fetch, baseUrl: brokerUrl, credentials: () => Promise.resolve(credentials), source: sourceOf(config) };
}

const sourceOf = ({ TT_ENV }: Config): Source => TT_ENV === "sandbox" ? "tastytrade sandbox" : "tastytrade";

async function createLogins(
  options: AccessOptions,
  access: Config["access"] & { mode: "per_user" },
  log: Log,
): Promise<Access> {
  const { config, storage, fetch, now, userAgent, demoGrants, resolveAddresses, brokerTimeout = TIMEOUT } = options;
  const { origin, brokerUrl: baseUrl, brokerLoginPage } = config;
  const { records } = storage;
  const source = sourceOf(config);
  const partner = access.partner && { ...access.partner, redirectUri: `${origin}/oauth/callback` };

  /** Users whose credentials did not work, until when they are sent to log in. */
  const refused = new Map<string, number>();
  const registered = createRegisteredClients({ records, attempts: createAttempts({ records, now }), now });
  const documents = createClientDocuments({
    records,
    fetch,
    now,
    log,
    open: access.openClients,
    ...(resolveAddresses === undefined ? {} : { resolveAddresses }),
  });
  const server = await createAuthorizationServer({
    origin,
    jwtSecrets: access.jwtSecrets,
    tokenEncryptionKeys: access.tokenEncryptionKeys,
    allowedUsers: access.allowedUsers,
    environment: config.TT_ENV,
    partner,
    storage,
    clients: createClients({ documents, registered }),
    openBroker: (credentials) =>
      openBroker(options, log, { fetch, baseUrl, source, credentials: () => Promise.resolve(credentials) }),
    onLinked: (userId) => {
      refused.delete(userId);
      connections.forget(userId);
    },
    onRevoked: (_grantId, userId) => connections.forget(userId),
    onTokenEvent: (event, clientId) => log("info", "token", { outcome: event, client: clientId.slice(0, 120) }),
    now,
    newId: createUlid(now, secureRandom),
  });
  const connections = createConnections({
    open: (userId) =>
      openBroker(options, log, { fetch, baseUrl, source, credentials: () => server.users.credentials(userId) }),
    async onRefused(userId) {
      await server.breakLink(userId);
      refused.set(userId, now() + REFUSED_FOR);
    },
    cache: storage.cache,
    now,
  });

  return {
    async admit(request, path) {
      const admitted = await server.guard.admit(request);
      if ("refusal" in admitted) {
        const { refusal } = admitted;
        return { challenge: challenge(origin, path, refusal), refusal };
      }
      const { userId, scopes } = admitted.caller;
      // Whoever has no credentials that work has to log in, whatever their token says; soon it is looked at again.
      if ((refused.get(userId) ?? 0) > now()) {
        return { challenge: challenge(origin, path, "invalid"), refusal: "invalid" };
      }
      refused.delete(userId);
      return { connection: connections.of(userId), userId, scopes };
    },
    own: null,
    routes: [
      oauthRoutes({ server, register: registered.register }),
      loginRoutes({
        server,
        brokerLogin: partner && ((state) => brokerLoginUrl(brokerLoginPage, partner, state)),
        exchangeCode: (code, signal) =>
          exchangeCode({ baseUrl, fetch, userAgent, timeout: brokerTimeout }, partner!, code, signal),
        demoGrants: async () => await demoGrants?.() ?? null,
      }),
      accountRoutes({ server, now }),
    ],
    server,
  };
}
