/** Routes of the simulated broker: what a handler gets, and how a raw path finds one. */

import type { Books } from "./book/books.ts";
import type { Orders } from "./book/orders.ts";
import type { Customer } from "./customers.ts";
import type { Market } from "./market/market.ts";
import type { Reply, WrittenReply } from "./wire.ts";
import type { Grant, World } from "./world.ts";

/** A request that has passed the rules common to all endpoints. */
export interface Call {
  world: World;
  market: Market;
  books: Books;
  orders: Orders;
  at: number;
  /** Where the request was sent: `https://host:port`. */
  origin: string;
  /** The path without the query, as it came. */
  path: string;
  parameters: Record<string, string>;
  query: URLSearchParams;
  /** JSON, or the fields of a form; `undefined` without a body. */
  body: unknown;
  /** The API version that serves the call, `YYYYMMDD`. */
  version: string;
  tokenLifetimeSeconds: number;
  /** Whether chains leave out the streamer's names of some options on futures, as the real ones do. */
  sparseStreamerSymbols: boolean;
  /** 32 hexadecimal digits for the messages that carry them. */
  supportId: string;
}

/** A call by a customer who is logged in. */
export interface CustomerCall extends Call {
  customer: Customer;
  grant: Grant;
}

/** One endpoint. `:name` in the path takes one segment; `:name+` takes one or more, and stands in a path once at most. */
export type Route =
  & { method: string; path: string }
  & (
    | { open: true; handle(call: Call): Reply | WrittenReply }
    | { open?: false; handle(call: CustomerCall): Reply | WrittenReply }
  );

/** A route with the parameters its path carries. */
export interface Match {
  route: Route;
  parameters: Record<string, string>;
}

/** The route for a raw path, whose segments are decoded once each; the other methods of the path when only that differs. */
export function findRoute(routes: readonly Route[], method: string, path: string): Match | "unknown" | "method" {
  const segments = path.split("/").map(decodeSegment);
  let seen = false;
  for (const route of routes) {
    const parameters = matchPath(route.path, segments);
    if (parameters === null) continue;
    if (route.method === method) return { route, parameters };
    seen = true;
  }
  return seen ? "method" : "unknown";
}

function matchPath(pattern: string, segments: readonly (string | null)[]): Record<string, string> | null {
  const wanted = pattern.split("/");
  const many = wanted.findIndex((part) => part.endsWith("+"));
  const surplus = segments.length - wanted.length;
  if (many === -1 ? surplus !== 0 : surplus < 0) return null;
  const given = many === -1
    ? segments
    : segments.toSpliced(many, surplus + 1, joined(segments.slice(many, many + surplus + 1)));
  const parameters: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const segment = given[i]!;
    if (segment === null) return null;
    if (part.startsWith(":")) parameters[part.slice(1).replace("+", "")] = segment;
    else if (part !== segment) return null;
  }
  return parameters;
}

/** As if the slashes between had been encoded. */
const joined = (segments: (string | null)[]): string | null => segments.includes(null) ? null : segments.join("/");

function decodeSegment(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
