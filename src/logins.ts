/** Many users: the authorization server, its pages, and a connection to the broker for each person. */

import type { Access, AccessOptions } from "./access.ts";
import { createAttempts } from "./auth/attempts.ts";
import { createAuthorizationServer } from "./auth/authorization_server.ts";
import { createClientDocuments } from "./auth/client_documents.ts";
import { createClients } from "./auth/clients.ts";
import { challenge } from "./auth/metadata.ts";
import { createRegisteredClients } from "./auth/registered_clients.ts";
import type { AccountStream } from "./broker/account_stream/account_stream.ts";
import type { Broker } from "./broker/broker.ts";
import { brokerLoginUrl, exchangeCode } from "./broker/code_exchange.ts";
import type { Live } from "./broker/dxlink/live.ts";
import type { Credentials } from "./broker/endpoints/token.ts";
import type { Config } from "./config.ts";
import type { Log } from "./core/log.ts";
import { users } from "./auth/users.ts";
import { createConnections } from "./services/connections.ts";
import { check } from "./storage/storage.ts";
import { createUlid, secureRandom } from "./storage/ulid.ts";
import { userCollections } from "./user_collections.ts";
import { accountRoutes } from "./web/account_routes.tsx";
import { loginRoutes } from "./web/login_routes.tsx";
import { oauthRoutes } from "./web/oauth_routes.ts";

/** How long a user is taken at the broker's word. Milliseconds. */
const REFUSED_FOR = 30_000;

export interface LoginOptions extends AccessOptions {
  access: Config["access"] & { mode: "per_user" };
  log: Log;
  brokerTimeout: number;
  /** A person's connection to the broker; their credentials are asked for when it has to log in. */
  openBroker: (credentials: () => Promise<Credentials | null>) => Broker;
  /** The live data of whoever `broker` belongs to. */
  openLive: (broker: Broker) => Live;
  /** The news of their accounts. */
  openAccountStream: (broker: Broker) => AccountStream;
}

/** People linked to their own accounts, the tokens they bring, the pages and endpoints they get them at. */
export async function createLogins(options: LoginOptions): Promise<Access> {
  const { config, access, storage, fetch, now, log, openBroker, userAgent, brokerTimeout: timeout } = options;
  const { origin, brokerUrl: baseUrl, brokerLoginPage } = config;
  const { records } = storage;
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
    ...(options.resolveAddresses === undefined ? {} : { resolveAddresses: options.resolveAddresses }),
  });
  const server = await createAuthorizationServer({
    origin,
    jwtSecrets: access.jwtSecrets,
    tokenEncryptionKeys: access.tokenEncryptionKeys,
    allowedUsers: access.allowedUsers,
    environment: config.TT_ENV,
    partner,
    storage,
    userCollections,
    clients: createClients({ documents, registered }),
    openBroker: (credentials) => openBroker(() => Promise.resolve(credentials)),
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
    open: (userId) => openBroker(() => server.users.credentials(userId)),
    openLive: options.openLive,
    openAccountStream: options.openAccountStream,
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
        exchangeCode: (code, signal) => exchangeCode({ baseUrl, fetch, userAgent, timeout }, partner!, code, signal),
        demoGrants: async () => await options.demoGrants?.() ?? null,
      }),
      accountRoutes({ server, now }),
    ],
    server,
    people: {
      listIds: server.users.listIds,
      borrow: connections.borrow,
      async witness(userId) {
        const user = await server.users.read(userId);
        return user && check(users, userId, user.version);
      },
    },
    close: connections.close,
  };
}
