/** Which options are listed on a product's futures: `GET /futures-option-chains/{product}` in both forms. */

import { daysBetween, newYorkDay } from "../../core/calendar.ts";
import { displayFactorOf } from "../future_product.ts";
import { activeIndex } from "../market/future_months.ts";
import { endsInTheMorning, rootOf } from "../market/future_option_roots.ts";
import type { FutureOptionExpiration, FutureOptionProduct } from "../market/future_options.ts";
import { hashText } from "../market/noise.ts";
import { futureStreamerSymbol } from "../market/streamer_symbols.ts";
import type { CustomerCall, Route } from "../route.ts";
import {
  data,
  decimal,
  missingRecord,
  offsetTimestamp,
  type Reply,
  tickSizes,
  writtenItems,
  type WrittenReply,
} from "../wire.ts";
import { futureOptionWriter, notionalValueOf, sparseNames } from "./future_options.ts";

/** The endpoints of the chains of options on futures. */
export const futureOptionChainRoutes: Route[] = [
  { method: "GET", path: "/futures-option-chains/:code", handle: withProduct(fullChain) },
  { method: "GET", path: "/futures-option-chains/:code/nested", handle: withProduct(nestedChain) },
];

type Answer = (call: CustomerCall, product: FutureOptionProduct) => Reply | WrittenReply;

function withProduct(answer: Answer): (call: CustomerCall) => Reply | WrittenReply {
  return (call) => {
    const product = call.market.futureOptions.products.get(call.parameters.code!);
    return product === undefined ? missingRecord("Future Product", call.supportId) : answer(call, product);
  };
}

function fullChain({ market, at, path, sparseStreamerSymbols }: CustomerCall, product: FutureOptionProduct) {
  let items = "";
  for (const expiration of market.futureOptions.expirations(product, at)) {
    const write = futureOptionWriter(expiration, at, sparseStreamerSymbols);
    for (const strike of market.futureOptions.strikes(expiration, at)) {
      items += `${items === "" ? "" : ","}${write(strike, "call")},${write(strike, "put")}`;
    }
  }
  return writtenItems(items, path);
}

function nestedChain(call: CustomerCall, product: FutureOptionProduct): Reply {
  const { market, at, path } = call;
  const today = newYorkDay(at);
  const contracts = market.futures.contracts(market.futures.products.get(product.code)!, at);
  const active = activeIndex(contracts, today);
  const futures = contracts.map((contract) => ({
    "symbol": contract.symbol,
    "root-symbol": `/${product.code}`,
    "streamer-symbol": futureStreamerSymbol(contract),
    "expiration-date": contract.lastDay,
    "days-to-expiration": daysBetween(today, contract.lastDay),
    "active-month": contract.order === active,
    "next-active-month": contract.order === active + 1,
    "stops-trading-at": offsetTimestamp(contract.expiresAt),
    "expires-at": offsetTimestamp(contract.expiresAt),
  }));
  const expirations = market.futureOptions.expirations(product, at).map((expiration) =>
    writeExpiration(expiration, call)
  );
  const chain = {
    "underlying-symbol": `/${product.code}`,
    "root-symbol": `/${product.code}`,
    "exercise-style": "American",
    "expirations": inNoOrder(expirations, (expiration) => expiration["option-contract-symbol"]),
  };
  return data({ "futures": futures, "option-chains": [chain] }, path);
}

function writeExpiration(expiration: FutureOptionExpiration, { market, at, sparseStreamerSymbols }: CustomerCall) {
  const { product, future, contract, day, expiresAt } = expiration;
  const { root, type } = rootOf(expiration);
  const names = sparseNames(expiration, sparseStreamerSymbols);
  const strikes = market.futureOptions.strikes(expiration, at).map((strike) => ({
    "strike-price": decimal(strike),
    "call": names.symbol("call", strike),
    ...named("call-streamer-symbol", names.streamerSymbol("call", strike)),
    "put": names.symbol("put", strike),
    ...named("put-streamer-symbol", names.streamerSymbol("put", strike)),
  }));
  return {
    "underlying-symbol": future.symbol,
    "root-symbol": `/${product.code}`,
    "option-root-symbol": root,
    "option-contract-symbol": contract,
    "asset": root,
    "expiration-date": day,
    "days-to-expiration": daysBetween(newYorkDay(at), day),
    "expiration-type": type,
    "settlement-type": endsInTheMorning(expiration) ? "AM" : "PM",
    "notional-value": decimal(notionalValueOf(expiration), 9),
    "display-factor": decimal(displayFactorOf(future.product)),
    "strike-factor": "1.0",
    "stops-trading-at": offsetTimestamp(expiresAt),
    "expires-at": offsetTimestamp(expiresAt),
    "tick-sizes": tickSizes(product.ticks),
    "strikes": inNoOrder(strikes, (strike) => strike["strike-price"]),
  };
}

const named = (key: string, name: string | null): Record<string, string> => name === null ? {} : { [key]: name };

/** The real service sorts neither expirations nor strikes. */
function inNoOrder<Item>(items: readonly Item[], name: (item: Item) => string): Item[] {
  return items.map((item) => ({ item, place: hashText(name(item)) }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
