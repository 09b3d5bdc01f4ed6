/** `GET /instruments/future-products`: what futures there are, and the options on each. */

import * as z from "zod";
import type { Endpoint } from "../endpoint.ts";
import { decimal, flag, items, text } from "../wire.ts";

/** A kind of option on a future, such as the weeklies of one weekday. */
export interface FutureOptionProduct {
  /** `EW1`. */
  root: string;
  exchange: string | null;
  /** `Regular`, `Weekly`, `Quarterly`, `End-Of-Month`, or what the broker added since. */
  expirationType: string | null;
  isCashSettled: boolean | null;
  isAmSettled: boolean | null;
  /** Whether the broker trades it. */
  isSupported: boolean | null;
}

export interface FutureProduct {
  /** `ES`. */
  code: string;
  description: string | null;
  exchange: string | null;
  /** After the colon of a streamer symbol: `XCME`. */
  streamerExchange: string | null;
  /** Letters of the months in which contracts are listed, and of those that are traded most. */
  listedMonths: string[];
  activeMonths: string[];
  tickSize: number | null;
  /** Dollars a point. */
  notionalMultiplier: number | null;
  marketSector: string | null;
  isCashSettled: boolean | null;
  /** Whether the broker trades it. */
  isSupported: boolean | null;
  optionProducts: FutureOptionProduct[];
}

const optionProductRow = z.object({
  "root-symbol": z.string(),
  exchange: text,
  "expiration-type": text,
  "cash-settled": flag,
  "is-am-settled": flag,
  supported: flag,
}).transform((wire): FutureOptionProduct => ({
  root: wire["root-symbol"],
  exchange: wire.exchange,
  expirationType: wire["expiration-type"],
  isCashSettled: wire["cash-settled"],
  isAmSettled: wire["is-am-settled"],
  isSupported: wire.supported,
}));

const letters = z.array(z.string()).nullish().transform((months) => months ?? []);

const row = z.object({
  code: z.string(),
  description: text,
  exchange: text,
  "streamer-exchange-code": text,
  "listed-months": letters,
  "active-months": letters,
  "tick-size": decimal,
  "notional-multiplier": decimal,
  "market-sector": text,
  "cash-settled": flag,
  supported: flag,
  "option-products": z.array(optionProductRow).nullish(),
}).transform((wire): FutureProduct => ({
  code: wire.code,
  description: wire.description,
  exchange: wire.exchange,
  streamerExchange: wire["streamer-exchange-code"],
  listedMonths: wire["listed-months"],
  activeMonths: wire["active-months"],
  tickSize: wire["tick-size"],
  notionalMultiplier: wire["notional-multiplier"],
  marketSector: wire["market-sector"],
  isCashSettled: wire["cash-settled"],
  isSupported: wire.supported,
  optionProducts: wire["option-products"] ?? [],
}));

/** All products; some hundred kilobytes. */
export const futureProducts: Endpoint<void, FutureProduct[]> = {
  name: "futures products",
  method: "GET",
  group: "future_products",
  path: () => "/instruments/future-products",
  answer: items(row),
};

/** One product, by its exchange (`CME`, `CFE`, `CBOED`, `SMALLS`) and code. */
export const futureProduct: Endpoint<{ exchange: string; code: string }, FutureProduct> = {
  name: "futures product",
  method: "GET",
  group: "future_products",
  path: ({ exchange, code }) =>
    `/instruments/future-products/${encodeURIComponent(exchange)}/${encodeURIComponent(code)}`,
  answer: row,
  subject: ({ code }) => `/${code}`,
};

/** All kinds of options on futures. */
export const futureOptionProducts: Endpoint<void, FutureOptionProduct[]> = {
  name: "futures option products",
  method: "GET",
  group: "future_products",
  path: () => "/instruments/future-option-products",
  answer: items(optionProductRow),
};
