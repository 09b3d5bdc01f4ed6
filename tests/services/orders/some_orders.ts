/** Orders to try rules on. */

import type { Order } from "../../../src/broker/endpoints/order.ts";
import type { OrderLeg } from "../../../src/broker/endpoints/order_legs.ts";

/** A leg of so many, bought when positive, of which some were executed at prices. */
export function leg(
  quantity: number | null,
  symbol: string,
  action: string,
  fills: [quantity: number, price: number][] = [],
  type = symbol.startsWith("./")
    ? "future_option"
    : symbol.startsWith("/")
    ? "future"
    : symbol.length === 21
    ? "equity_option"
    : symbol.includes("/USD")
    ? "cryptocurrency"
    : "equity",
): OrderLeg {
  const executed = fills.reduce((sum, [quantity]) => sum + quantity, 0);
  return {
    symbol,
    type,
    action,
    quantity,
    remainingQuantity: quantity === null ? null : quantity - executed,
    fills: fills.map(([quantity, price]) => ({ id: null, quantity, price, filledAt: null, venue: null })),
  };
}

export const order = (changes: Partial<Order> = {}): Order => ({
  id: "1",
  account: "5WA00001",
  underlying: "ABC",
  underlyingType: "equity",
  type: "limit",
  timeInForce: "day",
  goodTillDay: null,
  size: null,
  price: -10,
  value: null,
  stopPrice: null,
  status: "live",
  contingentStatus: null,
  isCancellable: true,
  isEditable: true,
  isEdited: false,
  receivedAt: Date.UTC(2026, 10, 20, 15),
  liveAt: null,
  cancelledAt: null,
  terminalAt: null,
  updatedAt: Date.UTC(2026, 10, 20, 15),
  rejectReason: null,
  replacesOrderId: null,
  replacingOrderId: null,
  complexOrderId: null,
  complexOrderPart: null,
  externalIdentifier: null,
  source: null,
  legs: [leg(100, "ABC", "buy_to_open")],
  rules: null,
  ...changes,
});
