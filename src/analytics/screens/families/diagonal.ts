import { isWithin } from "../criteria.ts";
import { withDelta } from "../ladder.ts";
import { type Family, type Search, type Shape, shapeOf } from "../shape.ts";

const shapeOfDiagonal = (right: "call" | "put"): Shape =>
  shapeOf([[right, -1], [right, 1]], { wings: [[0, 1]], isCovered: true, isModelled: true });

/** `inward` is the way to the strikes that are worth more: down for calls, up for puts. */
const enumerate = (side: "calls" | "puts", inward: 1 | -1) => (search: Search): void => {
  const { book, front, backs, limits, share, offer } = search;
  const { shortDelta, longDelta, width } = limits;
  const gap = { min: Math.max(width.min, 1e-8), max: width.max };
  const shorts = withDelta(front[side], shortDelta);
  const longs = backs.map((back) => withDelta(back[side], longDelta));
  for (let i = 0; i < shorts.length; i++) {
    const short = shorts[i]!;
    const strike = book.strike[short]!;
    for (let k = 0; k < longs.length; k++) {
      if (!share((shorts.length - i) * longs.length - k)) continue;
      for (const long of longs[k]!) {
        if (isWithin(gap, inward * (book.strike[long]! - strike)) && !offer(short, long)) break;
      }
    }
  }
};

/** Sells a call and buys a later one at a lower strike: the poor man's covered call, where that one is deep and late. */
export const callDiagonal: Family = {
  name: "call_diagonal",
  shape: shapeOfDiagonal("call"),
  enumerate: enumerate("calls", -1),
};

/** Sells a put and buys a later one at a higher strike. */
export const putDiagonal: Family = {
  name: "put_diagonal",
  shape: shapeOfDiagonal("put"),
  enumerate: enumerate("puts", 1),
};
