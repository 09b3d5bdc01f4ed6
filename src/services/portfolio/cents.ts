/** A position's money in whole cents, so that sums are sums; dollars are made of them where they are shown. */

import { newYorkDay } from "../../core/calendar.ts";
import { gainDayOf, type GainDays } from "../gain_days.ts";
import type { HeldLeg } from "../held.ts";
import type { BookLeg } from "./book.ts";

/** Whole cents; `null` where a price is missing. What is owed (sold options, bought at the opening) is negative. */
export interface LegCents {
  /** What was paid for it; negative: what selling it brought. */
  paid: number | null;
  /** What it is worth. */
  value: number | null;
  /** Gain since it was opened, and since the close of the session before; of what was opened later, since then. */
  open: number | null;
  today: number | null;
}

export function centsOf({ held, multiplier, mark, previousClose }: BookLeg, days: GainDays): LegCents {
  const worth = (price: number | null): number | null =>
    price === null ? null : Math.round(price * held.quantity * multiplier * 100) + 0;
  const [paid, value] = [worth(held.averageOpenPrice), worth(mark)];
  return { paid, value, open: minus(value, paid), today: minus(value, worth(startOf(held, previousClose, days))) };
}

/**
 * The price from which today's gain is measured. The broker averages it over what was held at the close before and what
 * came since; where the two are the same, the close of the quotes is the newer one. 0 says nothing.
 */
function startOf(held: HeldLeg, previousClose: number | null, days: GainDays): number | null {
  const { averageOpenPrice, closePrice, dayBasis, instrument, openedAt } = held;
  const isNew = openedAt !== null && newYorkDay(openedAt) >= gainDayOf(instrument?.type, days);
  if (dayBasis && (isNew || dayBasis !== closePrice)) return dayBasis;
  return isNew ? averageOpenPrice : previousClose;
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
