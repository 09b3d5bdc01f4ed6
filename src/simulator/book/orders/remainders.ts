/** Orders that were for more than was filled: the rest waits while nobody pays the price. */

import { newYorkDay, nextTradingDay, tradingDay } from "../../../core/calendar.ts";
import type { Market } from "../../market/market.ts";
import type { Transaction } from "../transaction.ts";
import type { Remainder } from "./filled_orders.ts";

/** How often a customer wanted what they got. */
const WANTED = 2;
/** The rest is given up with so much of the session left. */
const BEFORE_THE_BELL = 4 * 60_000;
/** A coin for which orders name a price; the others are bought for dollars. */
const PRICED_COIN = "ETH/USD";
const LONGEST_DAYS = 30;
const RISEN = 1.003;

/** What is left of the order behind a sale of puts or a purchase of coins; `null` for other orders. */
export function remainderOf(market: Market, lines: readonly Transaction[]): Remainder | null {
  const { instrument, move } = lines[0]!;
  const isPut = instrument!.option?.right === "put" && move!.action === "Sell to Open";
  const isCoin = instrument!.symbol === PRICED_COIN && move!.action === "Buy to Open";
  if (lines.length > 1 || !(isPut || isCoin)) return null;
  const quantity = Math.round(move!.quantity * (WANTED - 1) * 1e8) / 1e8;
  return { quantity, until: waitsUntil(market, lines[0]!) };
}

/**
 * The eve of the first close at which it might be had for the price that was asked, or a month later. A put costs less each
 * day, so that it costs as much again only where its underlying has fallen, or hardly risen.
 */
function waitsUntil({ prices, cryptocurrencies }: Market, { at, instrument, move }: Transaction): number {
  const { underlying, symbol, option } = instrument!;
  const listing = option === null ? null : prices.listings.get(underlying)!;
  const asked = listing === null ? move!.price! : prices.at(listing, at) * RISEN;
  let safe = at + BEFORE_THE_BELL;
  let day = newYorkDay(at);
  for (let days = 0; days < LONGEST_DAYS; days++, day = nextTradingDay(day)) {
    const { closeAt } = tradingDay(day)!;
    if (closeAt >= (instrument!.expiresAt ?? Infinity)) break;
    const price = listing === null
      ? cryptocurrencies.quote(symbol, closeAt)!.mark
      : prices.close(listing, prices.timeline.indexOf(day));
    if (price <= asked) break;
    safe = closeAt - BEFORE_THE_BELL;
  }
  return safe;
}
