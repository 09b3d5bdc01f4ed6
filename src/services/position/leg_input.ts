/** Legs as a person or a model writes them, read and checked: symbols, or descriptions of options. */

import type { OptionRight } from "../../analytics/pricing/black.ts";
import type { Day } from "../../core/calendar.ts";
import { all, fail, ok, type Result } from "../../core/failure.ts";
import { parseFutureOptionSymbol, parseOptionSymbol, recognizeSymbol } from "../../core/symbol.ts";
import type { EntrySource } from "./position.ts";

/** A leg as it is given: a symbol, or a description. `quantity` is negative when sold, `price` dollars a share. */
export interface LegInput {
  symbol?: string | undefined;
  underlying?: string | undefined;
  /** A day, or days from now. */
  expiration?: Day | number | undefined;
  right?: OptionRight | undefined;
  strike?: number | undefined;
  /** With its sign or without. */
  delta?: number | undefined;
  quantity: number;
  price?: number | undefined;
  /** `given` when not said; a leg that is held has been paid for already. */
  priceSource?: Extract<EntrySource, "given" | "held"> | undefined;
}

interface Wanted {
  /** How the leg is called in a sentence. */
  label: string;
  quantity: number;
  price: number | null;
  priceSource: EntrySource;
  /** Whose options, as it can be looked up; `null` where only the streamer's symbol is known. */
  underlying: string | null;
}

/** The underlying itself: shares, or the future. */
export interface WantedUnderlying extends Wanted {
  kind: "underlying";
}

export interface WantedOption extends Wanted {
  kind: "option";
  /** Only options of this root, or on this future. */
  root: string | null;
  future: string | null;
  expiration: Day | number;
  right: OptionRight;
  at: { strike: number } | { delta: number };
}

/** An option on a future in the spelling of the stream, which does not name what is delivered. */
export interface WantedStreamed extends Wanted {
  kind: "streamed";
  streamer: string;
}

export type WantedLeg = WantedUnderlying | WantedOption | WantedStreamed;

/** More legs than any structure has, and few enough to be paired for margin. */
export const MOST_LEGS = 12;
const MOST_CONTRACTS = 100_000;
const MOST_DAYS = 4000;
const STREAMED_FUTURE_OPTION = /^\.\/[A-Z0-9]{2,8}[CP]\d{1,7}(?:\.\d{1,6})?:[A-Z]{4}$/;

/** The legs in the order given. Fails with `invalid` at the first that makes no sense, saying which and why. */
export function readLegs(legs: readonly LegInput[], underlying: string | undefined): Result<WantedLeg[]> {
  if (legs.length === 0) return refuse("legs", "is empty", "Send at least one option");
  if (legs.length > MOST_LEGS) {
    return refuse(
      `${legs.length} legs`,
      `are more than one position has (at most ${MOST_LEGS})`,
      "Add up legs of the same contract, or ask about a part of them",
    );
  }
  return all(legs.map((leg, place) => readLeg(leg, `leg ${place + 1}`, underlying)));
}

function readLeg(leg: LegInput, name: string, underlying: string | undefined): Result<WantedLeg> {
  const { quantity, price, symbol } = leg;
  if (quantity === 0) return refuse(name, "has quantity 0", "Write -1 for one sold and 1 for one bought");
  if (!Number.isFinite(quantity) || Math.abs(quantity) > MOST_CONTRACTS) {
    return refuse(name, `has quantity ${quantity}`, `Send a number within ${MOST_CONTRACTS}`);
  }
  if (price !== undefined && !(price >= 0 && price < Infinity)) {
    return refuse(
      name,
      `has price ${price}`,
      "Prices are dollars a share and never negative, whether bought or sold; the sign of `quantity` says which",
    );
  }
  const wanted = { quantity, price: price ?? null, priceSource: leg.priceSource ?? "given" as const };
  if (symbol === undefined) return describe(leg, name, wanted, leg.underlying ?? underlying);
  const typed = symbol.trim().toUpperCase();
  if (STREAMED_FUTURE_OPTION.test(typed)) {
    const whose = leg.underlying ?? underlying ?? null;
    return whole(name, {
      kind: "streamed",
      ...wanted,
      label: typed,
      underlying: whose,
      streamer: typed,
    });
  }
  // A model may name the underlying by `symbol` and describe the option beside it.
  const isDescribed = leg.right !== undefined || leg.strike !== undefined || leg.delta !== undefined ||
    leg.expiration !== undefined;
  const recognized = recognizeSymbol(symbol);
  if (!recognized.ok) return isDescribed ? describe(leg, name, wanted, symbol) : recognized;
  const { type, symbol: spelled } = recognized.value;
  if (type === "equity_option") {
    const { root, expiration, right, strike } = parseOptionSymbol(spelled)!;
    const whose = leg.underlying ?? underlying ?? root;
    const option = { root, future: null, expiration, right, at: { strike } };
    return whole(name, { kind: "option", ...wanted, label: spelled, underlying: whose, ...option });
  }
  if (type === "future_option") {
    const { future, contract, expiration, right, strike } = parseFutureOptionSymbol(spelled)!;
    const option = { root: contract, future, expiration, right, at: { strike } };
    return whole(name, { kind: "option", ...wanted, label: spelled, underlying: future, ...option });
  }
  if (type === "cryptocurrency") return refuse(spelled, "is a cryptocurrency, which has no options here");
  return describe(leg, name, wanted, spelled);
}

function describe(
  { expiration, right, strike, delta }: LegInput,
  name: string,
  wanted: Pick<Wanted, "quantity" | "price" | "priceSource">,
  underlying: string | undefined,
): Result<WantedLeg> {
  if (underlying === undefined) {
    return refuse(name, "names no underlying", "Send `symbol`, or `underlying` for all legs");
  }
  const shown = underlying.trim().toUpperCase();
  if (expiration === undefined && right === undefined && strike === undefined && delta === undefined) {
    return ok({ kind: "underlying", ...wanted, label: shown, underlying });
  }
  const missing = [
    ...(expiration === undefined ? ["`expiration` (a day such as 2026-12-18, or days from now)"] : []),
    ...(right === undefined ? ["`right` (call or put)"] : []),
    ...(strike === undefined && delta === undefined ? ["`strike` or `delta`"] : []),
  ];
  if (missing.length > 0) return refuse(name, "describes an option only in part", `Add ${missing.join(" and ")}`);
  if (strike !== undefined && delta !== undefined) {
    return refuse(name, "has both `strike` and `delta`", "Send one of them");
  }
  if (strike !== undefined && !(strike > 0 && strike < Infinity)) return refuse(name, `has strike ${strike}`);
  if (delta !== undefined) {
    const size = Math.abs(delta);
    if (!(size > 0 && size < 1)) {
      return refuse(name, `has delta ${delta}`, "Deltas lie between 0 and 1; write a 30-delta option as 0.30");
    }
    if (delta < 0 && right === "call") {
      return refuse(name, `is a call with delta ${delta}`, "Calls have positive deltas");
    }
  }
  if (typeof expiration === "number" && !(expiration >= 0 && expiration <= MOST_DAYS)) {
    return refuse(name, `expires in ${expiration} days`, `Send 0 to ${MOST_DAYS} days from now`);
  }
  if (typeof expiration === "string" && !isDay(expiration)) {
    return refuse(name, "has an `expiration` that no calendar has", "Write it as 2026-12-18");
  }
  const place = strike === undefined ? `${Math.abs(delta!)} delta` : String(strike);
  const when = typeof expiration === "number" ? `in ${expiration} days` : expiration;
  return whole(name, {
    kind: "option",
    ...wanted,
    label: `${shown} ${when} ${right} ${place}`,
    underlying,
    root: null,
    future: null,
    expiration: expiration!,
    right: right!,
    at: strike === undefined ? { delta: Math.abs(delta!) } : { strike },
  });
}

/** Options are traded whole. */
function whole(name: string, leg: WantedLeg): Result<WantedLeg> {
  return Number.isInteger(leg.quantity)
    ? ok(leg)
    : refuse(name, `has ${leg.quantity} contracts`, "Options are traded whole");
}

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

function refuse(subject: string, problem: string, remedy?: string): Result<never> {
  return fail({ kind: "invalid", subject, problem, ...(remedy === undefined ? {} : { remedy }) });
}
