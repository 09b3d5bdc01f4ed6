/** One HTTP exchange with the broker: bounded in time, cancellable, its body read as JSON. */

import { fail, ok, type Result } from "../core/failure.ts";

/** What came back. `body` is `null` when there was none, `undefined` when the text was not JSON. */
export interface Answer {
  status: number;
  body: unknown;
  /** Whether a simulator has marked it as its own. */
  isSimulated: boolean;
}

export interface Outgoing {
  /** Our name for what is asked, for failures. */
  endpoint: string;
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
}

/**
 * Sends `outgoing` and reads the whole answer within `timeout` milliseconds. Fails with `cancelled` when `signal` aborts,
 * else with `broker_unavailable`. Redirects are not followed: they would carry the token to another host.
 */
export async function exchange(
  fetch: typeof globalThis.fetch,
  { endpoint, url, method, headers, body }: Outgoing,
  timeout: number,
  signal: AbortSignal,
): Promise<Result<Answer>> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeout);
  try {
    const response = await fetch(url, {
      method,
      headers,
      redirect: "manual",
      signal: AbortSignal.any([signal, deadline.signal]),
      ...(body === undefined ? {} : { body }),
    });
    return ok({
      status: response.status,
      body: readJson(await response.text()),
      isSimulated: response.headers.get("x-simulated") === "true",
    });
  } catch {
    if (signal.aborted) return fail({ kind: "cancelled" });
    return fail({ kind: "broker_unavailable", endpoint, reason: deadline.signal.aborted ? "timeout" : "network" });
  } finally {
    clearTimeout(timer);
  }
}

/** Settles like `promise`, but stops waiting with `cancelled` when `signal` aborts; the work itself goes on for others. */
export function untilAborted<T>(promise: Promise<Result<T>>, signal: AbortSignal): Promise<Result<T>> {
  if (signal.aborted) return Promise.resolve(fail({ kind: "cancelled" }));
  const { promise: waited, resolve, reject } = Promise.withResolvers<Result<T>>();
  const stop = () => resolve(fail({ kind: "cancelled" }));
  signal.addEventListener("abort", stop, { once: true });
  promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  return waited;
}

function readJson(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
