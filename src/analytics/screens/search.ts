/** Walks all candidates of a family over the expirations of a book. */

import type { Book, Shelf } from "./book.ts";
import { isWithin, type Limits } from "./criteria.ts";
import { createPairs } from "./pairs.ts";
import type { Family } from "./shape.ts";
import { LEGS } from "./shortlist.ts";

export interface Walk {
  tried: number;
  /** Whether some may not have been tried because there were too many. */
  isCapped: boolean;
}

/** Calls `consider` for each candidate, `maxPairs` at most; the list of legs is the same each time. */
export function searchFamily(
  book: Book,
  family: Family,
  limits: Limits,
  maxPairs: number,
  consider: (front: Shelf, legs: Int32Array) => void,
): Walk {
  const { shelves } = book;
  const pairs = createPairs(maxPairs);
  const legs = new Int32Array(LEGS);
  const fronts = shelves.filter((shelf) => admits(shelf, limits));
  for (const [position, front] of fronts.entries()) {
    pairs.open(fronts.length - position);
    family.enumerate({
      book,
      limits,
      front,
      backs: family.shape.isModelled ? laterThan(front, shelves, limits) : [],
      share: pairs.share,
      offer(first, second = -1, third = -1, fourth = -1) {
        if (!pairs.take()) return false;
        legs[0] = first;
        legs[1] = second;
        legs[2] = third;
        legs[3] = fourth;
        consider(front, legs);
        return true;
      },
    });
  }
  return { tried: pairs.tried(), isCapped: pairs.isCapped() };
}

/** Whether positions may end with an expiration. */
function admits({ daysLeft, expiration }: Shelf, { days, earnings }: Limits): boolean {
  if (!isWithin(days, daysLeft)) return false;
  if (earnings === null || earnings.rule === "tell") return true;
  const isInside = earnings.day <= expiration.day;
  return isInside === (earnings.rule === "require");
}

const laterThan = (front: Shelf, shelves: readonly Shelf[], { backDays }: Limits): Shelf[] =>
  shelves.filter(({ years, daysLeft }) =>
    daysLeft > front.daysLeft && years > front.years && isWithin(backDays, daysLeft)
  );
