/** Quotes of options on futures: Black's formula of 1976, volatilities from the surface of the underlying's path. */

import { black76Greeks } from "../../analytics/pricing/black.ts";
import { newYorkInstant } from "../../core/calendar.ts";
import { busyShare } from "./history.ts";
import type { FutureQuotes } from "./future_quotes.ts";
import type { ListedFutureOption } from "./future_options.ts";
import { hashText, type Noise } from "./noise.ts";
import { NOTHING_ELSE, type OptionFigures, type Quote, toTick } from "./quote.ts";
import { lastTradedAt } from "./sessions.ts";
import { roundBy, spreadAround } from "./spread.ts";
import { RATE, SHAPES, type Surface, volatilityOf } from "./surface.ts";

const YEAR = 365 * 86_400_000;
const SETTLEMENT = 16 * 60;
const INDEX_LIQUIDITY = 4;
const OTHER_LIQUIDITY = 3;
/** Contracts open at the money. */
const OPEN_INTEREST = 1500;
const DAILY_TURNOVER = 0.15;

/** The quote of a listed option on a future at an instant. */
export type FutureOptionQuotes = (option: ListedFutureOption, at: number) => Quote;

/** The quotes over a market's futures and surfaces. */
export function createFutureOptionQuotes(futures: FutureQuotes, surface: Surface, noise: Noise): FutureOptionQuotes {
  const flicker = noise.stream("future option flicker");
  const crowd = noise.stream("future option crowd");

  function figures({ future, strike, right, expiresAt }: ListedFutureOption, at: number, price: number): OptionFigures {
    const years = Math.max(0, (expiresAt - at) / YEAR);
    const { path } = future.product;
    const variance = surface.pathVariance(path, at, years);
    const shape = future.product.ending === "index" ? SHAPES.index : SHAPES.metal;
    const volatility = volatilityOf({ years, forward: price, variance, shape }, strike);
    return { volatility, ...black76Greeks(price, strike, years, RATE, volatility, right) };
  }

  return (option, at) => {
    const { symbol, future, product, strike, expiresAt } = option;
    const tradedAt = Math.min(lastTradedAt("future", at), expiresAt);
    const underlying = futures.quote(future, at);
    const price = futures.price(future, tradedAt);
    const now = figures(option, tradedAt, price);
    const name = hashText(symbol);
    const chance = (draw: number) => noise.uniform(flicker + draw, name, Math.floor(tradedAt / 1000));
    const liquidity = future.product.ending === "index" ? INDEX_LIQUIDITY : OTHER_LIQUIDITY;
    const { bid, ask, tick } = spreadAround(now, price * 0.001, liquidity, product.ticks, 0.8 + 0.4 * chance(0));
    const round = (value: number) => roundBy(product.ticks, value, toTick);
    const last = Math.min(Math.max(round(now.price), bid), ask);
    const settledAt = newYorkInstant(underlying.previousDay, SETTLEMENT);
    const settled = futures.price(future, settledAt);
    const distance = Math.log(strike / settled) /
      Math.max(0.01, now.volatility * Math.sqrt((expiresAt - settledAt) / YEAR));
    const interest = Math.floor(
      OPEN_INTEREST * Math.exp(-0.5 * (distance / 1.3) ** 2 + 0.7 * noise.normal(crowd, name, 0)),
    );
    const busy = busyShare(Math.min(1, Math.max(0, (tradedAt - settledAt) / 86_400_000)));
    const volume = Math.floor(
      interest * DAILY_TURNOVER * busy * Math.exp(0.8 * noise.normal(crowd, name, hashText(underlying.day))),
    );
    const todayAt = Math.min(tradedAt, newYorkInstant(underlying.day, SETTLEMENT));
    const close = underlying.close === null
      ? null
      : round(figures(option, todayAt, futures.price(future, todayAt)).price);
    const ends = close === null ? [last] : [last, close];
    // Nothing is known about the trades of what has not traded.
    const traded = volume === 0
      ? null
      : [underlying.open!, underlying.high!, underlying.low!].map((value) =>
        round(figures(option, settledAt, value).price)
      );
    return {
      ...NOTHING_ELSE,
      symbol,
      updatedAt: tradedAt,
      bid,
      ask,
      bidSize: bid === 0 ? 0 : Math.ceil(-15 * Math.log(chance(1))),
      askSize: Math.ceil(-15 * Math.log(chance(2))),
      mark: (bid + ask) / 2,
      last: traded && last,
      lastRegular: traded && last,
      open: traded && traded[0]!,
      high: traded && Math.max(...ends, ...traded),
      low: traded && Math.min(...ends, ...traded),
      close,
      closeType: underlying.closeType,
      previousClose: round(figures(option, settledAt, settled).price),
      previousCloseType: "Final",
      day: underlying.day,
      previousDay: underlying.previousDay,
      volume: traded && volume,
      option: now,
      tick,
      openInterest: interest,
    };
  };
}
