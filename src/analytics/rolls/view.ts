/** A position with everything that has been booked before it, as rolls compare it before and after. */

import type { Leg, Underlying } from "../positions/leg.ts";
import { type Outcome, outcomeOf } from "../positions/outcome.ts";
import { riskProfile } from "../positions/risk_profile.ts";
import { probabilityOfProfit } from "../probability/expected_value.ts";
import { terminal } from "../probability/terminal.ts";

/** What the market says of an expiration: the carry its forward implies, and its volatility at the money. */
export interface Outlook {
  underlying: Underlying;
  /** An annualized fraction. */
  volatility: number;
}

/** Of a leg, a share; theta a calendar day. */
export interface LegGreeks {
  delta: number;
  theta: number;
}

/** Dollars, at the first expiration; `null` profits and losses have no limit. */
export interface PositionView {
  breakevens: number[];
  maxProfit: number | null;
  maxLoss: number | null;
  /** P(profit > 0), all that has been booked included. */
  probabilityOfProfit: number;
  /** Now: for a dollar of the underlying, and a calendar day. */
  delta: number;
  theta: number;
}

/**
 * `booked`: dollars made or lost on what is no longer held; `greeks`: of each leg, in their order. `null` for a position
 * without options.
 */
export function viewPosition(
  legs: readonly Leg[],
  greeks: readonly LegGreeks[],
  booked: number,
  outlook: Outlook,
): PositionView | null {
  if (!legs.some(({ kind }) => kind === "option")) return null;
  const { underlying, volatility } = outlook;
  const alone = outcomeOf(legs, underlying);
  const outcome: Outcome = { ...alone, at: (spot) => alone.at(spot) + booked };
  const { breakevens, maxProfit, maxLoss } = riskProfile(outcome, underlying.spot);
  const sum = (name: keyof LegGreeks): number =>
    legs.reduce((total, { quantity, multiplier }, i) => total + quantity * multiplier * greeks[i]![name], 0);
  return {
    breakevens,
    maxProfit,
    maxLoss,
    probabilityOfProfit: probabilityOfProfit(
      outcome,
      breakevens,
      terminal(underlying, volatility, outcome.years),
    ),
    delta: sum("delta"),
    theta: sum("theta"),
  };
}

/** The years to the first expiration; `null` without options. */
export function firstExpiration(legs: readonly Leg[]): number | null {
  const years = legs.flatMap((leg) => leg.kind === "option" ? [leg.years] : []);
  return years.length === 0 ? null : Math.min(...years);
}
