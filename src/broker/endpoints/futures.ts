/** `GET /instruments/futures`: futures contracts. */

import * as z from "zod";
import type { Day } from "../../core/calendar.ts";
import { type Endpoint, query } from "../endpoint.ts";
import { day, decimal, flag, items, optionalDay, optionalInstant, text } from "../wire.ts";

/** One contract. */
export interface Future {
  /** `/ESZ6`. */
  symbol: string;
  /** `/ESZ26:XCME`. */
  streamerSymbol: string | null;
  /** `ES`. */
  product: string;
  exchange: string | null;
  expiration: Day;
  lastTradeDay: Day | null;
  firstNoticeDay: Day | null;
  tickSize: number | null;
  /** Dollars a point. */
  notionalMultiplier: number | null;
  isActive: boolean | null;
  /** The month that is traded most, and the one after. */
  isActiveMonth: boolean | null;
  isNextActiveMonth: boolean | null;
  isClosingOnly: boolean | null;
  stopsTradingAt: number | null;
  expiresAt: number | null;
  /** The fund nearest to it, and how many of its shares equal one contract. */
  etfEquivalent: { symbol: string; shares: number | null } | null;
}

const row = z.object({
  symbol: z.string(),
  "streamer-symbol": text,
  "product-code": z.string(),
  exchange: text,
  "expiration-date": day,
  "last-trade-date": optionalDay,
  "first-notice-date": optionalDay,
  "tick-size": decimal,
  "notional-multiplier": decimal,
  active: flag,
  "active-month": flag,
  "next-active-month": flag,
  "is-closing-only": flag,
  "stops-trading-at": optionalInstant,
  "expires-at": optionalInstant,
  "future-etf-equivalent": z.object({ symbol: z.string(), "share-quantity": decimal }).nullish(),
}).transform((wire): Future => ({
  symbol: wire.symbol,
  streamerSymbol: wire["streamer-symbol"],
  product: wire["product-code"],
  exchange: wire.exchange,
  expiration: wire["expiration-date"],
  lastTradeDay: wire["last-trade-date"],
  firstNoticeDay: wire["first-notice-date"],
  tickSize: wire["tick-size"],
  notionalMultiplier: wire["notional-multiplier"],
  isActive: wire.active,
  isActiveMonth: wire["active-month"],
  isNextActiveMonth: wire["next-active-month"],
  isClosingOnly: wire["is-closing-only"],
  stopsTradingAt: wire["stops-trading-at"],
  expiresAt: wire["expires-at"],
  etfEquivalent: wire["future-etf-equivalent"]
    ? { symbol: wire["future-etf-equivalent"].symbol, shares: wire["future-etf-equivalent"]["share-quantity"] }
    : null,
}));

/** One contract, by its symbol. */
export const future: Endpoint<string, Future> = {
  name: "future",
  method: "GET",
  group: "futures",
  // The broker takes the symbol without its slash, which would have to be escaped.
  path: (symbol) => `/instruments/futures/${encodeURIComponent(symbol.replace(/^\//, ""))}`,
  answer: row,
  subject: (symbol) => symbol,
};

/** The listed contracts of some products, such as `ES`; of all products when none is named. */
export const futures: Endpoint<readonly string[], Future[]> = {
  name: "futures",
  method: "GET",
  group: "futures",
  path: (products) => `/instruments/futures${query({ "product-code[]": products })}`,
  answer: items(row),
};
