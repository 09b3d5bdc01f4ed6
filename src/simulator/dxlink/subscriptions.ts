/** What is subscribed: each subscription knows what to say first, and what has become news since. */

import type { Market } from "../market/market.ts";
import type { Quote } from "../market/quote.ts";
import { findStreamed, quoteOf, type Streamed } from "../market/streamed.ts";
import { type CandleSource, findCandles, FLAGS } from "./candle_events.ts";
import { type EventType, type EventValues, isEventType } from "./event_fields.ts";
import { isSame, type Row } from "./formats.ts";
import type { SubscriptionItem } from "./message.ts";
import { profileEvent } from "./profile_event.ts";
import {
  extendedTradeEvent,
  greeksEvent,
  quoteEvent,
  summaryEvent,
  timeAndSaleEvent,
  tradeEvent,
} from "./quote_events.ts";

/** A moment of the market: each symbol is quoted once, however many types ask. */
export interface Look {
  at: number;
  quote(streamed: Streamed): Quote | null;
}

/** One type of event for one symbol. */
export interface Subscription {
  type: EventType;
  symbol: string;
  /** Where its history begins, for candles that have one. */
  fromTime: number | undefined;
  /** The events to send first, as rows. */
  start(look: Look, fields: readonly string[]): Row[];
  /** The rows of what is new. */
  news(look: Look, fields: readonly string[]): Row[];
}

/** A look at the market. */
export function lookAt(market: Market, at: number): Look {
  const quotes = new Map<string, Quote | null>();
  return {
    at,
    quote(streamed) {
      const known = quotes.get(streamed.symbol);
      if (known !== undefined) return known;
      const quote = quoteOf(market, streamed, at);
      quotes.set(streamed.symbol, quote);
      return quote;
    },
  };
}

/** The subscription that an item asks for; `null` for what is not served or not listed: the stream is silent then. */
export function openSubscription(market: Market, item: SubscriptionItem, at: number): Subscription | null {
  const { type, symbol, fromTime } = item;
  if (!isEventType(type)) return null;
  if (type === "Candle") {
    const source = findCandles(market, symbol, at);
    if (source === null) return null;
    return fromTime === undefined
      ? latestOnly(type, symbol, ({ at }) => source.latest(at))
      : history(symbol, fromTime, source);
  }
  const streamed = findStreamed(market, symbol, at);
  if (streamed === null) return null;
  return latestOnly(type, symbol, (look) => {
    const quote = look.quote(streamed);
    return quote === null ? null : eventOf(market, type, streamed, quote, look.at);
  });
}

const rowOf = (type: EventType, symbol: string, values: EventValues, fields: readonly string[]): Row =>
  fields.map((field) => field === "eventType" ? type : field === "eventSymbol" ? symbol : values[field] ?? null);

function latestOnly(type: EventType, symbol: string, read: (look: Look) => EventValues | null): Subscription {
  let sent: Row | null = null;
  function news(look: Look, fields: readonly string[]): Row[] {
    const values = read(look);
    if (values === null) return [];
    const row = rowOf(type, symbol, values, fields);
    if (sent !== null && sent.length === row.length && isSame(fields, sent, row)) return [];
    sent = row;
    return [row];
  }
  return { type, symbol, fromTime: undefined, start: news, news };
}

function history(symbol: string, fromTime: number, source: CandleSource): Subscription {
  /** The candle that may still change, and how it was sent. */
  let newest: { at: number; row: Row | null } = { at: fromTime, row: null };
  const write = (values: EventValues, fields: readonly string[]) => rowOf("Candle", symbol, values, fields);
  return {
    type: "Candle",
    symbol,
    fromTime,
    start({ at }, fields) {
      const candles = source.snapshot(fromTime, at);
      const first = candles[0]!;
      const isEmpty = (Number(first.eventFlags) & FLAGS.REMOVE) !== 0;
      if (!isEmpty) newest = { at: Number(first.time), row: write({ ...first, eventFlags: 0 }, fields) };
      return candles.map((values) => write(values, fields));
    },
    news({ at }, fields) {
      const rows: Row[] = [];
      for (const values of source.since(newest.at, at)) {
        const row = write(values, fields);
        const isKnown = newest.row !== null && values.time === newest.at && isSame(fields, newest.row, row);
        newest = { at: Number(values.time), row };
        if (!isKnown) rows.push(row);
      }
      return rows;
    },
  };
}

function eventOf(
  market: Market,
  type: Exclude<EventType, "Candle">,
  streamed: Streamed,
  quote: Quote,
  at: number,
): EventValues | null {
  switch (type) {
    case "Quote":
      return quoteEvent(quote, streamed.type);
    case "Trade":
      return tradeEvent(quote, streamed.type, at);
    case "TradeETH":
      return extendedTradeEvent(quote, streamed.type);
    case "Summary":
      return summaryEvent(quote, previousVolume(market, streamed, quote));
    case "Profile":
      return profileEvent(market, streamed, quote, at);
    case "Greeks":
      return greeksEvent(quote);
    case "TimeAndSale":
      return timeAndSaleEvent(quote, streamed.type);
  }
}

/** Of shares and funds only, whose days are kept. */
function previousVolume({ prices, history }: Market, { type, symbol }: Streamed, { previousDay }: Quote): number {
  if (type !== "equity") return NaN;
  const listing = prices.listings.get(symbol)!;
  return listing.kind === "index" ? NaN : history.volume(listing, prices.timeline.indexOf(previousDay), 1, 1, 1).total;
}
