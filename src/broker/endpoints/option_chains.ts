/** `GET /option-chains/{underlying}` in its three forms: which options are listed on a share, a fund or an index. */

import * as z from "zod";
import type { Day } from "../../core/calendar.ts";
import type { Endpoint } from "../endpoint.ts";
import { day, decimal, items, type Settlement, settlement, text } from "../wire.ts";
import { type EquityOption, equityOptionRow } from "./equity_options.ts";
import { type ListedStrike, listedStrikes } from "./listed_strikes.ts";

/** All options of one root that expire in the same manner. An index has several roots. */
export interface CompactChain {
  underlying: string;
  root: string;
  /** Adjusted options deliver something else than so many shares. */
  isStandard: boolean;
  settlement: Settlement | null;
  /** `Regular`, `Weekly`, `Quarterly`, `End-Of-Month`, or what the broker added since. */
  expirationType: string | null;
  sharesPerContract: number | null;
  /** OCC symbols of all expirations, one after the other. */
  symbols: string[];
  /** The same options in the streamer's spelling, in the same order. */
  streamerSymbols: string[];
}

/** What expires on one day in one manner. */
export interface NestedExpiration {
  day: Day;
  type: string | null;
  settlement: Settlement | null;
  daysToExpiration: number | null;
  /** In rising order. */
  strikes: ListedStrike[];
}

/** All options of one root. */
export interface NestedChain {
  underlying: string;
  root: string;
  isStandard: boolean;
  sharesPerContract: number | null;
  expirations: NestedExpiration[];
}

/** Symbols come by the thousand: one look at the list takes a seventh of the time of a schema for each. */
const symbols = z.custom<string[]>((value) =>
  Array.isArray(value) && value.every((symbol) => typeof symbol === "string")
);

const compactRow = z.object({
  "underlying-symbol": z.string(),
  "root-symbol": z.string(),
  "option-chain-type": z.string(),
  "settlement-type": settlement,
  "expiration-type": text,
  "shares-per-contract": decimal,
  symbols,
  "streamer-symbols": symbols,
}).refine((wire) => wire.symbols.length === wire["streamer-symbols"].length, { path: ["streamer-symbols"] })
  .transform((wire): CompactChain => ({
    underlying: wire["underlying-symbol"],
    root: wire["root-symbol"],
    isStandard: wire["option-chain-type"] === "Standard",
    settlement: wire["settlement-type"],
    expirationType: wire["expiration-type"],
    sharesPerContract: wire["shares-per-contract"],
    symbols: wire.symbols,
    streamerSymbols: wire["streamer-symbols"],
  }));

const nestedRow = z.object({
  "underlying-symbol": z.string(),
  "root-symbol": z.string(),
  "option-chain-type": z.string(),
  "shares-per-contract": decimal,
  expirations: z.array(
    z.object({
      "expiration-date": day,
      "expiration-type": text,
      "settlement-type": settlement,
      "days-to-expiration": decimal,
      strikes: listedStrikes,
    }).transform((wire): NestedExpiration => ({
      day: wire["expiration-date"],
      type: wire["expiration-type"],
      settlement: wire["settlement-type"],
      daysToExpiration: wire["days-to-expiration"],
      strikes: wire.strikes,
    })),
  ),
}).transform((wire): NestedChain => ({
  underlying: wire["underlying-symbol"],
  root: wire["root-symbol"],
  isStandard: wire["option-chain-type"] === "Standard",
  sharesPerContract: wire["shares-per-contract"],
  expirations: wire.expirations,
}));

const path = (underlying: string): string => `/option-chains/${encodeURIComponent(underlying)}`;
const subject = (underlying: string): string => `An option chain of ${underlying}`;

/** The whole chain in a quarter of the nested form's bytes: the strikes are inside the symbols. */
export const compactOptionChain: Endpoint<string, CompactChain[]> = {
  name: "option chain",
  method: "GET",
  group: "option_chains",
  path: (underlying) => `${path(underlying)}/compact`,
  answer: items(compactRow),
  subject,
};

/** The chain by expiration and strike. */
export const nestedOptionChain: Endpoint<string, NestedChain[]> = {
  name: "nested option chain",
  method: "GET",
  group: "option_chains",
  path: (underlying) => `${path(underlying)}/nested`,
  answer: items(nestedRow),
  subject,
};

/** The chain with all terms of each option: several megabytes for a widely traded underlying. */
export const fullOptionChain: Endpoint<string, EquityOption[]> = {
  name: "full option chain",
  method: "GET",
  group: "option_chains",
  path,
  answer: items(equityOptionRow),
  subject,
};
