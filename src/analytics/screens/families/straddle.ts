import { isWithin } from "../criteria.ts";
import { contractAt, withDelta } from "../ladder.ts";
import { type Family, type Search, shapeOf } from "../shape.ts";

const enumerate = (side: "shortDelta" | "longDelta") => ({ book, front, limits, share, offer }: Search): void => {
  if (!share(1)) return;
  for (const put of withDelta(front.puts, limits[side])) {
    const call = contractAt(front.calls, book.strike[put]!);
    if (call >= 0 && isWithin(limits[side], Math.abs(book.delta[call]!)) && !offer(put, call)) return;
  }
};

/** Sells a put and a call at the same strike. */
export const shortStraddle: Family = {
  name: "short_straddle",
  shape: shapeOf([["put", -1], ["call", -1]]),
  enumerate: enumerate("shortDelta"),
};

/** Buys a put and a call at the same strike. */
export const longStraddle: Family = {
  name: "long_straddle",
  shape: shapeOf([["put", 1], ["call", 1]], { isCovered: true }),
  enumerate: enumerate("longDelta"),
};
