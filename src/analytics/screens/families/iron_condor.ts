import { CLOSE } from "../criteria.ts";
import { withDelta } from "../ladder.ts";
import { type Family, shapeOf } from "../shape.ts";
import { offerWings } from "./wings.ts";

/** Sells a put and a call at a higher strike, and buys one of each farther out. */
export const ironCondor: Family = {
  name: "iron_condor",
  shape: shapeOf([["put", 1], ["put", -1], ["call", -1], ["call", 1]], { wings: [[0, 1], [2, 3]], isCovered: true }),
  enumerate(search) {
    const { book, front, limits, share } = search;
    const puts = withDelta(front.puts, limits.shortDelta);
    const calls = withDelta(front.calls, limits.shortDelta);
    for (let i = 0; i < puts.length; i++) {
      const put = puts[i]!;
      for (let k = 0; k < calls.length; k++) {
        const call = calls[k]!;
        if (book.strike[call]! <= book.strike[put]! + CLOSE || !share((puts.length - i) * calls.length - k)) continue;
        offerWings(search, put, call);
      }
    }
  },
};
