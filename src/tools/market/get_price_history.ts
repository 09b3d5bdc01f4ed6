/** `get_price_history`: what the candles of a stretch of time say, and the candles themselves where they are asked for. */

import * as z from "zod";
import { INTERVALS } from "../../services/price_history_interval.ts";
import { symbol, text, whole } from "../bounded_schema.ts";
import { defineTool } from "../tool.ts";

/** Rows one call may ask for: what fits into an answer. */
export const MOST_ROWS = 400;

const date = text(16);

const input = z.object({
  symbol: symbol.describe("As in get_quote: AAPL, SPX, /ESZ6, BTC/USD or an option"),
  interval: z.enum(INTERVALS).default("1d"),
  span: text(8).optional().describe("Back from `to`: 5d (trading days), 2w, 6mo, 1y, ytd; of 1d default 6mo"),
  from: date.optional().describe("Instead of span: 2026-05-20, or 2026-11-20T09:30 in New York"),
  to: date.optional().describe("Included; default now"),
  extended_hours: z.boolean().default(false),
  rows: whole(0, MOST_ROWS).default(0).describe("Candles to show, at most 400"),
});

export type PriceHistoryInput = z.infer<typeof input>;

export const getPriceHistory = defineTool({
  name: "get_price_history",
  title: "Price history",
  description:
    "Past prices of anything get_quote takes, in candles of 1 minute to 1 month. First a summary: change, high, low, average volume, realized volatility, drawdown, missing days, suspected splits (never adjusted). Candles only with `rows`: the latest, oldest first. Dollars or points, New York's time; null: unknown.",
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/price_history.ts")).answerPriceHistory(asked, context),
});
