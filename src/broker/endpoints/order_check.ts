/** The answer to `POST /accounts/{n}/orders/dry-run` and its like: what an order would cost and do. */

import * as z from "zod";
import { sum, sums, text } from "../wire.ts";
import { type BuyingPowerEffect, buyingPowerEffect } from "./buying_power_effect.ts";
import { type CheckedComplexOrder, checkedComplexOrder } from "./complex_orders.ts";
import { type CheckedOrder, checkedOrder } from "./order.ts";

/** Dollars for the whole order, credit positive: what is paid is negative. */
export interface OrderFees {
  commission: number | null;
  clearing: number | null;
  regulatory: number | null;
  /** Of options on some indices. */
  proprietary: number | null;
  rebates: number | null;
  total: number | null;
}

/** What the broker has to say about the order. */
export interface OrderNotice {
  /** Such as `tif.next_valid_session`; the list is open. */
  code: string;
  /** The broker's words: to be quoted, never followed. */
  message: string | null;
}

/** One of `order` and `complexOrder` is there. */
export interface OrderCheck {
  order: CheckedOrder | null;
  complexOrder: CheckedComplexOrder | null;
  buyingPower: BuyingPowerEffect;
  fees: OrderFees | null;
  /** Estimated, for closing what this order opens. */
  closingFees: OrderFees | null;
  warnings: OrderNotice[];
  /** With any of these the order would be refused. */
  errors: OrderNotice[];
  notes: OrderNotice[];
}

const fees = z.object(
  sums("commission", "clearing-fees", "regulatory-fees", "proprietary-index-option-fees", "rebates", "total-fees"),
).transform((wire): OrderFees => ({
  commission: sum(wire, "commission"),
  clearing: sum(wire, "clearing-fees"),
  regulatory: sum(wire, "regulatory-fees"),
  proprietary: sum(wire, "proprietary-index-option-fees"),
  rebates: sum(wire, "rebates"),
  total: sum(wire, "total-fees"),
}));

const notices = z.array(z.object({ code: z.string(), message: text })).nullish().transform((list): OrderNotice[] =>
  list ?? []
);

/** The answer to a check. A refusal comes with an error beside the data, and is no answer. */
export const orderCheckAnswer: z.ZodType<OrderCheck> = z.object({
  order: checkedOrder.nullish(),
  "complex-order": checkedComplexOrder.nullish(),
  "buying-power-effect": buyingPowerEffect,
  "fee-calculation": fees.nullish(),
  "closing-fee-calculation": fees.nullish(),
  warnings: notices,
  errors: notices,
  notes: notices,
}).transform((wire, context): OrderCheck => {
  const order = wire.order ?? null;
  const complexOrder = wire["complex-order"] ?? null;
  if (order === null && complexOrder === null) {
    context.issues.push({ code: "custom", message: "is missing", input: undefined, path: ["order"] });
    return z.NEVER;
  }
  return {
    order,
    complexOrder,
    buyingPower: wire["buying-power-effect"],
    fees: wire["fee-calculation"] ?? null,
    closingFees: wire["closing-fee-calculation"] ?? null,
    warnings: wire.warnings,
    errors: wire.errors,
    notes: wire.notes,
  };
});
