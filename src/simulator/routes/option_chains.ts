/** Which options are listed on a share, a fund or an index: `GET /option-chains/{underlying}` in its three forms. */

import { daysBetween, newYorkDay } from "../../core/calendar.ts";
import type { Listing } from "../market/listings.ts";
import { hashText } from "../market/noise.ts";
import { type OptionNames, optionNames } from "../market/option_names.ts";
import { tickRuleOf } from "../market/option_quotes.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, decimal, missingRecord, type Reply, tickSizes, writtenItems, type WrittenReply } from "../wire.ts";
import { optionWriter, SHARES_PER_CONTRACT } from "./equity_options.ts";

/** The endpoints of option chains. */
export const optionChainRoutes: Route[] = [
  { method: "GET", path: "/option-chains/:symbol+/nested", handle: withListing(nestedChain) },
  { method: "GET", path: "/option-chains/:symbol+/compact", handle: withListing(compactChain) },
  { method: "GET", path: "/option-chains/:symbol+", handle: withListing(fullChain) },
];

type Answer = (call: CustomerCall, listing: Listing) => Reply | WrittenReply;

function withListing(answer: Answer): (call: CustomerCall) => Reply | WrittenReply {
  return (call) => {
    const listing = call.market.prices.listings.get(call.parameters.symbol!);
    return listing === undefined ? missingRecord("Equity", call.supportId) : answer(call, listing);
  };
}

function fullChain({ market, at, path }: CustomerCall, listing: Listing): WrittenReply {
  let items = "";
  for (const expiration of market.chains.expirations(listing, at)) {
    const write = optionWriter(listing, expiration, at);
    for (const strike of market.chains.strikes(listing, expiration, at)) {
      items += `${items === "" ? "" : ","}${write(strike, "call")},${write(strike, "put")}`;
    }
  }
  return writtenItems(items, path);
}

/** One item for each root. */
function nestedChain({ market, at, path }: CustomerCall, listing: Listing): Reply {
  const today = newYorkDay(at);
  const roots = Map.groupBy(market.chains.expirations(listing, at), ({ root }) => root);
  const items = [...roots].map(([root, expirations]) => ({
    ...heading(listing, root),
    "tick-sizes": tickSizes(tickRuleOf(listing)),
    "deliverables": deliverables(listing, root),
    "expirations": expirations.map((expiration) => {
      const names = optionNames(expiration);
      return {
        "expiration-type": expiration.type,
        "expiration-date": expiration.day,
        "days-to-expiration": daysBetween(today, expiration.day),
        "settlement-type": expiration.settlement,
        "strikes": market.chains.strikes(listing, expiration, at).map((strike) => ({
          "strike-price": decimal(strike, 3),
          "call": names.symbol("call", strike),
          "call-streamer-symbol": names.streamerSymbol("call", strike),
          "put": names.symbol("put", strike),
          "put-streamer-symbol": names.streamerSymbol("put", strike),
        })),
      };
    }),
  }));
  return data({ items }, path);
}

/** One item for each root, type and settlement of expirations. */
function compactChain({ market, at, path }: CustomerCall, listing: Listing): Reply {
  const kinds = Map.groupBy(
    market.chains.expirations(listing, at),
    ({ root, type, settlement }) => `${root} ${type} ${settlement}`,
  );
  const items = [...kinds.values()].map((expirations) => {
    const { root, type, settlement } = expirations[0]!;
    const all = (spelled: (names: OptionNames) => OptionNames["symbol"]) =>
      expirations.flatMap((expiration) => {
        const spell = spelled(optionNames(expiration));
        return market.chains.strikes(listing, expiration, at)
          .flatMap((strike) => [spell("call", strike), spell("put", strike)]);
      });
    return {
      ...heading(listing, root),
      "settlement-type": settlement,
      "expiration-type": type,
      "deliverables": deliverables(listing, root),
      "symbols": all(({ symbol }) => symbol),
      "streamer-symbols": all(({ streamerSymbol }) => streamerSymbol),
    };
  });
  return data({ items }, path);
}

const heading = ({ symbol }: Listing, root: string) => ({
  "underlying-symbol": symbol,
  "root-symbol": root,
  "option-chain-type": "Standard",
  "shares-per-contract": SHARES_PER_CONTRACT,
});

const deliverables = ({ symbol }: Listing, root: string) => [{
  "id": 1 + hashText(root) % 1_000_000,
  "root-symbol": root,
  "deliverable-type": "Shares",
  "description": `${SHARES_PER_CONTRACT} shares of ${symbol}`,
  "amount": decimal(SHARES_PER_CONTRACT),
  "symbol": symbol,
  "instrument-type": "Equity",
  "percent": "100",
}];
