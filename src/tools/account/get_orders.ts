/** `get_orders`: what is working at the broker, what became of orders lately, and the wait for the next change. */

import * as z from "zod";
import { PHASES } from "../../services/orders/order_states.ts";
import { account, offset, symbol, whole } from "../bounded_schema.ts";
import { defineTool } from "../tool.ts";

const day = z.iso.date().optional();

const input = z.object({
  account,
  status: z.enum([...PHASES, "all"]).optional()
    .describe("Default all; cancelled: expired too"),
  symbol: symbol.optional().describe("Underlying"),
  from: day.describe("Of ended orders; default 7 days ago"),
  to: day,
  order_id: z.string().refine((given) => /^\d{1,19}$/.test(given), "is a number").optional(),
  wait_seconds: whole(1, 30).optional().describe("At most 30, for the next change"),
  limit: whole(1, 100).optional().describe("Default 25"),
  offset,
});

export type OrdersInput = z.infer<typeof input>;

export const getOrders = defineTool({
  name: "get_orders",
  title: "Orders",
  description:
    "Working and recent orders: what each does, price (dollars, credit positive), state, what is filled and at which price, expiry, why it was rejected; OCO, OTO, OTOCO as one with parts. null: not applicable, or named in unknown.",
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/orders.ts")).answerOrders(asked, context),
});
