/** What the market says about the legs of a position: found in one listing, quoted by one look at the chain's figures. */

import { fail, ok, type Result } from "../../core/failure.ts";
import type { OptionRight } from "../../analytics/pricing/black.ts";
import { readListing, readTerms } from "../chain/chain.ts";
import { createChainFigures, type Look } from "../chain/chain_figures.ts";
import { selectByDelta } from "../chain/selection.ts";
import { isListed, type Listing, type Series } from "../chain/series.ts";
import type { Subject } from "../chain/subject.ts";
import {
  asksAround,
  moneyStrikes,
  priceIn,
  quotedOf,
  type Term,
  underlyingOf,
  underlyingParts,
} from "../chain/terms.ts";
import type { Context } from "../context.ts";
import type { PlacedLeg } from "./common_underlying.ts";
import { findSeries, findStreamed, findStrike } from "./find_contract.ts";
import type { WantedLeg } from "./leg_input.ts";
import type { ListedContract } from "./position.ts";
import type { SmilePoint } from "./smile.ts";

export interface MarketLeg {
  wanted: WantedLeg;
  contract: ListedContract | null;
}

/** The legs found in the listing, and a look that has their figures. */
export interface LegMarket {
  legs: MarketLeg[];
  price: number;
  /** Soonest first. */
  series: Series[];
  terms: Map<Series, Term>;
  /** Of the first expiration. */
  smile: SmilePoint[];
  look: Look;
}

/** Strikes that a term is read off. */
const TERM_STRIKES = 4;
/** Strikes of the first expiration that its smile is read off, and how many standard deviations they reach out. */
const SMILE_STRIKES = 17;
const SMILE_REACH = 2.4;
const BOTH: readonly OptionRight[] = ["call", "put"];

/** A leg in the listing; one that is described by delta has no strike yet. */
interface Found {
  wanted: WantedLeg;
  series: Series | null;
  contract: ListedContract | null;
  delta: number | null;
}

export async function readLegMarket(
  placed: readonly PlacedLeg[],
  subject: Subject,
  context: Context,
  startedAt: number,
): Promise<Result<LegMarket>> {
  const listing = await readListing(subject, context);
  if (!listing.ok) return listing;
  const found = findAll(placed, subject, listing.value, startedAt);
  if (!found.ok) return found;
  const series = [...new Set(found.value.flatMap((leg) => leg.series ?? []))].sort((a, b) => a.expiresAt - b.expiresAt);
  const [front] = series;
  if (front === undefined) {
    return fail({
      kind: "invalid",
      subject: "legs",
      problem: "has no option",
      remedy: `Add one, or ask get_quote with ${JSON.stringify({ symbol: subject.future ?? subject.symbol })}`,
    });
  }
  const underlyings = new Set(series.map(({ underlying }) => underlying.symbol));
  if (subject.future !== null) underlyings.add(subject.future);
  if (underlyings.size > 1) return differentFutures([...underlyings]);
  const look = context.market.part(createChainFigures).look(
    listing.value.symbol,
    series.map(({ day }) => day),
    context,
  );
  const quoted = underlyingOf(front);
  await look.fetch([{ quoted, parts: underlyingParts(quoted) }]);
  const price = priceIn(look.of(quoted));
  if (price === null || !(price > 0)) {
    const nothing = { kind: "not_found" as const, subject: `A price of ${quoted.symbol}` };
    return fail(look.snapshotFailure() ?? look.streamFailure() ?? nothing);
  }
  const strikesOf = new Map(series.map((one) => [one, moneyStrikes(one, price, startedAt, TERM_STRIKES)]));
  await look.fetch([
    ...series.flatMap((one) => asksAround(one, strikesOf.get(one)!)),
    ...found.value.flatMap(({ contract }) => contract === null ? [] : asksBeside(contract)),
  ]);
  const terms = new Map<Series, Term>();
  await readTerms(series, strikesOf, terms, new Map([[quoted.symbol, price]]), look, startedAt);
  const legs: MarketLeg[] = [];
  for (const leg of found.value) {
    const contract = leg.delta === null ? ok(leg.contract) : await findDelta(leg, terms, price, look);
    if (!contract.ok) return contract;
    legs.push({ wanted: leg.wanted, contract: contract.value });
  }
  const smileStrikes = spread(front, terms.get(front)!, price);
  await look.fetch([
    ...legs.flatMap(({ contract }) => contract === null ? [] : asksBeside(contract)),
    ...smileStrikes.map((strike) => ({ quoted: otmOf(front, strike, price), parts: ["Greeks"] as const })),
  ]);
  look.keep(series.map(({ day }) => day));
  const own = legs.flatMap(({ contract }) => contract?.series === front ? [contract.strike] : []);
  const known = [...new Set([...strikesOf.get(front)!, ...smileStrikes, ...own])].sort((a, b) => a - b);
  return ok({ legs, price, series, terms, smile: smileIn(front, known, price, look), look });
}

function findAll(
  placed: readonly PlacedLeg[],
  { future: common }: Subject,
  listing: Listing,
  now: number,
): Result<Found[]> {
  const found: Found[] = [];
  for (const { wanted, subject } of placed) {
    if (wanted.kind === "underlying") {
      if (subject.underlying?.type === "index") {
        return fail({
          kind: "invalid",
          subject: subject.symbol,
          problem: "is an index, which cannot be held",
          remedy: "Leave the leg out, or send options on it",
        });
      }
      found.push({ wanted, series: null, contract: null, delta: null });
      continue;
    }
    if (wanted.kind === "streamed") {
      const contract = findStreamed(listing, wanted.streamer);
      if (!contract.ok) return contract;
      found.push({ wanted, series: contract.value.series, contract: contract.value, delta: null });
      continue;
    }
    const { label, expiration, right, at } = wanted;
    const narrowed = { label, expiration, root: wanted.root ?? subject.root, future: wanted.future ?? common };
    const series = findSeries(listing, narrowed, now);
    if (!series.ok) return series;
    if ("delta" in at) {
      found.push({ wanted, series: series.value, contract: null, delta: at.delta });
      continue;
    }
    const contract = findStrike(series.value, at.strike, right, label);
    if (!contract.ok) return contract;
    found.push({ wanted, series: series.value, contract: contract.value, delta: null });
  }
  return ok(found);
}

/** The other right of the strike says what the volatility is where the leg's own price does not. */
const asksBeside = ({ series, strike }: ListedContract) =>
  BOTH.filter((right) => isListed(series, strike, right)).map((right) => ({
    quoted: quotedOf(series, strike, right),
    parts: ["Quote", "Greeks"] as const,
  }));

/** The option whose delta is nearest, of those that the broker knows the delta of. */
async function findDelta(
  { wanted, series, delta }: Found,
  terms: ReadonlyMap<Series, Term>,
  price: number,
  look: Look,
): Promise<Result<ListedContract>> {
  if (wanted.kind !== "option") throw new RangeError("only options have a delta to look for");
  const { right, label } = wanted;
  const target = delta!;
  const prices = new Map([[series!.underlying.symbol, price]]);
  // A little around the delta at first; all of them where strikes are few.
  for (const range of [{ from: target * 0.75, to: Math.min(1, target * 1.25 + 0.02) }, { from: 0, to: 1 }]) {
    const filter = {
      rights: [right],
      count: null,
      delta: range,
      side: null,
      within: null,
      expectedMoves: null,
      minStrike: 0,
      maxStrike: Infinity,
    };
    const { picks } = await selectByDelta([series!], terms, prices, filter, null, look);
    const distance = (strike: number): number =>
      Math.abs(Math.abs(look.of(quotedOf(series!, strike, right)).delta!) - target);
    const [best] = picks.map(({ strike }) => strike).sort((a, b) => distance(a) - distance(b));
    if (best !== undefined) return ok({ series: series!, strike: best, right });
  }
  return fail(
    look.snapshotFailure() ?? look.streamFailure() ?? {
      kind: "invalid",
      subject: label,
      problem: "the deltas of that expiration are not known at the moment",
      remedy: "Name a strike instead, or ask again in a minute",
    },
  );
}

/** Strikes from deep to far, as evenly as they are listed. */
function spread({ strikes }: Series, { volatility, years, forward }: Term, price: number): number[] {
  const deviation = (volatility ?? 0) * Math.sqrt(years);
  if (!(deviation > 0)) return [];
  const chosen = new Set<number>();
  for (let i = 0; i < SMILE_STRIKES; i++) {
    const wanted = (forward ?? price) * Math.exp(SMILE_REACH * deviation * (2 * i / (SMILE_STRIKES - 1) - 1));
    chosen.add(strikes.reduce((best, one) => Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best));
  }
  return [...chosen];
}

/** The option out of the money, whose volatility is the more reliable one. */
function otmOf(series: Series, strike: number, price: number) {
  const right = strike < price ? "put" : "call";
  return quotedOf(series, strike, isListed(series, strike, right) ? right : right === "put" ? "call" : "put");
}

function smileIn(series: Series, strikes: readonly number[], price: number, look: Look): SmilePoint[] {
  return strikes.flatMap((strike) => {
    const { volatility } = look.of(otmOf(series, strike, price));
    return volatility !== null && volatility > 0 ? [{ strike, volatility }] : [];
  });
}

function differentFutures(symbols: readonly string[]): Result<never> {
  return fail({
    kind: "invalid",
    subject: "legs",
    problem: `are on different contracts: ${symbols.join(", ")}`,
    remedy: "Options on different futures contracts are positions of their own; analyze them one at a time",
  });
}
