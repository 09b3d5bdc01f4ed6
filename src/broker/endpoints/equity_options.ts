/** `GET /instruments/equity-options/{symbol}`: one listed option on a share, a fund or an index. */

import * as z from "zod";
import type { Day } from "../../core/calendar.ts";
import type { Endpoint } from "../endpoint.ts";
import { amount, day, decimal, flag, optionalInstant, type Settlement, settlement, text } from "../wire.ts";

/** An option's terms; prices are elsewhere. Strike in dollars. */
export interface EquityOption {
  /** The OCC symbol, 21 characters. */
  symbol: string;
  streamerSymbol: string | null;
  underlying: string;
  root: string;
  expiration: Day;
  right: "call" | "put";
  strike: number;
  /** Adjusted options deliver something else than so many shares. */
  isStandard: boolean;
  /** `American`, `European`, or what the broker added since. */
  exerciseStyle: string | null;
  /** `Regular`, `Weekly`, `Quarterly`, `End-Of-Month`, or what the broker added since. */
  expirationType: string | null;
  settlement: Settlement | null;
  sharesPerContract: number | null;
  daysToExpiration: number | null;
  isActive: boolean | null;
  isClosingOnly: boolean | null;
  stopsTradingAt: number | null;
  expiresAt: number | null;
}

/** The row of this resource and of the full chain. */
export const equityOptionRow = z.object({
  symbol: z.string(),
  "streamer-symbol": text,
  "underlying-symbol": z.string(),
  "root-symbol": z.string(),
  "expiration-date": day,
  "option-type": z.enum(["C", "P"]),
  "strike-price": amount,
  "option-chain-type": z.string(),
  "exercise-style": text,
  "expiration-type": text,
  "settlement-type": settlement,
  "shares-per-contract": decimal,
  "days-to-expiration": decimal,
  active: flag,
  "is-closing-only": flag,
  "stops-trading-at": optionalInstant,
  "expires-at": optionalInstant,
}).transform((wire): EquityOption => ({
  symbol: wire.symbol,
  streamerSymbol: wire["streamer-symbol"],
  underlying: wire["underlying-symbol"],
  root: wire["root-symbol"],
  expiration: wire["expiration-date"],
  right: wire["option-type"] === "C" ? "call" : "put",
  strike: wire["strike-price"],
  isStandard: wire["option-chain-type"] === "Standard",
  exerciseStyle: wire["exercise-style"],
  expirationType: wire["expiration-type"],
  settlement: wire["settlement-type"],
  sharesPerContract: wire["shares-per-contract"],
  daysToExpiration: wire["days-to-expiration"],
  isActive: wire.active,
  isClosingOnly: wire["is-closing-only"],
  stopsTradingAt: wire["stops-trading-at"],
  expiresAt: wire["expires-at"],
}));

/** The option behind an OCC symbol; an expired one is `not_found`. */
export const equityOption: Endpoint<string, EquityOption> = {
  name: "equity option",
  method: "GET",
  group: "option",
  path: (symbol) => `/instruments/equity-options/${encodeURIComponent(symbol)}`,
  answer: equityOptionRow,
  subject: (symbol) => symbol,
};
