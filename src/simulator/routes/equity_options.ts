/** Options on shares, funds and indices as instruments: `GET /instruments/equity-options` and one of them. */

import { daysBetween, newYorkDay } from "../../core/calendar.ts";
import type { OptionRight } from "../../analytics/pricing/black.ts";
import type { ListedOption } from "../market/chains.ts";
import type { Expiration } from "../market/expirations.ts";
import type { Listing } from "../market/listings.ts";
import { letterOf, optionNames } from "../market/option_names.ts";
import { paged } from "../pagination.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, decimal, invalidParameter, listParameter, missingRecord, offsetTimestamp, type Reply } from "../wire.ts";

/** The endpoints of equity options. */
export const equityOptionRoutes: Route[] = [
  { method: "GET", path: "/instruments/equity-options", handle: equityOptions },
  { method: "GET", path: "/instruments/equity-options/:symbol", handle: equityOption },
];

/** What a standard contract delivers. */
export const SHARES_PER_CONTRACT = 100;

function equityOptions(call: CustomerCall): Reply {
  const { market, query, at } = call;
  const symbols = listParameter(query, "symbol");
  if (symbols.length === 0) return invalidParameter("symbol", "is missing");
  // Nothing is listed that cannot be traded.
  const asked = query.get("active") === "false" ? [] : [...new Set(symbols)];
  const found = asked.flatMap((symbol) => market.chains.find(symbol, at) ?? []);
  return paged(call, found, (option) => readOption(option, at));
}

function equityOption({ market, parameters, at, path, supportId }: CustomerCall): Reply {
  const option = market.chains.find(parameters.symbol!, at);
  return option === null ? missingRecord("Equity Option", supportId) : data(readOption(option, at), path);
}

const readOption = ({ listing, term, strike, right }: ListedOption, at: number): unknown =>
  JSON.parse(optionWriter(listing, term, at)(strike, right));

/** Writes the options of one expiration as JSON. What they share is written once: a chain has them by ten thousands. */
export function optionWriter(
  { symbol, kind }: Listing,
  expiration: Expiration,
  at: number,
): (strike: number, right: OptionRight) => string {
  const { root, day, type, settlement, expiresAt, stopsAt } = expiration;
  const names = optionNames(expiration);
  const shared = JSON.stringify({
    "instrument-type": "Equity Option",
    "active": true,
    "root-symbol": root,
    "underlying-symbol": symbol,
    "expiration-date": day,
    "days-to-expiration": daysBetween(newYorkDay(at), day),
    "exercise-style": kind === "index" ? "European" : "American",
    "shares-per-contract": SHARES_PER_CONTRACT,
    "option-chain-type": "Standard",
    "expiration-type": type,
    "settlement-type": settlement,
    "stops-trading-at": offsetTimestamp(stopsAt),
    "expires-at": offsetTimestamp(expiresAt),
    "market-time-instrument-collection": kind === "index" ? "Cash Settled Equity Option" : "Equity Option",
    "is-closing-only": false,
  }).slice(0, -1);
  return (strike, right) =>
    `${shared},"symbol":"${names.symbol(right, strike)}","streamer-symbol":"${names.streamerSymbol(right, strike)}",` +
    `"strike-price":"${decimal(strike, 3)}","option-type":"${letterOf(right)}"}`;
}
