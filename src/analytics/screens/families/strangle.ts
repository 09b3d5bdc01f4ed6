import { CLOSE } from "../criteria.ts";
import { withDelta } from "../ladder.ts";
import { type Family, type Search, shapeOf } from "../shape.ts";

const enumerate = (side: "shortDelta" | "longDelta") => ({ book, front, limits, share, offer }: Search): void => {
  const puts = withDelta(front.puts, limits[side]);
  const calls = withDelta(front.calls, limits[side]);
  for (let i = 0; i < puts.length; i++) {
    if (!share(puts.length - i)) continue;
    const put = puts[i]!;
    for (const call of calls) {
      if (book.strike[call]! > book.strike[put]! + CLOSE && !offer(put, call)) break;
    }
  }
};

/** Sells a put and a call at a higher strike. */
export const shortStrangle: Family = {
  name: "short_strangle",
  shape: shapeOf([["put", -1], ["call", -1]]),
  enumerate: enumerate("shortDelta"),
};

/** Buys a put and a call at a higher strike. */
export const longStrangle: Family = {
  name: "long_strangle",
  shape: shapeOf([["put", 1], ["call", 1]], { isCovered: true }),
  enumerate: enumerate("longDelta"),
};
