/** The authorization server as a whole: its parts, wired to the records and to each other. */

import type { Broker } from "../broker/broker.ts";
import type { PartnerApplication } from "../broker/code_exchange.ts";
import { importSealKeys, type SealKeys } from "../core/seal.ts";
import type { Storage } from "../storage/storage.ts";
import { type AccessTokens, createAccessTokens } from "./access_tokens.ts";
import { type Account, createAccount, type UserCollection } from "./account.ts";
import { type Attempts, createAttempts } from "./attempts.ts";
import { type Audit, createAudit } from "./audit.ts";
import { type AuthorizationRequests, createAuthorizationRequests } from "./authorization_requests.ts";
import { type AuthorizeOutcome, createAuthorize } from "./authorize.ts";
import { type BrowserSessions, createBrowserSessions } from "./browser_sessions.ts";
import type { Clients } from "./clients.ts";
import { createCodes } from "./codes.ts";
import { createGrants, type Grants } from "./grants.ts";
import { createGuard, type Guard } from "./guard.ts";
import { identify, isAllowed, type LinkOutcome } from "./linking.ts";
import { createLoginFlow, type LoginFlow } from "./login_flow.ts";
import { resourceOf } from "./metadata.ts";
import { createTokenEndpoint, type TokenEndpoint, type TokenEvent } from "./token_endpoint.ts";
import { createUsers, type Customer, type LinkCredentials, type User, type Users } from "./users.ts";

export interface AuthorizationServerOptions {
  origin: string;
  /** The newest first. */
  jwtSecrets: readonly string[];
  /** 32 bytes in base64, the newest first. */
  tokenEncryptionKeys: readonly string[];
  /** Customer ids and e-mail addresses; empty lets everybody in who can link an account. */
  allowedUsers: readonly string[];
  environment: Customer["environment"];
  /** The operator's application at the broker, when it is approved for others. */
  partner: PartnerApplication | null;
  storage: Storage;
  /** What is kept of people, and goes with them. */
  userCollections: readonly UserCollection[];
  clients: Clients;
  /** A broker connection for credentials that are just being tried. */
  openBroker: (credentials: LinkCredentials) => Broker;
  /** Hears of a user who has just linked, for the first time or anew. */
  onLinked: (userId: string) => void;
  /** Hears of a grant that ended here. */
  onRevoked: (grantId: string, userId: string) => void;
  onTokenEvent: (event: TokenEvent, clientId: string) => void;
  now: () => number;
  newId: () => string;
}

export interface AuthorizationServer {
  origin: string;
  environment: Customer["environment"];
  partner: PartnerApplication | null;
  authorize(parameters: URLSearchParams, browser: string, signal: AbortSignal): Promise<AuthorizeOutcome>;
  requests: AuthorizationRequests;
  flow: LoginFlow;
  /** Tries credentials once; see `linking.ts`. */
  identify(credentials: LinkCredentials, signal: AbortSignal): Promise<LinkOutcome>;
  /** Whether a user of before is still invited. */
  isInvited(user: User): boolean;
  tokenEndpoint: TokenEndpoint;
  guard: Guard;
  sessions: BrowserSessions;
  users: Users;
  grants: Grants;
  tokens: AccessTokens;
  account: Account;
  audit: Audit;
  attempts: Attempts;
  keys: SealKeys;
  /** The broker no longer takes a user's credentials: the link is marked and every grant ends. */
  breakLink(userId: string): Promise<void>;
}

export async function createAuthorizationServer(options: AuthorizationServerOptions): Promise<AuthorizationServer> {
  const { origin, storage, clients, environment, partner, now, newId } = options;
  const { records } = storage;
  const keys = await importSealKeys(options.tokenEncryptionKeys);
  const tokens = await createAccessTokens({
    issuer: origin,
    audience: resourceOf(origin),
    secrets: options.jwtSecrets,
    now,
  });
  const grants = createGrants({ records, keys, now });
  const guard = createGuard({ tokens, grants, now });
  const audit = createAudit({ records, now, newId });
  const codes = createCodes({ records, grants, now, newId });
  const users = createUsers({ records, keys, partner, now });
  const sessions = createBrowserSessions({ records, now });
  const requests = createAuthorizationRequests({ records, now });
  const onRevoked = (grantId: string, userId: string) => {
    guard.forget(grantId);
    options.onRevoked(grantId, userId);
  };
  const account = createAccount({
    storage,
    collections: options.userCollections,
    users,
    grants,
    audit,
    onRevoked,
    now,
  });

  return {
    origin,
    environment,
    partner,
    authorize: createAuthorize({ origin, find: clients.find, requests }),
    requests,
    flow: createLoginFlow({ origin, records, requests, codes, users, sessions, audit, onLinked: options.onLinked }),
    identify: (credentials, signal) =>
      identify(credentials, { environment, openBroker: options.openBroker, allowed: options.allowedUsers, signal }),
    isInvited: ({ customerId, email }) => isAllowed(options.allowedUsers, customerId, email),
    tokenEndpoint: createTokenEndpoint({
      origin,
      authenticate: clients.authenticate,
      codes,
      grants,
      tokens,
      guard,
      audit,
      onEvent: options.onTokenEvent,
    }),
    guard,
    sessions,
    users,
    grants,
    tokens,
    account,
    audit,
    attempts: createAttempts({ records, now }),
    keys,
    async breakLink(userId) {
      // What only we cannot open is the operator's to mend; ending connections for it would not bring the key back.
      if (await users.isShut(userId)) return;
      await users.breakLink(userId);
      if (await account.revokeAll(userId) > 0) await audit.note(userId, "link_broken");
    },
  };
}
