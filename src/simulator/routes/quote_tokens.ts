/** `GET /api-quote-tokens`: what opens the stream of quotes, for customers with a funded account. */

import type { CustomerCall, Route } from "../route.ts";
import { data, refusal, type Reply, support, timestamp } from "../wire.ts";

/** Where the stream is, below the origin of the broker. */
export const STREAM_PATH = "/realtime";

/** The endpoint of quote tokens. */
export const quoteTokenRoutes: Route[] = [{ method: "GET", path: "/api-quote-tokens", handle: quoteToken }];

const LIFETIME_SECONDS = 24 * 3600;

function quoteToken({ world, grant, customer, at, origin, path, supportId }: CustomerCall): Reply {
  if (customer.accounts.length === 0) {
    const message = `Customer not found. ${support(supportId)}`;
    return refusal(404, "quote_streamer.customer_not_found_error", message);
  }
  const exp = Math.floor(at / 1000) + LIFETIME_SECONDS;
  return data({
    "token": world.issue("quote+jwt", grant, at, { exp }),
    "dxlink-url": origin.replace(/^http/, "ws") + STREAM_PATH,
    "level": "api",
    "issued-at": timestamp(at),
    "expires-at": timestamp(exp * 1000),
  }, path);
}
