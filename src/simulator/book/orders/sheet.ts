/** What a customer orders on one day besides what is filled: a function of the market and the day. */

import { type Day, newYorkInstant, nextTradingDay, tradingDay } from "../../../core/calendar.ts";
import { onTradingDay } from "../../market/events.ts";
import type { Market } from "../../market/market.ts";
import { toTick } from "../../market/quote.ts";
import { type Instrument, shareInstrument } from "../instrument.ts";
import { type ComplexTicket, PLAIN_TICKET, type Step, type Ticket } from "../ticket.ts";
import type { Action } from "../transaction.ts";

/** Orders that never become trades, and how they are bound together. */
export interface Sheet {
  tickets: Ticket[];
  groups: ComplexTicket[];
}

/** Where the orders of one day are written down. */
export interface Pad {
  market: Market;
  day: Day;
  /** New numbers, of an order and of a group. */
  order(): number;
  group(): number;
}

/** An order on shares as people speak of it: "buy 100 NKE at 61.50". */
export interface ShareOrder {
  symbol: string;
  action: Action;
  quantity: number;
}

/** A share by its symbol. */
export const share = ({ market }: Pad, symbol: string): Instrument =>
  shareInstrument(market.prices.listings.get(symbol)!);

/** The price of a share at an instant, times a factor, to the cent. */
export const priced = ({ market: { prices } }: Pad, symbol: string, at: number, factor = 1): number =>
  toTick(prices.at(prices.listings.get(symbol)!, at) * factor, 0.01);

/** A ticket on shares. A price is given as the broker's person enters it, above 0. */
export function shareTicket(
  pad: Pad,
  { symbol, action, quantity }: ShareOrder,
  steps: readonly Step[],
  rest: Partial<Omit<Ticket, "price">> & { limit?: number } = {},
): Ticket {
  const { limit, ...given } = rest;
  return {
    ...PLAIN_TICKET,
    id: given.id ?? pad.order(),
    legs: [{ instrument: share(pad, symbol), action, quantity }],
    price: limit === undefined ? null : action.startsWith("Buy") ? -limit : limit,
    steps,
    ...given,
  };
}

/** An instant of the pad's day, minutes past midnight in New York. */
export const onDay = ({ day }: Pad, minutes: number): number => newYorkInstant(day, minutes);

/** The first trading day of the month after a day. */
export function nextMonthStart(day: Day): Day {
  const [year, month] = day.split("-").map(Number) as [number, number];
  return onTradingDay(new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10));
}

/** The `count`th trading day after a day. */
export function tradingDaysAfter(day: Day, count: number): Day {
  let later = day;
  for (let left = count; left > 0; left--) later = nextTradingDay(later);
  return later;
}

/** When the regular session of a day ends. */
export const bell = (day: Day): number => tradingDay(day)!.closeAt;
