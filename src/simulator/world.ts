/** Who the simulated broker knows: customers, their accounts, and the grants they have given. */

import { createNoise, hashText, scramble } from "./market/noise.ts";

/** The client id of the simulated application. */
export const SIMULATED_CLIENT_ID = "simulated-client-id";

/** The secret of the simulated application. It opens nothing but this simulator. */
export const SIMULATED_CLIENT_SECRET = "simulated-client-secret";

/** The demo customer's refresh token. It opens nothing but this simulator. */
export const SIMULATED_REFRESH_TOKEN = "simulated-refresh-token";

/** An account as the broker keeps it. Instants are epoch milliseconds. */
export interface Account {
  number: string;
  nickname: string;
  type: string;
  margin: boolean;
  openedAt: number;
  objective: string;
  optionsLevel: string;
  futures: boolean;
}

/** A customer and what belongs to them. */
export interface Customer {
  externalId: string;
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  birthDate: string;
  createdAt: number;
  accounts: Account[];
}

/** A customer's permission for an application. */
export interface Grant {
  refreshToken: string;
  clientId: string;
  clientSecret: string;
  scopes: string[];
  customer: Customer;
  revoked: boolean;
}

/** What the broker remembers. */
export interface World {
  grants: Grant[];
  /** Attempts at `/oauth/token` that were refused. */
  failedLogins: number;
  /** A new access token for `grant`, good until `expiresAt`. */
  issueToken(grant: Grant, at: number, expiresAt: number): string;
  /** The grant behind an access token, unless the token is forged, expired or its grant revoked. */
  grantOf(token: string, at: number): Grant | null;
}

/** A world with one demo customer who has two accounts. */
export function createWorld(seed: string, random: () => number): World {
  const grants: Grant[] = [{
    refreshToken: SIMULATED_REFRESH_TOKEN,
    clientId: SIMULATED_CLIENT_ID,
    clientSecret: SIMULATED_CLIENT_SECRET,
    scopes: ["read", "trade"],
    customer: demoCustomer(),
    revoked: false,
  }];
  const sign = signer(seed);
  return {
    grants,
    failedLogins: 0,
    issueToken(grant, at, expiresAt) {
      const head = encode(JSON.stringify({ alg: "none", typ: "at+jwt", kid: "simulated" }));
      const claims = encode(JSON.stringify({
        iss: "simulator",
        aud: grant.clientId,
        sub: grant.customer.externalId,
        scope: grant.scopes.join(" "),
        iat: at / 1000,
        exp: expiresAt / 1000,
        jti: random().toString(36).slice(2),
      }));
      return `${head}.${claims}.${sign(`${head}.${claims}`)}`;
    },
    grantOf(token, at) {
      const end = token.lastIndexOf(".");
      if (end < 0 || sign(token.slice(0, end)) !== token.slice(end + 1)) return null;
      const claims = JSON.parse(decode(token.slice(token.indexOf(".") + 1, end)));
      if (claims.exp * 1000 <= at) return null;
      return grants.find((grant) =>
        grant.clientId === claims.aud && grant.customer.externalId === claims.sub && !grant.revoked
      ) ?? null;
    },
  };
}

function demoCustomer(): Customer {
  return {
    externalId: "C5100000001",
    firstName: "Sam",
    lastName: "Simulated",
    email: "sam@simulator.example",
    phone: "+13125550100",
    birthDate: "1985-04-12",
    createdAt: Date.UTC(2021, 2, 9, 15, 4, 5, 120),
    accounts: [
      {
        number: "5WS00001",
        nickname: "Simulated margin",
        type: "Individual",
        margin: true,
        openedAt: Date.UTC(2021, 2, 9, 15, 30, 12, 431),
        objective: "SPECULATION",
        optionsLevel: "No Restrictions",
        futures: true,
      },
      {
        number: "5WS00002",
        nickname: "Simulated retirement",
        type: "Roth IRA",
        margin: false,
        openedAt: Date.UTC(2022, 0, 11, 17, 2, 48, 902),
        objective: "GROWTH",
        optionsLevel: "Covered And Cash Secured",
        futures: false,
      },
    ],
  };
}

/** A seal that any instance with the same seed can check. Enough for play money; not cryptography. */
function signer(seed: string): (text: string) => string {
  const keys = [1, 2, 3, 4, 5, 6].map((part) => createNoise(seed).stream(`token ${part}`));
  return (text) => {
    const hash = hashText(text);
    return keys.map((key) => scramble(scramble(hash ^ key) ^ hashText(key + text)).toString(36).padStart(7, "0")).join(
      "",
    );
  };
}

function encode(text: string): string {
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const decode = (text: string): string => atob(text.replaceAll("-", "+").replaceAll("_", "/"));
