/** What a broker endpoint is: a path, a query and the schema of its answer, stated once. */

import type * as z from "zod";

/** Groups of endpoints that share one of the broker's published limits. */
export type RateGroup = "market_data" | "accounts" | "other";

/**
 * One resource of the broker's API. `P` are our parameters, `T` what the caller gets.
 * `name` appears in logs and failures; `answer` describes what is inside the `data` envelope.
 */
export interface Endpoint<P, T> {
  name: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  group: RateGroup;
  /** The path with its query, percent-encoded, starting with a slash. */
  path(parameters: P): string;
  answer: z.ZodType<T>;
}

/** `?a=1&b=2`; an array becomes a comma-joined list, the form every tastytrade service takes; empty values are left out. */
export function query(parameters: Record<string, string | number | boolean | readonly string[] | undefined>): string {
  const pairs: string[] = [];
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    const text = Array.isArray(value) ? value.map(encodeURIComponent).join(",") : encodeURIComponent(String(value));
    pairs.push(`${name}=${text}`);
  }
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}
