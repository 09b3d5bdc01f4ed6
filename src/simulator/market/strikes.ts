/** Which strikes are listed: exchanges add strikes as a price wanders and take none away before they expire. */

import { addDays, daysBetween } from "../../core/calendar.ts";
import { type Expiration, listedYears } from "./expirations.ts";
import type { Listing } from "./listings.ts";
import type { Prices } from "./prices.ts";
import { FIRST_DAY } from "./timeline.ts";

/** How many usual standard deviations the strikes reach from the prices seen while they were listed. */
const REACH = 1.8;
const WIDEST_REACH = 0.9;
/** The part of the reach in which strikes stand close. */
const CLOSE_PART = 1 / 3;
/** While an expiration is further away than this many days, its strikes stand wider; the others are added later. */
const FAR_DAYS = 200;
/** Trading days. */
const WEEK = 5;

/** The steps of indices; all steps are exact in binary, so that strikes can be compared. */
const INDEX_STEPS: Record<string, number> = { SPX: 5, XSP: 1, NDX: 25, RUT: 5, DJX: 1, VIX: 0.5 };

/** The strikes of an expiration on trading day `index`, ascending: a function of the closes before that day. */
export function strikesOn(prices: Prices, listing: Listing, expiration: Expiration, index: number): number[] {
  const years = listedYears(expiration);
  let [low, high] = [Infinity, 0];
  for (let day = firstSeen(prices, expiration, years, index); day < index; day++) {
    const close = prices.close(listing, day);
    low = Math.min(low, close);
    high = Math.max(high, close);
  }
  const reach = Math.min(WIDEST_REACH, REACH * listing.volatility * Math.sqrt(years));
  const away = daysBetween(prices.timeline.dayOf(index), expiration.day);
  const widening = listing.kind === "index" ? 5 : 2;
  const near = stepOf(prices, listing) * (away <= FAR_DAYS ? 1 : widening);
  const far = near * widening;
  const [nearFrom, nearTo] = [low * Math.exp(-reach * CLOSE_PART), high * Math.exp(reach * CLOSE_PART)];
  const strikes: number[] = [];
  const first = Math.max(near, Math.ceil(low * Math.exp(-reach) / near) * near);
  for (let strike = first; strike <= high * Math.exp(reach); strike += near) {
    if ((strike >= nearFrom && strike <= nearTo) || strike % far === 0) strikes.push(strike);
  }
  return strikes;
}

/** A week before the expiration was listed: strikes that were listed once are never taken away. */
function firstSeen({ timeline }: Prices, { day }: Expiration, years: number, index: number): number {
  const listed = addDays(day, -Math.ceil(years * 365));
  return Math.max(0, Math.min(index, listed > FIRST_DAY ? timeline.indexOf(listed) : 0) - WEEK);
}

/** The distance between near strikes, by the price where the path started, so that it never changes. */
function stepOf(prices: Prices, listing: Listing): number {
  const index = INDEX_STEPS[listing.symbol];
  if (index !== undefined) return index;
  if (listing.cycle === "D") return 1;
  const usual = listing.ratio * prices.laws.get(listing.path)!.level;
  if (usual < 30) return 0.5;
  if (usual < 150) return listing.liquidity >= 4 ? 1 : 2.5;
  if (usual < 400) return listing.liquidity >= 5 ? 2.5 : 5;
  return usual < 900 ? 5 : 10;
}
