/** When the options on shares, funds and indices expire, as the exchanges' listing rules have it. */

import {
  addDays,
  type Day,
  isTradingDay,
  newYorkDay,
  newYorkInstant,
  previousTradingDay,
  tradingDay,
  weekday,
} from "../../core/calendar.ts";
import type { Listing } from "./listings.ts";

/** One expiration of one option root. */
export interface Expiration {
  /** The first part of the option symbols: `SPXW` for the weekly options of SPX. */
  root: string;
  day: Day;
  type: ExpirationType;
  /** Settled by the opening or by the closing price. */
  settlement: "AM" | "PM";
  /** When its value is fixed. */
  expiresAt: number;
  /** When it stops trading: the evening before for those settled in the morning. */
  stopsAt: number;
}

export type ExpirationType = "Regular" | "Weekly" | "Quarterly" | "End-Of-Month";

const FRIDAY = 5;
const WEDNESDAY = 3;
/** How many Fridays ahead are listed. */
const WEEKLIES = 6;
/** Calendar days ahead for which there are options for Monday and Wednesday, or for every day. */
const SHORT_HORIZON = 13;
const DAILY_INDEX_HORIZON = 30;
/** Months ahead of which every one is listed, every quarter's, every year's. */
const MONTHLIES = 8;
const QUARTERLIES = 17;
const YEARLIES = 29;
const MONTH_ENDS = 5;

/** The roots of indices whose third-Friday options settle in the morning, and of their options that settle at night. */
const EVENING_ROOTS: Record<string, string> = { SPX: "SPXW", NDX: "NDXP", RUT: "RUTW" };

/** The symbol of the underlying of an option root. */
export function underlyingOf(root: string): string {
  const index = Object.keys(EVENING_ROOTS).find((symbol) => EVENING_ROOTS[symbol] === root);
  return index ?? (root === "VIXW" ? "VIX" : root.replace(/^BRKB$/, "BRK/B"));
}

/** The expirations listed at an instant, soonest first; one that expires today is still among them. */
export function expirationsAt(listing: Listing, at: number): Expiration[] {
  const today = newYorkDay(at);
  const found = listing.symbol === "VIX" ? volatilityExpirations(today) : priceExpirations(listing, today);
  return found.filter(({ day }) => day >= today).sort((a, b) => a.expiresAt - b.expiresAt);
}

function priceExpirations(listing: Listing, today: Day): Expiration[] {
  const root = listing.symbol.replace("/", "");
  const morning = listing.symbol in EVENING_ROOTS || listing.symbol === "DJX";
  const days = new Map<Day, ExpirationType>();
  for (const day of weeklyDays(listing, today)) days.set(day, "Weekly");
  if (listing.cycle === "D") { for (const [day, type] of monthEnds(today)) days.set(day, type); }
  const monthlies = monthlyDays(today);
  const evening = [...days].filter(([day]) => !monthlies.includes(day));
  if (!morning) {
    return [
      ...evening.map(([day, type]) => expiration(root, day, type, "PM")),
      ...monthlies.map((day) => expiration(root, day, "Regular", "PM")),
    ];
  }
  const eveningRoot = EVENING_ROOTS[listing.symbol];
  return [
    ...monthlies.map((day) => expiration(root, day, "Regular", "AM")),
    ...(eveningRoot === undefined ? [] : [
      ...evening.map(([day, type]) => expiration(eveningRoot, day, type, "PM")),
      ...soonOf(monthlies, today).map((day) => expiration(eveningRoot, day, "Regular", "PM")),
    ]),
  ];
}

/** The VIX settles in the morning 30 days before a third Friday; the other Wednesdays are weeklies. */
function volatilityExpirations(today: Day): Expiration[] {
  const fridays = soonOf(monthlyDays(addDays(today, 30)), today);
  const monthlies = fridays.map((day) => onOrBefore(addDays(day, -30)));
  const weeklies = nextWeekdays(today, WEDNESDAY, WEEKLIES).filter((day) => !monthlies.includes(day));
  return [
    ...monthlies.map((day) => expiration("VIX", day, "Regular", "AM")),
    ...weeklies.map((day) => expiration("VIXW", day, "Weekly", "AM")),
  ];
}

function weeklyDays({ cycle, kind }: Listing, today: Day): Day[] {
  if (cycle === "R") return [];
  const fridays = nextWeekdays(today, FRIDAY, WEEKLIES);
  if (cycle === "W") return fridays;
  const days = new Set(fridays);
  const horizon = kind === "index" ? DAILY_INDEX_HORIZON : SHORT_HORIZON;
  for (let ahead = 0; ahead <= horizon; ahead++) {
    const day = addDays(today, ahead);
    if (isTradingDay(day) && (cycle === "D" || [1, WEDNESDAY].includes(weekday(day)))) days.add(day);
  }
  return [...days];
}

function nextWeekdays(today: Day, dayOfWeek: number, count: number): Day[] {
  const first = addDays(today, (dayOfWeek - weekday(today) + 7) % 7);
  return Array.from({ length: count }, (_, week) => onOrBefore(addDays(first, week * 7)));
}

/** Third Fridays: of every month soon, of every quarter later, of December and January far ahead. */
function monthlyDays(today: Day): Day[] {
  const days: Day[] = [];
  for (let ahead = 0; ahead <= YEARLIES; ahead++) {
    const [year, month] = monthAhead(today, ahead);
    const listed = ahead < MONTHLIES || (ahead <= QUARTERLIES && month % 3 === 0) || month === 12 || month === 1;
    const day = thirdFriday(year, month);
    if (listed && day >= today) days.push(day);
  }
  return days;
}

/** Those in the months of which every one is listed. */
function soonOf(days: readonly Day[], today: Day): Day[] {
  const end = firstOf(...monthAhead(today, MONTHLIES));
  return days.filter((day) => day < end);
}

function monthEnds(today: Day): [Day, ExpirationType][] {
  return Array.from({ length: MONTH_ENDS }, (_, ahead) => {
    const [year, month] = monthAhead(today, ahead + 1);
    const day = previousTradingDay(firstOf(year, month));
    return [day, (month - 1) % 3 === 0 ? "Quarterly" : "End-Of-Month"];
  });
}

function monthAhead(today: Day, ahead: number): [year: number, month: number] {
  const months = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 + ahead;
  return [Math.floor(months / 12), months % 12 + 1];
}

/** The third Friday of a month, or the trading day before it. */
export function thirdFriday(year: number, month: number): Day {
  const first = firstOf(year, month);
  return onOrBefore(addDays(first, (FRIDAY - weekday(first) + 7) % 7 + 14));
}

const firstOf = (year: number, month: number): Day => `${year}-${String(month).padStart(2, "0")}-01`;

/** `day`, or the trading day before it. */
export const onOrBefore = (day: Day): Day => isTradingDay(day) ? day : previousTradingDay(day);

function expiration(root: string, day: Day, type: ExpirationType, settlement: "AM" | "PM"): Expiration {
  const closeAt = tradingDay(day)!.closeAt;
  const morning = settlement === "AM";
  return {
    root,
    day,
    type,
    settlement,
    expiresAt: morning ? newYorkInstant(day, 9 * 60 + 30) : closeAt,
    stopsAt: morning ? tradingDay(previousTradingDay(day))!.closeAt : closeAt,
  };
}

/** How long before it expires an expiration is listed at most, in years: it decides how far its strikes reach. */
export function listedYears({ type, day }: Pick<Expiration, "type" | "day">): number {
  if (type === "Weekly") return 0.12;
  if (type !== "Regular") return (MONTH_ENDS + 1) / 12;
  const month = Number(day.slice(5, 7));
  const months = month === 12 || month === 1 ? YEARLIES : month % 3 === 0 ? QUARTERLIES : MONTHLIES;
  return (months + 1) / 12;
}
