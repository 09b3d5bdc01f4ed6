/** Futures contracts as instruments: `GET /instruments/futures` and one of them. */

import { newYorkDay } from "../../core/calendar.ts";
import { displayFactorOf, FUTURE_EXCHANGE, writeFutureProduct } from "../future_product.ts";
import { activeIndex, closingOnlyDay, firstNoticeDay } from "../market/future_months.ts";
import type { FutureContract } from "../market/futures.ts";
import type { Market } from "../market/market.ts";
import { hashText } from "../market/noise.ts";
import { futureStreamerSymbol } from "../market/streamer_symbols.ts";
import { paged } from "../pagination.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, decimal, listParameter, missingRecord, offsetTimestamp, type Reply, tickSizes } from "../wire.ts";

/** The endpoints of futures. */
export const futureRoutes: Route[] = [
  { method: "GET", path: "/instruments/futures", handle: futures },
  { method: "GET", path: "/instruments/futures/:symbol+", handle: future },
];

function futures(call: CustomerCall): Reply {
  const { market, query, at } = call;
  const symbols = listParameter(query, "symbol").map(slashed);
  const codes = listParameter(query, "product-code");
  const securities = listParameter(query, "security-id");
  const exchange = query.get("exchange");
  const contracts = [...market.futures.products.values()].flatMap((product) => market.futures.contracts(product, at))
    .filter(({ symbol, product }) =>
      (symbols.length > 0 ? symbols.includes(symbol) : codes.length === 0 || codes.includes(product.code)) &&
      (securities.length === 0 || securities.includes(securityId(symbol))) &&
      (exchange === null || exchange === FUTURE_EXCHANGE)
    )
    // The real service answers in an order of its own.
    .sort((a, b) => hashText(a.symbol) - hashText(b.symbol));
  return paged(call, contracts, (contract) => write(contract, market, at));
}

function future({ market, parameters, at, path, supportId }: CustomerCall): Reply {
  const contract = market.futures.find(slashed(parameters.symbol!), at);
  return contract === null ? missingRecord("Future", supportId) : data(write(contract, market, at), path);
}

/** The slash is understood when it is left out. */
const slashed = (symbol: string): string => symbol.startsWith("/") ? symbol : `/${symbol}`;

const securityId = (symbol: string): string => String(1 + hashText(symbol) % 100_000);

function write(contract: FutureContract, market: Market, at: number): Record<string, unknown> {
  const { symbol, product, lastDay, expiresAt, order } = contract;
  const today = newYorkDay(at);
  const contracts = market.futures.contracts(product, at);
  const active = activeIndex(contracts, today);
  const multiplier = decimal(product.multiplier);
  const notice = firstNoticeDay(contract);
  const closing = closingOnlyDay(contract);
  const options = market.futureOptions.products.get(product.code);
  return {
    "symbol": symbol,
    "product-code": product.code,
    "exchange": FUTURE_EXCHANGE,
    "exchange-symbol": symbol.slice(1),
    "contract-size": multiplier,
    "tick-size": decimal(product.tick, 9),
    "notional-multiplier": multiplier,
    "main-fraction": product.ending === "bond" ? decimal(1 / 32) : "0.0",
    "sub-fraction": product.ending === "bond" ? decimal(product.tick, 9) : "0.0",
    "display-factor": decimal(displayFactorOf(product)),
    "last-trade-date": lastDay,
    "expiration-date": lastDay,
    "closing-only-date": closing,
    ...(notice === null ? {} : { "first-notice-date": notice }),
    "active": true,
    "active-month": order === active,
    "next-active-month": order === active + 1,
    "is-closing-only": product.ending !== "index" && today >= closing,
    "is-tradeable": true,
    "back-month-first-calendar-symbol": product.ending === "index" || product.ending === "currency",
    "stops-trading-at": offsetTimestamp(expiresAt),
    "expires-at": offsetTimestamp(expiresAt),
    "product-group": `${FUTURE_EXCHANGE}_${product.code}`,
    ...(order <= active && order + 1 < contracts.length ? { "roll-target-symbol": contracts[order + 1]!.symbol } : {}),
    "security-id": securityId(symbol),
    "streamer-exchange-code": product.streamerExchange,
    "streamer-symbol": futureStreamerSymbol(contract),
    ...fundEquivalent(contract, market, at),
    "future-product": writeFutureProduct(product, market),
    "tick-sizes": [{ "value": decimal(product.tick, 9) }],
    ...(options === undefined ? {} : { "option-tick-sizes": tickSizes(options.ticks) }),
    "spread-tick-sizes": contracts.filter((other) => other.symbol !== symbol)
      .map((other) => ({ "value": decimal(product.tick, 9), "symbol": other.symbol })),
  };
}

/** How many shares of a fund on the same underlying are worth as much as a contract. */
function fundEquivalent(contract: FutureContract, market: Market, at: number): Record<string, unknown> {
  const fund = [...market.prices.listings.values()]
    .find(({ kind, path }) => kind === "fund" && path === contract.product.path);
  if (fund === undefined) return {};
  const price = market.future(contract.symbol, at)!.mark * contract.product.multiplier;
  const shares = Math.round(price / market.equity(fund.symbol, at)!.mark);
  return { "future-etf-equivalent": { "symbol": fund.symbol, "share-quantity": shares } };
}
