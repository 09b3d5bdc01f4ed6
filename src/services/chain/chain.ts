/** A chain as a trader asks for it: which expirations, what the market expects of each, and the options that fit. */

import { createListings } from "./listings.ts";
import { newYorkDay } from "../../core/calendar.ts";
import { fail, type Failure, ok, type Result } from "../../core/failure.ts";
import type { Context } from "../context.ts";
import { type Ask, createChainFigures, type Figures, type Look } from "./chain_figures.ts";
import { chooseExpirations } from "./expirations.ts";
import type { Bookmark, ChainQuestion, StrikeFilter } from "./question.ts";
import { ALL_PARTS, ENOUGH, type Pick, selectByDelta, selectByPrice, type Selection } from "./selection.ts";
import type { Listing, Series } from "./series.ts";
import { type Subject, subjectOf } from "./subject.ts";
import {
  asksAround,
  moneyStrikes,
  priceIn,
  quotedOf,
  type Term,
  termOf,
  underlyingOf,
  underlyingParts,
} from "./terms.ts";

/** An option that fits, with its figures. */
export interface ChainRow extends Pick {
  figures: Figures;
}

export interface Chain {
  subject: Subject;
  listing: Listing;
  /** All expirations to be listed, soonest first. */
  listed: readonly Series[];
  /** Those whose options were asked for; of these the first `looked` were looked at. */
  shown: readonly Series[];
  looked: number;
  /** Of those looked at: where nothing fits. */
  barren: readonly Series[];
  stopped: readonly Series[];
  terms: ReadonlyMap<Series, Term>;
  rows: ChainRow[];
  /** How many fit, of those looked at, whether they are among the rows or not. */
  matched: number;
  /** Options that fit and of which nothing came. */
  missing: Pick[];
  undecided: Pick[];
  isCut: boolean;
  /** The filter that was used: when the question had none, so many strikes near the money. */
  filter: StrikeFilter;
  streamFailure: Failure | null;
  snapshotFailure: Failure | null;
  /** Options given up, because so many snapshots would have cost too much. */
  skipped: number;
  /** When the question began to be answered; figures that were older than half a minute then are stale. */
  startedAt: number;
}

/** Strikes shown when the question does not say: of one expiration, and of each of several. */
const USUAL_STRIKES = 20;
const USUAL_STRIKES_OF_SEVERAL = 10;
/** Strikes a term is read off, of few expirations and of each of many. */
const TERM_STRIKES = 4;
const TERM_STRIKES_OF_MANY = 2;
const MANY = 8;
/** How far the forward may lie beyond the strikes that a term is read off, in standard deviations. */
const TOLERANCE = 0.03;
/** Expirations whose term is worked out. */
const MOST_TERMS = 80;

/** Answers a question. Fails when nothing fits or nothing can be had at all; what is missing otherwise is said. */
export async function readChain(question: ChainQuestion, context: Context): Promise<Result<Chain>> {
  const startedAt = context.now();
  const subject = subjectOf(question.given.symbol, newYorkDay(startedAt));
  if (!subject.ok) return subject;
  const listing = await readListing(subject.value, context);
  if (!listing.ok) return listing;
  const choice = chooseExpirations(listing.value, subject.value, question, startedAt);
  if (!choice.ok) return choice;
  const shown = behind(choice.value.shown, question.after);
  const listed = question.span === null ? choice.value.listed : shown;
  const look = context.market.part(createChainFigures).look(listing.value.symbol, shown.map(({ day }) => day), context);
  const surveyed = [...new Set([...shown, ...listed])].slice(0, MOST_TERMS);
  const prices = await readPrices(surveyed, look);
  if (prices.size === 0) return fail(priceFailure(subject.value, look));

  const filter = filterOf(question, shown.length);
  const terms = new Map<Series, Term>();
  const strikesOf = moneyOf(surveyed, prices, startedAt);
  const moneyAsks = surveyed.flatMap((series) => asksAround(series, strikesOf.get(series)!));
  const isByPrice = filter.delta === null && filter.expectedMoves === null;
  // What is chosen by price alone is asked for together with what the terms need, which comes first if not all can be had.
  const early = isByPrice ? selectByPrice(shown, terms, prices, filter, question.after) : null;
  await look.fetch([...moneyAsks, ...(early === null ? [] : asksFor(early))]);
  await readTerms(surveyed, strikesOf, terms, prices, look, startedAt);
  const selection = early ??
    (filter.delta === null
      ? selectByPrice(shown, terms, prices, filter, question.after)
      : await selectByDelta(shown, terms, prices, { ...filter, delta: filter.delta }, question.after, look));
  if (early === null) await look.fetch(asksFor(selection));
  look.keep([...new Set(selection.picks.slice(0, ENOUGH).map(({ series }) => series.day))]);
  if (selection.picks.length === 0 && selection.undecided.length === 0) {
    return fail(nothingFits(question, shown, prices, terms));
  }
  const rows = selection.picks.slice(0, ENOUGH).map((pick): ChainRow => ({
    ...pick,
    figures: look.of(quotedOf(pick.series, pick.strike, pick.right)),
  }));
  return ok({
    subject: subject.value,
    listing: listing.value,
    listed,
    shown,
    looked: selection.looked,
    barren: selection.barren,
    stopped: choice.value.stopped,
    terms,
    rows: rows.filter(({ figures }) => figures.readAt !== null),
    matched: selection.picks.length,
    missing: rows.filter(({ figures }) => figures.readAt === null),
    undecided: selection.undecided,
    isCut: selection.isCut,
    filter,
    streamFailure: look.streamFailure(),
    snapshotFailure: look.snapshotFailure(),
    skipped: look.skipped(),
    startedAt,
  });
}

export async function readListing(subject: Subject, context: Context): Promise<Result<Listing>> {
  const read = await context.market.part(createListings).read([subject], context);
  if (!read.ok) return read;
  const listing = read.value.get(subject.symbol)?.value;
  if (listing && listing.series.length > 0) return ok(listing);
  if (subject.underlying === null) return fail({ kind: "not_found", subject: `An option chain of ${subject.symbol}` });
  // The broker says the same of a symbol it does not know and of one without options.
  const quotes = await context.market.quotes.read([subject.underlying], context);
  if (!quotes.ok) return quotes;
  const isKnown = quotes.value.get(subject.symbol)?.value !== null;
  return isKnown
    ? fail({ kind: "invalid", subject: subject.symbol, problem: "has no listed options" })
    : fail({ kind: "not_found", subject: subject.symbol });
}

/** The expirations from the bookmarked one on. */
function behind(shown: readonly Series[], after: Bookmark | null): readonly Series[] {
  if (after === null) return shown;
  const place = shown.findIndex(({ day, root }) => day === after.day && root === after.root);
  return place >= 0 ? shown.slice(place) : shown.filter(({ day }) => day > after.day);
}

/** By the symbol of the underlying; what has no price is missing. */
async function readPrices(surveyed: readonly Series[], look: Look): Promise<Map<string, number>> {
  const underlyings = new Map(surveyed.map((series) => [series.underlying.symbol, underlyingOf(series)]));
  await look.fetch([...underlyings.values()].map((quoted) => ({ quoted, parts: underlyingParts(quoted) })));
  const prices = new Map<string, number>();
  for (const [symbol, quoted] of underlyings) {
    const price = priceIn(look.of(quoted));
    if (price !== null && price > 0) prices.set(symbol, price);
  }
  return prices;
}

function priceFailure({ symbol }: Subject, look: Look): Failure {
  return look.snapshotFailure() ?? look.streamFailure() ?? { kind: "not_found", subject: `A price of ${symbol}` };
}

/** Says what there is instead, and asks for the money. */
function nothingFits(
  { given, after }: ChainQuestion,
  shown: readonly Series[],
  prices: ReadonlyMap<string, number>,
  terms: ReadonlyMap<Series, Term>,
): Failure {
  const first = shown[0];
  const { symbol, right } = given;
  const price = first && prices.get(first.underlying.symbol);
  if (after !== null || first === undefined || price === undefined) {
    return { kind: "invalid", subject: symbol, problem: "has no more options behind `after`" };
  }
  const { day, strikes, underlying } = first;
  const move = terms.get(first)?.expectedMove ?? null;
  return {
    kind: "invalid",
    subject: symbol,
    problem: `no option fits: ${underlying.symbol} is at ${price}, the ${strikes.length} strikes of ${day} run from ${
      strikes[0]
    } to ${strikes.at(-1)}${move === null ? "" : `, the expected move is ${move.toFixed(2)}`}`,
    remedy: `Widen the filter, or see the money with ${
      JSON.stringify({ symbol, expiration: day, ...(right === undefined ? {} : { right }), strikes: USUAL_STRIKES })
    }`,
  };
}

function filterOf({ filter, isNarrowed }: ChainQuestion, expirations: number): StrikeFilter {
  return isNarrowed ? filter : { ...filter, count: expirations > 1 ? USUAL_STRIKES_OF_SEVERAL : USUAL_STRIKES };
}

function moneyOf(
  surveyed: readonly Series[],
  prices: ReadonlyMap<string, number>,
  now: number,
): Map<Series, readonly number[]> {
  const count = surveyed.length > MANY ? TERM_STRIKES_OF_MANY : TERM_STRIKES;
  return new Map(surveyed.map((series) => {
    const price = prices.get(series.underlying.symbol);
    return [series, price === undefined ? [] : moneyStrikes(series, price, now, count)];
  }));
}

/** Terms of all; where the forward turns out to be beyond the strikes it was read off, of strikes around it. */
export async function readTerms(
  surveyed: readonly Series[],
  strikesOf: ReadonlyMap<Series, readonly number[]>,
  terms: Map<Series, Term>,
  prices: ReadonlyMap<string, number>,
  look: Look,
  now: number,
): Promise<void> {
  const priceOf = ({ underlying }: Series) => prices.get(underlying.symbol) ?? null;
  const astray = new Map<Series, readonly number[]>();
  for (const series of surveyed) {
    const strikes = strikesOf.get(series)!;
    const term = termOf(series, priceOf(series), strikes, look, now);
    terms.set(series, term);
    if (term.forward === null || !isBeyond(term, strikes)) continue;
    const around = moneyStrikes(series, term.forward, now, TERM_STRIKES_OF_MANY, term.forward);
    if (around.some((strike) => !strikes.includes(strike))) astray.set(series, around);
  }
  await look.fetch([...astray].flatMap(([series, strikes]) => asksAround(series, strikes)));
  for (const [series, strikes] of astray) {
    const all = [...new Set([...strikes, ...strikesOf.get(series)!])].sort((a, b) => a - b);
    terms.set(series, termOf(series, priceOf(series), all, look, now));
  }
}

/** Whether the forward is so far from ascending `strikes` that their volatilities say little about it. */
function isBeyond({ forward, volatility, years }: Term, strikes: readonly number[]): boolean {
  const slack = TOLERANCE * forward! * (volatility ?? 0) * Math.sqrt(years);
  return strikes.length === 0 || forward! < strikes[0]! - slack || forward! > strikes.at(-1)! + slack;
}

const asksFor = ({ picks }: Selection): Ask[] =>
  picks.slice(0, ENOUGH).map(({ series, strike, right }) => ({
    quoted: quotedOf(series, strike, right),
    parts: ALL_PARTS,
  }));
