/** Which of the options that are sold may be exercised against the seller before they expire. */

import { type AssignmentRisk, assignmentRisk } from "../../analytics/pricing/assignment.ts";
import { americanTermsOf } from "./leg_model.ts";
import type { Position, PositionLeg } from "./position.ts";

export interface LegAssignment {
  leg: PositionLeg;
  risk: AssignmentRisk;
}

/** The risk of each sold option, that of European ones left out; the price is the middle of the market. */
export function earlyAssignments({ legs, terms, exercise }: Position): LegAssignment[] {
  if (exercise === "european") return [];
  return legs.flatMap((leg) => {
    const { contract, quantity, mid, value } = leg;
    if (contract === null || quantity > 0) return [];
    const { series, strike, right } = contract;
    const { term: { years }, setting } = terms.find((one) => one.series === series)!;
    return [{ leg, risk: assignmentRisk(americanTermsOf({ strike, right, years }, setting), mid ?? value) }];
  });
}
