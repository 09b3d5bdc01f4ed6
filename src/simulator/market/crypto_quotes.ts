/** Cryptocurrencies: days by UTC, never closed. */

import { CRYPTO_TABLE } from "./future_table.ts";
import { hashText, type Noise } from "./noise.ts";
import { createPath, type Path } from "./path.ts";
import { downToTick, NOTHING_ELSE, type Quote, type Range, toTick, upToTick } from "./quote.ts";
import { joinSpans, type Span } from "./span.ts";
import { rowsOf } from "./table.ts";
import { createUtcTimeline } from "./timeline.ts";

const YEAR_DAYS = 365;
const REVERSION = 0.004;
/** The share of each coin's variance that is common to all. */
const COMMON_SHARE = 0.65;
/** The broker's own market: about a percent wide. */
const SPREAD = 0.01;
const DAY = 86_400_000;

/** A cryptocurrency that is listed. */
export interface Coin {
  symbol: string;
  name: string;
  tick: number;
}

/** The cryptocurrencies of a market. */
export interface Cryptocurrencies {
  coins: ReadonlyMap<string, Coin>;
  /** `null` when the symbol is not listed. */
  quote(symbol: string, at: number): Quote | null;
  /** The price between two instants of one UTC day, rounded to ticks. */
  between(coin: Coin, fromAt: number, toAt: number): Span;
}

/** The cryptocurrencies of one seed. */
export function createCryptocurrencies(noise: Noise): Cryptocurrencies {
  const timeline = createUtcTimeline();
  const common = noise.stream("factor coins");
  const flicker = noise.stream("coin flicker");
  const laws = new Map(rowsOf(CRYPTO_TABLE).map((row) => [row[0]!, row]));
  const coins = new Map(
    [...laws].map(([symbol, [, name = "", , , tick]]) => [symbol, { symbol, name, tick: Number(tick) }]),
  );
  const paths = new Map<string, Path>();
  const ranges = new Map<string, { step: number; range: Range }>();

  function pathOf(symbol: string): Path {
    let path = paths.get(symbol);
    if (path === undefined) {
      const [, , level, volatility] = laws.get(symbol)!;
      const own = noise.stream(`path ${symbol}`);
      const deviation = Number(volatility) / 100 / Math.sqrt(YEAR_DAYS);
      path = createPath(
        {
          name: symbol,
          anchor: Math.log(Number(level)),
          reversion: REVERSION,
          deviation: () => deviation,
          shock: (step, node) =>
            Math.sqrt(COMMON_SHARE) * noise.normal(common, step, node) +
            Math.sqrt(1 - COMMON_SHARE) * noise.normal(own, step, node),
        },
        timeline,
        noise,
      );
      paths.set(symbol, path);
    }
    return path;
  }

  /** Of the 364 days before `step`, as logarithms. */
  function yearBefore(symbol: string, step: number): Range {
    let known = ranges.get(symbol);
    if (known?.step !== step) {
      const path = pathOf(symbol);
      let span = path.part(step, 0, 0);
      for (let day = Math.max(0, step - YEAR_DAYS + 1); day < step; day++) span = joinSpans(path.part(day, 0, 1), span);
      known = { step, range: span };
      ranges.set(symbol, known);
    }
    return known.range;
  }

  function between({ symbol, tick }: Coin, fromAt: number, toAt: number): Span {
    const [from, to] = [timeline.locate(fromAt), timeline.locate(toAt)];
    const end = to.step === from.step ? to.position : 1;
    const { open, high, low, close } = pathOf(symbol).part(from.step, from.position, end);
    const round = (logarithm: number) => toTick(Math.exp(logarithm), tick);
    return { open: round(open), high: round(high), low: round(low), close: round(close) };
  }

  return {
    coins,
    between,
    quote(symbol, at) {
      const coin = coins.get(symbol);
      if (coin === undefined) return null;
      const { step, position } = timeline.locate(at);
      const span = pathOf(symbol).part(step, 0, position);
      const year = yearBefore(symbol, step);
      const round = (logarithm: number) => toTick(Math.exp(logarithm), coin.tick);
      const last = round(span.close);
      const chance = (draw: number) => noise.uniform(flicker + draw, hashText(symbol), Math.floor(at / 1000));
      const half = last * SPREAD * (0.4 + 0.2 * chance(0));
      const bid = downToTick(last - half, coin.tick);
      const ask = upToTick(last + half, coin.tick);
      return {
        ...NOTHING_ELSE,
        symbol,
        updatedAt: at,
        bid,
        ask,
        bidSize: Math.round(1e6 * chance(1) * 10_000 / last) / 1e6,
        askSize: Math.round(1e6 * chance(2) * 10_000 / last) / 1e6,
        mark: (bid + ask) / 2,
        last,
        lastRegular: last,
        open: round(span.open),
        high: round(span.high),
        low: round(span.low),
        close: null,
        closeType: "Regular",
        previousClose: round(pathOf(symbol).end(step - 1)),
        previousCloseType: "Regular",
        day: dayOf(at),
        previousDay: dayOf(at - DAY),
        year: { low: Math.min(round(year.low), round(span.low)), high: Math.max(round(year.high), round(span.high)) },
      };
    },
  };
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
