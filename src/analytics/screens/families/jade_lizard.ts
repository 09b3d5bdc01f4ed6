import { CLOSE, isWithin } from "../criteria.ts";
import { placeBeside, withDelta } from "../ladder.ts";
import { type Family, shapeOf } from "../shape.ts";

/** Sells a put and a call spread above it, for a credit that is at least as wide as the spread: nothing is lost above. */
export const jadeLizard: Family = {
  name: "jade_lizard",
  shape: shapeOf([["put", -1], ["call", -1], ["call", 1]], { wings: [[1, 2]], leastCreditToWidth: 1 }),
  enumerate({ book, front, limits, share, offer }) {
    const { calls } = front;
    const { width, longDelta } = limits;
    const puts = withDelta(front.puts, limits.shortDelta);
    const shorts = withDelta(calls, limits.shortDelta);
    for (let i = 0; i < puts.length; i++) {
      const put = puts[i]!;
      for (let k = 0; k < shorts.length; k++) {
        const call = shorts[k]!;
        const strike = book.strike[call]!;
        if (strike <= book.strike[put]! + CLOSE || !share((puts.length - i) * shorts.length - k)) continue;
        for (let place = placeBeside(calls, strike, width.min, 1); place < calls.ids.length; place++) {
          if (calls.strikes[place]! - strike > width.max + CLOSE) break;
          const upper = calls.ids[place]!;
          if (isWithin(longDelta, Math.abs(book.delta[upper]!)) && !offer(put, call, upper)) break;
        }
      }
    }
  },
};
