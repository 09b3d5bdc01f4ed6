/** The simulated market: what is listed, what it costs, a function of the seed and the instant and nothing else. */

import type { Day } from "../../core/calendar.ts";
import { type Chains, createChains } from "./chains.ts";
import { createCryptocurrencies, type Cryptocurrencies } from "./crypto_quotes.ts";
import { createEarningsFigures, type EarningsFigures } from "./earnings_figures.ts";
import { createEquityQuotes } from "./equity_quotes.ts";
import type { EarningsReport } from "./events.ts";
import { createFutureOptionQuotes } from "./future_option_quotes.ts";
import { createFutureOptions, type FutureOptions } from "./future_options.ts";
import { createFutureQuotes } from "./future_quotes.ts";
import { createFutures, type Futures } from "./futures.ts";
import { createHistory, type History } from "./history.ts";
import type { Listing } from "./listings.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { createNoise } from "./noise.ts";
import { createOptionQuotes } from "./option_quotes.ts";
import { createPrices, type Prices } from "./prices.ts";
import type { Quote } from "./quote.ts";
import { type Moment, momentOf } from "./sessions.ts";
import { createSurface, type Surface, volatilityOf } from "./surface.ts";
import { createTapes, type Tapes } from "./tapes.ts";
import { createExchangeTimeline } from "./timeline.ts";

/** One market. Two with the same seed answer alike; instants before it began (2023) throw `RangeError`. */
export interface Market {
  prices: Prices;
  /** What a share is said to have earned in a report. */
  earnings(listing: Listing, report: EarningsReport): EarningsFigures;
  history: History;
  surface: Surface;
  chains: Chains;
  futures: Futures;
  futureOptions: FutureOptions;
  cryptocurrencies: Cryptocurrencies;
  /** A share, fund or index; `null` when it is not listed. */
  equity(symbol: string, at: number): Quote | null;
  /** An index; `null` when it is none. */
  index(symbol: string, at: number): Quote | null;
  /** An option by its OCC symbol; `null` when it is not listed. */
  option(symbol: string, at: number): Quote | null;
  /** The surface at a strike, an annualized fraction; `null` without such an expiration (the last to settle on its day). */
  impliedVolatility(symbol: string, strike: number, expiration: Day, at: number): number | null;
  /** Volatility and company figures of a share, fund or index; `null` when it is not listed. */
  metrics(symbol: string, at: number): Metrics | null;
  /** A futures contract such as `/ESZ6`; `null` when it is not listed. */
  future(symbol: string, at: number): Quote | null;
  /** An option on a future; `null` when it is not listed. */
  futureOption(symbol: string, at: number): Quote | null;
  /** What was dealt in an instrument, session by session; it must be listed. */
  tape: Tapes;
}

/** A market whose histories are worked out when first asked for. */
export function createMarket(seed: string): Market {
  const noise = createNoise(seed);
  const prices = createPrices(noise, createExchangeTimeline());
  const history = createHistory(prices, noise);
  const surface = createSurface(prices);
  const chains = createChains(prices);
  const equityQuote = createEquityQuotes(prices, history, noise);
  const optionQuote = createOptionQuotes(prices, surface, noise);
  const metricsOf = createMetrics(prices, history, surface, chains, noise);
  const futures = createFutures();
  const futureQuotes = createFutureQuotes(prices, noise);
  const futureOptions = createFutureOptions(prices, futures);
  const futureOptionQuote = createFutureOptionQuotes(futureQuotes, surface, noise);
  let latest: Moment | undefined;

  const moment = (at: number): Moment => latest?.at === at ? latest : latest = momentOf(at);

  const market: Omit<Market, "tape"> = {
    prices,
    earnings: createEarningsFigures(noise),
    history,
    surface,
    chains,
    futures,
    futureOptions,
    cryptocurrencies: createCryptocurrencies(noise),
    equity(symbol, at) {
      const listing = prices.listings.get(symbol);
      return listing === undefined ? null : equityQuote(listing, moment(at));
    },
    index(symbol, at) {
      const listing = prices.listings.get(symbol);
      return listing?.kind === "index" ? equityQuote(listing, moment(at)) : null;
    },
    option(symbol, at) {
      const option = chains.find(symbol, at);
      return option === null ? null : optionQuote(option, moment(at));
    },
    impliedVolatility(symbol, strike, day, at) {
      const listing = prices.listings.get(symbol);
      const expiration = listing && chains.expirations(listing, at).findLast((candidate) => candidate.day === day);
      if (listing === undefined || expiration === undefined) return null;
      return volatilityOf(surface.term(listing, expiration.expiresAt, moment(at).regularAt), strike);
    },
    metrics(symbol, at) {
      const listing = prices.listings.get(symbol);
      return listing === undefined ? null : metricsOf(listing, at);
    },
    future(symbol, at) {
      const contract = futures.find(symbol, at);
      return contract === null ? null : futureQuotes.quote(contract, at);
    },
    futureOption(symbol, at) {
      const option = futureOptions.find(symbol, at);
      return option === null ? null : futureOptionQuote(option, at);
    },
  };
  return { ...market, tape: createTapes(market, futureQuotes) };
}
