/** What margin goes by: the rates of one underlying for one account, and the interest rate for everybody. */

import * as z from "zod";
import type { Endpoint } from "../endpoint.ts";
import { amount, decimal, flag } from "../wire.ts";

/** Fractions of the underlying's value, but for the floor. */
export interface EffectiveMargin {
  underlying: string;
  longEquityInitial: number | null;
  longEquityMaintenance: number | null;
  shortEquityInitial: number | null;
  shortEquityMaintenance: number | null;
  /** Of an uncovered option: the usual rate, and the least. */
  nakedOptionStandard: number | null;
  nakedOptionMinimum: number | null;
  /** As the broker writes it, which names no unit: 251 where it was seen. */
  nakedOptionFloor: number | null;
  isDeleted: boolean | null;
}

/** The rates for one underlying, such as `AAPL`. */
export const effectiveMargin: Endpoint<{ accountNumber: string; underlying: string }, EffectiveMargin> = {
  name: "effective margin requirements",
  method: "GET",
  group: "other",
  path: ({ accountNumber, underlying }) =>
    `/accounts/${encodeURIComponent(accountNumber)}/margin-requirements/${encodeURIComponent(underlying)}/effective`,
  answer: z.object({
    "underlying-symbol": z.string(),
    "long-equity-initial": decimal,
    "long-equity-maintenance": decimal,
    "short-equity-initial": decimal,
    "short-equity-maintenance": decimal,
    "naked-option-standard": decimal,
    "naked-option-minimum": decimal,
    "naked-option-floor": decimal,
    "is-deleted": flag,
  }).transform((wire): EffectiveMargin => ({
    underlying: wire["underlying-symbol"],
    longEquityInitial: wire["long-equity-initial"],
    longEquityMaintenance: wire["long-equity-maintenance"],
    shortEquityInitial: wire["short-equity-initial"],
    shortEquityMaintenance: wire["short-equity-maintenance"],
    nakedOptionStandard: wire["naked-option-standard"],
    nakedOptionMinimum: wire["naked-option-minimum"],
    nakedOptionFloor: wire["naked-option-floor"],
    isDeleted: wire["is-deleted"],
  })),
  subject: ({ underlying }) => underlying,
};

/** The interest rate the broker reckons margin with, a fraction a year. It is public, and rarely changed. */
export const marginConfiguration: Endpoint<void, { riskFreeRate: number }> = {
  name: "margin configuration",
  method: "GET",
  group: "other",
  path: () => "/margin-requirements-public-configuration",
  answer: z.object({ "risk-free-rate": amount }).transform((wire) => ({ riskFreeRate: wire["risk-free-rate"] })),
};
