/**
 * What can go wrong that is nobody's bug: a closed list, each with its data, and one sentence for each with the next step.
 *
 * Expected trouble is returned as a `Result`; a bug is thrown. Text that came from the broker never enters a failure:
 * it could carry instructions to a model, or a secret.
 */

/** Everything that may be refused, missing or out of reach. */
export type Failure =
  /** An argument does not fit. `subject` names it, `problem` says why, `remedy` what to send instead. */
  | { kind: "invalid"; subject: string; problem: string; remedy?: string }
  /** The broker refused our credentials, which are left alone until `retryAt`. */
  | { kind: "unauthenticated"; reason: "secret_refused" | "grant_refused"; retryAt?: number }
  /** The broker knows us but does not let us do this. `endpoint` is our name for what was asked, or was to be changed. */
  | { kind: "forbidden"; endpoint: string; isWrite?: true }
  | { kind: "not_found"; subject: string }
  /** The record has changed since it was read; read it again. */
  | { kind: "conflict"; subject: string }
  /** Sizes in bytes. */
  | { kind: "too_large"; subject: string; size: number; limit: number }
  | { kind: "rate_limited"; retryAfterSeconds: number }
  /** The broker cannot be reached, is too slow, or answers with an error of its own. */
  | {
    kind: "broker_unavailable";
    endpoint: string;
    reason: "network" | "timeout" | "server_error" | "not_json";
    status?: number;
  }
  /** The broker refused the request itself: a 4xx that is none of the above. `problems` are its reasons in our words. */
  | { kind: "broker_refused"; endpoint: string; status: number; code?: string; problems?: string[] }
  /** Something was to be changed, and the broker has not said whether it is: it is not sent again by itself. */
  | {
    kind: "outcome_unknown";
    endpoint: string;
    reason: "network" | "timeout" | "server_error" | "unreadable";
    status?: number;
  }
  /** The broker's answer no longer has the shape we know. `path` is where, such as `items.0.symbol`. */
  | { kind: "broker_changed"; endpoint: string; path: string }
  /** The caller went away. */
  | { kind: "cancelled" };

/** Either a value or the reason why there is none. */
export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** A `Result` that holds `value`. */
export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

/** A `Result` that holds `failure`. */
export const fail = <T = never>(failure: Failure): Result<T> => ({ ok: false, failure });

/** All values, or the first failure in order. */
export function all<T>(results: readonly Result<T>[]): Result<T[]> {
  const values: T[] = [];
  for (const result of results) {
    if (!result.ok) return result;
    values.push(result.value);
  }
  return ok(values);
}

/** What happened and what to do next, in one or two sentences for a person or a model. */
export function explain(failure: Failure): string {
  switch (failure.kind) {
    case "invalid":
      return sentence(`${failure.subject}: ${failure.problem}`) +
        (failure.remedy ? ` ${sentence(failure.remedy)}` : "");
    case "unauthenticated":
      return explainLogin(failure.reason, failure.retryAt);
    case "forbidden":
      return failure.isWrite
        ? `tastytrade does not permit this login: ${failure.endpoint}. Nothing was changed. The grant may lack the scope "trade", or its customer may only look at this account.`
        : `tastytrade does not permit this login to read ${failure.endpoint}. Check that the grant has the scope "read" and belongs to a funded customer.`;
    case "not_found":
      return `${failure.subject} was not found. Check the spelling, or search for it first.`;
    case "conflict":
      return `${failure.subject} has changed in the meantime. Read it again, then repeat the change.`;
    case "too_large":
      return `${failure.subject} is ${failure.size} bytes; the limit is ${failure.limit}. Send less.`;
    case "rate_limited":
      return `tastytrade is asking for a pause. Try again in ${failure.retryAfterSeconds} s.`;
    case "broker_unavailable":
      return explainOutage(failure);
    case "broker_refused":
      return `tastytrade refused the request for ${failure.endpoint} (HTTP ${failure.status}${
        failure.code ? `, ${failure.code}` : ""
      })${
        failure.problems ? `: ${failure.problems.join("; ")}` : ""
      }. Check what was asked; asking the same again will not help.`;
    case "outcome_unknown":
      return `It is not known whether tastytrade has done this: ${failure.endpoint} (${
        explainSilence(failure)
      }). Look at how things stand before repeating it.`;
    case "broker_changed":
      return `tastytrade's answer for ${failure.endpoint} has an unknown shape at "${failure.path}". TTAI needs an update; other questions may still work.`;
    case "cancelled":
      return "The request was cancelled before it was answered. Nothing was changed.";
  }
}

function explainLogin(reason: "secret_refused" | "grant_refused", retryAt?: number): string {
  const pause = retryAt === undefined
    ? ""
    : ` TTAI does not try these credentials again before ${
      new Date(retryAt).toISOString()
    }, because repeated failed logins lock this address at tastytrade for hours.`;
  switch (reason) {
    case "secret_refused":
      return `tastytrade did not accept the client secret. Correct TT_CLIENT_SECRET and restart.${pause}`;
    case "grant_refused":
      return `tastytrade did not accept the refresh token: it was revoked, or belongs to the other environment (production or sandbox). Create a new grant at tastytrade, put it into TT_REFRESH_TOKEN and restart.${pause}`;
  }
}

function explainOutage(failure: Failure & { kind: "broker_unavailable" }): string {
  const again = "Try again in a minute.";
  switch (failure.reason) {
    case "network":
      return `tastytrade could not be reached for ${failure.endpoint}. ${again}`;
    case "timeout":
      return `tastytrade did not answer in time for ${failure.endpoint}. ${again}`;
    case "server_error":
      return `tastytrade has a problem of its own with ${failure.endpoint}${
        failure.status ? ` (HTTP ${failure.status})` : ""
      }. ${again}`;
    case "not_json":
      return `tastytrade answered ${failure.endpoint} with something that is not JSON, which happens during maintenance. ${again}`;
  }
}

function explainSilence({ reason, status }: Failure & { kind: "outcome_unknown" }): string {
  switch (reason) {
    case "network":
      return "the connection was lost";
    case "timeout":
      return "no answer in time";
    case "server_error":
      return status ? `HTTP ${status}` : "an error of its own";
    case "unreadable":
      return "an answer TTAI cannot read";
  }
}

const sentence = (text: string): string => /[.!?]$/.test(text) ? text : `${text}.`;
