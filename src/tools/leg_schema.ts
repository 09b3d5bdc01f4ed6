/** How a model names a leg of a position: by its symbol, or by what it is. */

import * as z from "zod";
import { symbol, text } from "./bounded_schema.ts";

export const leg = z.object({
  symbol: symbol.optional().describe("An option, AAPL, /ESZ6; or describe the option"),
  underlying: symbol.optional(),
  expiration: z.union([text(10), z.number()]).optional().describe("2026-12-18, or days from now"),
  right: z.enum(["call", "put"]).optional(),
  strike: z.number().optional(),
  delta: z.number().optional().describe("Instead of strike: 0.16"),
  quantity: z.number().describe("Negative when sold"),
  price: z.number().optional().describe("Paid or received"),
}).strict();

/** A position has no more legs than that. */
export const legs = z.array(leg).refine((given) => given.length <= 200, "has more than 200 legs");

/** Whose rules of margin apply. */
export const accountType = z.enum(["margin", "ira", "cash"]);
