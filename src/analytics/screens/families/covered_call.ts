import { withDelta } from "../ladder.ts";
import { type Family, shapeOf } from "../shape.ts";

/** Holds a lot of shares, at today's price, and sells a call on it. */
export const coveredCall: Family = {
  name: "covered_call",
  shape: shapeOf([["call", -1]], { shares: 1 }),
  enumerate({ front, limits, share, offer }) {
    if (!share(1)) return;
    for (const call of withDelta(front.calls, limits.shortDelta)) if (!offer(call)) return;
  },
};
