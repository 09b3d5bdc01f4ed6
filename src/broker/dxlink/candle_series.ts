/** Collects candles as the feed tells a history: newest first, in transactions, with corrections on the way. */

import { numberOf, type Row } from "./event_fields.ts";
import type { Candle } from "./live.ts";

export interface CandleSeries {
  /** Takes one event. */
  take(row: Row): void;
  /** Whether the history is whole, or was cut short by the feed; `null` while it is coming in. */
  ended(): "complete" | "cut" | null;
  /** What has come by now, oldest first. */
  candles(): Candle[];
}

/** `eventFlags`, bit by bit. */
const TX_PENDING = 1;
const REMOVE_EVENT = 2;
const SNAPSHOT_BEGIN = 4;
const SNAPSHOT_END = 8;
const SNAPSHOT_SNIP = 16;

export function createCandleSeries(): CandleSeries {
  // By time, not by the feed's index, whose low bits a JavaScript number loses.
  const candles = new Map<number, Candle>();
  let pending: Row[] = [];
  let ended: "complete" | "cut" | null = null;

  function apply(row: Row): void {
    const [, flags, time] = row;
    const bits = numberOf(flags) ?? 0;
    const at = numberOf(time);
    if (bits & SNAPSHOT_BEGIN) {
      candles.clear();
      ended = null;
    }
    if (at !== null) {
      const candle = bits & REMOVE_EVENT ? null : candleOf(at, row);
      if (candle === null) candles.delete(at);
      else candles.set(at, candle);
    }
    if (bits & SNAPSHOT_SNIP) ended = "cut";
    else if (bits & SNAPSHOT_END) ended = "complete";
  }

  function settle(): void {
    for (const row of pending) apply(row);
    pending = [];
  }

  return {
    take(row) {
      pending.push(row);
      if (((numberOf(row[1]) ?? 0) & TX_PENDING) === 0) settle();
    },
    ended: () => ended,
    candles() {
      // A history that broke off is incomplete anyway: what waits for the rest of its transaction is better than nothing.
      if (ended === null) settle();
      return [...candles.values()].sort((a, b) => a.at - b.at);
    },
  };
}

/** `null` for a span without trades, which has no prices. */
function candleOf(at: number, [, , , ...values]: Row): Candle | null {
  const [open, high, low, close, volume, vwap, impliedVolatility] = values.map(numberOf);
  if (typeof open !== "number" || typeof high !== "number" || typeof low !== "number" || typeof close !== "number") {
    return null;
  }
  return {
    at,
    open,
    high,
    low,
    close,
    volume: volume ?? null,
    vwap: vwap ?? null,
    impliedVolatility: impliedVolatility ?? null,
  };
}
