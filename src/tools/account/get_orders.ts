/** `get_orders`: what is working at the broker, what became of orders lately, and the wait for the next change. */

import * as z from "zod";
import { defineTool } from "../tool.ts";

const day = z.iso.date().optional();

const input = z.object({
  account: z.string().max(40).optional().describe("Last digits or nickname"),
  status: z.enum(["working", "filled", "cancelled", "rejected", "all"]).optional(),
  symbol: z.string().max(40).optional(),
  from: day.describe("When ended orders changed; default 7 days ago"),
  to: day,
  order_id: z.string().regex(/^\d{1,19}$/, "is a number").optional(),
  wait_seconds: z.int().min(1).max(30).optional(),
  limit: z.int().min(1).max(100).optional(),
  offset: z.int().min(0).max(5000).optional(),
});

export type OrdersInput = z.infer<typeof input>;

export const getOrders = defineTool({
  name: "get_orders",
  title: "Orders",
  description:
    "Working and recent orders: what each does, price (credit positive), state, fills, expiry, why it was rejected; OCO, OTO, OTOCO as one with parts. With wait_seconds it answers as soon as a working order changes. Default: all, 25 a page; cancelled includes expired.",
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/orders.ts")).answerOrders(asked, context),
});
