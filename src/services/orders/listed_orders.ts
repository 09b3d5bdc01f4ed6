/** Orders as they are listed: alone, or bound together to be told as one. */

import type { Account } from "../../broker/endpoints/accounts.ts";
import type { ComplexOrder } from "../../broker/endpoints/complex_orders.ts";
import type { Order } from "../../broker/endpoints/order.ts";
import { isWorking } from "./order_states.ts";

/** One order, or those of a complex order; `complex` is `null` for one alone. */
export interface ListedOrder {
  account: Account;
  /** The trigger, if there is one, first. */
  parts: Order[];
  complex: ComplexOrder | null;
}

export const partsOf = (
  { trigger, orders }: ComplexOrder,
): Order[] => [...(trigger === null ? [] : [trigger]), ...orders];

/** The instant at which anything in it changed last. */
export const changedAt = ({ parts }: ListedOrder): number => Math.max(...parts.map(lastChange));

/** When an order changed last, as far as the broker says it. */
export const lastChange = ({ updatedAt, terminalAt, receivedAt }: Order): number =>
  updatedAt ?? terminalAt ?? receivedAt ?? 0;

/** Orders gathered by what they are bound to; a bound order whose whole is not known stands alone. */
export function listOrders(
  account: Account,
  orders: readonly Order[],
  complex: ReadonlyMap<string, ComplexOrder>,
): ListedOrder[] {
  const listed = new Map<string, ListedOrder>();
  for (const order of orders) {
    const whole = order.complexOrderId === null ? undefined : complex.get(order.complexOrderId);
    const parts = whole && partsOf(whole);
    // What was replaced before belongs to the whole no longer.
    if (parts?.some(({ id }) => id === order.id)) {
      listed.set(`complex ${whole!.id}`, { account, parts, complex: whole! });
    } else listed.set(order.id, { account, parts: [order], complex: null });
  }
  return [...listed.values()];
}

/** Working orders first, then by the last change, the newest first. */
export const byUrgency = (one: ListedOrder, other: ListedOrder): number =>
  Number(other.parts.some(isWorking)) - Number(one.parts.some(isWorking)) || changedAt(other) - changedAt(one);

/** The same list with newer versions of its orders in the place of older ones. */
export function withNews(listed: readonly ListedOrder[], news: ReadonlyMap<string, Order>): ListedOrder[] {
  const newest = (order: Order): Order => news.get(order.id) ?? order;
  return listed.map((entry) => ({ ...entry, parts: entry.parts.map(newest) }));
}
