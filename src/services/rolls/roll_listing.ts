/** The expirations of a position's underlying as rolls see them. */

import type { HeldContract, RollContract, RollExpiration } from "../../analytics/rolls/contract.ts";
import { type Day, daysBetween } from "../../core/calendar.ts";
import { isListed, type Listing, type Series } from "../chain/series.ts";
import type { Position, PositionLeg } from "../position/position.ts";

/** Days left that later expirations must have, at least and at most. */
export interface RollSpan {
  min: number;
  max: number;
}

export interface RollListing {
  /** The one that is rolled and those after it, soonest first. */
  expirations: RollExpiration[];
  /** How far away those are that the span leaves out. */
  outside: number[];
  seriesOf(contract: Pick<RollContract, "day" | "root">): Series;
}

/** Legs of one contract added up, at the mean of what was paid; what cancels is left out. */
export function nettedLegs({ legs }: Position): PositionLeg[] {
  const found = new Map<string, PositionLeg>();
  for (const next of legs) {
    const { symbol } = next.instrument;
    const one = found.get(symbol);
    if (one === undefined) {
      found.set(symbol, next);
      continue;
    }
    const quantity = one.quantity + next.quantity;
    const paid = one.quantity * one.entryPrice + next.quantity * next.entryPrice;
    const entryPrice = quantity === 0 ? 0 : paid / quantity;
    found.set(symbol, { ...one, quantity, entryPrice, leg: { ...one.leg, quantity, price: entryPrice } });
  }
  return [...found.values()].filter(({ quantity }) => quantity !== 0);
}

/** The options of a position as contracts. `today` in New York. */
export function heldContracts({ legs }: Position, today: Day): HeldContract[] {
  return legs.flatMap(({ contract, quantity }) =>
    contract === null ? [] : [{
      day: contract.series.day,
      root: contract.series.root,
      right: contract.right,
      strike: contract.strike,
      quantity,
      daysLeft: daysBetween(today, contract.series.day),
    }]
  );
}

/** Only what delivers the same thing and trades; of several on one day the one of the same root, then that of the evening. */
export function rollListing(
  { series }: Listing,
  { underlying }: Position,
  front: HeldContract,
  span: RollSpan,
  { today, now }: { today: Day; now: number },
): RollListing {
  const trading = series.filter((one) => one.underlying.symbol === underlying.symbol && now < one.stopsAt);
  const rank = (one: Series): number =>
    (one.root === front.root ? 0 : 4) + (one.settlement === "AM" ? 2 : 0) + (one.type === "monthly" ? 0 : 1);
  const byDay = new Map<Day, Series>();
  const outside: number[] = [];
  for (const one of trading) {
    const daysLeft = daysBetween(today, one.day);
    if (daysLeft <= front.daysLeft) continue;
    if (daysLeft < span.min || daysLeft > span.max) outside.push(daysLeft);
    else if (!byDay.has(one.day) || rank(one) < rank(byDay.get(one.day)!)) byDay.set(one.day, one);
  }
  const first = series.filter((one) => one.day === front.day && one.root === front.root);
  const all = [...first, ...byDay.values()];
  return {
    expirations: all.map((one): RollExpiration => ({
      day: one.day,
      root: one.root,
      daysLeft: daysBetween(today, one.day),
      isMonthly: one.type === "monthly",
      calls: one.strikes.filter((strike) => isListed(one, strike, "call")),
      puts: one.strikes.filter((strike) => isListed(one, strike, "put")),
    })),
    outside,
    seriesOf({ day, root }) {
      const found = series.find((one) => one.day === day && one.root === root);
      if (found === undefined) throw new RangeError(`${root} ${day} is not listed`);
      return found;
    },
  };
}
