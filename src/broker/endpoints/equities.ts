/** `GET /instruments/equities`: shares, funds and indices as instruments. */

import * as z from "zod";
import { type Endpoint, query } from "../endpoint.ts";
import { decimal, flag, items, text } from "../wire.ts";

/** `description` is somebody else's text. */
export interface Equity {
  symbol: string;
  streamerSymbol: string | null;
  description: string | null;
  /** The exchange's code, such as `XNAS`. */
  listedMarket: string | null;
  isIndex: boolean | null;
  isEtf: boolean | null;
  isActive: boolean | null;
  isClosingOnly: boolean | null;
  isOptionsClosingOnly: boolean | null;
  isIlliquid: boolean | null;
  /** `Easy To Borrow`, `Locate Required`, `Preborrow`, or what the broker added since. */
  lendability: string | null;
  borrowRate: number | null;
}

const row = z.object({
  symbol: z.string(),
  "streamer-symbol": text,
  description: text,
  "listed-market": text,
  "is-index": flag,
  "is-etf": flag,
  active: flag,
  "is-closing-only": flag,
  "is-options-closing-only": flag,
  "is-illiquid": flag,
  lendability: text,
  "borrow-rate": decimal,
}).transform((wire): Equity => ({
  symbol: wire.symbol,
  streamerSymbol: wire["streamer-symbol"],
  description: wire.description,
  listedMarket: wire["listed-market"],
  isIndex: wire["is-index"],
  isEtf: wire["is-etf"],
  isActive: wire.active,
  isClosingOnly: wire["is-closing-only"],
  isOptionsClosingOnly: wire["is-options-closing-only"],
  isIlliquid: wire["is-illiquid"],
  lendability: wire.lendability,
  borrowRate: wire["borrow-rate"],
}));

/** One share, fund or index. */
export const equity: Endpoint<string, Equity> = {
  name: "equity",
  method: "GET",
  group: "equity",
  path: (symbol) => `/instruments/equities/${encodeURIComponent(symbol)}`,
  answer: row,
  subject: (symbol) => symbol,
};

/** Several at once; unknown symbols are missing from the answer. */
export const equities: Endpoint<readonly string[], Equity[]> = {
  name: "equities",
  method: "GET",
  group: "equities",
  path: (symbols) => `/instruments/equities${query({ "symbol[]": symbols })}`,
  answer: items(row),
};
