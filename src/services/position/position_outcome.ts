/** What a position brings when its first options expire, with the right to exercise early in what lives on. */

import { legValue, type Outcome, outcomeOf } from "../../analytics/positions/outcome.ts";
import type { Position } from "./position.ts";

/**
 * The outcome in dollars. A living American option is worth what exercise pays, at least: so a calendar of calls loses no
 * more than it cost, which the European formula with dividends would deny.
 */
export function positionOutcome(position: Position): Outcome {
  const legs = position.legs.map(({ leg }) => leg);
  const outcome = outcomeOf(legs, position);
  if (!outcome.isModelled || position.exercise === "european") return outcome;
  let slope = 0;
  for (const leg of legs) {
    if (leg.kind !== "option" || leg.right === "call") slope += leg.quantity * leg.multiplier;
  }
  const { years } = outcome;
  return {
    ...outcome,
    slope,
    at(spot) {
      let sum = 0;
      for (const leg of legs) {
        const exercise = leg.kind === "option" ? (leg.right === "call" ? spot - leg.strike : leg.strike - spot) : 0;
        const value = Math.max(exercise, legValue(leg, spot, position, { years }));
        sum += leg.quantity * leg.multiplier * (value - leg.price);
      }
      return Math.round(sum * 1e6) / 1e6 + 0;
    },
  };
}
