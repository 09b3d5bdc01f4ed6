/** The options of one underlying as a board to search: its expirations of some days, read in a few stream questions. */

import type { Board, ExpirationBoard, Side } from "../../analytics/screens/board.ts";
import type { Range } from "../../analytics/screens/criteria.ts";
import { type Day, daysBetween, newYorkDay } from "../../core/calendar.ts";
import { fail, type Failure, ok, type Result } from "../../core/failure.ts";
import { wantedExpirations } from "./expirations.ts";
import { chooseStrikes, type Chosen } from "./strikes.ts";
import { readListing, readTerms } from "../chain/chain.ts";
import { createChainFigures, type Look } from "../chain/chain_figures.ts";
import { isListed, type Series } from "../chain/series.ts";
import { subjectOf } from "../chain/subject.ts";
import {
  asksAround,
  moneyStrikes,
  priceIn,
  quotedOf,
  RATE,
  type Term,
  underlyingOf,
  underlyingParts,
} from "../chain/terms.ts";
import type { Context } from "../context.ts";

export interface BoardQuestion {
  /** A share, a fund, an index, one of its roots, a future; of a futures product its most wanted contract is meant. */
  symbol: string;
  /** Days left; the spans may overlap. */
  spans: readonly Range[];
  /** Contracts that may be read. */
  most: number;
}

export interface BoardReading {
  board: Board;
  /** What the options are on: an index is settled in cash, on a future the broker's own scenarios say what is tied up. */
  kind: "share" | "index" | "future";
  seriesOf(contract: { day: Day; root: string }): Series;
  /** How many options were asked about, and of how many something came. */
  contracts: number;
  known: number;
  /** Days in the spans that were left out, and expirations whose outer strikes were, because there were too many. */
  leftOut: Day[];
  narrowed: Day[];
  /** When the oldest figure was read; `null` when none came. */
  readAt: number | null;
  streamFailure: Failure | null;
  snapshotFailure: Failure | null;
}

/** Expirations whose terms are worked out, and strikes a term is read off. */
const MOST_EXPIRATIONS = 8;
const TERM_STRIKES = 4;
/** Shares of a contract that says nothing else. */
const USUAL_MULTIPLIER = 100;
const PARTS = ["Quote", "Greeks", "Summary"] as const;

/** Fails when nothing expires in those days, or there is no price. */
export async function readBoard(
  { symbol, spans, most }: BoardQuestion,
  context: Context,
): Promise<Result<BoardReading>> {
  const now = context.now();
  const today = newYorkDay(now);
  const subject = subjectOf(symbol, today);
  if (!subject.ok) return subject;
  const listed = await readListing(subject.value, context);
  if (!listed.ok) return listed;
  const listing = listed.value;
  const { root, future } = subject.value;
  const days = { today, now };
  const all = wantedExpirations(listing, { spans, root, future }, days);
  // Options on different contracts have different underlyings: they are boards of their own.
  const isMixed = all.some(({ series }) => series.underlying.symbol !== all[0]!.series.underlying.symbol);
  const wanted = isMixed
    ? wantedExpirations(listing, { spans, root, future: all[0]!.series.underlying.symbol }, days)
    : all;
  const surveyed = wanted.slice(0, MOST_EXPIRATIONS);
  const [first] = surveyed;
  if (first === undefined) return fail(nothingExpires(symbol, spans, listing.series, now));
  const look = context.market.part(createChainFigures).look(
    listing.symbol,
    surveyed.map(({ series }) => series.day),
    context,
  );
  const kind = kindOf(first.series);
  const { multiplier } = first.series;
  if (kind === "future" && multiplier === null) return fail(unknownMultiplier(first.series));
  const quoted = underlyingOf(first.series);
  await look.fetch([{ quoted, parts: underlyingParts(quoted) }]);
  const spot = priceIn(look.of(quoted));
  if (spot === null || !(spot > 0)) {
    const nothing: Failure = { kind: "not_found", subject: `A price of ${symbol}` };
    return fail(look.snapshotFailure() ?? look.streamFailure() ?? nothing);
  }
  const series = surveyed.map((one) => one.series);
  const strikesOf = new Map(series.map((one) => [one, moneyStrikes(one, spot, now, TERM_STRIKES)]));
  await look.fetch(series.flatMap((one) => asksAround(one, strikesOf.get(one)!)));
  const terms = new Map<Series, Term>();
  await readTerms(series, strikesOf, terms, new Map([[quoted.symbol, spot]]), look, now);
  const chosen = chooseStrikes(surveyed, terms, spot, most);
  await look.fetch(
    chosen.flatMap(({ series, strikes }) =>
      strikes.flatMap((strike) =>
        RIGHTS.filter((right) => isListed(series, strike, right)).map((right) => ({
          quoted: quotedOf(series, strike, right),
          parts: PARTS,
        }))
      )
    ),
  );
  look.keep(chosen.map(({ series }) => series.day));
  const count: Count = { contracts: 0, known: 0, readAt: null };
  const expirations = chosen.map((one) => expirationOf(one, terms.get(one.series)!, look, count))
    .sort((a, b) => a.years - b.years);
  const read = new Set(chosen.map(({ series }) => series));
  return ok({
    board: {
      symbol: kind === "future" ? quoted.symbol : listing.symbol,
      spot,
      rate: RATE,
      multiplier: multiplier ?? USUAL_MULTIPLIER,
      expirations,
    },
    kind,
    seriesOf: ({ day, root }) => listing.series.find((one) => one.day === day && one.root === root)!,
    ...count,
    leftOut: wanted.filter((one) => !read.has(one.series)).map((one) => one.series.day).sort(),
    narrowed: chosen.filter((one) => one.isNarrowed).map((one) => one.series.day).sort(),
    streamFailure: look.streamFailure(),
    snapshotFailure: look.snapshotFailure(),
  });
}

const RIGHTS = ["call", "put"] as const;

function kindOf({ underlying: { type } }: Series): BoardReading["kind"] {
  return type === "future" || type === "index" ? type : "share";
}

const unknownMultiplier = ({ underlying: { symbol } }: Series): Failure => ({
  kind: "invalid",
  subject: symbol,
  problem: "what a point of its options is worth is not known",
  remedy: "Ask get_option_chain for their prices",
});

type Count = Pick<BoardReading, "contracts" | "known" | "readAt">;

function expirationOf(
  { series, daysLeft, strikes }: Chosen,
  { years, forward, volatility }: Term,
  look: Look,
  count: Count,
): ExpirationBoard {
  const column = () => new Float64Array(strikes.length).fill(NaN);
  const sideOf = (right: "call" | "put"): Side => {
    const side: Side = {
      bid: column(),
      ask: column(),
      volatility: column(),
      delta: column(),
      gamma: column(),
      theta: column(),
      vega: column(),
      volume: column(),
      openInterest: column(),
    };
    for (const [row, strike] of strikes.entries()) {
      if (!isListed(series, strike, right)) continue;
      const figures = look.of(quotedOf(series, strike, right));
      count.contracts++;
      if (figures.readAt === null) continue;
      count.known++;
      count.readAt = Math.min(count.readAt ?? Infinity, figures.readAt);
      for (const name of Object.keys(side) as (keyof Side)[]) side[name][row] = figures[name] ?? NaN;
    }
    return side;
  };
  return {
    day: series.day,
    root: series.root,
    years,
    daysLeft,
    forward: forward ?? NaN,
    volatility: volatility ?? NaN,
    strikes: Float64Array.from(strikes),
    call: sideOf("call"),
    put: sideOf("put"),
  };
}

function nothingExpires(symbol: string, spans: readonly Range[], series: readonly Series[], now: number): Failure {
  const [{ min = 0, max = Infinity } = {}] = spans;
  const today = newYorkDay(now);
  const days = [...new Set(series.filter(({ stopsAt }) => now < stopsAt).map(({ day }) => daysBetween(today, day)))];
  const near = days.sort((a, b) => gap(a, min, max) - gap(b, min, max)).slice(0, 3).sort((a, b) => a - b);
  return {
    kind: "invalid",
    subject: symbol,
    problem: `no expiration has ${max < Infinity ? `${min} to ${max}` : `at least ${min}`} days left`,
    ...(near.length === 0 ? {} : { remedy: `The nearest have ${near.join(", ")}; set min_dte and max_dte around one` }),
  };
}

const gap = (days: number, min: number, max: number): number => Math.max(min - days, days - max);
