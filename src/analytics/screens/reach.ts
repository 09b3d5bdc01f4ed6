/** How likely candidates make a part of their greatest profit before they end: asked for the few that are shown. */

import { probabilityOfReaching, type Reaching } from "../probability/reach_profit.ts";
import type { Candidate } from "./candidate.ts";

export interface Reach {
  /** The part of the greatest profit to reach: 0.5 for what traders call P50. */
  fraction: number;
  /** A loss in dollars for one unit at which it is closed; never when missing. */
  stop?: number | undefined;
  /** Years from now when it is closed at the latest; at the first expiration when missing. */
  until?: number | undefined;
}

/** By daily closes, at the volatility of the first expiration; `null` where the profit has no limit. */
export function reachOf({ legs, underlying, volatility, measures }: Candidate, reach: Reach): Reaching | null {
  const { fraction, stop, until } = reach;
  if (!(fraction > 0 && fraction <= 1)) throw new RangeError(`fraction must be above 0 and at most 1, not ${fraction}`);
  if (measures.max_profit === null) return null;
  return probabilityOfReaching(legs, underlying, volatility, {
    profit: fraction * measures.max_profit,
    ...(stop === undefined ? {} : { stop }),
    ...(until === undefined ? {} : { until }),
  });
}
