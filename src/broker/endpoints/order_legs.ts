/** The legs of an order as the broker writes them, with what was executed of each. */

import * as z from "zod";
import { amount, decimal, instrumentType, optionalInstant, requiredTerm, symbol, text } from "../wire.ts";

/** One execution. `quantity` is negative when sold, and `null` with the leg's; `price` in dollars per share. */
export interface Fill {
  id: string | null;
  quantity: number | null;
  price: number;
  filledAt: number | null;
  venue: string | null;
}

/** Quantities are negative when sold; `null` when the order is for dollars, or is neither a purchase nor a sale. */
export interface OrderLeg {
  symbol: string;
  /** In our spelling, such as `equity_option`; the list is open. */
  type: string | null;
  /** `buy_to_open` and the like; the list is open. */
  action: string | null;
  quantity: number | null;
  remainingQuantity: number | null;
  fills: Fill[];
}

const fillRow = z.object({
  "fill-id": text,
  quantity: amount,
  "fill-price": amount,
  "filled-at": optionalInstant,
  "destination-venue": text,
});

/** A leg as it stands inside an order. */
export const legRow = z.object({
  symbol,
  "instrument-type": instrumentType,
  action: requiredTerm,
  quantity: decimal,
  "remaining-quantity": decimal,
  fills: z.array(fillRow).nullish(),
}).transform((wire): OrderLeg => {
  const directed = (quantity: number | null): number | null => withDirection(quantity, wire.action);
  return {
    symbol: wire.symbol,
    type: wire["instrument-type"],
    action: wire.action,
    quantity: directed(wire.quantity),
    remainingQuantity: directed(wire["remaining-quantity"]),
    fills: (wire.fills ?? []).map((fill) => ({
      id: fill["fill-id"],
      quantity: directed(fill.quantity),
      price: fill["fill-price"],
      filledAt: fill["filled-at"],
      venue: fill["destination-venue"],
    })),
  };
});

/** An action nobody knows must not pass for a purchase. */
function withDirection(quantity: number | null, action: string | null): number | null {
  if (quantity === null || quantity === 0) return quantity;
  if (action?.startsWith("buy")) return quantity;
  return action?.startsWith("sell") ? -quantity : null;
}
