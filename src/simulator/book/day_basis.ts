/** What the gain of a day is measured from: the close before for what was held then, its own price for what came since. */

import { type Day, isTradingDay, newYorkInstant, tradingDay } from "../../core/calendar.ts";
import type { Quote } from "../market/quote.ts";
import type { InstrumentType } from "./instrument.ts";
import type { Position } from "./ledger.ts";

const DAY = 86_400_000;
/** When futures and their options are settled. Minutes past midnight in New York. */
const SETTLEMENT = 16 * 60;

/** The last close, and the session it ended. */
export type LastClose = Pick<Quote, "previousClose" | "previousDay">;

/** The close before today, which quotes tell as such only from the day's first session on. */
export function closeBefore({ close, day, previousClose, previousDay }: Quote, today: Day): LastClose {
  const isOver = close !== null && day < today && isTradingDay(today);
  return isOver ? { previousClose: close, previousDay: day } : { previousClose, previousDay };
}

/** The average of what is open, dollars a share (points of a future, dollars a coin). */
export function dayBasis(
  { instrument, lots }: Pick<Position, "instrument" | "lots">,
  { previousClose, previousDay }: LastClose,
): number {
  const closedAt = closeOf(instrument.type, previousDay);
  let [held, value] = [0, 0];
  for (const { quantity, price, at } of lots) {
    held += quantity;
    value += quantity * (at > closedAt ? price : previousClose);
  }
  return held === 0 ? previousClose : value / held;
}

function closeOf(type: InstrumentType, day: string): number {
  if (type === "Cryptocurrency") return Date.parse(`${day}T00:00:00Z`) + DAY;
  return type === "Equity" || type === "Equity Option" ? tradingDay(day)!.closeAt : newYorkInstant(day, SETTLEMENT);
}
