/** `analyze_position`: what a position is, costs, risks, and is likely to bring. */

import * as z from "zod";
import { leg, symbol } from "../leg_schema.ts";
import { defineTool } from "../tool.ts";

export const analyzePosition = defineTool({
  name: "analyze_position",
  title: "Analyze a position",
  description:
    "Judges an options position, new or held: name, credit or debit, slippage, max profit and loss, breakevens, buying power, returns, chances of profit, of 50 % of it and of touch, expected value, greeks, events, assignment, rules, P/L table, picture. Legs as symbols, or by expiration and strike or delta. One underlying. Dollars and percent; null is unknown.",
  access: "read",
  input: z.object({
    legs: z.array(leg).max(200).optional(),
    underlying: symbol.optional().describe("For legs that name none: AAPL, SPX, /ES"),
    position: symbol.optional().describe("What is held in AAPL or /ES, at the prices paid; `legs` are added to it"),
    account: z.string().max(40).optional().describe("Of `position`: only this account"),
    entry: z.enum(["mid", "natural"]).optional().describe("Price of legs without one; default mid"),
    forecast_volatility: z.number().positive().max(500).optional().describe("Percent; default realized, 30 days"),
    account_type: z.enum(["margin", "ira", "cash"]).optional().describe("Default margin"),
    stop: z.number().positive().max(100).optional().describe("P50 with a stop at a loss of so many times the credit"),
    close_at_dte: z.int().min(1).max(1000).optional().describe("P50 when closed by so many days left, 21"),
    chart: z.boolean().optional().describe("Also draw it"),
    scheme: z.enum(["light", "dark"]).optional().describe("Of the chart; default light"),
  }),
  async run(input, context) {
    // The options engine is read when it is first asked for: a server of quotes starts without it.
    const { positionAnalysis } = await import("../answers/position_analysis.ts");
    return await positionAnalysis(input, context);
  },
});
