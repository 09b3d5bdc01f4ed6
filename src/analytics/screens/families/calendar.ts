import { isWithin } from "../criteria.ts";
import { contractAt, withDelta } from "../ladder.ts";
import { type Family, type Search, type Shape, shapeOf } from "../shape.ts";

const shapeOfCalendar = (right: "call" | "put"): Shape =>
  shapeOf([[right, -1], [right, 1]], { isCovered: true, isModelled: true });

const enumerate = (side: "calls" | "puts") => ({ book, front, backs, limits, share, offer }: Search): void => {
  const shorts = withDelta(front[side], limits.shortDelta);
  for (let i = 0; i < shorts.length; i++) {
    if (!share(shorts.length - i)) continue;
    const short = shorts[i]!;
    for (const back of backs) {
      const long = contractAt(back[side], book.strike[short]!);
      if (long < 0 || !isWithin(limits.longDelta, Math.abs(book.delta[long]!))) continue;
      if (!offer(short, long)) break;
    }
  }
};

/** Sells a call and buys a later one at the same strike. */
export const callCalendar: Family = {
  name: "call_calendar",
  shape: shapeOfCalendar("call"),
  enumerate: enumerate("calls"),
};

/** Sells a put and buys a later one at the same strike. */
export const putCalendar: Family = {
  name: "put_calendar",
  shape: shapeOfCalendar("put"),
  enumerate: enumerate("puts"),
};
