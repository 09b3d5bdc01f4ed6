/** Quotes: `GET /market-data/by-type`, for customers with a funded account. */

import { hashText } from "../market/noise.ts";
import type { Market } from "../market/market.ts";
import type { Quote } from "../market/quote.ts";
import type { CustomerCall, Route } from "../route.ts";
import { decimal, invalidParameter, listParameter, notPermitted, type Reply, timestamp } from "../wire.ts";

/** The most symbols that one question may name, over all kinds. */
const LIMIT = 100;

/** A query parameter, the `instrument-type` it is answered with, and who knows its symbols. */
type Kind = [parameter: string, type: string, quote: (market: Market, symbol: string, at: number) => Quote | null];

const KINDS: Kind[] = [
  ["equity", "Equity", (market, symbol, at) => market.equity(symbol, at)],
  ["equity-option", "Equity Option", (market, symbol, at) => market.option(symbol, at)],
  ["index", "Index", (market, symbol, at) => market.index(symbol, at)],
  ["future", "Future", (market, symbol, at) => market.future(symbol, at)],
  ["future-option", "Future Option", (market, symbol, at) => market.futureOption(symbol, at)],
  ["cryptocurrency", "Cryptocurrency", (market, symbol, at) => market.cryptocurrencies.quote(symbol, at)],
];

/** The market-data endpoints. */
export const marketDataRoutes: Route[] = [{ method: "GET", path: "/market-data/by-type", handle: byType }];

function byType({ market, query, at, path, customer }: CustomerCall): Reply {
  if (customer.accounts.length === 0) return notPermitted();
  const asked = KINDS.map(([parameter]) => listParameter(query, parameter));
  const count = asked.reduce((sum, symbols) => sum + symbols.length, 0);
  if (count === 0) return invalidParameter("symbols", "is missing");
  if (count > LIMIT) return invalidParameter("symbols", `exceeds the maximum of ${LIMIT}`);
  const items = KINDS.flatMap(([, type, quote], kind) =>
    [...new Set(asked[kind])].flatMap((symbol) => {
      const found = quote(market, symbol, at);
      return found === null ? [] : [write(found, type)];
    })
  );
  // The real service answers in an order of its own.
  items.sort((a, b) => hashText(a.symbol) - hashText(b.symbol));
  return { status: 200, body: { data: { items }, pagination: null, context: path } };
}

function write(quote: Quote, type: string): Record<string, unknown> & { symbol: string } {
  const figures = quote.option;
  const mid = quote.bid === null || quote.ask === null ? null : (quote.bid + quote.ask) / 2;
  return {
    symbol: quote.symbol,
    "instrument-type": type,
    "updated-at": timestamp(quote.updatedAt),
    ...decimals({
      "bid": quote.bid,
      "bid-size": quote.bidSize,
      "ask": quote.ask,
      "ask-size": quote.askSize,
      "mid": mid,
      "mark": quote.mark,
      "last": quote.last,
      "last-mkt": quote.lastRegular,
      "last-ext": quote.lastExtended,
      "open": quote.open,
      "day-high-price": quote.high,
      "day-low-price": quote.low,
      "close": quote.close,
      "prev-close": quote.previousClose,
      "year-low-price": quote.year?.low,
      "year-high-price": quote.year?.high,
      "low-limit-price": quote.limits?.low,
      "high-limit-price": quote.limits?.high,
      "dividend-amount": quote.dividend?.amount,
      "dividend-frequency": quote.dividend?.perYear,
      "tick-size": quote.tick,
      "beta": quote.beta,
      "volatility": figures?.volatility,
      "delta": figures?.delta,
      "gamma": figures?.gamma,
      "theta": figures?.theta,
      "rho": figures?.rho,
      "vega": figures?.vega,
      "theo-price": figures?.price,
      "dx-mark": figures?.price,
    }, 9),
    ...decimals({ "volume": quote.volume, "volume-ext": quote.volumeExtended }, 6),
    ...(quote.openInterest === null ? {} : { "open-interest": quote.openInterest }),
    "close-price-type": quote.closeType,
    "prev-close-price-type": quote.previousCloseType,
    "summary-date": quote.day,
    "prev-close-date": quote.previousDay,
    "is-trading-halted": false,
    "halt-start-time": -1,
    "halt-end-time": -1,
  };
}

/** Keys without a value are left out, as on the real wire. */
function decimals(values: Record<string, number | null | undefined>, places: number): Record<string, string> {
  const written: Record<string, string> = {};
  for (const key in values) {
    const value = values[key];
    if (value !== null && value !== undefined) written[key] = decimal(value, places);
  }
  return written;
}
