/** What the picture of a judged position shows, before anybody draws it. */

import type { Leg, Underlying } from "../../analytics/positions/leg.ts";
import type { RiskProfile } from "../../analytics/positions/risk_profile.ts";
import type { Source } from "../../broker/broker.ts";
import type { Analysis } from "./analyze_position.ts";
import type { Position } from "./position.ts";

export interface Drawing {
  /** `SPY iron condor` */
  title: string;
  subtitle: string;
  legs: Leg[];
  underlying: Underlying;
  profile: RiskProfile;
  expectedMove: { low: number; high: number };
  /** What prices of the underlying are counted in. */
  unit: "dollars" | "points";
  /** When the prices are from. */
  at: number;
  source: Source;
  isSimulated: boolean;
}

export function drawingOf(position: Position, analysis: Analysis): Drawing {
  const { spot, underlying, symbol, source, readAt, legs } = position;
  const { strategy, cost, expectedMove, days, expiration, profile } = analysis;
  const amount = Math.abs(cost.cost).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ",");
  return {
    title: `${underlying.type === "future" ? underlying.symbol : symbol} ${strategy.name}`,
    subtitle: `${expiration}, ${days} days · ${cost.cost < 0 ? "credit" : "debit"} $${amount}`,
    legs: legs.map(({ leg }) => leg),
    underlying: position,
    profile,
    expectedMove: { low: spot - expectedMove, high: spot + expectedMove },
    unit: underlying.type === "future" || underlying.type === "index" ? "points" : "dollars",
    at: readAt,
    source,
    isSimulated: source === "simulator",
  };
}
