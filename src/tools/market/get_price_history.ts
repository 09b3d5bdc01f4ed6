/** `get_price_history`: what the candles of a stretch of time say, and the candles themselves where they are asked for. */

import * as z from "zod";
import { INTERVALS } from "../../services/price_history_interval.ts";
import { defineTool } from "../tool.ts";

/** Rows one call may ask for: what fits into an answer. */
export const MOST_ROWS = 400;

const date = z.string().min(1).max(16);

const input = z.object({
  symbol: z.string().min(1, "is empty").max(40, "is longer than any symbol (40 characters)")
    .describe("As in get_quote: AAPL, SPX, /ESZ6, BTC/USD or an option"),
  interval: z.enum(INTERVALS).default("1d").describe("Length of a candle"),
  span: z.string().min(1).max(8).optional()
    .describe("Back from `to`: 5d (trading days), 2w, 6mo, 1y, ytd. Usually 6mo for daily candles"),
  from: date.optional().describe("Instead of span: 2026-05-20, or 2026-11-20T09:30 in New York"),
  to: date.optional().describe("Last day or minute, included; now when left out"),
  extended_hours: z.boolean().default(false).describe("Also before the opening and after the close"),
  rows: z.number().int().min(0).max(MOST_ROWS).default(0).describe("Candles to show at most, the latest ones"),
});

export type PriceHistoryInput = z.infer<typeof input>;

export const getPriceHistory = defineTool({
  name: "get_price_history",
  title: "Price history",
  description:
    "Past prices of anything get_quote takes, in candles of 1 minute to 1 month. Gives a summary first: change, high, low, average volume, realized volatility, drawdown, missing days, suspected splits (never adjusted). Candles come only with `rows`: the latest ones, oldest first. Prices in dollars or points, times New York's; null means unknown.",
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/price_history.ts")).answerPriceHistory(asked, context),
});
