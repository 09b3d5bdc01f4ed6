/** `get_option_chain`: what expires when, what the market expects by then, and the options that fit. */

import * as z from "zod";
import { EXPIRATION_TYPES } from "../../services/chain/series.ts";
import { defineTool } from "../tool.ts";

const days = z.int().min(0).max(4000);
const OUT_OF_RANGE = "runs from 0 to 1; write a 16-delta option as 0.16";
const delta = z.number().min(-1, OUT_OF_RANGE).max(1, OUT_OF_RANGE);
const dollars = z.number().min(0);

export const getOptionChain = defineTool({
  name: "get_option_chain",
  title: "Option chain",
  description:
    "Option chain with live greeks of a share, ETF, index or future: per expiration days left, forward, IV, expected move; per strike market, IV, greeks, volume, open interest. Pick expirations by day or days left, strikes by delta, moneyness, count or expected move. With `symbol` alone: all expirations, and the money strikes of the one nearest 45 days.",
  access: "read",
  input: z.object({
    symbol: z.string().min(1, "is empty").max(40, "is longer than any symbol (40 characters)")
      .describe("AAPL, SPX (both roots), SPXW, /ES, /ESZ6"),
    expiration: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "is not a day such as 2026-12-18").optional()
      .describe("A day, 2026-12-18"),
    min_dte: days.optional().describe("Days to expiration, at least; 0 with max_dte 0 is today"),
    max_dte: days.optional().describe("Days to expiration, at most"),
    expiration_type: z.enum(EXPIRATION_TYPES).optional().describe("monthly includes LEAPS"),
    right: z.enum(["call", "put", "both"]).optional().describe("Default both"),
    strikes: z.int().min(1).max(400).optional().describe("Only so many strikes nearest the money, per expiration"),
    min_delta: delta.optional().describe("Without sign: 0.16 for a 16-delta put or call"),
    max_delta: delta.optional(),
    moneyness: z.enum(["otm", "itm"]).optional().describe("Only out of the money, or only in the money"),
    within_percent: z.number().positive().max(1000).optional().describe(
      "Strikes at most so many percent from the price",
    ),
    expected_moves: z.number().positive().max(20).optional()
      .describe("Strikes at most so many expected moves from the price"),
    min_strike: dollars.optional().describe("Dollars, or points of the future"),
    max_strike: dollars.optional(),
    after: z.string().max(60).optional().describe("From an answer's `more`: go on behind this option"),
  }),
  run: async (input, context) => (await import("../answers/option_chain.ts")).answerOptionChain(input, context),
});
