/**
 * The broker's access token: fetched once for all who wait, renewed before it expires, and never asked for again with
 * credentials that were refused, because repeated failed logins lock the caller's address at the broker for hours.
 */

import { fail, ok, type Result } from "../core/failure.ts";
import { type Credentials, refreshBody, refusedCredential, TOKEN_PATH, tokenAnswer } from "./endpoints/token.ts";
import { exchange, untilAborted } from "./exchange.ts";

/** A refused login, kept so that it is not repeated before `retryAt`. */
export interface Refusal {
  reason: "secret_refused" | "grant_refused";
  retryAt: number;
}

/** Remembers refused logins by a fingerprint of the credentials, if it can beyond this process. */
export interface RefusalMemory {
  read(fingerprint: string): Promise<Refusal | null>;
  remember(fingerprint: string, refusal: Refusal): Promise<void>;
}

/** Lets a login outlive the request it was made for, because others may be waiting for it. */
export type KeepAlive = (work: Promise<unknown>) => void;

export interface Session {
  /** A token good for at least a minute; `unauthenticated` when the credentials are refused. */
  token(signal: AbortSignal, onCall?: () => void, keepAlive?: KeepAlive): Promise<Result<string>>;
  /** Forgets `token` after the broker refused it, so that the next question fetches a new one. */
  drop(token: string): void;
}

export interface SessionOptions {
  baseUrl: string;
  /** Opened only when there is a login to make; `null` when there are none (any more). */
  credentials: () => Promise<Credentials | null>;
  fetch: typeof globalThis.fetch;
  now: () => number;
  userAgent: string;
  refusals: RefusalMemory;
  /** Milliseconds the broker may take. */
  timeout: number;
  /** Resolves when a request may go out. */
  admit: (signal: AbortSignal) => Promise<Result<void>>;
}

/** The login's name in failures. */
export const LOGIN = "login";

/** Tokens are renewed this long before they expire, or a tenth of their life if that is shorter. */
const EARLY = 60_000;

/** How long refused credentials are left alone. */
const PAUSE = 30 * 60_000;

export function createSession(options: SessionOptions): Session {
  const { baseUrl, fetch, now, userAgent, refusals, timeout } = options;
  let current: { token: string; renewAt: number } | null = null;
  let pending: Promise<Result<string>> | null = null;

  async function refresh(onCall?: () => void): Promise<Result<string>> {
    const credentials = await options.credentials();
    if (credentials === null) return fail({ kind: "unauthenticated", reason: "grant_refused", retryAt: now() });
    const fingerprint = await fingerprintOf(baseUrl, credentials);
    const refused = await refusals.read(fingerprint);
    if (refused !== null && refused.retryAt > now()) return fail({ kind: "unauthenticated", ...refused });
    // Not bound to any caller's signal: others may be waiting for the same token.
    const { signal } = new AbortController();
    const admitted = await options.admit(signal);
    if (!admitted.ok) return admitted;
    onCall?.();
    const answered = await exchange(
      fetch,
      {
        endpoint: LOGIN,
        url: baseUrl + TOKEN_PATH,
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json", "user-agent": userAgent },
        body: refreshBody(credentials),
      },
      timeout,
      signal,
    );
    if (!answered.ok) return answered;
    const { status, body } = answered.value;
    if (status === 429) return fail({ kind: "rate_limited", retryAfterSeconds: 60 });
    if (status >= 500 || status < 200 || (status >= 300 && status < 400)) {
      return fail({ kind: "broker_unavailable", endpoint: LOGIN, reason: "server_error", status });
    }
    if (body === undefined) return fail({ kind: "broker_unavailable", endpoint: LOGIN, reason: "not_json" });
    if (status >= 400) {
      const refusal: Refusal = { reason: refusedCredential(body), retryAt: now() + PAUSE };
      await refusals.remember(fingerprint, refusal);
      return fail({ kind: "unauthenticated", ...refusal });
    }
    const parsed = tokenAnswer.safeParse(body);
    if (!parsed.success) return fail({ kind: "broker_changed", endpoint: LOGIN, path: "access_token" });
    const life = parsed.data.lifetimeSeconds * 1000;
    current = { token: parsed.data.accessToken, renewAt: now() + life - Math.min(EARLY, life / 10) };
    return ok(current.token);
  }

  return {
    token(signal, onCall, keepAlive) {
      if (current !== null && now() < current.renewAt) return Promise.resolve(ok(current.token));
      if (pending === null) {
        pending = refresh(onCall).finally(() => pending = null);
        keepAlive?.(pending.catch(() => {}));
      }
      return untilAborted(pending, signal);
    },
    drop(token) {
      if (current?.token === token) current = null;
    },
  };
}

/** SHA-256 of address and credentials, in hex: changes with either of them and tells nothing about both. */
async function fingerprintOf(baseUrl: string, { clientSecret, refreshToken }: Credentials): Promise<string> {
  const bytes = new TextEncoder().encode([baseUrl, clientSecret, refreshToken].join("\n"));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
