/** Linking a person's tastytrade account: try the credentials once, see whose they are, and say plainly what is wrong. */

import type { Broker } from "../broker/broker.ts";
import { accounts } from "../broker/endpoints/accounts.ts";
import { customer } from "../broker/endpoints/customer.ts";
import { explain, type Failure } from "../core/failure.ts";
import type { Customer, LinkCredentials } from "./users.ts";

/** What a form is told: which field is wrong, if one is, and what to do. */
export interface LinkProblem {
  field?: "client_secret" | "refresh_token";
  text: string;
}

export type LinkOutcome = { ok: true; customer: Customer; credentials: LinkCredentials } | {
  ok: false;
  problem: LinkProblem;
};

/** Who may use this server: broker customer ids or e-mail addresses; empty means everybody who can link an account. */
export type AllowedUsers = readonly string[];

/** The two fields as they were pasted, tidied; or what is wrong with their form, before anything is sent. */
export function readPersonalGrant(
  clientSecret: string,
  refreshToken: string,
): { ok: true; credentials: LinkCredentials } | { ok: false; problem: LinkProblem } {
  const [secret, token] = [clientSecret, refreshToken].map((text) => text.replace(/\s+/g, "")) as [string, string];
  const isJwt = (text: string) => /^[\w-]+\.[\w-]+\.[\w-]*$/.test(text);
  if (secret === "") return wrong("client_secret", "Paste the client secret of your application.");
  if (token === "") return wrong("refresh_token", "Paste the refresh token of your grant.");
  if (isJwt(secret) && !isJwt(token)) {
    return wrong("client_secret", "The two look swapped: this is a refresh token. Paste the client secret here.");
  }
  if (secret === token) return wrong("refresh_token", "This is the client secret again. Paste the refresh token here.");
  if (!/^[\x21-\x7e]{16,200}$/.test(secret)) {
    return wrong("client_secret", "This does not have the form of a client secret. Copy it again, all of it.");
  }
  if (!/^[\x21-\x7e]{16,4000}$/.test(token)) {
    return wrong("refresh_token", "This does not have the form of a refresh token. Copy it again, all of it.");
  }
  return { ok: true, credentials: { clientSecret: secret, refreshToken: token } };
}

/** Logs in with `credentials` once and finds out whose they are. */
export async function identify(
  credentials: LinkCredentials,
  { environment, openBroker, allowed, signal }: {
    environment: Customer["environment"];
    openBroker: (credentials: LinkCredentials) => Broker;
    allowed: AllowedUsers;
    signal: AbortSignal;
  },
): Promise<LinkOutcome> {
  const broker = openBroker(credentials);
  const who = await broker.call(customer, undefined, { signal });
  if (!who.ok) return { ok: false, problem: problemOf(who.failure, environment) };
  const owned = await broker.call(accounts, undefined, { signal });
  if (!owned.ok) return { ok: false, problem: problemOf(owned.failure, environment) };
  const open = owned.value.filter(({ isClosed }) => isClosed !== true);
  if (open.length === 0) {
    return { ok: false, problem: { text: "This tastytrade login has no open account. TTAI needs a funded one." } };
  }
  const { customerId, email } = who.value;
  const identity = customerId ?? email;
  if (identity === null) {
    return { ok: false, problem: { text: "tastytrade did not say who this login belongs to. Try again later." } };
  }
  if (!isAllowed(allowed, customerId, email)) {
    return { ok: false, problem: { text: "This server is for invited people. Ask whoever runs it to add you." } };
  }
  const labels = open.map(({ number, type }) => `${type ?? "Account"} ...${number.slice(-4)}`);
  return { ok: true, credentials, customer: { environment, customerId: identity, email, accounts: labels } };
}

/** Whether one of a person's names is in the operator's list, or the list is empty. */
export function isAllowed(allowed: AllowedUsers, ...names: (string | null)[]): boolean {
  if (allowed.length === 0) return true;
  const known = allowed.map((name) => name.toLowerCase());
  return names.some((name) => name !== null && known.includes(name.toLowerCase()));
}

function problemOf(failure: Failure, environment: Customer["environment"]): LinkProblem {
  if (failure.kind === "unauthenticated") {
    if (failure.reason === "secret_refused") {
      return {
        field: "client_secret",
        text:
          "tastytrade did not accept this client secret. Copy it again; if it is lost, make a new one at tastytrade, and a new grant after that.",
      };
    }
    const other = environment === "production" ? "sandbox" : "production";
    return {
      field: "refresh_token",
      text:
        `tastytrade did not accept this refresh token. It may be revoked, belong to another application, or to the ${other} side of tastytrade. Create a new grant and paste its token.`,
    };
  }
  if (failure.kind === "forbidden") {
    return {
      text: 'tastytrade lets this grant read nothing. Give the application the scope "read" and create a new grant.',
    };
  }
  return { text: explain(failure) };
}

const wrong = (field: "client_secret" | "refresh_token", text: string) => ({
  ok: false as const,
  problem: { field, text },
});
