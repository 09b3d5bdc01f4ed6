/** Instruments in the spelling of the stream of live quotes. */

import type { Day } from "./calendar.ts";
import {
  formatFutureSymbol,
  formatLongFutureSymbol,
  formatOptionSymbol,
  formatStreamerOption,
  type Instrument,
  parseFutureSymbol,
  parseOptionSymbol,
  recognizeSymbol,
} from "./symbol.ts";

/** The streamer's exchange codes, and the products listed there (source: the broker's list of products). */
const PRODUCTS: Record<string, string> = {
  XCME: "ES MES NQ MNQ RTY M2K 6A 6B 6C 6E 6J 6M 6N 6S M6A M6B M6E BTC MBT ETH MET GE SR3 HE LE GF",
  XCBT: "YM MYM ZB ZN ZF ZT TN UB ZC ZS ZW ZL ZM 2YY 5YY 10Y 30Y",
  XNYM: "CL MCL QM NG QG RB HO",
  XCEC: "GC MGC SI SIL HG MHG",
  XCBF: "VX VXM",
};

const EXCHANGES = new Map(
  Object.entries(PRODUCTS).flatMap(([exchange, codes]) => codes.split(" ").map((code) => [code, exchange] as const)),
);

const CRYPTO_VENUE = ":CXTALP";
const STREAMER_FUTURE = /^(\/[A-Z0-9]{1,4}[FGHJKMNQUVXZ]\d{2}):[A-Z]{4}$/;

/**
 * The symbol to ask the stream for; `null` for futures of products not known here and for options on futures, whose
 * streamer symbol only the chain tells. `day` is today: a contract's one digit stands for a year near it.
 */
export function streamerSymbolOf({ type, symbol }: Instrument, day: Day): string | null {
  switch (type) {
    case "equity":
    case "index":
      return symbol;
    case "equity_option": {
      const parts = parseOptionSymbol(symbol);
      return parts === null ? null : formatStreamerOption(parts);
    }
    case "future":
      return streamerFuture(symbol, day);
    case "future_option":
      return null;
    case "cryptocurrency":
      return symbol + CRYPTO_VENUE;
  }
}

function streamerFuture(symbol: string, day: Day): string | null {
  const parts = parseFutureSymbol(symbol, day);
  const exchange = parts && EXCHANGES.get(parts.product);
  return parts && exchange ? `${formatLongFutureSymbol(parts)}:${exchange}` : null;
}

/**
 * The instrument behind a streamer symbol, in the broker's spelling; `null` when it is none, and for options on futures,
 * whose streamer symbol names neither the day nor the contract delivered. `day` is today.
 */
export function instrumentOfStreamer(symbol: string, day: Day): Instrument | null {
  if (symbol.startsWith(".")) {
    const option = parseOptionSymbol(symbol);
    return option === null ? null : { type: "equity_option", symbol: formatOptionSymbol(option) };
  }
  if (symbol.startsWith("/")) {
    const future = STREAMER_FUTURE.exec(symbol);
    const parts = future && parseFutureSymbol(future[1]!, day);
    return parts ? { type: "future", symbol: formatFutureSymbol(parts, day) } : null;
  }
  const isCrypto = symbol.endsWith(CRYPTO_VENUE);
  const recognized = recognizeSymbol(isCrypto ? symbol.slice(0, -CRYPTO_VENUE.length) : symbol);
  if (!recognized.ok) return null;
  const { type, symbol: spelled } = recognized.value;
  const isOurs = isCrypto
    ? type === "cryptocurrency" && spelled + CRYPTO_VENUE === symbol
    : (type === "equity" || type === "index") && spelled === symbol;
  return isOurs ? recognized.value : null;
}
