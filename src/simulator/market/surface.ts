/**
 * Implied volatility over strikes and expirations, and the forward it is read against.
 *
 * The level at 30 days comes from the prices; over time it returns to its usual height; earnings reports add what they
 * usually move. Across strikes the total variance follows the surface of Gatheral and Jacquier ("Arbitrage-free SVI
 * volatility surfaces", 2014), whose parameters here keep it free of butterfly and calendar arbitrage.
 */

import { addDays, newYorkDay } from "../../core/calendar.ts";
import type { Listing } from "./listings.ts";
import { type Prices, USUAL_VIX } from "./prices.ts";

/** The interest rate of the simulated world, continuous and the same for every term. */
export const RATE = 0.038;

const YEAR = 365 * 86_400_000;
const MONTH = 30 / 365;
/** How fast volatility returns to its usual height, a year. */
const REVERSION = 4;
const VIX_REVERSION = 8;
/** The longer the term, the more is asked for. */
const TERM_PREMIUM = 0.1;
/** However calm it is, some variance is left, as a share of the usual. */
const LEAST_VARIANCE = 0.05;

/** How steep the surface is and how it leans, for kinds of underlyings. */
export const SHAPES = {
  index: { steepness: 1.05, lean: -0.65 },
  stock: { steepness: 0.85, lean: -0.3 },
  metal: { steepness: 0.8, lean: 0.05 },
  volatility: { steepness: 0.8, lean: 0.55 },
};

/** What an expiration looks like from an instant. */
export interface Term {
  years: number;
  forward: number;
  /** What a dollar at expiration costs now. */
  discount: number;
  /** The underlying's price. */
  price: number;
  /** The price today without the dividends to come, and the continuous yield of what is left. */
  spot: number;
  dividendYield: number;
  /** Total variance at the money: volatility squared times years. */
  variance: number;
  shape: { steepness: number; lean: number };
}

/** The surfaces of all shares, funds and indices. */
export interface Surface {
  /** The total variance at the money of a path of its own, without earnings, such as that of a future. */
  pathVariance(path: string, at: number, years: number): number;
  /** The term from `at` to `expiresAt`, at the price of that instant or at one that is given. */
  term(listing: Listing, expiresAt: number, at: number, price?: number): Term;
  /** The volatility at the money over the next 30 days, earnings included. */
  index(listing: Listing, at: number): number;
  /** The volatility at the money over the next `days`. */
  atTheMoney(listing: Listing, days: number, at: number): number;
  /** What `index` was at the close of trading day `day`. */
  closingIndex(listing: Listing, day: number): number;
}

/** The volatility of a strike, an annualized fraction; 0 once the option has expired. */
export function volatilityOf(
  { years, forward, variance, shape }: Pick<Term, "years" | "forward" | "variance" | "shape">,
  strike: number,
): number {
  if (years <= 0 || variance <= 0) return 0;
  const { steepness, lean } = shape;
  const distance = steepness / Math.sqrt(variance * (1 + variance)) * Math.log(strike / forward);
  const ratio = (1 + lean * distance + Math.sqrt((distance + lean) ** 2 + 1 - lean * lean)) / 2;
  return Math.sqrt(variance * ratio / years);
}

/** The surfaces over a market's prices. */
export function createSurface(prices: Prices): Surface {
  const closing = new Map<string, number[]>();

  function totalVariance(listing: Listing, level: number, years: number, from: number, to: number): number {
    if (years <= 0) return 0;
    const usual = prices.laws.get(listing.path)!.volatility;
    const base = listing.symbol === "VIX"
      ? level * level * MONTH * settling(2 * VIX_REVERSION, years) / settling(2 * VIX_REVERSION, MONTH)
      : meanReverting(level, usual, years);
    if (listing.earnings === null) return base;
    const reports = prices.events.reports(listing, newYorkDay(from), newYorkDay(to));
    return base + reports.filter(({ at }) => at > from && at < to).length * listing.earnings.move ** 2;
  }

  const overDays = (listing: Listing, level: number, days: number, from: number): number => {
    const years = days / 365;
    return Math.sqrt(totalVariance(listing, level, years, from, from + years * YEAR) / years);
  };

  return {
    pathVariance: (path, at, years) =>
      years <= 0 ? 0 : meanReverting(prices.volatilityAt(path, at), prices.laws.get(path)!.volatility, years),
    term(listing, expiresAt, at, price = prices.at(listing, at)) {
      const years = Math.max(0, (expiresAt - at) / YEAR);
      const level = prices.volatilityAt(listing.path, at);
      const discount = Math.exp(-RATE * years);
      const variance = totalVariance(listing, level, years, at, expiresAt);
      const shape = shapeOf(listing);
      if (listing.symbol === "VIX") {
        // Nobody can store the VIX: its forward is where it is expected to be by then.
        const forward = USUAL_VIX * (price / USUAL_VIX) ** Math.exp(-VIX_REVERSION * years);
        return { years, price, forward, discount, spot: forward * discount, dividendYield: 0, variance, shape };
      }
      const today = newYorkDay(at);
      let spot = price;
      for (const { exDay, amount } of prices.events.dividends(listing, addDays(today, 1), newYorkDay(expiresAt))) {
        spot -= amount * Math.exp(-RATE * (Date.parse(exDay) - Date.parse(today)) / YEAR);
      }
      const { dividendYield } = listing;
      const forward = spot * Math.exp(-dividendYield * years) / discount;
      return { years, price, forward, discount, spot, dividendYield, variance, shape };
    },
    index: (listing, at) => overDays(listing, prices.volatilityAt(listing.path, at), 30, at),
    atTheMoney: (listing, days, at) => overDays(listing, prices.volatilityAt(listing.path, at), days, at),
    closingIndex(listing, day) {
      let known = closing.get(listing.symbol);
      if (known === undefined) closing.set(listing.symbol, known = []);
      return known[day] ??= overDays(
        listing,
        prices.volatilityOf(listing.path, day),
        30,
        prices.timeline.hours(day).closeAt,
      );
    },
  };
}

/** The total variance when the variance returns from today's height to the usual one; exact at 30 days. */
function meanReverting(level: number, usual: number, years: number): number {
  const long = usual * usual;
  const now = Math.max(LEAST_VARIANCE * long, long + (level * level - long) * MONTH / settling(REVERSION, MONTH));
  const premium = (term: number) => 1 + TERM_PREMIUM * term / (1 + term);
  return (long * years + (now - long) * settling(REVERSION, years)) * premium(years) / premium(MONTH);
}

/** The integral of exp(-speed t) from 0 to `years`. */
const settling = (speed: number, years: number): number => -Math.expm1(-speed * years) / speed;

function shapeOf(listing: Listing): { steepness: number; lean: number } {
  if (listing.symbol === "VIX") return SHAPES.volatility;
  if (listing.kind === "index" || ["SPY", "QQQ", "IWM", "DIA"].includes(listing.symbol)) return SHAPES.index;
  return ["GLD", "SLV", "TLT", "USO", "UNG"].includes(listing.symbol) ? SHAPES.metal : SHAPES.stock;
}
