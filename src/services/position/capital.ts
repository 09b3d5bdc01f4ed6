/** The capital a position ties up, by the rules that its underlying has. */

import { estimateMargin, type MarginEstimate } from "../../analytics/margin/requirement.ts";
import { type Account, CASH_SETTLED_INDEX_MARGIN, EQUITY_MARGIN } from "../../analytics/margin/rules.ts";
import type { Position } from "./position.ts";

/**
 * What is held is measured at today's prices, what is to be opened at those it opens at. Options on futures are margined
 * like futures, by scenarios that only the exchange and the broker have.
 */
export function capitalOf({ legs, spot, underlying }: Position, account: Account, isHeld: boolean): MarginEstimate {
  const phase = isHeld ? "maintenance" : "initial";
  const plain = legs.map(({ leg, mid, value }) => isHeld ? { ...leg, price: mid ?? value } : leg);
  if (underlying.type === "future") {
    const premium = -plain.reduce(
      (sum, leg) => leg.kind === "option" ? sum + leg.quantity * leg.multiplier * leg.price : sum,
      0,
    );
    const none = { requirement: null, net: null, method: "none", groups: [] };
    return { isEstimate: true, account, phase, premium, ...none, reason: "futures_are_margined_by_span" };
  }
  const rules = underlying.type === "index" ? CASH_SETTLED_INDEX_MARGIN : EQUITY_MARGIN;
  return estimateMargin(plain, spot, { rules, account, phase });
}
