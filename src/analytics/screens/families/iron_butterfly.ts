import { isWithin } from "../criteria.ts";
import { contractAt, withDelta } from "../ladder.ts";
import { type Family, shapeOf } from "../shape.ts";
import { offerWings } from "./wings.ts";

/** Sells a put and a call at the same strike, and buys one of each farther out. */
export const ironButterfly: Family = {
  name: "iron_butterfly",
  shape: shapeOf([["put", 1], ["put", -1], ["call", -1], ["call", 1]], { wings: [[0, 1], [2, 3]], isCovered: true }),
  enumerate(search) {
    const { book, front, limits, share } = search;
    const puts = withDelta(front.puts, limits.shortDelta);
    for (let i = 0; i < puts.length; i++) {
      if (!share(puts.length - i)) continue;
      const put = puts[i]!;
      const call = contractAt(front.calls, book.strike[put]!);
      if (call >= 0 && isWithin(limits.shortDelta, Math.abs(book.delta[call]!))) offerWings(search, put, call);
    }
  },
};
