/** What an account can hold, with everything about it that does not change. */

import type { OptionRight } from "../../analytics/pricing/black.ts";
import type { ListedOption } from "../market/chains.ts";
import type { Coin } from "../market/crypto_quotes.ts";
import type { ListedFutureOption } from "../market/future_options.ts";
import type { FutureContract } from "../market/futures.ts";
import type { Listing } from "../market/listings.ts";
import type { Market } from "../market/market.ts";
import { tickRuleOf } from "../market/option_quotes.ts";
import type { Quote } from "../market/quote.ts";
import type { TickRule } from "../market/spread.ts";
import {
  coinStreamerSymbol,
  futureOptionStreamerSymbol,
  futureStreamerSymbol,
  optionStreamerSymbol,
} from "../market/streamer_symbols.ts";

/** In the broker's words. */
export type InstrumentType = "Equity" | "Equity Option" | "Future" | "Future Option" | "Cryptocurrency";

/** One instrument. Prices are in dollars a share (points of a future, dollars a coin). */
export interface Instrument {
  type: InstrumentType;
  symbol: string;
  /** Of an option on a future: the future. */
  underlying: string;
  streamerSymbol: string;
  multiplier: number;
  /** What people call it: `AAPL 12/18/26 Call 320.00`. */
  title: string;
  ticks: TickRule;
  /** `null` for shares, funds and coins. */
  expiresAt: number | null;
  option: { right: OptionRight; strike: number; isCashSettled: boolean } | null;
}

const OPTION_SHARES = 100;
const CENT: TickRule = evenTicks(0.01);

/** A share or a fund. */
export const shareInstrument = ({ symbol }: Listing): Instrument => ({
  type: "Equity",
  symbol,
  underlying: symbol,
  streamerSymbol: symbol,
  multiplier: 1,
  title: symbol,
  ticks: CENT,
  expiresAt: null,
  option: null,
});

/** An option on a share, a fund or an index. */
export const optionInstrument = (option: ListedOption): Instrument => ({
  type: "Equity Option",
  symbol: option.symbol,
  underlying: option.listing.symbol,
  streamerSymbol: optionStreamerSymbol(option),
  multiplier: OPTION_SHARES,
  title: `${option.listing.symbol} ${titleOf(option.expiration, option.right, option.strike)}`,
  ticks: tickRuleOf(option.listing),
  expiresAt: option.term.expiresAt,
  option: { right: option.right, strike: option.strike, isCashSettled: option.listing.kind === "index" },
});

/** A futures contract. */
export const futureInstrument = (contract: FutureContract): Instrument => ({
  type: "Future",
  symbol: contract.symbol,
  underlying: contract.symbol,
  streamerSymbol: futureStreamerSymbol(contract),
  multiplier: contract.product.multiplier,
  title: contract.symbol,
  ticks: evenTicks(contract.product.tick),
  expiresAt: contract.expiresAt,
  option: null,
});

/** An option on a future. */
export const futureOptionInstrument = (option: ListedFutureOption): Instrument => ({
  type: "Future Option",
  symbol: option.symbol,
  underlying: option.future.symbol,
  streamerSymbol: futureOptionStreamerSymbol(option),
  multiplier: option.future.product.multiplier,
  title: `${option.future.symbol} ${option.contract} ${titleOf(option.day, option.right, option.strike)}`,
  ticks: option.product.ticks,
  expiresAt: option.expiresAt,
  option: { right: option.right, strike: option.strike, isCashSettled: false },
});

/** A cryptocurrency. */
export const coinInstrument = ({ symbol, tick }: Coin): Instrument => ({
  type: "Cryptocurrency",
  symbol,
  underlying: symbol,
  streamerSymbol: coinStreamerSymbol(symbol),
  multiplier: 1,
  title: symbol,
  ticks: evenTicks(tick),
  expiresAt: null,
  option: null,
});

/** The market of an instrument that is listed at the instant; a `RangeError` for one that is not. */
export function quoteOf(market: Market, { type, symbol }: Instrument, at: number): Quote {
  const quote = QUOTES[type](market, symbol, at);
  if (quote === null) throw new RangeError(`${symbol} is held but not listed at ${new Date(at).toISOString()}`);
  return quote;
}

const QUOTES: Record<InstrumentType, (market: Market, symbol: string, at: number) => Quote | null> = {
  "Equity": (market, symbol, at) => market.equity(symbol, at),
  "Equity Option": (market, symbol, at) => market.option(symbol, at),
  "Future": (market, symbol, at) => market.future(symbol, at),
  "Future Option": (market, symbol, at) => market.futureOption(symbol, at),
  "Cryptocurrency": (market, symbol, at) => market.cryptocurrencies.quote(symbol, at),
};

function evenTicks(tick: number): TickRule {
  return { below: 0, small: tick, large: tick };
}

/** `12/18/26 Call 320.00`. */
function titleOf(day: string, right: OptionRight, strike: number): string {
  const date = `${day.slice(5, 7)}/${day.slice(8)}/${day.slice(2, 4)}`;
  return `${date} ${right === "call" ? "Call" : "Put"} ${strike.toFixed(2)}`;
}
