/** Orders that are waited for: how they were, how they are, and what that makes a change. */

import type { Order } from "../../broker/endpoints/order.ts";
import { isWorking } from "./order_states.ts";

/** An order before and after. */
export interface OrderChange {
  before: Order;
  after: Order;
}

export interface Tracker {
  /** As they were at first, by number. */
  watched: ReadonlyMap<string, Order>;
  /** The newest versions, where there are any. */
  newest: Map<string, Order>;
  /** Takes what was heard of an order; whether it is one of them and no longer as it was. */
  take(order: Order): boolean;
  changes(): OrderChange[];
}

export function createTracker(orders: readonly Order[]): Tracker {
  const watched = new Map(orders.map((order) => [order.id, order]));
  const newest = new Map<string, Order>();
  return {
    watched,
    newest,
    take(order) {
      const before = watched.get(order.id);
      if (before === undefined) return false;
      // Two frames of one order may overtake each other: what is over stays over, what is executed stays so.
      const known = newest.get(order.id) ?? before;
      if (!isWorking(known) && isWorking(order) || executedOf(order) < executedOf(known)) return false;
      newest.set(order.id, order);
      return isChanged(before, order);
    },
    changes: () =>
      [...newest].map(([id, after]) => ({ before: watched.get(id)!, after }))
        .filter(({ before, after }) => isChanged(before, after)),
  };
}

/** Shares and contracts executed of all legs. */
const executedOf = ({ legs }: Order): number =>
  legs.flatMap(({ fills }) => fills).reduce((sum, { quantity }) => sum + Math.abs(quantity ?? 0), 0);

/** Whether an order is in another state, was executed further, or asks for another price. */
const isChanged = (before: Order, after: Order): boolean =>
  before.status !== after.status || executedOf(before) !== executedOf(after) || before.price !== after.price ||
  before.stopPrice !== after.stopPrice;
