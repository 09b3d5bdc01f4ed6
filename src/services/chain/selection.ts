/** The options that fit a question: by price at once, by delta after asking for the deltas of all that could fit. */

import { strikesByDelta } from "../../analytics/delta_range.ts";
import type { OptionRight } from "../../analytics/pricing/black.ts";
import type { Ask, Look, Part } from "./chain_figures.ts";
import type { Bookmark, StrikeFilter } from "./question.ts";
import { isListed, type Series } from "./series.ts";
import { common, isEmpty, nearest, type Span, spanByPrice, widened } from "./strikes.ts";
import { quotedOf, type Term } from "./terms.ts";

/** One option that fits. */
export interface Pick {
  series: Series;
  strike: number;
  right: OptionRight;
}

export interface Selection {
  /** In the order of the answer: by expiration, calls before puts, strikes rising. */
  picks: Pick[];
  /** How many expirations, from the first on, were looked at. */
  looked: number;
  /** Those of them in which nothing fits. */
  barren: Series[];
  /** Options whose delta did not come, so that nobody knows whether they fit. */
  undecided: Pick[];
  /** Whether strikes far from the money were left out, because there were too many to ask about. */
  isCut: boolean;
}

/** All of a row's figures. */
export const ALL_PARTS: readonly Part[] = ["Quote", "Greeks", "Summary", "Trade"];

/** Options after which no further expiration is looked at: an answer has room for fewer. */
export const ENOUGH = 300;
/** Options whose deltas one question asks for at the most, and after which no further expiration is begun. */
const MOST_CANDIDATES = 1200;
const ENOUGH_CANDIDATES = 600;
/** With so few candidates all figures are asked for at once: one question instead of two. */
const FEW_CANDIDATES = 120;
/** Strikes looked at where the volatility is unknown. */
const UNKNOWN_WIDTH = 60;
/** Times that a search by delta goes further out. */
const MOST_WIDENINGS = 4;

/** The options that fit by price. `terms` may be empty where no expected move is asked for. */
export function selectByPrice(
  shown: readonly Series[],
  terms: ReadonlyMap<Series, Term>,
  prices: ReadonlyMap<string, number>,
  filter: StrikeFilter,
  after: Bookmark | null,
): Selection {
  const picks: Pick[] = [];
  const barren: Series[] = [];
  let looked = 0;
  while (looked < shown.length && picks.length < ENOUGH) {
    const series = shown[looked++]!;
    const price = prices.get(series.underlying.symbol);
    const fitting = price === undefined ? [] : filter.rights.flatMap((right) => {
      const span = spanByPrice(series.strikes, right, filter, price, terms.get(series)?.expectedMove ?? null);
      return picksIn(series, right, nearest(series.strikes, span, price, filter.count ?? Infinity));
    });
    if (fitting.length === 0) barren.push(series);
    picks.push(...fitting.filter((pick) => isAfter(pick, after)));
  }
  return { picks, looked, barren, undecided: [], isCut: false };
}

/** One side of an expiration while its deltas are being looked for. */
interface Search {
  series: Series;
  right: OptionRight;
  price: number;
  whole: Span;
  seen: Span;
}

/** The options whose delta fits. Asks for the deltas of all that could, and goes further out until they no longer do. */
export async function selectByDelta(
  shown: readonly Series[],
  terms: ReadonlyMap<Series, Term>,
  prices: ReadonlyMap<string, number>,
  filter: StrikeFilter & { delta: { from: number; to: number } },
  after: Bookmark | null,
  look: Look,
): Promise<Selection> {
  const { searches, looked, isCut } = plan(shown, terms, prices, filter, look.room());
  const total = searches.reduce((sum, { seen }) => sum + seen.end - seen.first, 0);
  const parts: readonly Part[] = total <= FEW_CANDIDATES ? ALL_PARTS : ["Greeks"];
  await look.fetch(searches.flatMap((search) => asksIn(search, search.seen, parts)));
  for (let round = 0, open = searches; open.length > 0 && round < MOST_WIDENINGS; round++) {
    const further = open.flatMap((search) => {
      const seen = widened(
        search.right,
        search.seen,
        search.whole,
        (place) => deltaOf(search, place, look),
        filter.delta,
      );
      return seen === null ? [] : [{ search, seen }];
    });
    await look.fetch(further.flatMap(({ search, seen }) => asksIn(search, seen, parts)));
    for (const { search, seen } of further) search.seen = seen;
    open = further.map(({ search }) => search);
  }
  const picks: Pick[] = [];
  const undecided: Pick[] = [];
  const barren = new Set(shown.slice(0, looked));
  for (const { series, right, price, seen } of searches) {
    const fitting: Pick[] = [];
    for (const pick of picksIn(series, right, seen)) {
      const { delta } = look.of(quotedOf(series, pick.strike, right));
      if (delta === null) {
        undecided.push(pick);
        barren.delete(series);
      } else if (Math.abs(delta) >= filter.delta.from && Math.abs(delta) <= filter.delta.to) fitting.push(pick);
    }
    if (fitting.length > 0) barren.delete(series);
    const strikes = fitting.map(({ strike }) => strike);
    const span = nearest(strikes, { first: 0, end: strikes.length }, price, filter.count ?? Infinity);
    picks.push(...fitting.slice(span.first, span.end).filter((pick) => isAfter(pick, after)));
  }
  return { picks, looked, barren: [...barren], undecided, isCut };
}

function plan(
  shown: readonly Series[],
  terms: ReadonlyMap<Series, Term>,
  prices: ReadonlyMap<string, number>,
  filter: StrikeFilter & { delta: { from: number; to: number } },
  most: number,
): { searches: Search[]; looked: number; isCut: boolean } {
  const searches: Search[] = [];
  const enough = Math.min(ENOUGH_CANDIDATES, most);
  let room = Math.min(MOST_CANDIDATES, most);
  let planned = 0;
  let looked = 0;
  for (const series of shown) {
    const price = prices.get(series.underlying.symbol);
    const found: Search[] = [];
    for (const right of price === undefined ? [] : filter.rights) {
      const term = terms.get(series);
      const whole = spanByPrice(series.strikes, right, filter, price!, term?.expectedMove ?? null);
      const seen = common(whole, likely(series, right, term, filter.delta, price!));
      if (!isEmpty(seen)) found.push({ series, right, price: price!, whole, seen });
    }
    const width = found.reduce((sum, { seen }) => sum + seen.end - seen.first, 0);
    if (looked > 0 && planned + width > enough) break;
    looked++;
    // The first expiration alone may be too wide: then what is near the money is looked at.
    const share = Math.floor(room / Math.max(1, found.length));
    for (const search of found) {
      if (width > room) search.seen = search.whole = nearest(series.strikes, search.seen, search.price, share);
      searches.push(search);
    }
    room -= width;
    planned += width;
    if (room < 0) return { searches, looked, isCut: true };
  }
  return { searches, looked, isCut: false };
}

function likely(
  { strikes }: Series,
  right: OptionRight,
  term: Term | undefined,
  delta: { from: number; to: number },
  price: number,
): Span {
  if (term === undefined || term.volatility === null) {
    return nearest(strikes, { first: 0, end: strikes.length }, price, UNKNOWN_WIDTH);
  }
  const { volatility, years } = term;
  return strikesByDelta(strikes, { forward: term.forward ?? price, volatility, years }, delta, right);
}

function asksIn({ series, right }: Search, span: Span, parts: readonly Part[]): Ask[] {
  return picksIn(series, right, span).map(({ strike }) => ({ quoted: quotedOf(series, strike, right), parts }));
}

function deltaOf({ series, right }: Search, place: number, look: Look): number | null {
  const { delta } = look.of(quotedOf(series, series.strikes[place]!, right));
  return delta === null ? null : Math.abs(delta);
}

function picksIn(series: Series, right: OptionRight, { first, end }: Span): Pick[] {
  const picks: Pick[] = [];
  for (let place = first; place < end; place++) {
    const strike = series.strikes[place]!;
    if (isListed(series, strike, right)) picks.push({ series, strike, right });
  }
  return picks;
}

/** Whether an option comes behind the bookmark in its own expiration; other expirations are not its matter. */
function isAfter({ series, strike, right }: Pick, after: Bookmark | null): boolean {
  if (after === null || series.day !== after.day || series.root !== after.root) return true;
  return right === after.right ? strike > after.strike : right === "put";
}
