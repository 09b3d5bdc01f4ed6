/** The usual courses of orders: how long each state lasts (the broker's recorded frames; what people take is made up). */

import { type Day, newYorkDay, nextTradingDay, sessionState, tradingDay } from "../../../core/calendar.ts";
import type { Market } from "../../market/market.ts";
import type { Span } from "../../market/span.ts";
import type { OrderStatus, Step } from "../ticket.ts";

/** From reception to each further state, in milliseconds. */
const ROUTED_AFTER = 18;
const IN_FLIGHT_AFTER = 50;
export const LIVE_AFTER = 51;
/** From a request to the cancellation. */
const CANCELLED_AFTER = 480;
/** From the reception of an order to the last word on the one it replaces. */
const REPLACED_AFTER = 130;

/** Received at `at`, and sent on: at once, or when the market opens. */
export function sent(at: number): Step[] {
  const sentAt = sessionState("equity", at) === "open" ? at : nextOpening(at);
  return [
    { at, status: "Received" },
    { at: sentAt + ROUTED_AFTER, status: "Routed" },
    { at: sentAt + IN_FLIGHT_AFTER, status: "In Flight" },
    { at: sentAt + LIVE_AFTER, status: "Live" },
  ];
}

/** The opening that follows an instant. */
function nextOpening(at: number): number {
  const today = tradingDay(newYorkDay(at));
  if (today !== null && today.openAt > at) return today.openAt;
  return tradingDay(nextTradingDay(newYorkDay(at)))!.openAt;
}

/** The same of a part of a complex order: it waits for a moment. */
export const released = (at: number): Step[] => [
  { at, status: "Contingent" },
  ...sent(at + 40).slice(1),
];

/** An end that the customer asks for at `at`. */
export const cancelled = (at: number): Step[] => [
  { at, status: "Cancel Requested" },
  { at: at + CANCELLED_AFTER, status: "Cancelled" },
];

/** An end by another order in its place. */
export const replaced = (at: number): Step[] => [
  { at, status: "Replace Requested" },
  { at: at + REPLACED_AFTER, status: "Cancelled" },
];

/** An order that takes the place of another: it waits until that one is cancelled. */
export const replacing = (at: number): Step[] => [
  { at, status: "Contingent" },
  ...sent(at + REPLACED_AFTER).slice(1),
];

/** An end that comes without a request. */
export const ended = (at: number, status: OrderStatus): Step[] => [{ at, status }];

/** Minutes before the bell at which a customer clears away what comes too near. */
const BEFORE_THE_BELL = 2 * 60_000;

/**
 * How long an order can wait that must not be filled: until `until`, or shortly before the close of the day before the
 * price of `symbol` first gets where `isTouched` says.
 */
export function untouched(
  { prices }: Market,
  symbol: string,
  from: number,
  until: number,
  isTouched: (span: Span) => boolean,
): number {
  const listing = prices.listings.get(symbol)!;
  let safe = from + 60_000;
  for (let day: Day = newYorkDay(from); day <= newYorkDay(until); day = nextTradingDay(day)) {
    if (isTouched(prices.session(listing, prices.timeline.indexOf(day)))) return Math.min(until, safe);
    safe = Math.max(safe, tradingDay(day)!.closeAt - BEFORE_THE_BELL);
  }
  return until;
}
