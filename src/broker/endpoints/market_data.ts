/** `GET /market-data/by-type`: a real-time snapshot of up to 100 instruments of any kind. */

import * as z from "zod";
import type { Day } from "../../core/calendar.ts";
import type { Instrument, InstrumentType } from "../../core/symbol.ts";
import { type Endpoint, query } from "../endpoint.ts";
import { decimal, flag, instant, items, optionalDay } from "../wire.ts";

/** Most instruments one call may ask for, all kinds together. */
export const MARKET_DATA_LIMIT = 100;

const PARAMETER: Record<InstrumentType, string> = {
  equity: "equity",
  index: "index",
  equity_option: "equity-option",
  future: "future",
  future_option: "future-option",
  cryptocurrency: "cryptocurrency",
};

const row = z.object({
  symbol: z.string(),
  "instrument-type": z.string(),
  "updated-at": instant,
  bid: decimal,
  ask: decimal,
  mid: decimal,
  mark: decimal,
  last: decimal,
  open: decimal,
  "day-high-price": decimal,
  "day-low-price": decimal,
  close: decimal,
  "prev-close": decimal,
  "summary-date": optionalDay,
  volume: decimal,
  beta: decimal,
  volatility: decimal,
  delta: decimal,
  gamma: decimal,
  theta: decimal,
  vega: decimal,
  "open-interest": decimal,
  "is-trading-halted": flag,
});

/**
 * One instrument's snapshot. Prices in dollars per share (or points per contract), `volume` in shares, contracts or coins.
 * Options carry greeks: `volatility` as a fraction, `theta` per calendar day, `vega` per point of volatility.
 */
export interface MarketData {
  symbol: string;
  updatedAt: number;
  bid: number | null;
  ask: number | null;
  mid: number | null;
  mark: number | null;
  last: number | null;
  open: number | null;
  high: number | null;
  low: number | null;
  close: number | null;
  /** Of the session before that of `day`. */
  prevClose: number | null;
  /** The session that `open` to `close` are of: today's or, before that begins, the last one. */
  day: Day | null;
  volume: number | null;
  beta: number | null;
  volatility: number | null;
  delta: number | null;
  gamma: number | null;
  theta: number | null;
  vega: number | null;
  /** Contracts that exist, of options and some futures. */
  openInterest: number | null;
  halted: boolean | null;
}

/** Symbols the broker does not know are missing from the answer, and its order is not the question's. */
export const marketDataByType: Endpoint<readonly Instrument[], MarketData[]> = {
  name: "quotes",
  method: "GET",
  group: "market_data",
  path(instruments) {
    const lists: Record<string, string[]> = {};
    for (const { type, symbol } of instruments) (lists[PARAMETER[type]] ??= []).push(symbol);
    return `/market-data/by-type${query(lists)}`;
  },
  answer: items(row.transform((wire): MarketData => ({
    symbol: wire.symbol,
    updatedAt: wire["updated-at"],
    bid: wire.bid,
    ask: wire.ask,
    mid: wire.mid,
    mark: wire.mark,
    last: wire.last,
    open: wire.open,
    high: wire["day-high-price"],
    low: wire["day-low-price"],
    close: wire.close,
    prevClose: wire["prev-close"],
    day: wire["summary-date"],
    volume: wire.volume,
    beta: wire.beta,
    volatility: wire.volatility,
    delta: wire.delta,
    gamma: wire.gamma,
    theta: wire.theta,
    vega: wire.vega,
    openInterest: wire["open-interest"],
    halted: wire["is-trading-halted"],
  }))),
};
