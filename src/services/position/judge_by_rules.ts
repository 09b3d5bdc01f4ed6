/** Which rules of thumb a position meets and breaks. */

import type { RiskProfile } from "../../analytics/positions/risk_profile.ts";
import type { Strategy } from "../../analytics/strategies/recognize.ts";
import { checkRules, type Verdict } from "../../analytics/strategies/rules.ts";
import type { OpeningCost } from "./opening_cost.ts";
import type { Position } from "./position.ts";

/** What is known of a position beside its legs. */
export interface Findings {
  strategy: Strategy;
  days: number;
  cost: OpeningCost;
  profile: RiskProfile;
  probabilityOfProfit: number;
  /** Of what is held only the rules for keeping it count. */
  isHeld: boolean;
}

/** Dollars received for the options less those paid. */
export const optionCreditOf = ({ legs }: Position): number =>
  -legs.reduce(
    (sum, { contract, quantity, multiplier, entryPrice }) =>
      contract === null ? sum : sum + quantity * multiplier * entryPrice,
    0,
  );

export function judgeByRules(position: Position, findings: Findings): Verdict[] {
  const { legs, metrics } = position;
  const { strategy, days, cost, profile, probabilityOfProfit, isHeld } = findings;
  const credit = optionCreditOf(position);
  const options = legs.filter(({ contract }) => contract !== null);
  const short = options.filter(({ quantity }) => quantity < 0);
  const { lower, upper } = strategy.wings;
  const width = Math.max(lower ?? 0, upper ?? 0) * strategy.units * Math.max(...options.map((leg) => leg.multiplier));
  const hasPaid = legs.some(({ entrySource }) => entrySource === "held" || entrySource === "given");
  const canWin = profile.maxProfit !== null && profile.maxProfit > 0;
  const verdicts = checkRules({ id: strategy.id, risk: strategy.risk, isCredit: credit > 0 }, {
    daysAtEntry: isHeld ? null : days,
    daysLeft: days,
    ivRank: metrics?.metrics.ivRank ?? null,
    shortDelta: short.length === 0 ? null : Math.max(...short.map(({ delta }) => Math.abs(delta))),
    creditToWidth: width > 0 ? credit / width : null,
    profitTaken: hasPaid && canWin ? cost.openProfit / profile.maxProfit! : null,
    lossToCredit: hasPaid && credit > 0 ? Math.max(0, -cost.openProfit) / credit : null,
    probabilityOfProfit,
  });
  return verdicts.filter(({ moment }) => !isHeld || moment === "management");
}
