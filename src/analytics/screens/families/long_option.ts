import { withDelta } from "../ladder.ts";
import { type Family, type Search, shapeOf } from "../shape.ts";

const enumerate = (right: "calls" | "puts") => ({ front, limits, share, offer }: Search): void => {
  if (!share(1)) return;
  for (const option of withDelta(front[right], limits.longDelta)) if (!offer(option)) return;
};

/** Buys a call. */
export const longCall: Family = {
  name: "long_call",
  shape: shapeOf([["call", 1]], { isCovered: true }),
  enumerate: enumerate("calls"),
};

/** Buys a put. */
export const longPut: Family = {
  name: "long_put",
  shape: shapeOf([["put", 1]], { isCovered: true }),
  enumerate: enumerate("puts"),
};
