/** Daily history of shares, funds and indices, and what is computed from it. */

import type { Day } from "../../core/calendar.ts";
import type { Listing } from "./listings.ts";
import { hashText, type Noise } from "./noise.ts";
import type { Prices } from "./prices.ts";
import { type Range, toTick } from "./quote.ts";

/** One trading day's regular session, prices in dollars rounded to cents. */
export interface DailyBar {
  day: Day;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/** Trading days a year is made of, and that betas look back on. */
export const YEAR_DAYS = 252;
const BETA_DAYS = 504;
/** What the extended sessions add to a day's volume: before the opening, after the close. */
const EARLY_VOLUME = 0.02;
const LATE_VOLUME = 0.012;

/** Daily history as a function of the number of a trading day. */
export interface History {
  /** The finished bars of the `count` trading days up to day `last`, oldest first. */
  bars(listing: Listing, last: number, count: number): DailyBar[];
  /** The lowest low and the highest high of the year of trading days that ends with day `last`. */
  yearRange(listing: Listing, last: number): Range;
  /** The slope of daily returns on those of SPY over the two years that end with day `last`. */
  beta(listing: Listing, last: number): number;
  /** The correlation of daily returns with those of SPY over `count` days. */
  correlation(listing: Listing, last: number, count: number): number;
  /** The annualized standard deviation of `count` daily returns, closes to close. */
  realizedVolatility(listing: Listing, last: number, count: number): number;
  /** Shares traded on day `index` by the time the shares of the early, regular and late session that are given. */
  volume(listing: Listing, index: number, early: number, regular: number, late: number): Volume;
}

/** Shares so far: all of them, and those outside the regular session. */
export interface Volume {
  total: number;
  extended: number;
}

/** The history of a market's prices. Results are remembered by symbol and day. */
export function createHistory(prices: Prices, noise: Noise): History {
  const volumeStream = noise.stream("volume");
  const closesOf = new Map<string, number[]>();
  const ranges = new Map<string, Range>();
  const betas = new Map<string, number>();

  function close(listing: Listing, index: number): number {
    let closes = closesOf.get(listing.symbol);
    if (closes === undefined) closesOf.set(listing.symbol, closes = []);
    return closes[index] ??= toTick(prices.close(listing, index), 0.01);
  }

  function closes(listing: Listing, last: number, count: number): number[] {
    const values: number[] = [];
    for (let index = Math.max(0, last - count + 1); index <= last; index++) values.push(close(listing, index));
    return values;
  }

  const returns = (listing: Listing, last: number, count: number): number[] => {
    const values = closes(listing, last, count + 1);
    return values.slice(1).map((value, i) => Math.log(value / values[i]!));
  };

  function moments(listing: Listing, last: number, count: number) {
    const own = returns(listing, last, count);
    const market = returns(prices.listings.get("SPY")!, last, count);
    const [ownMean, marketMean] = [mean(own), mean(market)];
    let [ownSquares, marketSquares, products] = [0, 0, 0];
    for (let i = 0; i < own.length; i++) {
      const [x, y] = [own[i]! - ownMean, market[i]! - marketMean];
      ownSquares += x * x;
      marketSquares += y * y;
      products += x * y;
    }
    return { ownSquares, marketSquares, products };
  }

  function dayVolume(listing: Listing, index: number): number {
    const { open, close } = prices.session(listing, index);
    const surprise = Math.abs(Math.log(close / open)) / (listing.volatility / Math.sqrt(YEAR_DAYS));
    const mood = 0.25 * noise.normal(volumeStream, index, hashText(listing.symbol));
    return listing.volume * Math.exp(mood) * (0.75 + 0.35 * surprise);
  }

  function volume(listing: Listing, index: number, early: number, regular: number, late: number): Volume {
    const whole = dayVolume(listing, index);
    const extended = whole * (EARLY_VOLUME * early + LATE_VOLUME * late);
    return { total: extended + whole * busyShare(regular), extended };
  }

  return {
    volume,
    bars(listing, last, count) {
      const bars: DailyBar[] = [];
      for (let index = Math.max(0, last - count + 1); index <= last; index++) {
        const { open, high, low, close } = prices.session(listing, index);
        bars.push({
          day: prices.timeline.dayOf(index),
          open: toTick(open, 0.01),
          high: toTick(high, 0.01),
          low: toTick(low, 0.01),
          close: toTick(close, 0.01),
          volume: listing.volume === 0 ? 0 : volume(listing, index, 1, 1, 1).total,
        });
      }
      return bars;
    },
    yearRange(listing, last) {
      const key = `${listing.symbol} ${last}`;
      let range = ranges.get(key);
      if (range === undefined) {
        range = { low: Infinity, high: -Infinity };
        for (let index = Math.max(0, last - YEAR_DAYS + 1); index <= last; index++) {
          const { low, high } = prices.session(listing, index);
          range.low = Math.min(range.low, low);
          range.high = Math.max(range.high, high);
        }
        range = { low: toTick(range.low, 0.01), high: toTick(range.high, 0.01) };
        ranges.set(key, range);
      }
      return range;
    },
    beta(listing, last) {
      if (listing.symbol === "SPX") return 1;
      const key = `${listing.symbol} ${last}`;
      let beta = betas.get(key);
      if (beta === undefined) {
        const { products, marketSquares } = moments(listing, last, BETA_DAYS);
        betas.set(key, beta = products / marketSquares);
      }
      return beta;
    },
    correlation(listing, last, count) {
      const { products, ownSquares, marketSquares } = moments(listing, last, count);
      return products / Math.sqrt(ownSquares * marketSquares);
    },
    realizedVolatility(listing, last, count) {
      const values = returns(listing, last, count);
      const center = mean(values);
      const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
      return Math.sqrt(squares / (values.length - 1) * YEAR_DAYS);
    },
  };
}

/** How much of a day's trading is done after a share of the session: most of it near the opening and the close. */
export function busyShare(share: number): number {
  return 0.2 * ((2 * share - 1) ** 3 + 1) + 0.6 * share;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
