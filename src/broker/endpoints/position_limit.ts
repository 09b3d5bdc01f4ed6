/** `GET /accounts/{n}/position-limit`: how large an order and a position may be. */

import * as z from "zod";
import type { Endpoint } from "../endpoint.ts";
import { decimal } from "../wire.ts";

/** Shares or contracts; `null` where the broker names no limit. */
export interface SizeLimits {
  equity: number | null;
  equityOption: number | null;
  future: number | null;
  futureOption: number | null;
}

export interface PositionLimit {
  /** The full number; mask it wherever a person or a model sees it. */
  account: string;
  order: SizeLimits;
  position: SizeLimits;
  /** Opening orders on one underlying. */
  openingOrdersPerUnderlying: number | null;
}

export const positionLimit: Endpoint<{ accountNumber: string }, PositionLimit> = {
  name: "position limit",
  method: "GET",
  group: "other",
  path: ({ accountNumber }) => `/accounts/${encodeURIComponent(accountNumber)}/position-limit`,
  answer: z.object({
    "account-number": z.string(),
    "equity-order-size": decimal,
    "equity-option-order-size": decimal,
    "future-order-size": decimal,
    "future-option-order-size": decimal,
    "equity-position-size": decimal,
    "equity-option-position-size": decimal,
    "future-position-size": decimal,
    "future-option-position-size": decimal,
    "underlying-opening-order-limit": decimal,
  }).transform((wire): PositionLimit => ({
    account: wire["account-number"],
    order: {
      equity: wire["equity-order-size"],
      equityOption: wire["equity-option-order-size"],
      future: wire["future-order-size"],
      futureOption: wire["future-option-order-size"],
    },
    position: {
      equity: wire["equity-position-size"],
      equityOption: wire["equity-option-position-size"],
      future: wire["future-position-size"],
      futureOption: wire["future-option-position-size"],
    },
    openingOrdersPerUnderlying: wire["underlying-opening-order-limit"],
  })),
};
