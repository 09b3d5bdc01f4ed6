/** Which expirations of an underlying are worth reading for a search, the most wanted first. */

import type { Range } from "../../analytics/screens/criteria.ts";
import { type Day, daysBetween } from "../../core/calendar.ts";
import type { Listing, Series } from "../chain/series.ts";

export interface WantedExpiration {
  series: Series;
  daysLeft: number;
}

/** Days left that most searches are after. */
const USUAL_DAYS = 45;

/**
 * Those with days left in one of `spans`, one a day: that of `root` where it is named, else that of the evening; only those
 * on `future` where one is named. Monthly
 * ones come before others, then those nearest to 45 days or else to the middle of the span; the spans take turns.
 */
export function wantedExpirations(
  { series }: Listing,
  { spans, root, future }: { spans: readonly Range[]; root: string | null; future: string | null },
  { today, now }: { today: Day; now: number },
): WantedExpiration[] {
  const byDay = new Map<Day, Series>();
  for (const one of series) {
    if (now >= one.stopsAt || (root !== null && one.root !== root)) continue;
    if (future !== null && one.underlying.symbol !== future) continue;
    const other = byDay.get(one.day);
    if (other === undefined || rankOf(one) < rankOf(other)) byDay.set(one.day, one);
  }
  const all = [...byDay.values()].map((one) => ({ series: one, daysLeft: daysBetween(today, one.day) }));
  const lists = spans.map(({ min = 0, max = Infinity }) => {
    const isUsual = min <= USUAL_DAYS && max >= USUAL_DAYS;
    const middle = isUsual ? USUAL_DAYS : max < Infinity ? (min + max) / 2 : min;
    const distance = ({ daysLeft }: WantedExpiration): number => Math.abs(daysLeft - middle);
    return all.filter(({ daysLeft }) => daysLeft >= min && daysLeft <= max).sort((a, b) =>
      Number(a.series.type !== "monthly") - Number(b.series.type !== "monthly") || distance(a) - distance(b)
    );
  });
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const ordered = Array.from({ length: longest }, (_, place) => lists.flatMap((list) => list[place] ?? []));
  return [...new Set(ordered.flat())];
}

const rankOf = ({ settlement, type }: Series): number => (settlement === "AM" ? 2 : 0) + (type === "monthly" ? 0 : 1);
