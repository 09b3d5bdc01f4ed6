/** `get_portfolio_risk`: what the whole book stands to gain and lose, and where. */

import * as z from "zod";
import { account, number, symbol, whole } from "../bounded_schema.ts";
import { defineTool } from "../tool.ts";

const input = z.object({
  account,
  index: symbol.optional().describe("To weigh by; default SPY"),
  spot_move: number(-95, 200).optional().describe("What if: percent the index moves"),
  iv_change: number(-90, 500).optional().describe("What if: percent each IV changes"),
  days: whole(0, 1000).optional().describe("What if: days that pass"),
  // What a leg may say is checked when it is read: stated here once more it would double the tool's size.
  candidate: z.array(z.looseObject({})).refine((legs) => legs.length > 0 && legs.length <= 12, "needs 1 to 12 legs")
    .optional()
    .describe("Legs as for analyze_position"),
});

export type RiskInput = z.infer<typeof input>;

export const getPortfolioRisk = defineTool({
  name: "get_portfolio_risk",
  title: "Portfolio risk",
  description:
    "The book's risk: beta-weighted delta and gamma, theta, vega, buying power used, stress grid, worst case by position, concentration by underlying, sector, expiration and strategy, short gamma. Or what if (SPY falls 10 % tomorrow: `spot_move` -10, `days` 1), or what adding a `candidate` changes. Dollars, percent; null: unknown.",
  access: "read",
  input,
  run: async (asked, context) => (await import("../answers/portfolio_risk.ts")).answerPortfolioRisk(asked, context),
});
