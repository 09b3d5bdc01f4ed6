/** The only door to tastytrade: tokens, User-Agent, time-outs, retries, rate limits and the mapping of failures. */

import * as z from "zod";
import { fail, type Failure, ok, type Result } from "../core/failure.ts";
import type { Log } from "../core/log.ts";
import type { Endpoint } from "./endpoint.ts";
import { type Answer, exchange } from "./exchange.ts";
import { type Bucket, createRate } from "./rate.ts";
import { createSession, LOGIN, type SessionOptions } from "./session.ts";

/** Where answers come from; every answer that leaves the house says so. */
export type Source = "tastytrade" | "tastytrade sandbox" | "simulator";

export interface Broker {
  /** Asks `endpoint` and gives its answer in our terms. Reads are retried after 429, 5xx and lost connections; writes never. */
  call<P, T>(endpoint: Endpoint<P, T>, parameters: P, options?: CallOptions): Promise<Result<T>>;
  /** Fetches a token if there is none, to see whether the credentials work. */
  login(options?: CallOptions): Promise<Result<void>>;
  /** Whose answers these are, as far as is known by now: a simulator marks its own. */
  source(): Source;
}

export interface CallOptions {
  /** Ends the call, and the request on the wire with it. */
  signal?: AbortSignal;
  /** Called once for each request that really goes out. */
  onCall?: () => void;
}

export interface BrokerOptions extends Omit<SessionOptions, "timeout"> {
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
  const session = createSession({ ...options, timeout });
  const rate = createRate({ now, wait, ...(options.hostRate ? { host: options.hostRate } : {}) });
  let source = options.source;

  async function send<P, T>(
    endpoint: Endpoint<P, T>,
    path: string,
    { signal, onCall }: Sending,
  ): Promise<Result<Answer>> {
    for (let isRenewed = false;; isRenewed = true) {
      const admitted = await rate.admit(endpoint.group, signal);
      if (!admitted.ok) return admitted;
      const token = await session.token(signal, onCall);
      if (!token.ok) return token;
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
          },
        },
        timeout,
        signal,
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
    async call(endpoint, parameters, { signal = new AbortController().signal, onCall } = {}) {
      const path = endpoint.path(parameters);
      const attempts = endpoint.method === "GET" ? ATTEMPTS : 1;
      for (let attempt = 1;; attempt++) {
        const answered = await send(endpoint, path, { signal, ...(onCall ? { onCall } : {}) });
        const result = answered.ok ? read(endpoint, parameters, answered.value, log) : answered;
        if (result.ok || attempt === attempts || !isPassing(result.failure, answered.ok)) return result;
        await wait(BACKOFF * 2 ** (attempt - 1) * (1 + random()), signal);
      }
    },
    async login({ signal = new AbortController().signal, onCall } = {}) {
      const token = await session.token(signal, onCall);
      return token.ok ? ok(undefined) : token;
    },
    source: () => source,
  };
}

interface Sending {
  signal: AbortSignal;
  onCall?: () => void;
}

const envelope = z.object({ data: z.unknown(), error: z.unknown().optional() });
const errorBody = z.object({ error: z.object({ code: z.union([z.string(), z.number()]) }) });

function read<P, T>(endpoint: Endpoint<P, T>, parameters: P, { status, body }: Answer, log: Log): Result<T> {
  const subject = status === 404 ? endpoint.subject?.(parameters) : undefined;
  if (subject !== undefined) return fail({ kind: "not_found", subject });
  if (status < 200 || status >= 300) return fail(failureOf(endpoint.name, status, body));
  if (body === undefined) return fail({ kind: "broker_unavailable", endpoint: endpoint.name, reason: "not_json" });
  const wrapped = envelope.safeParse(body);
  // A refused order can come back as 2xx with an error beside the data.
  if (wrapped.success && wrapped.data.error !== undefined) return fail(failureOf(endpoint.name, 422, body));
  const parsed = endpoint.answer.safeParse(wrapped.success ? wrapped.data.data : undefined);
  if (parsed.success) return ok(parsed.data);
  const path = ["data", ...(parsed.error.issues[0]?.path ?? [])].join(".");
  log("error", "broker answer changed", { endpoint: endpoint.name, path });
  return fail({ kind: "broker_changed", endpoint: endpoint.name, path });
}

function failureOf(endpoint: string, status: number, body: unknown): Failure {
  switch (true) {
    case status === 403:
      return { kind: "forbidden", endpoint };
    case status === 429:
      return { kind: "rate_limited", retryAfterSeconds: 30 };
    case status >= 400 && status < 500: {
      const code = codeOf(body);
      return { kind: "broker_refused", endpoint, status, ...(code === null ? {} : { code }) };
    }
    default:
      return { kind: "broker_unavailable", endpoint, reason: "server_error", status };
  }
}

/** The broker's error code when it looks like one: text from outside must not reach a model as a sentence. */
function codeOf(body: unknown): string | null {
  const parsed = errorBody.safeParse(body);
  const code = parsed.success ? String(parsed.data.error.code) : "";
  return /^[A-Za-z0-9_.]{1,60}$/.test(code) ? code : null;
}

/** Whether the same question may be answered a moment later. Our own queue and the login are not asked again. */
function isPassing(failure: Failure, isAnswered: boolean): boolean {
  if (isAnswered) return failure.kind === "rate_limited" || isOutage(failure, "server_error");
  return isOutage(failure, "network");
}

const isOutage = (failure: Failure, reason: string): boolean =>
  failure.kind === "broker_unavailable" && failure.endpoint !== LOGIN && failure.reason === reason;
