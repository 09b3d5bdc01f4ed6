/** `GET /instruments/cryptocurrencies`: coins against the dollar. */

import * as z from "zod";
import { type Endpoint, query } from "../endpoint.ts";
import { decimal, flag, items, text } from "../wire.ts";

/** One pair, such as `BTC/USD`. */
export interface Cryptocurrency {
  symbol: string;
  /** `BTC/USD:CXTALP`. */
  streamerSymbol: string | null;
  description: string | null;
  tickSize: number | null;
  isActive: boolean | null;
  isClosingOnly: boolean | null;
}

const row = z.object({
  symbol: z.string(),
  "streamer-symbol": text,
  description: text,
  "tick-size": decimal,
  active: flag,
  "is-closing-only": flag,
}).transform((wire): Cryptocurrency => ({
  symbol: wire.symbol,
  streamerSymbol: wire["streamer-symbol"],
  description: wire.description,
  tickSize: wire["tick-size"],
  isActive: wire.active,
  isClosingOnly: wire["is-closing-only"],
}));

/** Some pairs, or all when none is named; unknown symbols are missing from the answer. */
export const cryptocurrencies: Endpoint<readonly string[], Cryptocurrency[]> = {
  name: "cryptocurrencies",
  method: "GET",
  group: "other",
  path: (symbols) => `/instruments/cryptocurrencies${query({ "symbol[]": symbols })}`,
  answer: items(row),
};
