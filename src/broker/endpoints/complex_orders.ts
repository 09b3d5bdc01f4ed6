/** `GET /accounts/{n}/complex-orders`: orders that wait for or cancel one another. */

import * as z from "zod";
import { type Endpoint, query } from "../endpoint.ts";
import { decimal, flag, id, items, optionalId, optionalInstant, requiredTerm, term } from "../wire.ts";
import { type CheckedOrder, checkedOrder, type Order, placedOrder } from "./order.ts";

/** Orders bound together; `O` is what its parts are. */
interface Bound<O> {
  account: string;
  /** `oco`, `oto`, `otoco`, `pairs`, ...; the list is open. */
  type: string | null;
  /** Whose execution releases the others. */
  trigger: O | null;
  orders: O[];
  /** Of a pair: the ratio of prices on which both are sent, and whether it must be reached from below (`gte`). */
  ratio: { threshold: number; comparator: string | null; isNotional: boolean | null } | null;
  terminalAt: number | null;
}

/** A complex order that was only checked: neither it nor its parts have numbers. */
export type CheckedComplexOrder = Bound<CheckedOrder>;

/** A part that was replaced by another since. */
export interface RelatedOrder {
  id: string;
  status: string | null;
  replacesOrderId: string | null;
  replacingOrderId: string | null;
}

/** A placed complex order; it is cancelled as a whole by its own number. */
export interface ComplexOrder extends Bound<Order> {
  id: string;
  relatedOrders: RelatedOrder[];
}

const fields = {
  "account-number": z.string(),
  type: requiredTerm,
  "ratio-price-threshold": decimal,
  "ratio-price-comparator": term,
  "ratio-price-is-threshold-based-on-notional": flag,
  "terminal-at": optionalInstant,
};

const checkedRow = z.object({
  ...fields,
  "trigger-order": checkedOrder.nullish(),
  orders: z.array(checkedOrder),
});

const relatedRow = z.object({
  id,
  status: term,
  "replaces-order-id": optionalId,
  "replacing-order-id": optionalId,
}).transform((wire): RelatedOrder => ({
  id: wire.id,
  status: wire.status,
  replacesOrderId: wire["replaces-order-id"],
  replacingOrderId: wire["replacing-order-id"],
}));

const placedRow = z.object({
  ...fields,
  id,
  "trigger-order": placedOrder.nullish(),
  orders: z.array(placedOrder),
  "related-orders": z.array(relatedRow).nullish(),
});

type BoundWire<O> = Omit<z.infer<typeof checkedRow>, "trigger-order" | "orders"> & {
  "trigger-order"?: O | null | undefined;
  orders: O[];
};

function readBound<O>(wire: BoundWire<O>): Bound<O> {
  const threshold = wire["ratio-price-threshold"];
  return {
    account: wire["account-number"],
    type: wire.type,
    trigger: wire["trigger-order"] ?? null,
    orders: wire.orders,
    ratio: threshold === null ? null : {
      threshold,
      comparator: wire["ratio-price-comparator"],
      isNotional: wire["ratio-price-is-threshold-based-on-notional"],
    },
    terminalAt: wire["terminal-at"],
  };
}

/** As it stands in the answer to a check. */
export const checkedComplexOrder = checkedRow.transform((wire): CheckedComplexOrder => readBound(wire));

/** As it stands in lists and in the account stream. */
export const placedComplexOrder = placedRow.transform((wire): ComplexOrder => ({
  id: wire.id,
  ...readBound(wire),
  relatedOrders: wire["related-orders"] ?? [],
}));

const complexOrdersPath = (accountNumber: string): string =>
  `/accounts/${encodeURIComponent(accountNumber)}/complex-orders`;

/** One page of an account's complex orders: `page` counts from 0, `pageSize` is 10 by default and at most 200. */
export const complexOrders: Endpoint<{ accountNumber: string; page?: number; pageSize?: number }, ComplexOrder[]> = {
  name: "complex orders",
  method: "GET",
  group: "other",
  path: ({ accountNumber, page = 0, pageSize = 10 }) =>
    complexOrdersPath(accountNumber) + query({ "page-offset": page, "per-page": pageSize }),
  answer: items(placedComplexOrder),
};

/** Those of which a part was placed today. */
export const liveComplexOrders: Endpoint<{ accountNumber: string }, ComplexOrder[]> = {
  name: "live complex orders",
  method: "GET",
  group: "other",
  path: ({ accountNumber }) => `${complexOrdersPath(accountNumber)}/live`,
  answer: items(placedComplexOrder),
};

/** One complex order, by its own number and not by that of a part. */
export const complexOrder: Endpoint<{ accountNumber: string; id: string }, ComplexOrder> = {
  name: "complex order",
  method: "GET",
  group: "other",
  path: ({ accountNumber, id }) => `${complexOrdersPath(accountNumber)}/${encodeURIComponent(id)}`,
  answer: placedComplexOrder,
  subject: () => "A complex order of that number",
};
