/** `GET /instruments/future-options/{symbol}`: one option on a futures contract. */

import * as z from "zod";
import type { Day } from "../../core/calendar.ts";
import type { Endpoint } from "../endpoint.ts";
import { amount, day, decimal, flag, optionalInstant, text } from "../wire.ts";

/** An option's terms; prices are elsewhere. Strike in the future's points. */
export interface FutureOption {
  /** `./ESU6 E1AN6 260706P6260`. */
  symbol: string;
  /** The broker has none for some. */
  streamerSymbol: string | null;
  /** `/ESU6`: the contract that is delivered. */
  future: string;
  /** `E1A`: the option's own product. */
  optionRoot: string;
  expiration: Day;
  right: "call" | "put";
  strike: number;
  /** `American`, `European`, or what the broker added since. */
  exerciseStyle: string | null;
  /** `Future`, `Cash`, or what the broker added since. */
  settlement: string | null;
  /** Dollars a point. */
  multiplier: number | null;
  daysToExpiration: number | null;
  isActive: boolean | null;
  isClosingOnly: boolean | null;
  stopsTradingAt: number | null;
  expiresAt: number | null;
}

/** The option behind a symbol such as `./ESU6 E1AN6 260706P6260`. */
export const futureOption: Endpoint<string, FutureOption> = {
  name: "futures option",
  method: "GET",
  group: "option",
  path: (symbol) => `/instruments/future-options/${encodeURIComponent(symbol)}`,
  answer: z.object({
    symbol: z.string(),
    "streamer-symbol": text,
    "underlying-symbol": z.string(),
    "option-root-symbol": z.string(),
    "expiration-date": day,
    "option-type": z.enum(["C", "P"]),
    "strike-price": amount,
    "exercise-style": text,
    "settlement-type": text,
    multiplier: decimal,
    "days-to-expiration": decimal,
    active: flag,
    "is-closing-only": flag,
    "stops-trading-at": optionalInstant,
    "expires-at": optionalInstant,
  }).transform((wire): FutureOption => ({
    symbol: wire.symbol,
    streamerSymbol: wire["streamer-symbol"],
    future: wire["underlying-symbol"],
    optionRoot: wire["option-root-symbol"],
    expiration: wire["expiration-date"],
    right: wire["option-type"] === "C" ? "call" : "put",
    strike: wire["strike-price"],
    exerciseStyle: wire["exercise-style"],
    settlement: wire["settlement-type"],
    multiplier: wire.multiplier,
    daysToExpiration: wire["days-to-expiration"],
    isActive: wire.active,
    isClosingOnly: wire["is-closing-only"],
    stopsTradingAt: wire["stops-trading-at"],
    expiresAt: wire["expires-at"],
  })),
  subject: (symbol) => symbol,
};
