/** Orders as rows of a table, one each or one for each part of a complex order. */

import type { Order } from "../../broker/endpoints/order.ts";
import type { OrderCondition } from "../../broker/endpoints/order_rules.ts";
import { newYorkDay } from "../../core/calendar.ts";
import { maskAccount } from "../../services/accounts.ts";
import { price, rounded } from "../../services/figures.ts";
import { newYorkWall } from "../../services/new_york_time.ts";
import { expiryOf } from "../../services/orders/order_expiry.ts";
import { type Fills, fillsOf } from "../../services/orders/order_fills.ts";
import { isWorking } from "../../services/orders/order_states.ts";
import { strategyOf } from "../../services/orders/order_strategy.ts";
import { rejectReason } from "../../services/orders/reject_reason.ts";
import { lastChange } from "../../services/orders/listed_orders.ts";

export const ORDER_COLUMNS = [
  "id",
  "account",
  "underlying",
  "does",
  "legs",
  "type",
  "price",
  "stop",
  "time_in_force",
  "state",
  "filled",
  "quantity",
  "fill_price",
  "placed",
  "changed",
  "expires",
  "note",
] as const;

export const ORDER_ROWS_ARE =
  "legs: [quantity, bought when positive; symbol; open or close]; parts: trigger or order first; prices: dollars a share of one unit, credit positive; quantity: units, shares or coins; expires: by time in force or first option; null: not applicable, or see unknown";

/** A row, and the columns of it that should have a value but are not known. */
export interface OrderRow {
  order: Order;
  row: unknown[];
  unknown: (typeof ORDER_COLUMNS[number])[];
}

/** One order as a row. */
export function orderRow(order: Order, now: number): OrderRow {
  const works = isWorking(order);
  const fills = fillsOf(order);
  const expiry = works ? expiryOf(order, now) : null;
  const changed = lastChange(order);
  const does = strategyOf(order, now);
  const row = [
    order.id,
    maskAccount(order.account),
    order.underlying,
    does,
    order.legs.map(({ quantity, symbol, action }) => [quantity, symbol, action?.split("_")[2] ?? null]),
    order.type?.replaceAll("_", " ") ?? null,
    price(order.price),
    price(order.stopPrice),
    order.timeInForce === "gtd" ? `gtd ${order.goodTillDay}` : order.timeInForce?.replaceAll("_", " ") ?? null,
    order.status,
    rounded(fills.filled, 8),
    rounded(fills.units, 8),
    price(fills.price),
    order.receivedAt === null ? null : newYorkWall(order.receivedAt),
    changed === 0 ? null : newYorkWall(changed),
    expiry === null ? null : expiry.by === "options" ? newYorkDay(expiry.at) : newYorkWall(expiry.at),
    noteOf(order, fills),
  ];
  const isUnpriced = fills.price === null && (fills.filled > 0 || fills.isUneven);
  return {
    order,
    row,
    unknown: [
      ...(does === null ? ["does" as const] : []),
      ...(order.status === null ? ["state" as const] : []),
      ...(isUnpriced ? ["fill_price" as const] : []),
    ],
  };
}

/** What else there is to say; `null` when nothing. */
function noteOf(order: Order, { isUneven }: Fills): string | null {
  const { value, status, contingentStatus, rules, replacesOrderId, replacingOrderId } = order;
  const reason = rejectReason(order.rejectReason);
  const waits = status === "contingent"
    ? contingentStatus === "pending_order"
      ? ["waits for another order"]
      : contingentStatus === "pending_condition"
      ? ["waits for its conditions"]
      : []
    : [];
  const notes = [
    ...(status === "rejected" ? [reason === null ? "no reason was given" : `refused: ${reason}`] : []),
    ...(value === null ? [] : [`for $${Math.abs(value)}, not for a quantity`]),
    ...waits,
    ...(rules?.routeAfterAt ? [`sent after ${newYorkWall(rules.routeAfterAt)}`] : []),
    ...(rules?.cancelAt ? [`cancelled at ${newYorkWall(rules.cancelAt)}`] : []),
    ...(rules?.conditions ?? []).map(conditionWords),
    ...(replacesOrderId === null ? [] : [`in place of ${replacesOrderId}`]),
    ...(replacingOrderId === null ? [] : [`replaced by ${replacingOrderId}`]),
    ...(isUneven ? ["its legs are executed in unlike proportion, or not all executions are reported yet"] : []),
  ];
  return notes.length === 0 ? null : notes.join("; ");
}

function conditionWords({ action, symbol, indicator, comparator, threshold, components }: OrderCondition): string {
  const done = action === "route" ? "sent" : action === "cancel" ? "cancelled" : "changed";
  const what = symbol ?? components.map((component) => component.symbol).join(" and ");
  const side = comparator === "gte" ? "at or above" : comparator === "lte" ? "at or below" : "at";
  return `${done} when ${what} (${indicator === "nat" ? "natural price" : "last price"}) is ${side} ${
    threshold ?? "?"
  }`;
}
