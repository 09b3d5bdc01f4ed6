/** The risk of a portfolio, from the arguments of its tool to its answer. */

import { fail, ok, type Result } from "../../core/failure.ts";
import type { LegInput } from "../../services/position/leg_input.ts";
import { readRisk } from "../../services/portfolio/read_risk.ts";
import type { RiskInput } from "../account/get_portfolio_risk.ts";
import { leg } from "../leg_schema.ts";
import type { Context } from "../tool.ts";
import { portfolioRiskAnswer } from "./portfolio_risk_answer.ts";

export async function answerPortfolioRisk(input: RiskInput, context: Context): Promise<Result<unknown>> {
  const { account, index, candidate, spot_move, iv_change, days } = input;
  const legs = candidate === undefined ? ok(null) : readLegs(candidate);
  if (!legs.ok) return legs;
  const considered = legs.value === null ? {} : { candidate: { legs: legs.value } };
  const risk = await readRisk({ account, index, ...considered }, context);
  if (!risk.ok) return risk;
  const asks = [spot_move, iv_change, days].some((one) => one !== undefined);
  const whatIf = asks
    ? {
      spot: (spot_move ?? 0) / 100,
      volatility: iv_change === undefined ? null : 1 + iv_change / 100,
      days: days ?? 0,
    }
    : null;
  return ok(portfolioRiskAnswer(risk.value, whatIf, context.now()));
}

/** By the same rules as everywhere else, which the tool's own schema leaves out for its size. */
function readLegs(candidate: NonNullable<RiskInput["candidate"]>): Result<LegInput[]> {
  const legs: LegInput[] = [];
  for (const [place, given] of candidate.entries()) {
    const read = leg.safeParse(given);
    if (!read.success) {
      const { path, message } = read.error.issues[0]!;
      return fail({
        kind: "invalid",
        subject: `candidate leg ${place + 1}${path.length > 0 ? `, ${path.join(".")}` : ""}`,
        problem: message,
        remedy:
          'Write legs as {"symbol":"SPY   261218P00650000","quantity":-1}, or with underlying, expiration, right and strike',
      });
    }
    legs.push(read.data);
  }
  return ok(legs);
}
