/** The orders behind an account's trades: their executions are the trades, to the share and the cent. */

import { newYorkDay, tradingDay } from "../../../core/calendar.ts";
import { scramble } from "../../market/noise.ts";
import { type Fill, netPrice, PLAIN_TICKET, type Step, type Ticket, type TicketLeg } from "../ticket.ts";
import type { Transaction } from "../transaction.ts";
import { cancelled, LIVE_AFTER, sent } from "./course.ts";

/** The longest that an order waits for its execution. */
export const LONGEST_WAIT = 240_000;
/** The executions of the first leg are reported first, those of the others so much later. */
const OTHER_LEGS_AFTER = 120;
const SOURCES = ["WBT", "WBT", "WBT", "iOS", "iOS", "Android"];

/** An order that is filled in part, and how long it waits for the rest. */
export interface Remainder {
  quantity: number;
  until: number;
}

/** The lines of an account's orders, by the order's number, in the order of time. */
export const tradesByOrder = (lines: readonly Transaction[]): Map<number, Transaction[]> =>
  Map.groupBy(lines.filter(({ order }) => order !== null), ({ order }) => order!.id);

/** The order that these lines, all of one instant, are the executions of; with a remainder it was for more. */
export function filledOrder(id: number, lines: readonly Transaction[], remainder: Remainder | null = null): Ticket {
  const chance = scramble(id);
  const { at, instrument } = lines[0]!;
  const isForDollars = remainder === null && instrument!.type === "Cryptocurrency" &&
    lines[0]!.move!.action === "Buy to Open";
  const isAtMarket = !isForDollars && remainder === null && lines.length === 1 &&
    (instrument!.type === "Cryptocurrency" || (instrument!.type === "Equity" && chance % 3 === 0));
  const legs = lines.map(({ instrument, move }): TicketLeg => ({
    instrument: instrument!,
    action: move!.action,
    quantity: isForDollars ? null : Math.round((move!.quantity + (remainder?.quantity ?? 0)) * 1e8) / 1e8,
  }));
  const fills = lines.map((line, leg): Fill => ({
    leg,
    id: `${newYorkDay(at).slice(2, 4)}_SIM::MARKET_A::${newYorkDay(at).replaceAll("-", "")}.${
      line.id % 1_000_000
    }-FILL`,
    executionId: String(line.id % 1_000_000),
    quantity: line.move!.quantity,
    price: line.move!.price!,
    at,
  }));
  // Between one second and some minutes, and never before the opening.
  const wait = isAtMarket || isForDollars ? 293 : 1000 + chance % (LONGEST_WAIT - 1000);
  const receivedAt = Math.max(at - wait, tradingDay(newYorkDay(at))!.openAt + 1000);
  return {
    ...PLAIN_TICKET,
    id,
    legs,
    type: isForDollars ? "Notional Market" : isAtMarket ? "Market" : chance % 11 === 0 ? "Marketable Limit" : "Limit",
    timeInForce: remainder !== null || chance % 7 === 0 && !isAtMarket && !isForDollars ? "GTC" : "Day",
    price: isForDollars || isAtMarket ? null : netPrice(
      legs.map((leg, place) => ({ ...leg, quantity: lines[place]!.move!.quantity })),
      fills.map(({ price }) => price),
    ),
    value: isForDollars ? lines[0]!.value / 100 : null,
    source: SOURCES[chance % SOURCES.length]!,
    steps: [
      ...sent(receivedAt),
      ...(remainder === null ? fillSteps(at, fills) : [
        { at: Math.max(at, receivedAt + LIVE_AFTER), status: "Live" as const, fills },
        ...cancelled(Math.max(remainder.until, at + 1000)),
      ]),
    ],
  };
}

function fillSteps(at: number, [first, ...others]: readonly Fill[]): Step[] {
  const all: Step[] = [{ at, status: "Filled", fills: [first!] }];
  if (others.length > 0) all.push({ at: at + OTHER_LEGS_AFTER, status: "Filled", fills: others });
  return all;
}
