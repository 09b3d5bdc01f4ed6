/** `get_portfolio_risk`: what the whole book stands to gain and lose, and where. */

import * as z from "zod";
import { number, symbol, text, whole } from "../bounded_schema.ts";
import { defineTool } from "../tool.ts";

const input = z.object({
  account: text(40).optional(),
  index: symbol.optional().describe("Weigh by; default SPY"),
  spot_move: number(-95, 200).optional().describe("What if the index moves: percent"),
  iv_change: number(-90, 500).optional().describe("What if IVs change: percent of each"),
  days: whole(0, 1000).optional().describe("What if days pass"),
  // What a leg may say is checked when it is read: stated here once more it would double the tool's size.
  candidate: z.array(z.looseObject({})).min(1).max(12).optional().describe("Legs as for analyze_position"),
});

export type RiskInput = z.infer<typeof input>;

export const getPortfolioRisk = defineTool({
  name: "get_portfolio_risk",
  title: "Portfolio risk",
  description:
    "Risk of all that is held: beta-weighted delta and gamma, theta, vega, buying power, stress grid by full revaluation, worst case by position, concentration, short gamma. Or what if (`spot_move` -10, `days` 1: SPY falls 10 % tomorrow), or what adding a `candidate` changes. Dollars, percent; null is unknown.",
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/portfolio_risk.ts")).answerPortfolioRisk(asked, context),
});
