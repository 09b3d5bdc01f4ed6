/** `GET /accounts/{n}/positions`: what an account holds. */

import * as z from "zod";
import type { Day } from "../../core/calendar.ts";
import { type Endpoint, query } from "../endpoint.ts";
import {
  amount,
  decimal,
  flag,
  instrumentType,
  items,
  optionalDay,
  optionalInstant,
  optionalSymbol,
  signed,
  symbol,
  text,
} from "../wire.ts";

/** One position. Prices in dollars per share (points of a future, dollars a coin). */
export interface HeldPosition {
  /** The full number; mask it wherever a person or a model sees it. */
  account: string;
  symbol: string;
  /** In our spelling, such as `equity_option`; the list is open. */
  type: string | null;
  /** Of an option on a future: the future. */
  underlying: string;
  streamerSymbol: string | null;
  /** Shares, contracts or coins; negative when sold, 0 when it has been closed. */
  quantity: number;
  averageOpenPrice: number | null;
  /** Of the session before. */
  closePrice: number | null;
  /** What its gain of the day is measured from: that close, and the price of what was opened since. */
  dayBasis: number | null;
  /** What the broker values it at; `null` where it is not asked or does not say. */
  markPrice: number | null;
  /** What one share, contract or coin stands for: 100 for most options, 1 for shares. */
  multiplier: number | null;
  /** Profit realized on the day `realizedOn`, in dollars; negative for a loss. */
  realizedToday: number | null;
  realizedOn: Day | null;
  isFrozen: boolean | null;
  expiresAt: number | null;
  openedAt: number | null;
  updatedAt: number | null;
}

/** A position as it stands in the answer and in the account stream, which brings those of quantity 0 too. */
export const positionRow = z.object({
  "account-number": z.string(),
  symbol,
  "instrument-type": instrumentType,
  "underlying-symbol": optionalSymbol,
  "streamer-symbol": text,
  quantity: amount,
  "quantity-direction": z.string(),
  "average-open-price": decimal,
  "close-price": decimal,
  "average-daily-market-close-price": decimal,
  "mark-price": decimal,
  multiplier: decimal,
  "realized-today": decimal,
  "realized-today-effect": text,
  "realized-today-date": optionalDay,
  "is-frozen": flag,
  "expires-at": optionalInstant,
  "created-at": optionalInstant,
  "updated-at": optionalInstant,
}).transform((wire, context): HeldPosition => {
  const sign = SIGNS[wire["quantity-direction"]];
  if (sign === undefined) {
    const input = wire["quantity-direction"];
    context.issues.push({ code: "custom", message: "is no direction", input, path: ["quantity-direction"] });
    return z.NEVER;
  }
  return {
    account: wire["account-number"],
    symbol: wire.symbol,
    type: wire["instrument-type"],
    underlying: wire["underlying-symbol"] ?? wire.symbol,
    streamerSymbol: wire["streamer-symbol"],
    quantity: sign * wire.quantity,
    averageOpenPrice: wire["average-open-price"],
    closePrice: wire["close-price"],
    dayBasis: wire["average-daily-market-close-price"],
    markPrice: wire["mark-price"],
    multiplier: wire.multiplier !== null && wire.multiplier > 0 ? wire.multiplier : null,
    realizedToday: signed(wire["realized-today"], wire["realized-today-effect"]),
    realizedOn: wire["realized-today-date"],
    isFrozen: wire["is-frozen"],
    expiresAt: wire["expires-at"],
    openedAt: wire["created-at"],
    updatedAt: wire["updated-at"],
  };
});

/** A direction nobody knows must not pass for one of these: it decides who owes whom. */
const SIGNS: Record<string, number> = { Long: 1, Short: -1, Zero: 0 };

/** The positions of one account in the broker's order, with their marks and with those that were closed today. */
export const positions: Endpoint<{ accountNumber: string }, HeldPosition[]> = {
  name: "positions",
  method: "GET",
  group: "positions",
  path: ({ accountNumber }) =>
    `/accounts/${encodeURIComponent(accountNumber)}/positions${
      query({ "include-closed-positions": true, "include-marks": true })
    }`,
  answer: items(positionRow),
};
