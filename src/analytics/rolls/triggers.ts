/** Which reasons there are to act on a position that has sold options. */

import { ROLL_TRIGGERS, type RollFacts, type RollTrigger } from "./rules.ts";

export interface TriggerVerdict {
  id: string;
  says: string;
  verdict: "met" | "not_met" | "unknown";
  /** What was measured; `null` where it is unknown. */
  value: number | null;
}

/** A verdict for each trigger, in their order. */
export const checkTriggers = (
  facts: RollFacts,
  triggers: readonly RollTrigger[] = ROLL_TRIGGERS,
): TriggerVerdict[] =>
  triggers.map((trigger) => {
    const { id, says, measure } = trigger;
    const value = facts[measure];
    return { id, says, verdict: value === null ? "unknown" : isMet(value, trigger) ? "met" : "not_met", value };
  });

/** Fractions of money are sums of doubles. */
const CLOSE = 1e-9;

const isMet = (value: number, { least, most, below }: RollTrigger): boolean =>
  (least === undefined || value >= least - CLOSE) && (most === undefined || value <= most + CLOSE) &&
  (below === undefined || value < below);
