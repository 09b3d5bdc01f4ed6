/** What a quote, with a bid and an ask, says about volatility. */

import { bsmGreeks, type OptionRight } from "./black.ts";
import { impliedVolatility, type ImpliedVolatilityStatus } from "./implied_volatility.ts";

/** Dollars a share; null where nobody quotes. */
export interface OptionQuote {
  bid: number | null;
  ask: number | null;
  /** The broker's own price, for a market without two sides. */
  mark?: number | null;
}

/** Annualized fractions; null where there is none. */
export interface QuotedVolatility {
  /** Of the middle, or of the mark where there is no middle. */
  volatility: number | null;
  status: ImpliedVolatilityStatus;
  /** The price that was used, dollars a share. */
  price: number | null;
  bid: number | null;
  ask: number | null;
  /** Half the distance of bid and ask, in volatility. */
  uncertainty: number | null;
}

/** Which quotes are good enough. */
export interface QuoteLimits {
  /** The step of prices, in dollars. */
  tick?: number;
  /** Bid and ask may be apart by this fraction of their middle (and always by three ticks). */
  widest?: number;
}

/**
 * The volatilities of the two sides of a European option's quote and of their middle, with what makes it doubtful: a time
 * value below half a tick is `ill_conditioned`, a market beyond `limits` is `wide_market` and has no middle, but its two
 * sides are still told. Throws `RangeError` on bad terms, never for a quote.
 */
export function quotedVolatility(
  quote: OptionQuote,
  forward: number,
  strike: number,
  years: number,
  discount: number,
  right: OptionRight,
  { tick = 0.01, widest = 0.5 }: QuoteLimits = {},
): QuotedVolatility {
  const bid = priceOf(quote.bid);
  const ask = priceOf(quote.ask);
  const implied = (price: number | null): number | null =>
    price === null ? null : impliedVolatility(price, forward, strike, years, discount, right).volatility;
  const isTwoSided = bid !== null && ask !== null && ask >= bid;
  const price = isTwoSided ? 0.5 * (bid + ask) : priceOf(quote.mark ?? null);
  const answer = { price, bid: implied(bid), ask: implied(ask), uncertainty: null };
  const refuse = (status: ImpliedVolatilityStatus): QuotedVolatility => ({ ...answer, volatility: null, status });
  if (price === null) return refuse(years === 0 ? "expired" : "no_quote");
  const { volatility, status } = impliedVolatility(price, forward, strike, years, discount, right);
  if (volatility === null) return refuse(status);
  const intrinsic = discount * Math.max(0, right === "call" ? forward - strike : strike - forward);
  if (price - intrinsic < 0.5 * tick) return refuse("ill_conditioned");
  if (!isTwoSided) return { ...answer, volatility, status };
  const spread = ask - bid;
  if (spread > widest * price && spread > 3 * tick) return refuse("wide_market");
  const { vega } = bsmGreeks(forward, strike, years, 0, 0, volatility, right);
  return { ...answer, volatility, status, uncertainty: 0.5 * spread / (discount * vega * 100) };
}

/** A bid of zero is nobody's bid. */
const priceOf = (price: number | null): number | null => price !== null && price > 0 && price < Infinity ? price : null;
