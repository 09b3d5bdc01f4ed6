/** What options can lose together at expiration when each sold one has a bought one behind it. */

import type { OptionLeg } from "../positions/leg.ts";

/**
 * Dollars lost at the worst price, premiums apart; 0 where nothing can be. Counts are signed. Because each sold option
 * is covered, nothing beyond the outer strikes is worse than at them.
 */
export function worstLoss(holds: readonly { option: OptionLeg; count: number }[]): number {
  let worst = 0;
  for (const { option: { strike: price } } of holds) {
    let payoff = 0;
    for (const { option: { right, strike, multiplier }, count } of holds) {
      payoff += count * multiplier * Math.max(0, right === "call" ? price - strike : strike - price);
    }
    worst = Math.max(worst, -payoff);
  }
  return worst;
}
