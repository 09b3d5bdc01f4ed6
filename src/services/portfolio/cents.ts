/** A position's money in whole cents, so that sums are sums; dollars are made of them where they are shown. */

import { type Day, isTradingDay, newYorkDay, previousTradingDay } from "../../core/calendar.ts";
import type { BookLeg } from "./book.ts";

/** Whole cents; `null` where a price is missing. What is owed (sold options, bought at the opening) is negative. */
export interface LegCents {
  /** What was paid for it; negative: what selling it brought. */
  paid: number | null;
  /** What it is worth. */
  value: number | null;
  /** Gain since it was opened, and since the close of the session before, or since the opening when that is later. */
  open: number | null;
  today: number | null;
}

/** The days whose gains count as today's. */
export interface GainDays {
  coins: Day;
  /** While the exchanges rest, that of the last session: the close before it is what prices are compared with. */
  others: Day;
}

export function gainDays(now: number): GainDays {
  const today = newYorkDay(now);
  return { coins: today, others: isTradingDay(today) ? today : previousTradingDay(today) };
}

export function centsOf({ held, multiplier, mark, previousClose }: BookLeg, days: GainDays): LegCents {
  const worth = (price: number | null): number | null =>
    price === null ? null : Math.round(price * held.quantity * multiplier * 100) + 0;
  const [paid, value, before] = [worth(held.averageOpenPrice), worth(mark), worth(previousClose)];
  const day = held.instrument?.type === "cryptocurrency" ? days.coins : days.others;
  const isNew = held.openedAt !== null && newYorkDay(held.openedAt) >= day;
  return { paid, value, open: minus(value, paid), today: minus(value, isNew ? paid : before) };
}

const minus = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? null : one - other;

/** The sum; `null` when a part is missing. */
export const sumCents = (parts: readonly (number | null)[]): number | null =>
  parts.reduce<number | null>((sum, part) => sum === null || part === null ? null : sum + part, 0);

/** Takes parts off a whole one after the other, so that all of them together are the whole to the cent. */
export function createSplitter(whole: LegCents, quantity: number): (part: number) => LegCents {
  let taken = 0;
  return (part) => {
    const [from, to] = [taken / quantity, (taken + part) / quantity];
    taken += part;
    const share = (cents: number | null): number | null =>
      cents === null ? null : Math.round(cents * to) - Math.round(cents * from);
    const [paid, value] = [share(whole.paid), share(whole.value)];
    return { paid, value, open: share(whole.open), today: share(whole.today) };
  };
}
