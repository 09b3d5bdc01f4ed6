/** Which contract of a futures product is the active one, and until when its contracts may be opened. */

import { type Day, previousTradingDay } from "../../core/calendar.ts";
import { businessDaysBefore, type Ending, type FutureContract } from "./futures.ts";

/** How many trading days before a contract's end, or before its first notice of delivery, traders move on. */
export const ROLL_DAYS: Record<Ending, number> = { index: 4, oil: 5, gas: 5, metal: 3, bond: 3, currency: 2 };

/** The first day on which delivery may be announced, for what is delivered over a whole month; `null` for the rest. */
export function firstNoticeDay({ product, year, month }: FutureContract): Day | null {
  if (product.ending !== "metal" && product.ending !== "bond") return null;
  return previousTradingDay(`${year}-${String(month).padStart(2, "0")}-01`);
}

/** From this day on positions may only be closed: the day before delivery can begin, or the last one. */
export function closingOnlyDay(contract: FutureContract): Day {
  if (contract.product.ending === "index") return contract.lastDay;
  return previousTradingDay(firstNoticeDay(contract) ?? contract.lastDay);
}

/** The place in `contracts`, soonest first, of the one that most trade. */
export function activeIndex(contracts: readonly FutureContract[], today: Day): number {
  const found = contracts.findIndex((contract) =>
    businessDaysBefore(firstNoticeDay(contract) ?? contract.lastDay, ROLL_DAYS[contract.product.ending]) >= today
  );
  return Math.max(0, found);
}
