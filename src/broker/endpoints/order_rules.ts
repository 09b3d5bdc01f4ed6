/** Conditions on which an order is sent or cancelled by itself, as they stand inside an order. */

import * as z from "zod";
import { decimal, flag, instrumentType, optionalInstant, optionalSymbol, symbol, term, text } from "../wire.ts";

/** One instrument of a condition on the price of several; the quantity is negative when sold. */
export interface PriceComponent {
  symbol: string;
  type: string | null;
  quantity: number | null;
}

/** When `indicator` of the instrument is at or beyond `threshold`, `action` follows. */
export interface OrderCondition {
  /** `route` or `cancel`. */
  action: string | null;
  /** `null` when the condition is on several instruments. */
  symbol: string | null;
  type: string | null;
  /** `last`, or `nat` for the natural price. */
  indicator: string | null;
  /** `gte` or `lte`. */
  comparator: string | null;
  threshold: number | null;
  /** Whether the threshold is an amount of dollars and not a price. */
  isNotional: boolean | null;
  components: PriceComponent[];
  triggeredAt: number | null;
}

export interface OrderRules {
  routeAfterAt: number | null;
  cancelAt: number | null;
  conditions: OrderCondition[];
}

const SIGNS: Record<string, number> = { Long: 1, Short: -1 };

const componentRow = z.object({
  symbol,
  "instrument-type": instrumentType,
  quantity: decimal,
  "quantity-direction": text,
}).transform((wire): PriceComponent => {
  const sign = SIGNS[wire["quantity-direction"] ?? ""];
  return {
    symbol: wire.symbol,
    type: wire["instrument-type"],
    quantity: wire.quantity === null || sign === undefined ? null : sign * wire.quantity,
  };
});

const conditionRow = z.object({
  action: term,
  symbol: optionalSymbol,
  "instrument-type": instrumentType,
  indicator: term,
  comparator: term,
  threshold: decimal,
  "is-threshold-based-on-notional": flag,
  "price-components": z.array(componentRow).nullish(),
  "triggered-at": optionalInstant,
}).transform((wire): OrderCondition => ({
  action: wire.action,
  symbol: wire.symbol,
  type: wire["instrument-type"],
  indicator: wire.indicator,
  comparator: wire.comparator,
  threshold: wire.threshold,
  isNotional: wire["is-threshold-based-on-notional"],
  components: wire["price-components"] ?? [],
  triggeredAt: wire["triggered-at"],
}));

/** The broker's description names the list `order-conditions`, its answers `conditions`. */
export const orderRules = z.object({
  "route-after": optionalInstant,
  "cancel-at": optionalInstant,
  conditions: z.array(conditionRow).nullish(),
  "order-conditions": z.array(conditionRow).nullish(),
}).transform((wire): OrderRules => ({
  routeAfterAt: wire["route-after"],
  cancelAt: wire["cancel-at"],
  conditions: wire.conditions ?? wire["order-conditions"] ?? [],
}));
