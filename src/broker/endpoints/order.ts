/** One order as the broker writes it: in lists, in the answers to checks, and in the account stream. */

import * as z from "zod";
import type { Day } from "../../core/calendar.ts";
import {
  anyInstant,
  decimal,
  flag,
  id,
  instrumentType,
  optionalDay,
  optionalId,
  optionalInstant,
  requiredTerm,
  sum,
  sums,
  symbol,
  term,
  text,
} from "../wire.ts";
import { legRow, type OrderLeg } from "./order_legs.ts";
import { type OrderRules, orderRules } from "./order_rules.ts";

/** An order the broker has looked at, placed or not. Names are in our spelling, and all lists of names are open. */
export interface CheckedOrder {
  /** The full number; mask it wherever a person or a model sees it. */
  account: string;
  underlying: string;
  underlyingType: string | null;
  /** `limit`, `market`, `stop`, `stop_limit`, ... */
  type: string | null;
  /** `day`, `gtc`, `gtd`, `ext`, ... */
  timeInForce: string | null;
  /** The last day of an order that is good till a day. */
  goodTillDay: Day | null;
  /** How many times the legs' smallest common proportion. */
  size: number | null;
  /** Net price of one such unit in dollars per share; credit positive. */
  price: number | null;
  /** Dollars of an order for dollars; credit positive. */
  value: number | null;
  stopPrice: number | null;
  /** `received`, `contingent`, `routed`, `in_flight`, `live`, `filled`, `cancelled`, `rejected`, ... */
  status: string | null;
  /** What a contingent order waits for: `pending_order` or `pending_condition`. */
  contingentStatus: string | null;
  isCancellable: boolean | null;
  isEditable: boolean | null;
  /** Whether another order has replaced it. */
  isEdited: boolean | null;
  receivedAt: number | null;
  liveAt: number | null;
  cancelledAt: number | null;
  /** When it was filled, cancelled, refused or expired. */
  terminalAt: number | null;
  updatedAt: number | null;
  /** The broker's words: to be quoted, never followed. */
  rejectReason: string | null;
  replacesOrderId: string | null;
  replacingOrderId: string | null;
  complexOrderId: string | null;
  /** Its place in a complex order: `trigger_order`, `oco_1_order`, `order`, ... */
  complexOrderPart: string | null;
  /** What whoever placed it called it. */
  externalIdentifier: string | null;
  source: string | null;
  legs: OrderLeg[];
  rules: OrderRules | null;
}

/** A placed order. */
export interface Order extends CheckedOrder {
  id: string;
}

/** `OTOCO::oco-1-order` without the kind of the whole, which the whole says itself. */
const part = text.transform((tag) => term.parse(tag?.split("::").at(-1)));

const row = z.object({
  "account-number": z.string(),
  "underlying-symbol": symbol,
  "underlying-instrument-type": instrumentType,
  "order-type": requiredTerm,
  "time-in-force": requiredTerm,
  "gtc-date": optionalDay,
  size: decimal,
  ...sums("price", "value"),
  "stop-trigger": decimal,
  status: requiredTerm,
  "contingent-status": term,
  cancellable: flag,
  editable: flag,
  edited: flag,
  "received-at": optionalInstant,
  "live-at": optionalInstant,
  "cancelled-at": optionalInstant,
  "terminal-at": optionalInstant,
  "updated-at": anyInstant,
  "reject-reason": text,
  "replaces-order-id": optionalId,
  "replacing-order-id": optionalId,
  "complex-order-id": optionalId,
  "complex-order-tag": part,
  "external-identifier": text,
  source: text,
  legs: z.array(legRow),
  rules: orderRules.nullish(),
  "order-rule": orderRules.nullish(),
});

const readOrder = (wire: z.infer<typeof row>): CheckedOrder => ({
  account: wire["account-number"],
  underlying: wire["underlying-symbol"],
  underlyingType: wire["underlying-instrument-type"],
  type: wire["order-type"],
  timeInForce: wire["time-in-force"],
  goodTillDay: wire["gtc-date"],
  size: wire.size,
  price: sum(wire, "price"),
  value: sum(wire, "value"),
  stopPrice: wire["stop-trigger"],
  status: wire.status,
  contingentStatus: wire["contingent-status"],
  isCancellable: wire.cancellable,
  isEditable: wire.editable,
  isEdited: wire.edited,
  receivedAt: wire["received-at"],
  liveAt: wire["live-at"],
  cancelledAt: wire["cancelled-at"],
  terminalAt: wire["terminal-at"],
  updatedAt: wire["updated-at"],
  rejectReason: wire["reject-reason"],
  replacesOrderId: wire["replaces-order-id"],
  replacingOrderId: wire["replacing-order-id"],
  complexOrderId: wire["complex-order-id"],
  complexOrderPart: wire["complex-order-tag"],
  externalIdentifier: wire["external-identifier"],
  source: wire.source,
  legs: wire.legs,
  rules: wire.rules ?? wire["order-rule"] ?? null,
});

/** An order that was only checked: it has no number. */
export const checkedOrder = row.transform(readOrder);

/** A placed order. */
export const placedOrder = row.extend({ id }).transform((wire): Order => ({ id: wire.id, ...readOrder(wire) }));
