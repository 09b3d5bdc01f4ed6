/**
 * The prices of everything that follows the exchange's clock: one market factor, one factor a sector, and each name's own.
 *
 * The market's daily volatility is a share of the VIX of the day before, and the VIX falls when the market rises, so
 * realized and implied volatility move together as they do outside.
 */

import { addDays, type Day, daysBetween, newYorkDay } from "../../core/calendar.ts";
import { createEvents, type Events, onTradingDay } from "./events.ts";
import { type Law, type Listing, type Listings, readListings } from "./listings.ts";
import type { Noise } from "./noise.ts";
import { createPath, type Path, type Process } from "./path.ts";
import type { Span } from "./span.ts";
import type { ExchangeTimeline } from "./timeline.ts";

/** The usual level of the VIX. */
export const USUAL_VIX = 17;
/** Shares move a little less than their options say: the premium that sellers of options live on. */
const REALIZED_SHARE = 0.88;
const YEAR = 252;
/** How many percent the VIX loses when the market gains one, at its usual level. */
const VIX_LEVERAGE = 6.5;
/** In a panic the market moves further, the VIX a little only: growing with it, it would run away. */
const VIX_CALM = 0.3;
const VIX_OWN_DEVIATION = 0.045;
const VIX_REVERSION = 0.05;
/** Slow enough to leave betas and volatilities alone, strong enough that no price ever leaves the plausible. */
const REVERSION = 0.004;
/** How far a name's own volatility follows the VIX. */
const OWN_VIX_LINK = 0.35;
const OWN_LEVEL_PERSISTENCE = 0.965;
const OWN_LEVEL_DEVIATION = 0.022;
/** A name's implied volatility rises when its price falls. */
const OWN_LEVERAGE = -0.35;

/** Prices by the exchange's clock, in dollars, not rounded to ticks. */
export interface Prices extends Listings {
  timeline: ExchangeTimeline;
  events: Events;
  /** The price at an instant, whether anybody trades then or not. */
  at(listing: Listing, at: number): number;
  between(listing: Listing, fromAt: number, toAt: number): Span;
  /** The regular session of trading day `index`. */
  session(listing: Listing, index: number): Span;
  /** The last price of the regular session of trading day `index`. */
  close(listing: Listing, index: number): number;
  /** The path of a law, by its name, as a logarithm. */
  path(name: string): Path;
  /** The usual 30-day implied volatility of a path at an instant, earnings aside. */
  volatilityAt(path: string, at: number): number;
  /** The same at the close of trading day `index`. */
  volatilityOf(path: string, index: number): number;
}

/** The prices of one simulated market. */
export function createPrices(noise: Noise, timeline: ExchangeTimeline): Prices {
  const { listings, laws } = readListings();
  const events = createEvents();
  const market = noise.stream("market");
  const paths = new Map<string, Path>();
  const ownLevels = new Map<string, (index: number) => number>();

  const vixOf = (index: number): number => Math.exp(path("VIX").end(2 * index + 1));
  const marketDeviations: number[] = [];
  const marketDeviation = (index: number): number =>
    marketDeviations[index] ??= REALIZED_SHARE * (index === 0 ? USUAL_VIX : vixOf(index - 1)) / 100 / Math.sqrt(YEAR);

  function path(name: string): Path {
    let found = paths.get(name);
    if (found === undefined) {
      const law = laws.get(name);
      if (law === undefined) throw new RangeError(`no path is called ${name}`);
      found = createPath(name === "VIX" ? vixProcess(law) : process(law), timeline, noise);
      paths.set(name, found);
    }
    return found;
  }

  function vixProcess(law: Law): Process {
    const own = noise.stream("path VIX");
    const usual = marketDeviation(0);
    const fear = (index: number) => VIX_LEVERAGE * usual * (marketDeviation(index) / usual) ** VIX_CALM;
    const deviation = (index: number) => length(fear(index), VIX_OWN_DEVIATION);
    return {
      name: law.name,
      anchor: Math.log(law.level),
      reversion: VIX_REVERSION,
      deviation,
      shock(step, node) {
        const index = step >> 1;
        const alone = VIX_OWN_DEVIATION * noise.normal(own, step, node);
        return (alone - fear(index) * noise.normal(market, step, node)) / deviation(index);
      },
    };
  }

  function process(law: Law): Process {
    const own = noise.stream(`path ${law.name}`);
    const factor = noise.stream(`factor ${law.factor}`);
    const usual = REALIZED_SHARE / Math.sqrt(YEAR) *
      Math.sqrt(Math.max(0, law.volatility ** 2 - (law.beta * USUAL_VIX / 100) ** 2));
    const shared = law.factor === "" ? 0 : Math.sqrt(law.factorShare);
    const alone = Math.sqrt(1 - shared * shared);
    const level = ownLevel(law.name);
    const deviations: number[] = [];
    const ownDeviation = (index: number) =>
      deviations[index] ??= usual * Math.exp(level(index - 1)) * (vixOf(index - 1) / USUAL_VIX) ** OWN_VIX_LINK;
    const deviation = (index: number) => length(law.beta * marketDeviation(index), ownDeviation(index));
    const listing = listings.get(law.name);
    return {
      name: law.name,
      anchor: Math.log(law.level),
      reversion: REVERSION,
      deviation,
      shock(step, node) {
        const index = step >> 1;
        const common = law.beta * marketDeviation(index) * noise.normal(market, step, node);
        if (usual === 0) return common / deviation(index);
        const sector = shared === 0 ? 0 : shared * noise.normal(factor, step, node);
        return (common + ownDeviation(index) * (sector + alone * noise.normal(own, step, node))) / deviation(index);
      },
      ...(listing === undefined ? {} : { jump: jumps(listing) }),
    };
  }

  /** Dividends leave and earnings surprise at night. */
  function jumps(listing: Listing): (step: number, from: number) => number {
    const surprise = noise.stream(`earnings ${listing.symbol}`);
    const years = new Map<string, { dividends: Set<Day>; surprises: Set<Day> }>();

    function eventsOf(year: string): { dividends: Set<Day>; surprises: Set<Day> } {
      const [first, last] = [`${year}-01-01`, `${year}-12-31`];
      const reports = events.reports(listing, addDays(first, -7), last);
      return {
        dividends: new Set(events.dividends(listing, first, last).map(({ exDay }) => exDay)),
        surprises: new Set(
          reports.map(({ day, evening }) => evening ? onTradingDay(addDays(day, 1)) : day),
        ),
      };
    }

    return (step, from) => {
      if (step % 2 === 1) return 0;
      const day = timeline.dayOf(step >> 1);
      const year = day.slice(0, 4);
      let known = years.get(year);
      if (known === undefined) years.set(year, known = eventsOf(year));
      return (known.dividends.has(day) ? Math.log1p(-listing.dividend!.amount / Math.exp(from)) : 0) +
        (known.surprises.has(day) ? listing.earnings!.move * noise.normal(surprise, step, 0) : 0);
    };
  }

  /** The logarithm by which a name's volatility is above its usual level at the close of a day. */
  function ownLevel(name: string): (index: number) => number {
    let level = ownLevels.get(name);
    if (level === undefined) {
      const own = noise.stream(`path ${name}`);
      const stream = noise.stream(`volatility ${name}`);
      const rest = Math.sqrt(1 - OWN_LEVERAGE ** 2);
      const values: number[] = [];
      level = (index) => {
        for (let next = values.length; next <= index; next++) {
          const shock = OWN_LEVERAGE * noise.normal(own, 2 * next + 1, 0) + rest * noise.normal(stream, next, 0);
          values.push(OWN_LEVEL_PERSISTENCE * (values[next - 1] ?? 0) + OWN_LEVEL_DEVIATION * shock);
        }
        return index < 0 ? 0 : values[index]!;
      };
      ownLevels.set(name, level);
    }
    return level;
  }

  /** `vix` in points, `level` the logarithm of `ownLevel`. */
  const volatility = (name: string, vix: number, level: number): number => {
    if (name === "SPX") return vix / 100;
    const law = laws.get(name)!;
    return law.volatility * (vix / USUAL_VIX) ** law.vixLink * Math.exp(level);
  };

  /** The ex-days around the day that was last asked about. */
  const payments = new Map<string, { last: Day; next: Day }>();

  /** A fund that tracks an index holds the dividends it has collected since it last paid. */
  function accrual(listing: Listing, day: Day): number {
    const { symbol, dividend } = listing;
    if (listing.path === symbol || dividend === null) return 0;
    let around = payments.get(symbol);
    if (around === undefined || day < around.last || day >= around.next) {
      const days = events.dividends(listing, addDays(day, -130), addDays(day, 130)).map(({ exDay }) => exDay);
      around = { last: days.findLast((exDay) => exDay <= day)!, next: days.find((exDay) => exDay > day)! };
      payments.set(symbol, around);
    }
    return dividend.amount * daysBetween(around.last, day) / daysBetween(around.last, around.next);
  }

  function dollars(listing: Listing, span: Span, day: Day): Span {
    const held = accrual(listing, day);
    const price = (logarithm: number) => listing.ratio * Math.exp(logarithm) + held;
    return { open: price(span.open), high: price(span.high), low: price(span.low), close: price(span.close) };
  }

  const sessions = new Map<string, Span>();

  return {
    listings,
    laws,
    timeline,
    events,
    path,
    at: (listing, at) => listing.ratio * Math.exp(path(listing.path).at(at)) + accrual(listing, newYorkDay(at)),
    between: (listing, fromAt, toAt) => dollars(listing, path(listing.path).between(fromAt, toAt), newYorkDay(toAt)),
    session(listing, index) {
      const key = `${listing.symbol} ${index}`;
      let span = sessions.get(key);
      if (span === undefined) {
        span = dollars(listing, path(listing.path).part(2 * index + 1, 0, 1), timeline.dayOf(index));
        sessions.set(key, span);
      }
      return span;
    },
    close: (listing, index) =>
      listing.ratio * Math.exp(path(listing.path).end(2 * index + 1)) + accrual(listing, timeline.dayOf(index)),
    volatilityAt(name, at) {
      const { step, position } = timeline.locate(at);
      const index = step >> 1;
      const level = ownLevel(name);
      const yesterday = level(index - 1);
      // A name's own volatility moves during the session only; the VIX moves always.
      const moved = step % 2 === 1 ? position * (level(index) - yesterday) : 0;
      return volatility(name, Math.exp(path("VIX").at(at)), yesterday + moved);
    },
    volatilityOf: (name, index) => volatility(name, vixOf(index), ownLevel(name)(index)),
  };
}

/** What two independent deviations come to; several times faster than Math.hypot. */
const length = (a: number, b: number): number => Math.sqrt(a * a + b * b);
