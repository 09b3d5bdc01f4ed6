/** `GET /futures-option-chains/{product}/nested`: the contracts of a futures product and the options on them. */

import * as z from "zod";
import type { Day } from "../../core/calendar.ts";
import type { Endpoint } from "../endpoint.ts";
import { day, decimal, flag, optionalInstant, text } from "../wire.ts";
import { type ListedStrike, listedStrikes } from "./listed_strikes.ts";

/** A contract that options are listed on. */
export interface ChainedFuture {
  /** `/ESZ6`. */
  symbol: string;
  streamerSymbol: string | null;
  expiration: Day;
  daysToExpiration: number | null;
  isActiveMonth: boolean | null;
}

/** What expires on one day on one contract. */
export interface FutureExpiration {
  /** `/ESZ6`: the contract that is delivered. */
  future: string;
  /** `EW3`: the option's own product. */
  optionRoot: string;
  /** `EW3Z6`: that product's month. */
  contract: string;
  day: Day;
  daysToExpiration: number | null;
  /** `Regular`, `Weekly`, `Quarterly`, `End-Of-Month`, or what the broker added since. */
  type: string | null;
  /** `AM`, `PM`, `Future`, `Cash`, or what the broker added since. */
  settlement: string | null;
  /** As the broker gives it: the dollars of a point are this divided by the display factor. */
  notionalValue: number | null;
  displayFactor: number | null;
  stopsTradingAt: number | null;
  /** In rising order. */
  strikes: ListedStrike[];
}

export interface FutureChain {
  root: string;
  exerciseStyle: string | null;
  /** By day; several products may expire on one. */
  expirations: FutureExpiration[];
}

export interface FutureChains {
  futures: ChainedFuture[];
  chains: FutureChain[];
}

const futureRow = z.object({
  symbol: z.string(),
  "streamer-symbol": text,
  "expiration-date": day,
  "days-to-expiration": decimal,
  "active-month": flag,
}).transform((wire): ChainedFuture => ({
  symbol: wire.symbol,
  streamerSymbol: wire["streamer-symbol"],
  expiration: wire["expiration-date"],
  daysToExpiration: wire["days-to-expiration"],
  isActiveMonth: wire["active-month"],
}));

const expirationRow = z.object({
  "underlying-symbol": z.string(),
  "option-root-symbol": z.string(),
  "option-contract-symbol": z.string(),
  "expiration-date": day,
  "days-to-expiration": decimal,
  "expiration-type": text,
  "settlement-type": text,
  "notional-value": decimal,
  "display-factor": decimal,
  "stops-trading-at": optionalInstant,
  strikes: listedStrikes,
}).transform((wire): FutureExpiration => ({
  future: wire["underlying-symbol"],
  optionRoot: wire["option-root-symbol"],
  contract: wire["option-contract-symbol"],
  day: wire["expiration-date"],
  daysToExpiration: wire["days-to-expiration"],
  type: wire["expiration-type"],
  settlement: wire["settlement-type"],
  notionalValue: wire["notional-value"],
  displayFactor: wire["display-factor"],
  stopsTradingAt: wire["stops-trading-at"],
  strikes: wire.strikes,
}));

const chainRow = z.object({
  "root-symbol": z.string(),
  "exercise-style": text,
  expirations: z.array(expirationRow),
}).transform((wire): FutureChain => ({
  root: wire["root-symbol"],
  exerciseStyle: wire["exercise-style"],
  // On the wire they come in no order.
  expirations: wire.expirations.sort((a, b) => a.day < b.day ? -1 : a.day > b.day ? 1 : 0),
}));

/** Asked for by the product's code without a slash, such as `ES`. */
export const futureOptionChain: Endpoint<string, FutureChains> = {
  name: "futures option chain",
  method: "GET",
  group: "option_chains",
  path: (product) => `/futures-option-chains/${encodeURIComponent(product)}/nested`,
  answer: z.object({ futures: z.array(futureRow), "option-chains": z.array(chainRow) }).transform((wire) => ({
    futures: wire.futures,
    chains: wire["option-chains"],
  })),
  subject: (product) => `An option chain of /${product}`,
};
