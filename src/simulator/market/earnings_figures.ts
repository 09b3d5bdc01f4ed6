/** What companies report to have earned, and what had been expected of them. */

import type { EarningsReport } from "./events.ts";
import type { Listing } from "./listings.ts";
import { hashText, type Noise } from "./noise.ts";

/** Of one quarter, dollars a share. */
export interface EarningsFigures {
  actual: number;
  consensus: number;
}

const EXPECTATION_DEVIATION = 0.05;
const SURPRISE_DEVIATION = 0.06;

/** The figures of reports; a `RangeError` for a listing that reports none. */
export function createEarningsFigures(noise: Noise): (listing: Listing, report: EarningsReport) => EarningsFigures {
  const figures = noise.stream("company figures");
  return ({ symbol, earnings }, { day }) => {
    if (earnings === null) throw new RangeError(`${symbol} reports no earnings`);
    const number = hashText(symbol + day);
    const consensus = earnings.perShare / 4 * (1 + EXPECTATION_DEVIATION * noise.normal(figures, number, 1));
    const surprise = Math.abs(consensus) * SURPRISE_DEVIATION * noise.normal(figures, number, 2);
    return { actual: consensus + surprise, consensus };
  };
}
