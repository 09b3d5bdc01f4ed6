/** Dividends and earnings reports: the dates on which they fall, as rules of the calendar. */

import { addDays, type Day, isTradingDay, newYorkInstant, weekday } from "../../core/calendar.ts";
import type { Listing } from "./listings.ts";
import { hashText, scramble } from "./noise.ts";

/** A payment to those who held the share before `exDay`. Dollars a share. */
export interface Dividend {
  exDay: Day;
  amount: number;
}

/** A quarterly report, before the opening or in the evening of `day`. `quarterEnd` ends the quarter it is about. */
export interface EarningsReport {
  day: Day;
  evening: boolean;
  at: number;
  quarterEnd: Day;
}

/** What happens to the shares of a market; a year's events are worked out when first asked for. */
export interface Events {
  /** The dividends with an ex-day in `from..to`, both included, oldest first. */
  dividends(listing: Listing, from: Day, to: Day): Dividend[];
  /** The reports on days in `from..to`, both included, oldest first. */
  reports(listing: Listing, from: Day, to: Day): EarningsReport[];
}

const MONDAY = 1;
const FRIDAY = 5;
const EVENING = 16 * 60 + 30;
const MORNING = 7 * 60;

/** The events of all listings. */
export function createEvents(): Events {
  const dividends = remembered(dividendsOfYear);
  const reports = remembered(reportsOfYear);
  return {
    dividends: (listing, from, to) =>
      listing.dividend === null ? [] : dividends(listing, from, to).filter(({ exDay }) => exDay >= from && exDay <= to),
    reports: (listing, from, to) =>
      listing.earnings === null ? [] : reports(listing, from, to).filter(({ day }) => day >= from && day <= to),
  };
}

/** The events of all years that a range touches, each year's computed once for each listing. */
function remembered<T>(ofYear: (listing: Listing, year: number) => T[]) {
  const years = new Map<string, T[]>();
  return (listing: Listing, from: Day, to: Day): T[] => {
    const events: T[] = [];
    for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) {
      const key = `${listing.symbol} ${year}`;
      let known = years.get(key);
      if (known === undefined) years.set(key, known = ofYear(listing, year));
      events.push(...known);
    }
    return events;
  };
}

function dividendsOfYear({ dividend }: Listing, year: number): Dividend[] {
  const { amount, perYear, dayOfPeriod } = dividend!;
  return periods(year, 12 / perYear).map((start) => ({ exDay: onTradingDay(addDays(start, dayOfPeriod)), amount }));
}

function reportsOfYear({ symbol, earnings }: Listing, year: number): EarningsReport[] {
  const { dayOfQuarter, evening } = earnings!;
  return periods(year, 3).map((start) => {
    // Not on the same date every quarter, and from Tuesday to Thursday.
    const wander = scramble(hashText(symbol + start)) % 4;
    let day = onTradingDay(addDays(start, dayOfQuarter + wander));
    while ([MONDAY, FRIDAY].includes(weekday(day))) day = onTradingDay(addDays(day, 1));
    return { day, evening, at: newYorkInstant(day, evening ? EVENING : MORNING), quarterEnd: addDays(start, -1) };
  });
}

/** The first days of a year's periods of some months each. */
function periods(year: number, months: number): Day[] {
  return Array.from({ length: 12 / months }, (_, n) => `${year}-${String(n * months + 1).padStart(2, "0")}-01`);
}

/** `day`, or the next trading day. */
export function onTradingDay(day: Day): Day {
  let candidate = day;
  while (!isTradingDay(candidate)) candidate = addDays(candidate, 1);
  return candidate;
}
