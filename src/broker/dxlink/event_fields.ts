/** Which fields of each event are asked for, and how a row of them is read. */

import type { LiveEvents, LiveType } from "./live.ts";

/** Types that come over a feed channel. */
export type EventType = LiveType | "Candle";

/** Values of one event, in the order of `EVENT_FIELDS`; what the feed left out is `undefined`. */
export type Row = readonly unknown[];

/** The symbol always comes first. */
export const EVENT_FIELDS = {
  Quote: ["eventSymbol", "bidPrice", "askPrice", "bidSize", "askSize"],
  Trade: ["eventSymbol", "time", "price", "size", "dayVolume"],
  Summary: [
    "eventSymbol",
    "dayOpenPrice",
    "dayHighPrice",
    "dayLowPrice",
    "dayClosePrice",
    "prevDayClosePrice",
    "openInterest",
  ],
  Profile: ["eventSymbol", "description", "high52WeekPrice", "low52WeekPrice", "beta", "tradingStatus"],
  Greeks: ["eventSymbol", "time", "price", "volatility", "delta", "gamma", "theta", "rho", "vega"],
  Candle: ["eventSymbol", "eventFlags", "time", "open", "high", "low", "close", "volume", "vwap", "impVolatility"],
} as const satisfies Record<EventType, readonly string[]>;

export const isEventType = (name: string): name is EventType => Object.hasOwn(EVENT_FIELDS, name);

/** The feed writes what it does not know as the text "NaN": `null` for us. */
export const numberOf = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

/** The feed's zero instant means that it does not say when. */
const instantOf = (value: unknown): number | null => numberOf(value) || null;

/** Makes an event of a row, type by type. */
export const EVENT_READERS: { [Type in LiveType]: (row: Row) => LiveEvents[Type] } = {
  Quote: ([, bid, ask, bidSize, askSize]) => ({
    bid: numberOf(bid),
    ask: numberOf(ask),
    bidSize: numberOf(bidSize),
    askSize: numberOf(askSize),
  }),
  Trade: ([, time, price, size, volume]) => ({
    at: instantOf(time),
    price: numberOf(price),
    size: numberOf(size),
    volume: numberOf(volume),
  }),
  Summary: ([, open, high, low, close, prevClose, openInterest]) => ({
    open: numberOf(open),
    high: numberOf(high),
    low: numberOf(low),
    close: numberOf(close),
    prevClose: numberOf(prevClose),
    openInterest: numberOf(openInterest),
  }),
  Profile: ([, description, yearHigh, yearLow, beta, status]) => ({
    description: typeof description === "string" && description !== "" ? description : null,
    yearHigh: numberOf(yearHigh),
    yearLow: numberOf(yearLow),
    beta: numberOf(beta),
    isHalted: status === "HALTED" ? true : status === "ACTIVE" ? false : null,
  }),
  Greeks: ([, time, price, volatility, delta, gamma, theta, rho, vega]) => ({
    at: instantOf(time),
    price: numberOf(price),
    volatility: numberOf(volatility),
    delta: numberOf(delta),
    gamma: numberOf(gamma),
    theta: numberOf(theta),
    rho: numberOf(rho),
    vega: numberOf(vega),
  }),
};
