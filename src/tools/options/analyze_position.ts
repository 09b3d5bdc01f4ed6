/** `analyze_position`: what a position is, costs, risks, and is likely to bring. */

import * as z from "zod";
import { positive, symbol, text, whole } from "../bounded_schema.ts";
import { accountType, legs } from "../leg_schema.ts";
import { defineTool } from "../tool.ts";

export const analyzePosition = defineTool({
  name: "analyze_position",
  title: "Analyze a position",
  description:
    "Judges an options position, new or held: name, cost, max profit and loss, breakevens, buying power, returns, chances of profit, of half of it and of touch, expected value, greeks, events, assignment, rules, P/L table. Legs as symbols, or by expiration and strike or delta. Dollars, percent; null: unknown.",
  access: "read",
  input: z.object({
    legs: legs.optional(),
    underlying: symbol.optional().describe("Of legs that name none: AAPL, SPX, /ES"),
    position: symbol.optional().describe("What is held in AAPL or /ES; `legs` are added"),
    account: text(40).optional().describe("Of `position`"),
    entry: z.enum(["mid", "natural"]).optional().describe("Of legs without price; default mid"),
    forecast_volatility: positive(500).optional().describe("Percent; default realized"),
    account_type: accountType.optional().describe("Default margin"),
    stop: positive(100).optional().describe("P50 with a stop at so many times the credit"),
    close_at_dte: whole(1, 1000).optional().describe("P50 when closed with so many days left"),
    chart: z.boolean().optional().describe("Draw it"),
    scheme: z.enum(["light", "dark"]).optional().describe("Of the picture; default light"),
  }),
  async run(input, context) {
    // The options engine is read when it is first asked for: a server of quotes starts without it.
    const { positionAnalysis } = await import("../answers/position_analysis.ts");
    return await positionAnalysis(input, context);
  },
});
