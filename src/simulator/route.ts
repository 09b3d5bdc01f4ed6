/** Routes of the simulated broker: what a handler gets, and how a raw path finds one. */

import type { Customer } from "./customers.ts";
import type { Market } from "./market/market.ts";
import type { Reply } from "./wire.ts";
import type { World } from "./world.ts";

/** A request that has passed the rules common to all endpoints. */
export interface Call {
  world: World;
  market: Market;
  at: number;
  /** The path without the query, as it came. */
  path: string;
  parameters: Record<string, string>;
  query: URLSearchParams;
  /** JSON, or the fields of a form; `undefined` without a body. */
  body: unknown;
  /** The API version that serves the call, `YYYYMMDD`. */
  version: string;
  tokenLifetimeSeconds: number;
  /** 32 hexadecimal digits for the messages that carry them. */
  supportId: string;
}

/** A call by a customer who is logged in. */
export interface CustomerCall extends Call {
  customer: Customer;
}

/** One endpoint. `:name` in the path takes one segment. */
export type Route =
  & { method: string; path: string }
  & (
    | { open: true; handle(call: Call): Reply }
    | { open?: false; handle(call: CustomerCall): Reply }
  );

/** A route with the parameters its path carries. */
export interface Match {
  route: Route;
  parameters: Record<string, string>;
}

/** The route for a raw path, whose segments are decoded once each; the other methods of the path when only that differs. */
export function findRoute(routes: readonly Route[], method: string, path: string): Match | "unknown" | "method" {
  let seen = false;
  for (const route of routes) {
    const parameters = matchPath(route.path, path);
    if (parameters === null) continue;
    if (route.method === method) return { route, parameters };
    seen = true;
  }
  return seen ? "method" : "unknown";
}

function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const parameters: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const segment = decodeSegment(given[i]!);
    if (segment === null) return null;
    if (part.startsWith(":")) parameters[part.slice(1)] = segment;
    else if (part !== segment) return null;
  }
  return parameters;
}

function decodeSegment(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
