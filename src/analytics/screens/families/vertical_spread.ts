import { type Family, shapeOf } from "../shape.ts";
import { enumeratePairs } from "./strike_pairs.ts";

const traits = { wings: [[0, 1]], isCovered: true } as const;

/** Sells a put and buys one at a lower strike. */
export const putCreditSpread: Family = {
  name: "put_credit_spread",
  shape: shapeOf([["put", 1], ["put", -1]], traits),
  enumerate: enumeratePairs("put", "short"),
};

/** Sells a call and buys one at a higher strike. */
export const callCreditSpread: Family = {
  name: "call_credit_spread",
  shape: shapeOf([["call", -1], ["call", 1]], traits),
  enumerate: enumeratePairs("call", "short"),
};

/** Buys a call and sells one at a higher strike. */
export const callDebitSpread: Family = {
  name: "call_debit_spread",
  shape: shapeOf([["call", 1], ["call", -1]], traits),
  enumerate: enumeratePairs("call", "long"),
};

/** Buys a put and sells one at a lower strike. */
export const putDebitSpread: Family = {
  name: "put_debit_spread",
  shape: shapeOf([["put", -1], ["put", 1]], traits),
  enumerate: enumeratePairs("put", "long"),
};
