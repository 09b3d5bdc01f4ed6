/** How a model names a leg of a position: by its symbol, or by what it is. */

import * as z from "zod";

export const symbol = z.string().min(1, "is empty").max(40, "is longer than any symbol (40 characters)");

export const leg = z.object({
  symbol: symbol.optional().describe("An option, AAPL shares or /ESZ6; or describe the option instead"),
  underlying: symbol.optional(),
  expiration: z.union([z.string().max(10), z.number()]).optional().describe("2026-12-18, or days from now"),
  right: z.enum(["call", "put"]).optional(),
  strike: z.number().optional(),
  delta: z.number().optional().describe("Instead of strike: 0.16, nearest strike"),
  quantity: z.number().describe("Negative when sold"),
  price: z.number().optional().describe("Paid or received a share; else `entry`"),
}).strict();
