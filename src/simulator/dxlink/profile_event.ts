/** What the stream says of an instrument itself. */

import { addDays, newYorkDay } from "../../core/calendar.ts";
import type { Listing } from "../market/listings.ts";
import type { Market } from "../market/market.ts";
import type { Quote } from "../market/quote.ts";
import type { Streamed } from "../market/streamed.ts";
import type { EventValues } from "./event_fields.ts";
import { dayId, rounded } from "./quote_events.ts";

/** How many of a company's shares can be bought. */
const FREE_FLOAT = 0.98;

/** The profile of an instrument as of a quote. */
export function profileEvent(market: Market, { type, symbol }: Streamed, quote: Quote, at: number): EventValues {
  const listing = market.prices.listings.get(symbol);
  return {
    eventTime: 0,
    description: describe(market, { type, symbol }, at),
    shortSaleRestriction: "INACTIVE",
    tradingStatus: "ACTIVE",
    statusReason: null,
    haltStartTime: 0,
    haltEndTime: 0,
    highLimitPrice: quote.limits?.high ?? NaN,
    lowLimitPrice: quote.limits?.low ?? NaN,
    high52WeekPrice: quote.year?.high ?? NaN,
    low52WeekPrice: quote.year?.low ?? NaN,
    beta: rounded(quote.beta ?? NaN),
    earningsPerShare: listing?.earnings?.perShare ?? NaN,
    ...dividends(market, listing, at),
    ...shares(market, listing),
  };
}

function describe(market: Market, { type, symbol }: Streamed, at: number): string {
  switch (type) {
    case "equity":
    case "index":
      return market.prices.listings.get(symbol)!.name;
    case "future":
      return market.futures.find(symbol, at)!.product.name;
    case "cryptocurrency":
      return market.cryptocurrencies.coins.get(symbol)!.name;
    default:
      return symbol.replace(/ +/g, " ");
  }
}

function dividends({ prices }: Market, listing: Listing | undefined, at: number): EventValues {
  if (listing === undefined || listing.dividend === null) {
    return { dividendFrequency: NaN, exDividendAmount: NaN, exDividendDayId: 0 };
  }
  const today = newYorkDay(at);
  const { exDay, amount } = prices.events.dividends(listing, addDays(today, -370), today).at(-1)!;
  return { dividendFrequency: listing.dividend.perYear, exDividendAmount: amount, exDividendDayId: dayId(exDay) };
}

function shares({ prices }: Market, listing: Listing | undefined): EventValues {
  if (listing === undefined || listing.capitalization === 0) return { shares: NaN, freeFloat: NaN };
  const count = Math.round(listing.capitalization / (listing.ratio * prices.laws.get(listing.path)!.level));
  return { shares: count, freeFloat: Math.round(count * FREE_FLOAT) };
}
