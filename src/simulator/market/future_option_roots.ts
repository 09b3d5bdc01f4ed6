/** The roots of options on a futures product: standard ones, weeklies of each week, dailies, ends of months. */

import type { FutureOptionExpiration, FutureOptionProduct } from "./future_options.ts";

/** A root, such as `EW3`, and the rhythm of its expirations. */
export interface FutureOptionRoot {
  root: string;
  type: "Regular" | "Weekly" | "End-Of-Month";
}

const DAYS = ["A", "B", "C", "D"];
const WEEKS = [1, 2, 3, 4, 5];

/** All roots of a product, the standard one first. */
export function rootsOf({ root, weeklyRoot, monthEndRoot, dailyLetter }: FutureOptionProduct): FutureOptionRoot[] {
  // A fifth Friday is the end of its month.
  const fridays = monthEndRoot === "" ? WEEKS : WEEKS.slice(0, 4);
  const weeklies = [
    ...(weeklyRoot === "" ? [] : fridays.map((week) => `${weeklyRoot}${week}`)),
    ...(dailyLetter === "" ? [] : WEEKS.flatMap((week) => DAYS.map((day) => `${dailyLetter}${week}${day}`))),
  ];
  return [
    { root, type: "Regular" },
    ...(monthEndRoot === "" ? [] : [{ root: monthEndRoot, type: "End-Of-Month" } as const]),
    ...weeklies.map((root) => ({ root, type: "Weekly" } as const)),
  ];
}

/** The root of an expiration's contract. */
export function rootOf({ product, contract }: FutureOptionExpiration): FutureOptionRoot {
  const root = contract.slice(0, -2);
  const found = rootsOf(product).find((candidate) => candidate.root === root);
  if (found === undefined) throw new RangeError(`no option root ${root} on ${product.code}`);
  return found;
}

/** Whether the options end in the morning, with the contract below them. */
export const endsInTheMorning = ({ future, expiresAt }: FutureOptionExpiration): boolean =>
  future.product.ending === "index" && expiresAt === future.expiresAt;
