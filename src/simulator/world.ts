/** Who the simulated broker knows: customers, applications, and the grants that the first have given to the second. */

import {
  SIMULATED_CREDENTIALS,
  SIMULATED_PARTNER_CLIENT_ID,
  SIMULATED_PARTNER_CLIENT_SECRET,
  SIMULATED_TRADE_ONLY_REFRESH_TOKEN,
} from "./credentials.ts";
import { type AccountState, type Customer, demoCustomers } from "./customers.ts";
import { createFailedLogins, type FailedLogins } from "./failed_logins.ts";
import { type Claims, createTokens, type Tokens, type TokenType } from "./tokens.ts";
import { createWatchlistShelf, type WatchlistShelf } from "./watchlists.ts";
import { words } from "./wire.ts";

/** A program that may ask customers for grants. */
export interface Application {
  clientId: string;
  clientSecret: string;
  /** Whether a redirect URI is registered; personal applications have none. */
  allowsRedirect?(uri: string): boolean;
}

/** A customer's permission for an application. */
export interface Grant {
  application: Application;
  customer: Customer;
  scopes: readonly string[];
  /** The customer's revocations when the grant was made; once there are more, it is revoked. */
  revocations: number;
}

/** What the broker remembers. Instants are epoch milliseconds. */
export interface World {
  /** By external id. */
  customers: ReadonlyMap<string, Customer>;
  /** By client id. */
  applications: ReadonlyMap<string, Application>;
  failedLogins: FailedLogins;
  /** Authorization codes that have become grants. */
  usedCodes: Set<string>;
  /** A new token for a grant; `more` are claims that not every token has. */
  issue(type: TokenType, grant: Grant, at: number, more?: Pick<Claims, "exp" | "redirect_uri">): string;
  tokens: Tokens;
  /** The grant that claims speak of. */
  grantIn(claims: Claims): Grant | null;
  /** The grant behind a refresh token, revoked or not. */
  grantToRefresh(refreshToken: string): Grant | null;
  /** The grant behind an access or quote token, unless the token is forged, expired or its grant revoked. */
  grantOf(token: string, at: number, type?: "at+jwt" | "quote+jwt"): Grant | null;
  /** The lists of symbols that customers keep. */
  watchlists: WatchlistShelf;
  /** Withdraws the grants of the customer with this external id, or of all. */
  revoke(externalId?: string): void;
  /**
   * Puts an account into a state from `at` on, or, with `null`, back to what it was. A `RangeError` for an account that
   * does not exist, or that cannot be in that state.
   */
  stage(number: string, state: AccountState | null, at: number): void;
}

export interface WorldOptions {
  /** The partner application's redirect URIs; when not given, `/oauth/callback` of any port on this machine. */
  partnerRedirectUris?: readonly string[] | undefined;
  lockAfterFailures?: number | undefined;
  /** Whether the third customer has the account of some 300 positions. */
  largeBook?: boolean | undefined;
}

/** What applications may ask for. */
export const SCOPES: readonly string[] = ["read", "trade"];

const LOOPBACK_CALLBACK = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?\/oauth\/callback$/;

/** Whether a grant has been withdrawn. */
export const isRevoked = ({ revocations, customer }: Grant): boolean => revocations < customer.revocations;

/** A world of three demo customers, each with an application of their own, and one partner application for all. */
export function createWorld(seed: string, random: () => number, options: WorldOptions = {}): World {
  const tokens = createTokens(seed);
  const people = demoCustomers({ largeBook: options.largeBook ?? false });
  const customers = new Map(people.map((customer) => [customer.externalId, customer]));
  const partner: Application = {
    clientId: SIMULATED_PARTNER_CLIENT_ID,
    clientSecret: SIMULATED_PARTNER_CLIENT_SECRET,
    allowsRedirect: (uri) => options.partnerRedirectUris?.includes(uri) ?? LOOPBACK_CALLBACK.test(uri),
  };
  const applications = new Map(
    [partner, ...SIMULATED_CREDENTIALS].map((application) => [application.clientId, application]),
  );
  const personal = new Map<string, Grant>();
  for (const [i, application] of SIMULATED_CREDENTIALS.entries()) {
    const grant = { application, customer: people[i]!, scopes: SCOPES, revocations: 0 };
    personal.set(application.refreshToken, grant);
    if (i === 0) personal.set(SIMULATED_TRADE_ONLY_REFRESH_TOKEN, { ...grant, scopes: ["trade"] });
  }

  function grantIn({ aud, sub, scope, revocations }: Claims): Grant | null {
    const application = applications.get(aud);
    const customer = customers.get(sub);
    if (application === undefined || customer === undefined) return null;
    // Made at another instance, where the customer had already withdrawn what they gave before.
    customer.revocations = Math.max(customer.revocations, revocations);
    return { application, customer, scopes: words(scope), revocations };
  }

  return {
    customers,
    applications,
    failedLogins: createFailedLogins(options.lockAfterFailures),
    usedCodes: new Set(),
    issue: (type, { application, customer, scopes, revocations }, at, more) =>
      tokens.write(type, {
        aud: application.clientId,
        sub: customer.externalId,
        scope: scopes.join(" "),
        iat: at / 1000,
        jti: random().toString(36).slice(2),
        revocations,
        ...more,
      }),
    tokens,
    grantIn,
    grantToRefresh(refreshToken) {
      const claims = tokens.read("rt+jwt", refreshToken);
      return claims === null ? personal.get(refreshToken) ?? null : grantIn(claims);
    },
    grantOf(token, at, type = "at+jwt") {
      const claims = tokens.read(type, token);
      const grant = claims === null || claims.exp! * 1000 <= at ? null : grantIn(claims);
      return grant === null || isRevoked(grant) ? null : grant;
    },
    watchlists: createWatchlistShelf(),
    revoke(externalId) {
      for (const id of externalId === undefined ? customers.keys() : [externalId]) {
        const customer = customers.get(id);
        if (customer === undefined) throw new RangeError(`no customer ${id}`);
        customer.revocations++;
      }
    },
    stage(number, state, at) {
      const account = people.flatMap(({ accounts }) => accounts).find((account) => account.number === number);
      if (account === undefined) throw new RangeError(`no account ${number}`);
      if (state === "margin_call" && !account.margin) throw new RangeError(`${number} borrows nothing`);
      account.staged = state === null ? undefined : { state, at };
    },
  };
}
