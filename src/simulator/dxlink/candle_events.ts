/** Candles as events: the snapshot of a history, latest first, and what has changed since. */

import type { InstrumentType } from "../../core/symbol.ts";
import { type Candle, candlesOf } from "../market/candles.ts";
import type { Market } from "../market/market.ts";
import { underlyingOf } from "../market/expirations.ts";
import { findStreamed } from "../market/streamed.ts";
import { type CandleSymbol, parseCandleSymbol } from "./candle_symbol.ts";
import { type EventValues, indexOf } from "./event_fields.ts";
import { rounded } from "./quote_events.ts";

/** What happens to an event in a series. */
export const FLAGS = { REMOVE: 2, BEGIN: 4, END: 8, SNIP: 16 } as const;

/** The most candles that one snapshot holds; a longer history is cut. */
export const MOST_CANDLES = 8000;

/** Shares or contracts in an ordinary trade. */
const TRADE_SIZE = 110;

/** The candles of one symbol. */
export interface CandleSource {
  /** From `fromAt` on, latest first, with the flags of a snapshot. Empty histories are one event that removes. */
  snapshot(fromAt: number, at: number): EventValues[];
  /** Those that begin at `sinceAt` or later, oldest first, without flags. */
  since(sinceAt: number, at: number): EventValues[];
  /** The one that is growing, or grew last; `null` when there is none. */
  latest(at: number): EventValues | null;
}

/** The candles behind a candle symbol; `null` for symbols that nobody knows, and for candles that nobody keeps. */
export function findCandles(market: Market, symbol: string, at: number): CandleSource | null {
  const parsed = parseCandleSymbol(symbol);
  if (parsed === null) return null;
  const streamed = findStreamed(market, parsed.base, at);
  if (streamed !== null) return sourceOf(market, parsed, streamed.type, streamed.symbol);
  return wasListed(market, parsed.base) ? EMPTY : null;
}

/** Options and futures of known products that have ended, or have strikes that nobody listed, have an empty history. */
function wasListed({ prices, futures }: Market, base: string): boolean {
  const [, root = ""] = /^\.([A-Z]+)\d{6}[CP][\d.]+$/.exec(base) ?? [];
  const [, product = ""] = /^\/([A-Z0-9]{2,3})[FGHJKMNQUVXZ]\d\d:[A-Z]{4}$/.exec(base) ?? [];
  return prices.listings.has(underlyingOf(root)) || futures.products.has(product);
}

const EMPTY: CandleSource = {
  snapshot: (fromAt) => [emptyEvent(fromAt)],
  since: () => [],
  latest: () => null,
};

function emptyEvent(fromAt: number): EventValues {
  const at = Math.max(0, fromAt);
  const event: Record<string, number> = { eventTime: 0, index: indexOf(at), time: at, sequence: 0, count: 0 };
  for (
    const name of ["open", "high", "low", "close", "volume", "vwap", "bidVolume", "askVolume", "impVolatility"]
  ) event[name] = NaN;
  return { ...event, openInterest: NaN, eventFlags: FLAGS.BEGIN | FLAGS.END | FLAGS.REMOVE };
}

function sourceOf(market: Market, { kind }: CandleSymbol, type: InstrumentType, symbol: string): CandleSource {
  const tape = market.tape(type, symbol);

  function recent(fromAt: number, at: number, most: number): { candles: Candle[]; isCut: boolean } {
    const candles: Candle[] = [];
    for (const candle of candlesOf(tape, kind, at)) {
      if (candle.at < fromAt) break;
      if (candles.length === most) return { candles, isCut: true };
      candles.push(candle);
    }
    return { candles, isCut: false };
  }

  return {
    snapshot(fromAt, at) {
      const { candles, isCut } = recent(fromAt, at, MOST_CANDLES);
      if (candles.length === 0) return [emptyEvent(fromAt)];
      const last = candles.length - 1;
      return candles.map((candle, i) =>
        eventOf(candle, (i === 0 ? FLAGS.BEGIN : 0) | (i < last ? 0 : isCut ? FLAGS.SNIP : FLAGS.END))
      );
    },
    since: (sinceAt, at) => recent(sinceAt, at, MOST_CANDLES).candles.reverse().map((candle) => eventOf(candle, 0)),
    latest(at) {
      const [candle] = recent(-Infinity, at, 1).candles;
      return candle === undefined ? null : eventOf(candle, 0);
    },
  };
}

function eventOf(candle: Candle, eventFlags: number): EventValues {
  const { at, open, high, low, close, average } = candle;
  const volume = Number.isNaN(open) ? NaN : rounded(candle.volume ?? NaN);
  const pressure = high > low ? (close - open) / (high - low) : 0;
  const askVolume = Math.round(volume * (0.5 + 0.2 * pressure));
  return {
    eventTime: 0,
    eventFlags,
    index: indexOf(at),
    time: at,
    sequence: 0,
    count: volume > 0 ? Math.ceil(volume / TRADE_SIZE) : 0,
    open,
    high,
    low,
    close,
    volume,
    vwap: average,
    bidVolume: rounded(volume - askVolume),
    askVolume,
    get impVolatility() {
      return rounded(candle.volatility() ?? NaN);
    },
    openInterest: candle.openInterest ?? NaN,
  };
}
