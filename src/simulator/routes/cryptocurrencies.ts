/** Cryptocurrencies as instruments, and how finely they and shares are divided. */

import type { Coin } from "../market/crypto_quotes.ts";
import type { Market } from "../market/market.ts";
import { coinStreamerSymbol } from "../market/streamer_symbols.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, decimal, listParameter, missingRecord, type Reply } from "../wire.ts";

/** The endpoints of cryptocurrencies, and the precisions of quantities, which concern them above all. */
export const cryptocurrencyRoutes: Route[] = [
  { method: "GET", path: "/instruments/cryptocurrencies", handle: cryptocurrencies },
  { method: "GET", path: "/instruments/cryptocurrencies/:symbol+", handle: cryptocurrency },
  { method: "GET", path: "/instruments/quantity-decimal-precisions", handle: quantityDecimalPrecisions },
];

const COIN_DECIMALS = 8;
const SHARE_DECIMALS = 5;

function cryptocurrencies({ market, query, path }: CustomerCall): Reply {
  const symbols = listParameter(query, "symbol");
  const coins = coinsOf(market).filter(({ symbol }) => symbols.length === 0 || symbols.includes(symbol));
  return data({ items: coins.map(write) }, path);
}

/** Without the path it was asked by, as on the real wire. */
function cryptocurrency({ market, parameters, supportId }: CustomerCall): Reply {
  const coin = coinsOf(market).find(({ symbol }) => symbol === parameters.symbol);
  return coin === undefined ? missingRecord("Cryptocurrency", supportId) : data(write(coin));
}

function quantityDecimalPrecisions({ market, path }: CustomerCall): Reply {
  const items = coinsOf(market).map(({ symbol }) => ({
    "instrument-type": "Cryptocurrency",
    "symbol": symbol,
    "value": COIN_DECIMALS,
    "minimum-increment-precision": COIN_DECIMALS,
  }));
  const shares = { "instrument-type": "Equity", "value": SHARE_DECIMALS, "minimum-increment-precision": 0 };
  return data({ items: [...items, shares] }, path);
}

/** In the order of the table, numbered from 1. */
const coinsOf = ({ cryptocurrencies: { coins } }: Market): (Coin & { id: number })[] =>
  [...coins.values()].map((coin, i) => ({ ...coin, id: i + 1 }));

const write = ({ id, symbol, name, tick }: Coin & { id: number }): Record<string, unknown> => ({
  "id": id,
  "symbol": symbol,
  "instrument-type": "Cryptocurrency",
  "short-description": name,
  "description": `${name} to USD`,
  "is-closing-only": false,
  "active": true,
  "tick-size": decimal(tick, 9),
  "streamer-symbol": coinStreamerSymbol(symbol),
  "destination-venue-symbols": [{
    "id": id,
    "symbol": symbol.slice(0, symbol.indexOf("/")),
    "destination-venue": "SIMULATED_CRYPTOCURRENCY",
    "max-quantity-precision": COIN_DECIMALS,
    "max-price-precision": COIN_DECIMALS,
    "routable": true,
  }],
});
