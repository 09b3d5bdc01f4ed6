/** Live market data: what is asked of the stream, and what comes back. */

import type { Result } from "../../core/failure.ts";
import type { CallOptions } from "../broker.ts";

/** Prices in dollars (points for indices and futures), sizes in contracts or shares; `null` where the feed has no number. */
export interface QuoteEvent {
  bid: number | null;
  ask: number | null;
  bidSize: number | null;
  askSize: number | null;
}

export interface TradeEvent {
  /** When it was done; `null` when the feed does not say. */
  at: number | null;
  price: number | null;
  size: number | null;
  /** Of the day so far. */
  volume: number | null;
}

/** The day so far, and the close of the day before. */
export interface SummaryEvent {
  open: number | null;
  high: number | null;
  low: number | null;
  close: number | null;
  prevClose: number | null;
  openInterest: number | null;
}

export interface ProfileEvent {
  description: string | null;
  yearHigh: number | null;
  yearLow: number | null;
  beta: number | null;
  isHalted: boolean | null;
}

/** Per share: theta a calendar day, vega and rho a point. `volatility` is an annualized fraction. */
export interface GreeksEvent {
  at: number | null;
  price: number | null;
  volatility: number | null;
  delta: number | null;
  gamma: number | null;
  theta: number | null;
  rho: number | null;
  vega: number | null;
}

export interface LiveEvents {
  Quote: QuoteEvent;
  Trade: TradeEvent;
  Summary: SummaryEvent;
  Profile: ProfileEvent;
  Greeks: GreeksEvent;
}

export type LiveType = keyof LiveEvents;

/** `symbol` in the streamer's spelling. */
export interface LiveQuestion {
  symbol: string;
  types: readonly LiveType[];
}

/** What came for one symbol; a type that has not answered is absent. */
export type LiveAnswer = { [Type in LiveType]?: LiveEvents[Type] };

export interface Snapshot {
  /** By streamer symbol; symbols of which nothing came are absent. */
  answers: Map<string, LiveAnswer>;
  /** What did not come: the stream is silent about symbols it does not know. */
  missing: LiveQuestion[];
  /** Why the collecting ended. `closed`: the connection broke and could not be had again in time. */
  ended: "complete" | "deadline" | "closed";
}

/** One candle. `at` is its start. Volatility is the implied one the feed computes, a fraction. */
export interface Candle {
  at: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number | null;
  vwap: number | null;
  impliedVolatility: number | null;
}

export interface Candles {
  /** Oldest first. */
  candles: Candle[];
  /** Whether the feed said that this is all it has, or cut the history short. */
  ended: "complete" | "cut" | "deadline" | "closed";
}

export interface LiveOptions extends CallOptions {
  /** Milliseconds to wait for all answers; 4,000 when not given. */
  patience?: number;
  /**
   * Lets work outlive the request that asks. Where a socket belongs to a request, questions that bring the same one share
   * a connection, and those without it have each their own.
   */
  keepAlive?: (work: Promise<unknown>) => void;
}

/**
 * The stream of one customer. Fails only when it cannot be had at all; else it gives what came. `onCall` counts the
 * request for a token, not the socket.
 */
export interface Live {
  read(questions: readonly LiveQuestion[], options?: LiveOptions): Promise<Result<Snapshot>>;
  /** `symbol` is a candle symbol such as `AAPL{=1d,tho=true}`; `fromAt` in epoch milliseconds. */
  candles(symbol: string, fromAt: number, options?: LiveOptions): Promise<Result<Candles>>;
  /**
   * Closes the connection as soon as nobody is asking, and keeps none from now on; questions are still answered. Sockets
   * that belong to requests end with those.
   */
  close(): void;
}

/** As much of a WebSocket as is needed; the global one fits. */
export interface Socket {
  send(text: string): void;
  close(code?: number): void;
  addEventListener(type: "open" | "close" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { data?: unknown }) => void): void;
}

/** Who may use a socket: everybody in this process, or (on Workers) nobody but the request that has opened it. */
export type SocketScope = "process" | "request";

/** Opens a connection to a `ws:` or `wss:` address; its `open` event must not come before the caller can listen. */
export type OpenSocket = (url: string) => Socket;
