/** How accounts have done, whatever was paid in and taken out: the changes from day to day, one upon the other. */

import { maxDrawdown } from "../../analytics/drawdown.ts";
import type { Day } from "../../core/calendar.ts";

/** Money that came from outside (negative: went there), in dollars. */
export interface Move {
  day: Day;
  dollars: number;
}

export interface Performance {
  /** From the first day to the last: a fraction of what was there, time-weighted. */
  gain: number;
  /** The largest fall from a high before it, as a fraction of that high. */
  deepestFall: number;
}

/**
 * Of days in order. What moves on a day counts from the next one on; a day that begins with nothing neither gains nor
 * falls.
 */
export function performanceOf(
  days: readonly { day: Day; worth: number }[],
  moves: readonly Move[],
): Performance {
  let level = 1;
  const levels = [level];
  for (const [i, { day, worth }] of days.entries()) {
    const before = days[i - 1];
    if (before === undefined || !(before.worth > 0)) continue;
    const moved = moves.reduce((sum, move) => move.day > before.day && move.day <= day ? sum + move.dollars : sum, 0);
    level *= Math.max(0, (worth - moved) / before.worth);
    levels.push(level);
  }
  return { gain: level - 1, deepestFall: 0 - (maxDrawdown(levels)?.fraction ?? 0) };
}
