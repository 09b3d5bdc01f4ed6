/** What a position costs to open, at the prices taken, in the middle and at once. Dollars; negative is a credit. */

import type { Position, PositionLeg } from "./position.ts";

export interface OpeningCost {
  /** At the entry prices. Futures cost nothing but margin and are not in it. */
  cost: number;
  /** At the middle of every market, and buying at the ask and selling at the bid; `null` where a side is missing. */
  mid: number | null;
  natural: number | null;
  /** What trading at once costs beyond the middle. */
  slippage: number | null;
  /** What closing at the model's values would bring beyond what was paid. */
  openProfit: number;
}

export function openingCost({ legs }: Position): OpeningCost {
  const paid = legs.filter(({ leg }) => leg.kind !== "future");
  const sum = (among: readonly PositionLeg[], priceOf: (leg: PositionLeg) => number | null): number | null => {
    let total = 0;
    for (const leg of among) {
      const price = priceOf(leg);
      if (price === null) return null;
      total += leg.quantity * leg.multiplier * price;
    }
    return grained(total);
  };
  const sideOf = ({ quantity, bid, ask }: PositionLeg): number | null => {
    const isCrossed = bid !== null && ask !== null && bid > ask;
    if (isCrossed || ask === null || ask <= 0) return null;
    return quantity > 0 ? ask : bid ?? 0;
  };
  const [allMid, allNatural] = [sum(legs, ({ mid }) => mid), sum(legs, sideOf)];
  return {
    cost: sum(paid, ({ entryPrice }) => entryPrice)!,
    mid: sum(paid, ({ mid }) => mid),
    natural: sum(paid, sideOf),
    slippage: allMid === null || allNatural === null ? null : grained(allNatural - allMid),
    openProfit: grained(
      legs.reduce(
        (total, { quantity, multiplier, value, entryPrice }) => total + quantity * multiplier * (value - entryPrice),
        0,
      ),
    ),
  };
}

const grained = (dollars: number): number => Math.round(dollars * 1e6) / 1e6 + 0;
