/** What triggers look at, measured on a position. */

import { type HeldContract, isSameContract } from "../../analytics/rolls/contract.ts";
import type { RollFacts } from "../../analytics/rolls/rules.ts";
import type { Side } from "../../analytics/rolls/sides.ts";
import { earlyAssignments } from "../position/early_assignment.ts";
import type { Position, PositionLeg } from "../position/position.ts";

const LEVELS = { none: 0, elevated: 1, likely: 2 } as const;

/** Dollars of what is sold first and of the options that expire with it; `null` where nobody knows what was paid. */
export interface RollBooks {
  credit: number | null;
  profit: number | null;
}

/** The legs of the sides. */
export const sideLegs = ({ legs }: Position, sides: readonly Side[]): PositionLeg[] =>
  legs.filter(({ contract }) =>
    contract !== null &&
    sides.some((side) => side.legs.some((held) => isSameContract(held, contractOf(contract))))
  );

const contractOf = ({ series, strike, right }: NonNullable<PositionLeg["contract"]>) => ({
  day: series.day,
  root: series.root,
  strike,
  right,
});

/** Whether what was paid is known, rather than what would be paid now. */
export const hasEntry = ({ entrySource }: PositionLeg): boolean => entrySource === "given" || entrySource === "held";

export function booksOf(position: Position, sides: readonly Side[]): RollBooks {
  const moved = sideLegs(position, sides);
  if (!moved.every(hasEntry)) return { credit: null, profit: null };
  let [credit, profit] = [0, 0];
  for (const { quantity, multiplier, entryPrice, mid, value } of moved) {
    credit -= quantity * multiplier * entryPrice;
    profit += quantity * multiplier * ((mid ?? value) - entryPrice);
  }
  return { credit, profit };
}

/** `probabilityOfProfit` is that of the whole position from what was paid for it, `null` where that is not known. */
export function rollFacts(
  position: Position,
  sides: readonly Side[],
  probabilityOfProfit: number | null,
): RollFacts {
  const sold = sideLegs(position, sides).filter(({ quantity }) => quantity < 0);
  const { credit, profit } = booksOf(position, sides);
  const hasCredit = credit !== null && profit !== null && credit > 0;
  const front: HeldContract | undefined = sides[0]?.legs[0];
  return {
    daysLeft: front?.daysLeft ?? null,
    shortDelta: Math.max(...sold.map(({ delta }) => Math.abs(delta))),
    beyond: Math.max(...sides.map(({ beyond }) => beyond)) / position.spot,
    profitTaken: hasCredit ? profit / credit : null,
    lossToCredit: hasCredit ? Math.max(0, -profit) / credit : null,
    probabilityOfProfit,
    assignment: assignmentOf(position, sold),
  };
}

/** The highest level among the sold options; 0 for those that cannot be exercised early. */
const assignmentOf = (position: Position, sold: readonly PositionLeg[]): number =>
  Math.max(0, ...earlyAssignments({ ...position, legs: [...sold] }).map(({ risk }) => LEVELS[risk.level]));
