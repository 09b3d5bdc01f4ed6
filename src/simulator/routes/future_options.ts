/** Options on futures as instruments: `GET /instruments/future-options` and one of them. */

import { daysBetween, newYorkDay } from "../../core/calendar.ts";
import type { OptionRight } from "../../analytics/pricing/black.ts";
import { clearingHouseOf, displayFactorOf, FUTURE_EXCHANGE, writeFutureOptionProduct } from "../future_product.ts";
import { rootOf } from "../market/future_option_roots.ts";
import { formatFutureOption, type FutureOptionExpiration, type ListedFutureOption } from "../market/future_options.ts";
import type { Market } from "../market/market.ts";
import { hashText } from "../market/noise.ts";
import { futureOptionNames, letterOf, type OptionNames } from "../market/option_names.ts";
import { paged } from "../pagination.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, decimal, invalidParameter, listParameter, missingRecord, offsetTimestamp, type Reply } from "../wire.ts";

/** The endpoints of future options. */
export const futureOptionRoutes: Route[] = [
  { method: "GET", path: "/instruments/future-options", handle: futureOptions },
  { method: "GET", path: "/instruments/future-options/:symbol+", handle: futureOption },
];

/** What names an option together when its symbol does not; none may be left out. */
const TERMS = ["option-root-symbol", "expiration-date", "option-type", "strike-price"] as const;
/** Every third or so of the standard options is unknown to the stream of quotes, if any is. */
const UNKNOWN_SHARE = 3;

function futureOptions(call: CustomerCall): Reply {
  const { market, query, at } = call;
  const symbols = listParameter(query, "symbol");
  const missing = TERMS.find((name) => !query.has(name));
  if (symbols.length === 0 && missing !== undefined) {
    return invalidParameter(TERMS.some((name) => query.has(name)) ? missing : "symbol", "is missing");
  }
  if (symbols.length === 0 && !["C", "P"].includes(query.get("option-type")!)) {
    return invalidParameter("option-type", "does not have a valid value");
  }
  if (symbols.length > 0 && query.has("option-root-symbol")) {
    return invalidParameter("symbol", "is mutually exclusive with option-root-symbol");
  }
  const found = symbols.length > 0
    ? [...new Set(symbols)].flatMap((symbol) => market.futureOptions.find(dotted(symbol), at) ?? [])
    : byTerms(call);
  return paged(call, found, (option) => readOption(option, call));
}

function byTerms({ market, query, at }: CustomerCall): ListedFutureOption[] {
  const [root, day, type, price] = TERMS.map((name) => query.get(name));
  const strike = Number(price);
  const right = type === "C" ? "call" : "put";
  return allExpirations(market, at)
    .filter((expiration) => expiration.day === day && rootOf(expiration).root === root)
    .filter((expiration) => market.futureOptions.strikes(expiration, at).includes(strike))
    .map((expiration) => ({
      ...expiration,
      right,
      strike,
      symbol: formatFutureOption({ ...expiration, right, strike }),
    }));
}

const allExpirations = ({ futureOptions }: Market, at: number): FutureOptionExpiration[] =>
  [...futureOptions.products.values()].flatMap((product) => futureOptions.expirations(product, at));

function futureOption(call: CustomerCall): Reply {
  const { market, parameters, at, path, supportId } = call;
  const option = market.futureOptions.find(dotted(parameters.symbol!), at);
  return option === null ? missingRecord("Future Option", supportId) : data(readOption(option, call), path);
}

/** A dot that is a segment of its own vanishes from a URL, with the slash behind it. */
const dotted = (symbol: string): string => symbol.replace(/^\.?\/?/, "./");

const readOption = (option: ListedFutureOption, { at, sparseStreamerSymbols }: CustomerCall): unknown =>
  JSON.parse(futureOptionWriter(option, at, sparseStreamerSymbols)(option.strike, option.right));

/** The names of an expiration's options; `null` for those that the stream does not know when its names are sparse. */
export function sparseNames(
  expiration: FutureOptionExpiration,
  isSparse: boolean,
): Pick<OptionNames, "symbol"> & { streamerSymbol(right: OptionRight, strike: number): string | null } {
  const names = futureOptionNames(expiration);
  if (!isSparse || rootOf(expiration).type !== "Regular") return names;
  const isUnknown = (strike: number) => hashText(`${expiration.contract} ${strike}`) % UNKNOWN_SHARE === 0;
  return {
    symbol: names.symbol,
    streamerSymbol: (right, strike) => isUnknown(strike) ? null : names.streamerSymbol(right, strike),
  };
}

/** Writes the options of one expiration as JSON; what they share is written once. */
export function futureOptionWriter(
  expiration: FutureOptionExpiration,
  at: number,
  isSparse: boolean,
): (strike: number, right: OptionRight) => string {
  const { future, contract, day, expiresAt } = expiration;
  const { product } = future;
  const root = rootOf(expiration);
  const names = sparseNames(expiration, isSparse);
  const shared = JSON.stringify({
    "underlying-symbol": future.symbol,
    "product-code": product.code,
    "root-symbol": `/${product.code}`,
    "option-root-symbol": root.root,
    "exchange": FUTURE_EXCHANGE,
    "strike-factor": "1.0",
    "multiplier": "1.0",
    "notional-value": decimal(notionalValueOf(expiration), 9),
    "display-factor": decimal(displayFactorOf(product)),
    "future-price-ratio": "1.0",
    "underlying-count": "1.0",
    "exercise-style": "American",
    "expiration-date": day,
    "maturity-date": day,
    "expires-at": offsetTimestamp(expiresAt),
    "stops-trading-at": offsetTimestamp(expiresAt),
    "days-to-expiration": daysBetween(newYorkDay(at), day),
    "settlement-type": "Future",
    "last-trade-time": "0",
    "security-exchange": String(Number(clearingHouseOf(product)) % 10),
    "sx-id": "0",
    "is-vanilla": true,
    "is-primary-deliverable": true,
    "is-confirmed": true,
    "is-exercisable-weekly": true,
    "is-closing-only": false,
    "active": true,
    "future-option-product": writeFutureOptionProduct(root, product),
  }).slice(0, -1);
  return (strike, right) => {
    const letter = letterOf(right);
    const streamer = names.streamerSymbol(right, strike);
    return `${shared},"symbol":"${names.symbol(right, strike)}",` +
      (streamer === null ? "" : `"streamer-symbol":"${streamer}",`) +
      `"exchange-symbol":"${contract} ${letter}${strike}","strike-price":"${
        decimal(strike)
      }","option-type":"${letter}"}`;
  };
}

/** Dollars a point, by the display factor. */
export const notionalValueOf = ({ future: { product } }: FutureOptionExpiration): number =>
  product.multiplier * displayFactorOf(product);
