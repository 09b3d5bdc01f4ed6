/** The only door to tastytrade: tokens, User-Agent, time-outs, retries, rate limits and the mapping of failures. */

import * as z from "zod";
import { fail, type Failure, ok, type Result } from "../core/failure.ts";
import type { Log } from "../core/log.ts";
import type { Endpoint } from "./endpoint.ts";
import { type Answer, exchange } from "./exchange.ts";
import { type Bucket, createRate } from "./rate.ts";
import { refusalOf } from "./refusal.ts";
import { createSession, type KeepAlive, LOGIN, type SessionOptions } from "./session.ts";

/** Where answers come from; every answer that leaves the house says so. */
export type Source = "tastytrade" | "tastytrade sandbox" | "simulator";

export interface Broker {
  /**
   * Asks `endpoint` and gives its answer in our terms. Reads are retried after 429, 5xx and lost connections. What changes
   * something is sent once (a 401 says that nothing was done) and seen to its end; without a clear answer to it the failure
   * is `outcome_unknown`.
   */
  call<P, T>(endpoint: Endpoint<P, T>, parameters: P, options?: CallOptions): Promise<Result<T>>;
  /** Fetches a token if there is none, to see whether the credentials work. */
  login(options?: CallOptions): Promise<Result<void>>;
  /** The access token, for what is no call: the account stream. */
  token(options?: CallOptions): Promise<Result<string>>;
  /** Forgets `token` after it was refused, so that the next question fetches another. */
  dropToken(token: string): void;
  /** Whose answers these are, as far as is known by now: a simulator marks its own. */
  source(): Source;
}

export interface CallOptions {
  /** Ends the call, and the request on the wire with it unless that changes something. */
  signal?: AbortSignal;
  /** Called once for each request that really goes out. */
  onCall?: () => void;
  /** Lets a login that others may be waiting for outlive the call. */
  keepAlive?: KeepAlive;
}

export interface BrokerOptions extends Omit<SessionOptions, "timeout" | "admit"> {
  /** Resolves after so many milliseconds or when the signal aborts. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** 0 <= x < 1, for jitter. */
  random: () => number;
  log: Log;
  /** What all brokers of this process may ask together; one of its own when there is none. */
  hostRate?: Bucket;
  /** Whose answers to expect at `baseUrl`. */
  source: Source;
  /** Milliseconds one request may take, 15,000 by default. */
  timeout?: number;
}

/** Requests for one read in all. */
const ATTEMPTS = 3;

/** Milliseconds before the first retry; doubled each time, and up to as much again by chance. */
const BACKOFF = 250;

/** The API version TTAI was written against (`Accept-Version`, a date). */
const API_VERSION = "20261012";

export function createBroker(options: BrokerOptions): Broker {
  const { baseUrl, fetch, now, wait, random, log, userAgent, timeout = 15_000 } = options;
  const rate = createRate({ now, wait, ...(options.hostRate ? { host: options.hostRate } : {}) });
  const session = createSession({ ...options, timeout, admit: (signal) => rate.admit("other", signal) });
  let source = options.source;

  async function send<P, T>(
    endpoint: Endpoint<P, T>,
    { path, body, signal, onCall, keepAlive }: Sending,
  ): Promise<Result<Answer>> {
    for (let isRenewed = false;; isRenewed = true) {
      // The login first: a place in the queue is a moment, and must not pass while a token is fetched.
      const token = await session.token(signal, onCall, keepAlive);
      if (!token.ok) return token;
      const admitted = await rate.admit(endpoint.group, signal);
      if (!admitted.ok) return admitted;
      const startedAt = now();
      onCall?.();
      const answered = await exchange(
        fetch,
        {
          endpoint: endpoint.name,
          url: baseUrl + path,
          method: endpoint.method,
          headers: {
            accept: "application/json",
            "accept-version": API_VERSION,
            authorization: `Bearer ${token.value}`,
            "user-agent": userAgent,
            ...(body === undefined ? {} : { "content-type": "application/json" }),
          },
          ...(body === undefined ? {} : { body }),
        },
        timeout,
        // Breaking off what changes something would leave open whether it did.
        isRead(endpoint) ? signal : new AbortController().signal,
      );
      const status = answered.ok ? answered.value.status : null;
      if (answered.ok && answered.value.isSimulated) source = "simulator";
      log("debug", "broker call", { endpoint: endpoint.name, status, milliseconds: now() - startedAt });
      if (status !== 401) return answered;
      session.drop(token.value);
      if (isRenewed) return fail({ kind: "unauthenticated", reason: "grant_refused" });
    }
  }

  return {
    async call(endpoint, parameters, { signal = new AbortController().signal, onCall, keepAlive } = {}) {
      const sending: Sending = {
        path: endpoint.path(parameters),
        ...(endpoint.body ? { body: JSON.stringify(endpoint.body(parameters)) } : {}),
        signal,
        ...(onCall ? { onCall } : {}),
        ...(keepAlive ? { keepAlive } : {}),
      };
      const attempts = isRead(endpoint) ? ATTEMPTS : 1;
      for (let attempt = 1;; attempt++) {
        const answered = await send(endpoint, sending);
        const result = outcomeOf(endpoint, answered.ok ? read(endpoint, parameters, answered.value, log) : answered);
        if (result.ok || attempt === attempts || !isPassing(result.failure, answered.ok)) return result;
        await wait(BACKOFF * 2 ** (attempt - 1) * (1 + random()), signal);
      }
    },
    async login({ signal = new AbortController().signal, onCall, keepAlive } = {}) {
      const token = await session.token(signal, onCall, keepAlive);
      return token.ok ? ok(undefined) : token;
    },
    token: ({ signal = new AbortController().signal, onCall, keepAlive } = {}) =>
      session.token(signal, onCall, keepAlive),
    dropToken: session.drop,
    source: () => source,
  };
}

interface Sending {
  path: string;
  /** JSON */
  body?: string;
  signal: AbortSignal;
  onCall?: () => void;
  keepAlive?: KeepAlive;
}

const envelope = z.object({ data: z.unknown(), error: z.unknown().optional() });

const isRead = ({ method }: { method: string }): boolean => method === "GET";

/** What a lost or unreadable answer means for something that was to be changed. */
function outcomeOf<T>(endpoint: Pick<Endpoint<never, T>, "name" | "method">, result: Result<T>): Result<T> {
  if (isRead(endpoint) || result.ok || !("endpoint" in result.failure)) return result;
  const { failure } = result;
  const name = endpoint.name;
  switch (failure.kind) {
    case "forbidden":
      return fail({ ...failure, isWrite: true });
    case "broker_changed":
      return fail({ kind: "outcome_unknown", endpoint: name, reason: "unreadable" });
    case "broker_unavailable": {
      // Without a token nothing was sent.
      if (failure.endpoint === LOGIN) return result;
      const { reason, status } = failure;
      return fail({
        kind: "outcome_unknown",
        endpoint: name,
        reason: reason === "not_json" ? "unreadable" : reason,
        ...(status === undefined ? {} : { status }),
      });
    }
    default:
      return result;
  }
}

function read<P, T>(endpoint: Endpoint<P, T>, parameters: P, { status, body }: Answer, log: Log): Result<T> {
  const subject = status === 404 ? endpoint.subject?.(parameters) : undefined;
  if (subject !== undefined) return fail({ kind: "not_found", subject });
  if (status < 200 || status >= 300) return fail(refusalOf(endpoint.name, status, body));
  const isAnswerless = body === null && endpoint.method !== "DELETE";
  if (body === undefined || isAnswerless) {
    return fail({ kind: "broker_unavailable", endpoint: endpoint.name, reason: "not_json" });
  }
  const wrapped = envelope.safeParse(body);
  // A refused order can come back as 2xx with an error beside the data.
  if (wrapped.success && wrapped.data.error !== undefined) return fail(refusalOf(endpoint.name, 422, body));
  const parsed = endpoint.answer.safeParse(wrapped.success ? wrapped.data.data : undefined);
  if (parsed.success) return ok(parsed.data);
  const path = ["data", ...(parsed.error.issues[0]?.path ?? [])].join(".");
  log("error", "broker answer changed", { endpoint: endpoint.name, path });
  return fail({ kind: "broker_changed", endpoint: endpoint.name, path });
}

/** Whether the same question may be answered a moment later. Our own queue and the login are not asked again. */
function isPassing(failure: Failure, isAnswered: boolean): boolean {
  if (isAnswered) return failure.kind === "rate_limited" || isOutage(failure, "server_error");
  return isOutage(failure, "network");
}

const isOutage = (failure: Failure, reason: string): boolean =>
  failure.kind === "broker_unavailable" && failure.endpoint !== LOGIN && failure.reason === reason;
