/** Volatility, liquidity, dividends and earnings of an underlying, all from the one state that its quotes come from. */

import { addDays, type Day, daysBetween, newYorkDay } from "../../core/calendar.ts";
import type { Chains } from "./chains.ts";
import { createEarningsFigures } from "./earnings_figures.ts";
import type { EarningsReport } from "./events.ts";
import type { Expiration } from "./expirations.ts";
import { type History, YEAR_DAYS } from "./history.ts";
import type { Listing } from "./listings.ts";
import { hashText, type Noise } from "./noise.ts";
import type { Prices } from "./prices.ts";
import { momentOf } from "./sessions.ts";
import type { Surface } from "./surface.ts";

/** Volatilities are annualized fractions; `null` is what there is none of. */
export interface Metrics {
  listing: Listing;
  updatedAt: number;
  /** At the money over 30 days, and its change over five trading days. */
  volatilityIndex: number;
  volatilityIndex15Day: number;
  volatilityIndexChange: number;
  /** Where the index stands in its range of the year before (0 to 1, beyond it on a day of records) and with today. */
  rank: number;
  rankWithToday: number;
  /** The share of the year's days on which the index was lower. */
  percentile: number;
  /** At the money by expiration; `null` once it has expired. */
  expirations: { expiration: Expiration; volatility: number | null }[];
  realized30Day: number;
  realized60Day: number;
  realized90Day: number;
  beta: number;
  correlation: number;
  capitalization: number;
  price: number;
  dividend: { amount: number; perYear: number; exDay: Day; nextDay: Day; payDay: Day } | null;
  earnings:
    | { report: EarningsReport; estimated: boolean; actual: number; consensus: number; reportedAt: number }
    | null;
  liquidityValue: number;
  liquidityRank: number;
}

const MINUTE = 60_000;
const QUARTER_DAYS = 63;
/** A dividend is announced this long before it leaves, and a report stays the latest news for this long. */
const ANNOUNCEMENT_DAYS = 25;
const NEWS_DAYS = 10;
/** Reports further away than this have no confirmed date. */
const CONFIRMED_DAYS = 30;

/** The metrics of an underlying at an instant. */
export type MetricsOf = (listing: Listing, at: number) => Metrics;

/** The metrics over a market's parts. They are refreshed every minute. */
export function createMetrics(
  prices: Prices,
  history: History,
  surface: Surface,
  chains: Chains,
  noise: Noise,
): MetricsOf {
  const figures = noise.stream("company figures");
  const figuresOf = createEarningsFigures(noise);

  return (listing, at) => {
    const { regular, regularAt } = momentOf(at);
    const asOf = Math.max(Math.floor(regularAt / MINUTE) * MINUTE, regular.openAt);
    const index = prices.timeline.indexOf(regular.day);
    const finished = at >= regular.closeAt ? index : index - 1;
    const today = surface.index(listing, asOf);
    const year: number[] = [];
    for (let day = Math.max(0, finished - YEAR_DAYS + 1); day <= finished; day++) {
      year.push(surface.closingIndex(listing, day));
    }
    const [low, high] = [Math.min(...year), Math.max(...year)];
    const price = prices.at(listing, asOf);
    const started = listing.ratio * prices.laws.get(listing.path)!.level;
    const liquidityRank = (listing.liquidity - noise.uniform(figures, hashText(listing.symbol), 0)) / 5;
    return {
      listing,
      updatedAt: asOf,
      volatilityIndex: today,
      volatilityIndex15Day: surface.atTheMoney(listing, 15, asOf),
      volatilityIndexChange: today - surface.closingIndex(listing, index - 5),
      rank: (today - low) / (high - low),
      rankWithToday: (today - Math.min(low, today)) / (Math.max(high, today) - Math.min(low, today)),
      percentile: year.filter((value) => value < today).length / year.length,
      expirations: chains.expirations(listing, at).map((expiration) => {
        const { variance, years } = surface.term(listing, expiration.expiresAt, asOf, price);
        return { expiration, volatility: years > 0 ? Math.sqrt(variance / years) : null };
      }),
      realized30Day: history.realizedVolatility(listing, finished, 30),
      realized60Day: history.realizedVolatility(listing, finished, 60),
      realized90Day: history.realizedVolatility(listing, finished, 90),
      beta: history.beta(listing, finished),
      correlation: history.correlation(listing, finished, QUARTER_DAYS),
      capitalization: Math.round(listing.capitalization * price / started / 1000) * 1000,
      price,
      dividend: dividendNews(listing, newYorkDay(at)),
      earnings: earningsNews(listing, at),
      liquidityValue: listing.volume * price * liquidityRank / 1e5,
      liquidityRank,
    };
  };

  function dividendNews(listing: Listing, today: Day): Metrics["dividend"] {
    if (listing.dividend === null) return null;
    const announced = prices.events.dividends(listing, addDays(today, -200), addDays(today, ANNOUNCEMENT_DAYS));
    const next = prices.events.dividends(listing, addDays(today, 1), addDays(today, 200))[0]!;
    const { exDay } = announced.at(-1)!;
    // As at the real broker, the next date of some names has not been looked after for years.
    const stale = hashText(listing.symbol) % 3 === 0;
    const nextDay = stale ? addDays(next.exDay, -4 * 364) : next.exDay;
    return { ...listing.dividend, exDay, nextDay, payDay: addDays(exDay, 3) };
  }

  function earningsNews(listing: Listing, at: number): Metrics["earnings"] {
    if (listing.earnings === null) return null;
    const today = newYorkDay(at);
    const reports = prices.events.reports(listing, addDays(today, -120), addDays(today, 120));
    const last = reports.findLast((report) => report.at <= at)!;
    const next = reports.find((report) => report.at > at)!;
    const report = daysBetween(last.day, today) <= NEWS_DAYS ? last : next;
    return {
      report,
      estimated: daysBetween(today, report.day) > CONFIRMED_DAYS,
      ...figuresOf(listing, last),
      reportedAt: last.at,
    };
  }
}
