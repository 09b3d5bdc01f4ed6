import { type Family, shapeOf } from "../shape.ts";
import { enumeratePairs } from "./strike_pairs.ts";

const wings = [[0, 1]] as const;

/** Buys a call and sells two at a higher strike. */
export const callRatioSpread: Family = {
  name: "call_ratio_1x2",
  shape: shapeOf([["call", 1], ["call", -2]], { wings }),
  enumerate: enumeratePairs("call", "long"),
};

/** Buys a put and sells two at a lower strike. */
export const putRatioSpread: Family = {
  name: "put_ratio_1x2",
  shape: shapeOf([["put", -2], ["put", 1]], { wings }),
  enumerate: enumeratePairs("put", "long"),
};
