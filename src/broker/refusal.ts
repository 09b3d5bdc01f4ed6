/** An answer that is no success, as a failure in our words: text from outside must not reach a model as a sentence. */

import * as z from "zod";
import type { Failure } from "../core/failure.ts";

const refusal = z.object({
  error: z.object({ code: z.union([z.string(), z.number()]).optional(), errors: z.array(z.unknown()).optional() }),
});

/** One wrong parameter, or one broken rule of the broker's. */
const problem = z.union([
  z.object({ domain: z.string(), reason: z.string() }),
  z.object({ code: z.string() }),
]);

/** Reasons the broker gives for refusing a parameter, and what we say. */
const REASONS = new Map([
  ["is missing", "is missing"],
  ["is empty", "is empty"],
  ["is invalid", "is invalid"],
  ["does not have a valid value", "is not one of the values it may have"],
  ["has already been taken", "is taken already"],
]);

/** Problems named at most. */
const MOST = 5;

/** The failure behind an error status; `endpoint` is our name for what was asked. */
export function refusalOf(endpoint: string, status: number, body: unknown): Failure {
  if (status === 403) return { kind: "forbidden", endpoint };
  if (status === 429) return { kind: "rate_limited", retryAfterSeconds: 30 };
  if (status < 400 || status >= 500) return { kind: "broker_unavailable", endpoint, reason: "server_error", status };
  const error = refusal.safeParse(body).data?.error;
  const code = nameIn(String(error?.code ?? ""));
  const problems = (error?.errors ?? []).slice(0, MOST).flatMap(problemIn);
  return {
    kind: "broker_refused",
    endpoint,
    status,
    ...(code === null ? {} : { code }),
    ...(problems.length === 0 ? {} : { problems }),
  };
}

function problemIn(entry: unknown): string[] {
  const { data } = problem.safeParse(entry);
  if (data === undefined) return [];
  if ("code" in data) return [nameIn(data.code)].filter((code) => code !== null);
  const name = nameIn(data.domain);
  return name === null ? [] : [`\`${name}\` ${REASONS.get(data.reason.trim()) ?? "was not accepted"}`];
}

/** A code or a parameter's name when it looks like one. */
const nameIn = (text: string): string | null => /^[A-Za-z0-9_.[\]-]{1,60}$/.test(text) ? text : null;
