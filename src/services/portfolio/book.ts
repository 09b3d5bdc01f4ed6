/** The whole book: what is held in all accounts, at the market, with greeks. */

import type { Source } from "../../broker/broker.ts";
import { type Day, daysBetween, newYorkDay, newYorkInstant } from "../../core/calendar.ts";
import { explain, ok, type Result } from "../../core/failure.ts";
import { streamerSymbolOf } from "../../core/streamer_symbol.ts";
import {
  type Instrument,
  type InstrumentType,
  type OptionParts,
  parseFutureOptionSymbol,
  parseOptionSymbol,
  recognizeSymbol,
} from "../../core/symbol.ts";
import type { AccountName } from "../accounts.ts";
import type { Context } from "../context.ts";
import { type HeldLeg, type HeldQuestion, readHoldings } from "../held.ts";
import type { OptionTerms } from "../position/leg_model.ts";
import type { BookQuote } from "./book_quote.ts";
import { type Asked, createBookQuotes, rankOf } from "./book_quotes.ts";
import { modelGreeks, type ModelMarket } from "./model_greeks.ts";
import { type ModelInput, readModelInputs } from "./model_inputs.ts";

export type BookQuestion = HeldQuestion;

/** A position at the market. Prices in dollars a share (points of a future, dollars a coin); `null` is unknown. */
export interface BookLeg {
  held: HeldLeg;
  /** `null`, like the strike, the expiration and the days (calendar) left, for what is no option. */
  right: "call" | "put" | null;
  strike: number | null;
  expiresAt: number | null;
  daysLeft: number | null;
  multiplier: number;
  mark: number | null;
  bid: number | null;
  ask: number | null;
  previousClose: number | null;
  underlyingPrice: number | null;
  /** ACT/365 to the expiration. */
  years: number | null;
  /** An annualized fraction. */
  impliedVolatility: number | null;
  /** Per share: theta a calendar day, vega a point. Shares, futures and coins have a delta of 1; bonds none. */
  delta: number | null;
  gamma: number | null;
  theta: number | null;
  vega: number | null;
  /** Who says so; `model` is our own, `null` where there are none or none are needed. */
  greeksSource: "stream" | "rest" | "model" | null;
}

export interface Book {
  /** Those that could be read; legs name the same objects. */
  accounts: AccountName[];
  /** The accounts' numbers, to ask the broker with and never shown. */
  numbers: ReadonlyMap<AccountName, string>;
  legs: BookLeg[];
  /** What was closed today, with what that realized. */
  closed: HeldLeg[];
  /** In plain words: accounts that cannot be read, figures of our own. */
  warnings: string[];
  /** Figures that are missing, such as `greeks of BTC/USD`. */
  unknown: string[];
  /** When the oldest of it was read. */
  fetchedAt: number;
  source: Source;
}

const YEAR = 365 * 86_400_000;
/** When options expire that do not say it: four in the afternoon. */
const CLOSE = 16 * 60;
const SHARES = 100;
/** So many symbols are named. */
const NAMED = 12;

/** Positions and their market. Fails when no account, or no position of any, can be read; all else is in `warnings`. */
export async function readBook(question: BookQuestion, context: Context): Promise<Result<Book>> {
  const read = await readHoldings(question, context);
  if (!read.ok) return read;
  const { accounts: numbers, legs: held, closed, refused } = read.value;
  const now = context.now();
  const terms = held.map(termsOf);
  const today = newYorkDay(now);
  const asked = instrumentsOf(held, terms, today, now);
  const market = await context.market.part(createBookQuotes).read(asked, context);
  const isModelled = ({ symbol }: HeldLeg, i: number): boolean =>
    (terms[i]?.expiresAt ?? 0) > now && !hasGreeks(market.quotes.get(symbol));
  const inputs = await readModelInputs(held.filter(isModelled).map(({ underlying }) => underlying), context);
  const pricedAt = context.now();
  const legs = held.map((leg, i) => bookLeg(leg, terms[i]!, { quotes: market.quotes, inputs, today }, pricedAt));
  const readAts = [...held.map(({ fetchedAt }) => fetchedAt), ...[...market.quotes.values()].map((one) => one.readAt)];
  return ok({
    accounts: [...numbers.keys()],
    numbers,
    legs,
    closed,
    warnings: [
      ...refused.map(({ account, failure }) => `Account ${account.masked} is left out: ${explain(failure)}`),
      ...new Set(market.failures.map(explain)),
      ...warningsOf(legs, market.leftOut, now),
    ],
    unknown: unknownOf(legs),
    fetchedAt: Math.min(now, ...readAts),
    source: context.broker.source(),
  });
}

/** What an option's symbol says; `null` for all else. */
type Terms = Pick<OptionParts, "right" | "strike"> & { expiresAt: number; expiration: Day };

function termsOf({ instrument, symbol, expiresAt }: HeldLeg): Terms | null {
  if (instrument?.type !== "equity_option" && instrument?.type !== "future_option") return null;
  const parts = parseOptionSymbol(symbol) ?? parseFutureOptionSymbol(symbol);
  if (parts === null) return null;
  const { right, strike, expiration } = parts;
  return { right, strike, expiration, expiresAt: expiresAt ?? newYorkInstant(expiration, CLOSE) };
}

/** Everything whose price is needed, each once, what matters most first; nothing that has expired. */
function instrumentsOf(
  held: readonly HeldLeg[],
  terms: readonly (Terms | null)[],
  today: Day,
  now: number,
): Asked[] {
  const ranked = new Map<string, { asked: Asked; rank: number }>();
  const add = (instrument: Instrument, streamer: string | null, quantity: number): void => {
    const rank = rankOf(instrument, quantity);
    const known = ranked.get(instrument.symbol);
    if (known !== undefined && known.rank <= rank) return;
    const asked = { ...instrument, streamer: streamer ?? streamerSymbolOf(instrument, today) };
    ranked.set(instrument.symbol, { asked, rank });
  };
  for (const [i, { instrument, underlying, streamerSymbol, quantity }] of held.entries()) {
    if (instrument === null) continue;
    const option = terms[i]!;
    if (option === null) {
      add(instrument, streamerSymbol, quantity);
      continue;
    }
    const recognized = recognizeSymbol(underlying);
    if (recognized.ok) add(recognized.value, null, quantity);
    if (option.expiresAt > now) add(instrument, streamerSymbol, quantity);
  }
  return [...ranked.values()].sort((a, b) => a.rank - b.rank).map(({ asked }) => asked);
}

interface BookMarket {
  quotes: ReadonlyMap<string, BookQuote>;
  inputs: ReadonlyMap<string, ModelInput>;
  today: Day;
}

function bookLeg(held: HeldLeg, terms: Terms | null, { quotes, inputs, today }: BookMarket, now: number): BookLeg {
  const { instrument, symbol, markPrice, closePrice, multiplier, underlying } = held;
  const quote = quotes.get(symbol);
  const priced = {
    held,
    multiplier: multiplier ?? (terms === null ? 1 : SHARES),
    mark: quote?.mark ?? markPrice,
    bid: quote?.bid ?? null,
    ask: quote?.ask ?? null,
    previousClose: quote?.previousClose ?? closePrice,
  };
  if (terms === null) {
    const isLinear = instrument !== null && LINEAR_TYPES.has(instrument.type);
    return {
      ...priced,
      ...NO_OPTION,
      underlyingPrice: priced.mark,
      ...(isLinear ? LINEAR : NO_GREEKS),
    };
  }
  const { right, strike, expiresAt, expiration } = terms;
  const years = Math.max(0, (expiresAt - now) / YEAR);
  const underlyingPrice = quotes.get(underlying)?.mark ?? null;
  return {
    ...priced,
    right,
    strike,
    expiresAt,
    daysLeft: Math.max(0, daysBetween(today, expiration)),
    underlyingPrice,
    years,
    ...greeksOf(quote, priced.mark, {
      option: { right, strike, years },
      spot: underlyingPrice,
      onFuture: instrument?.type === "future_option",
      dividends: inputs.get(underlying)?.dividends ?? [],
      usualVolatility: inputs.get(underlying)?.usualVolatility ?? null,
    }),
  };
}

const NO_OPTION = { right: null, strike: null, expiresAt: null, daysLeft: null, years: null } as const;
const NO_GREEKS = {
  impliedVolatility: null,
  delta: null,
  gamma: null,
  theta: null,
  vega: null,
  greeksSource: null,
} as const;
const LINEAR_TYPES: ReadonlySet<InstrumentType> = new Set<InstrumentType>(["equity", "future", "cryptocurrency"]);
const LINEAR = { ...NO_GREEKS, delta: 1, gamma: 0, theta: 0, vega: 0 } as const;

type Greeks = Pick<BookLeg, "impliedVolatility" | "delta" | "gamma" | "theta" | "vega" | "greeksSource">;

type Greeked = BookQuote & Record<"delta" | "gamma" | "theta" | "vega", number>;

const hasGreeks = (quote: BookQuote | undefined): quote is Greeked =>
  quote !== undefined && [quote.delta, quote.gamma, quote.theta, quote.vega].every((greek) => greek !== null);

/** The broker's, if it has all of them; else the model's. */
function greeksOf(
  quote: BookQuote | undefined,
  price: number | null,
  { option, spot, ...market }: Pick<ModelMarket, "onFuture" | "dividends" | "usualVolatility"> & {
    option: OptionTerms;
    spot: number | null;
  },
): Greeks {
  const volatility = quote?.volatility ?? null;
  if (hasGreeks(quote)) {
    const { delta, gamma, theta, vega, source } = quote;
    return { impliedVolatility: volatility, delta, gamma, theta, vega, greeksSource: source };
  }
  const model = spot === null ? null : modelGreeks(option, { ...market, spot, price, volatility });
  if (model === null) return { ...NO_GREEKS, impliedVolatility: volatility };
  const { volatility: impliedVolatility, ...greeks } = model;
  return { impliedVolatility, ...greeks, greeksSource: "model" };
}

function warningsOf(legs: readonly BookLeg[], leftOut: number, now: number): string[] {
  const modelled = legs.filter(({ greeksSource }) => greeksSource === "model").length;
  const expired = legs.filter(({ expiresAt }) => expiresAt !== null && expiresAt <= now).length;
  return [
    ...(modelled > 0
      ? [
        `Greeks computed here, as of European options at their price, because the broker did not give them: ${modelled} options.`,
      ]
      : []),
    ...(leftOut > 0
      ? [`Shown at the broker's mark, without bid and ask, because the stream could not be had: ${leftOut} options.`]
      : []),
    ...(expired > 0 ? [`Expired, awaiting settlement and without a price: ${expired} options.`] : []),
  ];
}

function unknownOf(legs: readonly BookLeg[]): string[] {
  const named = (what: string, isMissing: (leg: BookLeg) => boolean): string[] => {
    const symbols = [...new Set(legs.filter(isMissing).map(({ held }) => held.symbol))];
    if (symbols.length === 0) return [];
    const rest = symbols.length > NAMED ? ` and ${symbols.length - NAMED} more` : "";
    return [`${what} of ${symbols.slice(0, NAMED).join(", ")}${rest}`];
  };
  return [
    ...named("price", ({ mark }) => mark === null),
    ...named("entry", ({ held }) => held.averageOpenPrice === null),
    ...named("greeks", ({ delta }) => delta === null),
  ];
}
