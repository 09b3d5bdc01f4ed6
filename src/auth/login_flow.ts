/**
 * The way from a client's question to its answer: consent, then the link to the broker where there is none yet, then a
 * code. Each step that decides something is one commit, so that a double click or a second tab decides it once.
 */

import type { Stored } from "../storage/storage.ts";
import type { Write } from "../storage/storage.ts";
import type { Audit } from "./audit.ts";
import { answer } from "./authorize.ts";
import type { AuthorizationRequest, AuthorizationRequests } from "./authorization_requests.ts";
import type { BrowserSessions } from "./browser_sessions.ts";
import type { Codes } from "./codes.ts";
import type { Customer, LinkCredentials, Users } from "./users.ts";

export interface LoginFlow {
  /** The user says no: the client is told. `null` when the request has been answered already. */
  deny(request: Stored<AuthorizationRequest>): Promise<string | null>;
  /** The user says yes to `scopes`; kept until the link is there. `null` as above. */
  permit(
    request: Stored<AuthorizationRequest>,
    scopes: readonly string[],
  ): Promise<Stored<AuthorizationRequest> | null>;
  /** Answers the client for a user who is logged in: gives where to send the browser. */
  finish(request: Stored<AuthorizationRequest>, userId: string): Promise<string | null>;
  /** Links a customer, logs the browser in, and answers the client: where to send the browser, and its new cookie. */
  link(
    request: Stored<AuthorizationRequest>,
    customer: Customer,
    way: "personal" | "partner",
    credentials: LinkCredentials,
  ): Promise<{ location: string; cookie: string } | null>;
}

interface Records {
  commit(writes: readonly Write[]): Promise<{ ok: boolean }>;
}

export function createLoginFlow({ origin, records, requests, codes, users, sessions, audit, onLinked }: {
  origin: string;
  records: Records;
  requests: AuthorizationRequests;
  codes: Codes;
  users: Users;
  sessions: BrowserSessions;
  audit: Audit;
  onLinked: (userId: string) => void;
}): LoginFlow {
  async function answered(
    request: Stored<AuthorizationRequest>,
    userId: string,
  ): Promise<{ location: string; writes: Write[] } | null> {
    const { clientId, clientName, verifiedHost, redirectUri, isRedirectNamed, challenge, state, granted } =
      request.value;
    if (granted === null) return null;
    const permission = { userId, clientId, clientName, verifiedHost, scopes: granted };
    const { write, code } = await codes.prepare(permission, { redirectUri, isRedirectNamed, challenge });
    return {
      location: answer(redirectUri, { code, state, iss: origin }),
      writes: [requests.close(request), write, audit.event(userId, "permit", clientName)],
    };
  }

  return {
    async deny(request) {
      const { redirectUri, state } = request.value;
      if (!(await records.commit([requests.close(request)])).ok) return null;
      return answer(redirectUri, {
        error: "access_denied",
        error_description: "The user did not permit it",
        state,
        iss: origin,
      });
    },

    permit: (request, scopes) => requests.change(request, { granted: [...scopes] }),

    async finish(request, userId) {
      const answer = await answered(request, userId);
      return answer !== null && (await records.commit(answer.writes)).ok ? answer.location : null;
    },

    async link(request, customer, way, credentials) {
      const { userId, writes } = await users.prepare(customer, way, credentials);
      const [answer, session] = await Promise.all([answered(request, userId), sessions.prepare(userId)]);
      if (answer === null) return null;
      const all = [
        ...answer.writes,
        ...writes,
        session.write,
        audit.event(userId, "link"),
        audit.event(userId, "login"),
      ];
      if (!(await records.commit(all)).ok) return null;
      onLinked(userId);
      return { location: answer.location, cookie: session.cookie };
    },
  };
}
