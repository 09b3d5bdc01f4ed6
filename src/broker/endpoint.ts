/** What a broker endpoint is: a path, a query and the schema of its answer, stated once. */

import type * as z from "zod";

/** Groups of endpoints that share one of the broker's published limits; `option` is one option of any kind, by its symbol. */
export type RateGroup =
  | "market_data"
  | "option_chains"
  | "equity"
  | "equities"
  | "option"
  | "futures"
  | "future_products"
  | "accounts"
  | "positions"
  | "balances"
  | "trading_status"
  | "other";

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
  /** What is sent along as JSON. */
  body?(parameters: P): unknown;
  /** Of a deletion's empty answer it reads `undefined`. */
  answer: z.ZodType<T>;
  /** What was not found when the broker answers 404, for `not_found`; without it a 404 is a refusal. */
  subject?(parameters: P): string;
}

/**
 * `?a=1&b=2`; empty values are left out. An array becomes a comma-joined list, or is repeated when the name ends in
 * `[]`: the two forms that the broker's services document.
 */
export function query(parameters: Record<string, string | number | boolean | readonly string[] | undefined>): string {
  const pairs: string[] = [];
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    const texts = [value].flat().map((part) => encodeURIComponent(String(part)));
    if (name.endsWith("[]")) pairs.push(...texts.map((text) => `${name}=${text}`));
    else pairs.push(`${name}=${texts.join(",")}`);
  }
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}
