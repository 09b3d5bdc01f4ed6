/** What happens to positions without an order: options end, futures are settled, shares pay dividends. */

import { addDays, type Day, newYorkDay, newYorkInstant, tradingDay } from "../../core/calendar.ts";
import { onTradingDay } from "../market/events.ts";
import type { Market } from "../market/market.ts";
import { DELIVERY_FEE } from "./fees.ts";
import { type Instrument, quoteOf, shareInstrument } from "./instrument.ts";
import type { Ledger, Position } from "./ledger.ts";
import { priceText, settlementEntry } from "./trading_desk.ts";
import { type Action, centsOf, type Entry, FREE } from "./transaction.ts";

/** An option is exercised when that pays as much, in dollars a share. */
const EXERCISED_FROM = 0.01;
/** Days from the ex-day to the payment of a dividend. */
const PAYMENT_DAYS = 15;
const EVENING = 17 * 60;

/** The options held that expire on `day`. */
export const expiringOn = (ledger: Ledger, day: Day): Position[] =>
  [...ledger.positions.values()].filter(({ quantity, instrument: { option, expiresAt } }) =>
    quantity !== 0 && option !== null && newYorkDay(expiresAt!) === day
  );

/** The lines that end an option: out of the money it is removed; else shares change hands at the strike, or cash does. */
export function expire(market: Market, { instrument, quantity }: Position, heldShares: number): Entry[] {
  const { right, strike, isCashSettled } = instrument.option!;
  const at = instrument.expiresAt!;
  const price = settlementPrice(market, instrument, at);
  // Prices are decimals, their difference is not quite one.
  const worth = Math.round((right === "call" ? price - strike : strike - price) * 1e6) / 1e6;
  if (worth < EXERCISED_FROM) return [removal(instrument, quantity, "Expiration", 0)];
  const outcome = quantity < 0 ? "Assignment" : "Exercise";
  if (isCashSettled) return [removal(instrument, quantity, `Cash Settled ${outcome}`, worth)];
  if (instrument.type === "Future Option") throw new RangeError(`${instrument.symbol} was to be closed before its end`);
  const bought = (right === "call") === (quantity > 0);
  const shares = Math.abs(quantity) * instrument.multiplier * (bought ? 1 : -1);
  return [removal(instrument, quantity, outcome, 0), ...deliver(market, instrument, shares, heldShares)];
}

/** What the underlying is worth when an option on it ends. */
function settlementPrice(market: Market, { type, underlying }: Instrument, at: number): number {
  const quote = type === "Future Option" ? market.future(underlying, at - 1) : market.equity(underlying, at);
  return quote!.close ?? quote!.last!;
}

/** Takes an option out of the account, for `price` dollars a share where it is paid out. */
function removal(instrument: Instrument, quantity: number, subType: string, price: number): Entry {
  const action: Action = quantity < 0 ? "Buy to Close" : "Sell to Close";
  const size = Math.abs(quantity);
  return {
    at: instrument.expiresAt!,
    type: "Receive Deliver",
    subType,
    description: `Removal of ${size} ${instrument.title} due to ${subType.toLowerCase()}`,
    value: price === 0 ? 0 : Math.sign(quantity) * centsOf(instrument, size, price),
    costs: FREE,
    instrument,
    move: { action, quantity: size, price: price === 0 ? null : price },
    order: null,
  };
}

/** Shares at the strike: against those held first, the rest opens a position. */
function deliver(market: Market, option: Instrument, shares: number, held: number): Entry[] {
  const { strike } = option.option!;
  const instrument = shareInstrument(market.prices.listings.get(option.underlying)!);
  const side = shares > 0 ? "Buy" : "Sell";
  const closing = held * shares < 0 ? Math.min(Math.abs(held), Math.abs(shares)) : 0;
  const parts: [Action, number][] = [[`${side} to Close`, closing], [`${side} to Open`, Math.abs(shares) - closing]];
  return parts.filter(([, size]) => size > 0).map(([action, size], part): Entry => ({
    at: option.expiresAt!,
    type: "Receive Deliver",
    subType: action,
    description: `${action} ${size} ${instrument.symbol} @ ${priceText(strike)}`,
    value: -Math.sign(shares) * centsOf(instrument, size, strike),
    costs: { ...FREE, commission: part === 0 ? DELIVERY_FEE : 0 },
    instrument,
    move: { action, quantity: size, price: strike },
    order: null,
  }));
}

/** The lines with which the futures held gain or lose what the day brought. */
export function settleFutures(market: Market, ledger: Ledger, at: number): Entry[] {
  return [...ledger.positions.values()].flatMap(({ instrument, quantity, settledValue }) => {
    if (instrument.type !== "Future" || quantity === 0) return [];
    const quote = quoteOf(market, instrument, at);
    const price = quote.close ?? quote.last!;
    const value = Math.sign(quantity) * centsOf(instrument, Math.abs(quantity), price) - settledValue;
    return [settlementEntry(instrument, at, value, price)];
  });
}

/** The payments to come for the shares held on the morning of `day`, those sold pay. */
export function dividendsOn(market: Market, ledger: Ledger, day: Day): Entry[] {
  return [...ledger.positions.values()].flatMap(({ instrument, quantity }) => {
    if (instrument.type !== "Equity" || quantity === 0) return [];
    const listing = market.prices.listings.get(instrument.symbol)!;
    return market.prices.events.dividends(listing, day, day).map(({ amount }): Entry => ({
      at: newYorkInstant(onTradingDay(addDays(day, PAYMENT_DAYS)), EVENING),
      type: "Money Movement",
      subType: "Dividend",
      description: listing.name.toUpperCase(),
      value: centsOf(instrument, quantity, amount),
      costs: FREE,
      instrument,
      move: null,
      order: null,
    }));
  });
}

/** When the day's gains of futures are booked. */
export const settlesAt = (day: Day): number => newYorkInstant(day, EVENING);

/** The opening of a trading day. */
export const opensAt = (day: Day): number => tradingDay(day)!.openAt;
