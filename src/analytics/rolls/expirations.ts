/** Which later expirations a position is rolled into. */

import type { RollExpiration } from "./contract.ts";
import type { RollRules } from "./rules.ts";

/**
 * Those after `daysLeft` and within the rules, soonest first: all where they are few, else the monthly ones and as many
 * of the others as there is room for, evenly spread. The first later one is there however far away it is; `until`, in
 * days, is a bound nothing passes.
 */
export function chooseLater<Expiration extends Pick<RollExpiration, "daysLeft" | "isMonthly">>(
  expirations: readonly Expiration[],
  daysLeft: number,
  { expirations: most, latest }: RollRules,
  until = Infinity,
): Expiration[] {
  const later = expirations.filter((one) => one.daysLeft > daysLeft && one.daysLeft <= until)
    .sort((a, b) => a.daysLeft - b.daysLeft);
  const near = later.filter((one) => one.daysLeft <= latest);
  const within = near.length > 0 ? near : later.slice(0, 1);
  if (within.length <= most) return within;
  const monthly = spread(within.filter(({ isMonthly }) => isMonthly), most);
  const others = spread(within.filter(({ isMonthly }) => !isMonthly), most - monthly.length);
  const chosen = new Set([...monthly, ...others]);
  return within.filter((one) => chosen.has(one));
}

/** So many of `all` at equal distances, the first and the last among them. */
function spread<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all];
  if (count <= 0) return [];
  if (count === 1) return [all[0]!];
  return Array.from({ length: count }, (_, i) => all[Math.round(i * (all.length - 1) / (count - 1))]!);
}
