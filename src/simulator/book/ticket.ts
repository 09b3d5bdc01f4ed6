/** An order of a simulated customer: what was asked for, and what became of it, step by step. */

import type { Day } from "../../core/calendar.ts";
import type { Instrument } from "./instrument.ts";
import { type Action, signOf } from "./transaction.ts";

/** In the broker's words. */
export type OrderStatus =
  | "Received"
  | "Routed"
  | "In Flight"
  | "Live"
  | "Contingent"
  | "Cancel Requested"
  | "Replace Requested"
  | "Filled"
  | "Cancelled"
  | "Expired"
  | "Rejected"
  | "Removed"
  | "Partially Removed";

export type OrderType = "Limit" | "Market" | "Marketable Limit" | "Stop" | "Stop Limit" | "Notional Market";

export type TimeInForce = "Day" | "GTC" | "GTD" | "Ext" | "GTC Ext" | "Ext Overnight" | "IOC";

/** What a contingent order waits for. */
export type Contingency = "Pending Order" | "Pending Condition";

/** `quantity` shares, contracts or coins of 0 or more; `null` where dollars were ordered. */
export interface TicketLeg {
  instrument: Instrument;
  action: Action;
  quantity: number | null;
}

/** One execution of a leg; `quantity` of 0 or more. */
export interface Fill {
  leg: number;
  id: string;
  executionId: string;
  quantity: number;
  price: number;
  at: number;
}

/** When `symbol` trades at or beyond `threshold`, the order is sent. */
export interface RouteCondition {
  id: number;
  symbol: string;
  comparator: "gte" | "lte";
  threshold: number;
}

/** From `at` on the order has this status, and these executions besides the earlier ones. */
export interface Step {
  at: number;
  status: OrderStatus;
  fills?: readonly Fill[];
}

/** Everything about an order, its future included. Prices in dollars a share. */
export interface Ticket {
  id: number;
  legs: readonly TicketLeg[];
  type: OrderType;
  timeInForce: TimeInForce;
  /** The last day of a `GTD` order. */
  goodTill: Day | null;
  /** The net price of one unit, credit positive. */
  price: number | null;
  /** Dollars of an order for dollars, credit positive. */
  value: number | null;
  stop: number | null;
  source: string;
  externalIdentifier: string | null;
  contingency: Contingency | null;
  rules: { routeAfter: number | null; cancelAt: number | null; conditions: readonly RouteCondition[] } | null;
  replaces: number | null;
  replacedBy: number | null;
  complex: { id: number; tag: string } | null;
  rejectReason: string | null;
  /** What an administrator took away of it. */
  removedSize: number | null;
  /** In the order of time, at least one. */
  steps: readonly Step[];
}

/** What is left out of most tickets. */
export const PLAIN_TICKET = {
  type: "Limit",
  timeInForce: "Day",
  goodTill: null,
  price: null,
  value: null,
  stop: null,
  source: "WBT",
  externalIdentifier: null,
  contingency: null,
  rules: null,
  replaces: null,
  replacedBy: null,
  complex: null,
  rejectReason: null,
  removedSize: null,
} as const;

/** An order as it stands at an instant. `null`: not reached. */
export interface Order {
  ticket: Ticket;
  status: OrderStatus;
  receivedAt: number;
  routedAt: number | null;
  inFlightAt: number | null;
  liveAt: number | null;
  cancelledAt: number | null;
  /** When it was filled, cancelled, refused, removed, or expired. */
  terminalAt: number | null;
  updatedAt: number;
  fills: readonly Fill[];
}

/** What binds orders together; they name it. Of `OTO` and `OTOCO` the execution of `trigger` releases the others. */
export interface ComplexTicket {
  id: number;
  type: "OCO" | "OTO" | "OTOCO" | "PAIRS";
  trigger: number | null;
  ratio: { threshold: number; comparator: "gte" | "lte"; isNotional: boolean } | null;
}

/** A complex order as it stands at an instant; `related` are parts that have been replaced since. */
export interface ComplexOrder {
  ticket: ComplexTicket;
  trigger: Order | null;
  orders: readonly Order[];
  related: readonly Order[];
  /** When the last part came to its end; `null` while one has not. */
  terminalAt: number | null;
}

const TERMINAL: ReadonlySet<OrderStatus> = new Set([
  "Filled",
  "Cancelled",
  "Expired",
  "Rejected",
  "Removed",
  "Partially Removed",
]);

/** Whether nothing more becomes of an order. */
export const isTerminal = (status: OrderStatus): boolean => TERMINAL.has(status);

/** From the cancellation to the end, and from there to the last change, as recorded. */
const CANCELLED_BEFORE = 78;
const ENDED_BEFORE = 24;

/** The order at an instant; `null` before it was received. */
export function orderAt(ticket: Ticket, at: number): Order | null {
  const taken = ticket.steps.filter((step) => step.at <= at);
  const last = taken.at(-1);
  if (last === undefined) return null;
  const first = (status: OrderStatus) => taken.find((step) => step.status === status)?.at ?? null;
  const { status } = last;
  const isCancelled = status === "Cancelled";
  return {
    ticket,
    status,
    receivedAt: taken[0]!.at,
    routedAt: first("Routed"),
    inFlightAt: first("In Flight"),
    liveAt: first("Live"),
    cancelledAt: isCancelled ? last.at - CANCELLED_BEFORE : null,
    terminalAt: !isTerminal(status) ? null : isCancelled ? last.at - ENDED_BEFORE : last.at,
    updatedAt: last.at,
    fills: taken.flatMap(({ fills }) => fills ?? []),
  };
}

/** How many times the legs' smallest proportion was ordered; 1 for dollars and for parts of coins. */
export function sizeOf(legs: readonly TicketLeg[]): number {
  const quantities = legs.map(({ quantity }) => quantity ?? 1);
  if (!quantities.every(Number.isInteger)) return 1;
  const divisor = (a: number, b: number): number => b === 0 ? a : divisor(b, a % b);
  return quantities.reduce(divisor);
}

/** The net price of one unit at prices of the legs, credit positive; of coins, which come in parts, one is a unit. */
export function netPrice(legs: readonly TicketLeg[], prices: readonly number[]): number {
  const [only] = legs;
  const size = legs.length === 1 ? only!.quantity! : sizeOf(legs);
  const net = legs.reduce(
    (sum, { action, quantity }, leg) => sum - signOf(action) * quantity! / size * prices[leg]!,
    0,
  );
  return Math.round(net * 1e8) / 1e8;
}
