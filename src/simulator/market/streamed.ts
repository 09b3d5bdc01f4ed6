/** What the stream's symbols name, of all that is listed. */

import { formatOptionSymbol, type InstrumentType, parseOptionSymbol } from "../../core/symbol.ts";
import { formatFutureOption } from "./future_options.ts";
import type { Market } from "./market.ts";
import {
  coinStreamerSymbol,
  futureOptionStreamerSymbol,
  futureStreamerSymbol,
  optionStreamerSymbol,
} from "./streamer_symbols.ts";

const FUTURE = /^\/([A-Z0-9]+?)([FGHJKMNQUVXZ])\d(\d):[A-Z]+$/;
const FUTURE_OPTION = /^\.\/([A-Z0-9]+[FGHJKMNQUVXZ])\d(\d)([CP])(\d+(?:\.\d+)?):[A-Z]+$/;

/** A listed instrument. */
export interface Streamed {
  type: InstrumentType;
  /** The broker's spelling. */
  symbol: string;
}

/** What a streamer symbol names at an instant; `null` unless that is listed and spelled to the letter. */
export function findStreamed(market: Market, streamer: string, at: number): Streamed | null {
  if (streamer.startsWith("./")) return findFutureOption(market, streamer, at);
  if (streamer.startsWith("/")) return findFuture(market, streamer, at);
  if (streamer.startsWith(".")) return findOption(market, streamer, at);
  const coin = streamer.split(":")[0]!;
  if (market.cryptocurrencies.coins.has(coin)) {
    return coinStreamerSymbol(coin) === streamer ? { type: "cryptocurrency", symbol: coin } : null;
  }
  const listing = market.prices.listings.get(streamer);
  return listing === undefined ? null : { type: listing.kind === "index" ? "index" : "equity", symbol: streamer };
}

/** The quote of a listed instrument. */
export function quoteOf(market: Market, { type, symbol }: Streamed, at: number) {
  switch (type) {
    case "equity":
    case "index":
      return market.equity(symbol, at);
    case "equity_option":
      return market.option(symbol, at);
    case "future":
      return market.future(symbol, at);
    case "future_option":
      return market.futureOption(symbol, at);
    case "cryptocurrency":
      return market.cryptocurrencies.quote(symbol, at);
  }
}

function findOption({ chains }: Market, streamer: string, at: number): Streamed | null {
  const parts = parseOptionSymbol(streamer);
  if (parts === null || optionStreamerSymbol(parts) !== streamer) return null;
  const symbol = formatOptionSymbol(parts);
  return chains.find(symbol, at) === null ? null : { type: "equity_option", symbol };
}

function findFuture({ futures }: Market, streamer: string, at: number): Streamed | null {
  const [, code, month, digit] = FUTURE.exec(streamer) ?? [];
  const contract = futures.find(`/${code}${month}${digit}`, at);
  return contract !== null && futureStreamerSymbol(contract) === streamer
    ? { type: "future", symbol: contract.symbol }
    : null;
}

function findFutureOption({ futureOptions }: Market, streamer: string, at: number): Streamed | null {
  const [, name, digit, letter, strike] = FUTURE_OPTION.exec(streamer) ?? [];
  if (name === undefined) return null;
  for (const product of futureOptions.products.values()) {
    const expiration = futureOptions.expirations(product, at).find(({ contract }) => contract === name + digit);
    if (expiration === undefined) continue;
    const option = { ...expiration, right: letter === "C" ? "call" : "put", strike: Number(strike) } as const;
    const isListed = futureOptionStreamerSymbol(option) === streamer &&
      futureOptions.strikes(expiration, at).includes(option.strike);
    return isListed ? { type: "future_option", symbol: formatFutureOption(option) } : null;
  }
  return null;
}
