/** Candles from the stream: finished ones are kept for long, the current one is looked at again. */

import type { Broker } from "../broker/broker.ts";
import type { Candle, Candles, Live } from "../broker/dxlink/live.ts";
import { all, ok } from "../core/failure.ts";
import type { Cache } from "../storage/storage.ts";
import { type Interval, minutesOf } from "./price_history_interval.ts";
import { createShelf, type Shelf } from "./shelf.ts";

/** `symbol` is a candle symbol such as `AAPL{=1d,tho=true}`. */
export interface CandleQuestion {
  symbol: string;
  interval: Interval;
  fromAt: number;
}

/** A candle without what is only of use to charts. */
export type Bar = Pick<Candle, "at" | "open" | "high" | "low" | "close" | "volume">;

/** The candles from an instant on, oldest first. */
export interface Bars {
  /** The question's name. */
  name: string;
  interval: Interval;
  bars: Bar[];
  ended: Candles["ended"];
}

export interface CandleShelves {
  /** Whole histories: a day old at most, a quarter of an hour for candles shorter than a day. */
  candles: Shelf<CandleQuestion, Bars>;
  /** The ends of those, at most 30 s old. */
  latestCandles: Shelf<CandleQuestion, Bars>;
}

const DAY = 86_400;
const QUARTER = 900;
const MINUTE = 60;
const LATEST = 30;
/** Histories asked for at the same time, over one connection. */
const LIMIT = 10;
/** A history has up to some thousand candles. */
const CAPACITY = 50;

const nameOf = ({ symbol, fromAt }: CandleQuestion): string =>
  `${symbol}@${new Date(fromAt).toISOString().slice(0, 16)}`;

/** `prefix` goes before every cache key. */
export function createCandleShelves(
  { broker, live, cache, now, prefix }: { broker: Broker; live: Live; cache: Cache; now: () => number; prefix: string },
): CandleShelves {
  const shelf = (kind: string, lifetimeSeconds: (bars: Bars) => number): Shelf<CandleQuestion, Bars> =>
    createShelf({
      cache,
      now,
      // What was cut off by the clock is shown once and not kept.
      lifetimeSeconds: (value) => value === null || !isWhole(value) ? 0 : lifetimeSeconds(value),
      limit: LIMIT,
      capacity: CAPACITY,
      name: nameOf,
      cacheKey: (name) => `${prefix}${kind}:${name}`,
      async fetch(questions, call) {
        const answers = await Promise.all(questions.map(({ symbol, fromAt }) => live.candles(symbol, fromAt, call)));
        const whole = all(answers);
        if (!whole.ok) return whole;
        return ok(whole.value.map(({ candles, ended }, position): Bars => {
          const question = questions[position]!;
          return { name: nameOf(question), interval: question.interval, bars: candles.map(slim), ended };
        }));
      },
      source: broker.source,
      nameOf: ({ name }) => name,
    });
  return {
    candles: shelf("candles", ({ bars, interval }) => {
      if (bars.length === 0) return MINUTE;
      return minutesOf(interval) === null ? DAY : QUARTER;
    }),
    latestCandles: shelf("candles:latest", () => LATEST),
  };
}

/** Whether nothing more was to come. */
export const isWhole = ({ ended }: Pick<Bars, "ended">): boolean => ended === "complete" || ended === "cut";

const slim = ({ at, open, high, low, close, volume }: Candle): Bar => ({ at, open, high, low, close, volume });
