/** The days whose gains count as today's. */

import { type Day, isTradingDay, newYorkDay, previousTradingDay } from "../core/calendar.ts";
import type { InstrumentType } from "../core/symbol.ts";

export interface GainDays {
  coins: Day;
  /** While the exchanges rest, that of the last session: the close before it is what prices are compared with. */
  others: Day;
}

export function gainDays(now: number): GainDays {
  const today = newYorkDay(now);
  return { coins: today, others: isTradingDay(today) ? today : previousTradingDay(today) };
}

/** The one of an instrument. */
export const gainDayOf = (type: InstrumentType | undefined, days: GainDays): Day =>
  type === "cryptocurrency" ? days.coins : days.others;
