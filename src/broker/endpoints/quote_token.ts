/** `GET /api-quote-tokens`: the key to the stream of live quotes, good for a day. */

import * as z from "zod";
import type { Endpoint } from "../endpoint.ts";
import { optionalInstant, text } from "../wire.ts";

/** Belongs to one customer; as secret as an access token. */
export interface QuoteToken {
  token: string;
  /** A `wss:` address; `ws:` beside a simulator. */
  url: string;
  /** `api`, or `demo` where quotes are delayed. */
  level: string | null;
  /** `null` when the broker does not say; it is a day then. */
  expiresAt: number | null;
}

/** Refused with 404 to a login without a funded account. */
export const quoteToken: Endpoint<void, QuoteToken> = {
  name: "quote token",
  method: "GET",
  group: "other",
  path: () => "/api-quote-tokens",
  answer: z.object({
    token: z.string().min(1),
    "dxlink-url": z.string().regex(/^wss?:\/\/[^\s/]/),
    level: text,
    "expires-at": optionalInstant,
  }).transform((wire): QuoteToken => ({
    token: wire.token,
    url: wire["dxlink-url"],
    level: wire.level,
    expiresAt: wire["expires-at"],
  })),
};
