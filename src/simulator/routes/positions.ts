/** `GET /accounts/{n}/positions`: what an account holds. */

import { newYorkDay } from "../../core/calendar.ts";
import { closeBefore, dayBasis } from "../book/day_basis.ts";
import { quoteOf } from "../book/instrument.ts";
import type { Position } from "../book/ledger.ts";
import type { Account } from "../customers.ts";
import type { Market } from "../market/market.ts";
import { accountRoute } from "../own_account.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, decimal, listParameter, offsetTimestamp, type Reply } from "../wire.ts";

export const positionRoutes: Route[] = [accountRoute("GET", "/positions", positions)];

function positions({ books, market, query, at, path }: CustomerCall, account: Account): Reply {
  const underlyings = listParameter(query, "underlying-symbol");
  const product = query.get("underlying-product-code")?.replace(/^\//, "");
  const isClosedToo = query.get("include-closed-positions") === "true";
  const isMarked = query.get("include-marks") === "true";
  const matches = (name: string, value: string) => query.get(name) === null || query.get(name) === value;
  const today = newYorkDay(at);
  const items = [...books.of(account, at).ledger.positions.values()].filter((position) => {
    const { symbol, underlying, type } = position.instrument;
    const isShown = position.quantity !== 0 || (isClosedToo && newYorkDay(position.updatedAt) === today);
    return isShown && (underlyings.length === 0 || underlyings.includes(underlying)) &&
      (product === undefined || underlying.slice(1, -2) === product) &&
      matches("symbol", symbol) && matches("instrument-type", type);
  });
  return data({ items: items.map((position) => writePosition(market, account, position, at, isMarked)) }, path);
}

/** A position as the broker writes it, in lists and in the account stream; `isMarked` adds what it is worth. */
export function writePosition(
  market: Market,
  account: Account,
  position: Position,
  at: number,
  isMarked = false,
): unknown {
  const { instrument, quantity, realizedToday } = position;
  const { expiresAt, multiplier } = instrument;
  // What has expired has no market any more.
  const quote = expiresAt !== null && expiresAt <= at ? null : quoteOf(market, instrument, at);
  const size = Math.abs(quantity);
  const today = newYorkDay(at);
  const before = quote === null ? null : closeBefore(quote, today);
  const effect = realizedToday === 0 ? "None" : realizedToday > 0 ? "Credit" : "Debit";
  const realized = decimal(Math.abs(realizedToday) / 100);
  return {
    "account-number": account.number,
    "symbol": instrument.symbol,
    "instrument-type": instrument.type,
    "underlying-symbol": instrument.underlying,
    "streamer-symbol": instrument.streamerSymbol,
    "quantity": instrument.type === "Cryptocurrency" ? decimal(size, 8) : size,
    "quantity-direction": quantity === 0 ? "Zero" : quantity > 0 ? "Long" : "Short",
    "close-price": decimal(before?.previousClose ?? 0, 9),
    "average-open-price": decimal(position.averageOpenPrice, 9),
    "average-yearly-market-close-price": decimal(position.averageOpenPrice, 9),
    "average-daily-market-close-price": decimal(before === null ? 0 : dayBasis(position, before), 9),
    ...(isMarked && quote !== null
      ? { "mark": decimal(quote.mark * size * multiplier, 9), "mark-price": decimal(quote.mark, 9) }
      : {}),
    "multiplier": multiplier,
    "cost-effect": quantity < 0 ? "Debit" : "Credit",
    "is-suppressed": false,
    "is-frozen": false,
    "restricted-quantity": 0,
    ...(expiresAt === null ? {} : { "expires-at": offsetTimestamp(expiresAt) }),
    "realized-day-gain": realized,
    "realized-day-gain-effect": effect,
    "realized-day-gain-date": today,
    "realized-today": realized,
    "realized-today-effect": effect,
    "realized-today-date": today,
    "created-at": offsetTimestamp(position.openedAt),
    "updated-at": offsetTimestamp(position.updatedAt),
  };
}
