/** `GET /market-time/...`: sessions and holidays. */

import { addDays, type Day, newYorkDay, weekday } from "../../core/calendar.ts";
import {
  type Collection,
  COLLECTIONS,
  hoursBetween,
  nextHours,
  previousHours,
  sessionDay,
  type TradingHours,
  tradingHours,
  tradingState,
} from "../market/trading_hours.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, invalidParameter, isDay, listParameter, missingRecord, type Reply, timestamp } from "../wire.ts";

const FUTURES: readonly Collection[] = ["CME", "CFE"];
const MOST_MONTHS = 9;

/** The endpoints of market time. */
export const marketTimeRoutes: Route[] = [
  { method: "GET", path: "/market-time/sessions/current", handle: current },
  { method: "GET", path: "/market-time/sessions", handle: between },
  {
    method: "GET",
    path: "/market-time/equities/sessions/current",
    handle: (call) => now(call, "Equity"),
  },
  { method: "GET", path: "/market-time/equities/sessions/next", handle: (call) => beside(call, "Equity", nextHours) },
  {
    method: "GET",
    path: "/market-time/equities/sessions/previous",
    handle: (call) => beside(call, "Equity", previousHours),
  },
  { method: "GET", path: "/market-time/equities/holidays", handle: (call) => holidays(call, "Equity") },
  { method: "GET", path: "/market-time/futures/sessions/current", handle: currentFutures },
  {
    method: "GET",
    path: "/market-time/futures/sessions/current/:collection",
    handle: (call) => ofFutures(call, (collection) => now(call, collection)),
  },
  {
    method: "GET",
    path: "/market-time/futures/sessions/next/:collection",
    handle: (call) => ofFutures(call, (collection) => beside(call, collection, nextHours)),
  },
  {
    method: "GET",
    path: "/market-time/futures/sessions/previous/:collection",
    handle: (call) => ofFutures(call, (collection) => beside(call, collection, previousHours)),
  },
  {
    method: "GET",
    path: "/market-time/futures/holidays/:collection",
    handle: (call) => ofFutures(call, (collection) => holidays(call, collection)),
  },
];

const readCollection = (text: string, among = COLLECTIONS as readonly Collection[]): Collection | undefined =>
  among.find((collection) => collection === text);

function current({ query, at, path }: CustomerCall): Reply {
  const asked = listParameter(query, "instrument-collections");
  if (asked.length === 0) return invalidParameter("instrument-collections", "is missing");
  const collections = asked.map((text) => readCollection(text));
  if (!collections.every((collection) => collection !== undefined)) {
    return invalidParameter("instrument-collections", "does not have a valid value");
  }
  return data({ items: collections.map((collection) => writeCurrent(collection, at)) }, path);
}

function between({ query, at, path }: CustomerCall): Reply {
  const collection = readCollection(query.get("instrument-collection") ?? "Equity");
  if (collection === undefined) return invalidParameter("instrument-collection", "does not have a valid value");
  const [from, to] = [query.get("from-date") ?? newYorkDay(at), query.get("to-date")];
  if (!to) return invalidParameter("to-date", "is missing");
  if (!isDay(from)) return invalidParameter("from-date", "is invalid");
  if (!isDay(to)) return invalidParameter("to-date", "is invalid");
  if (to > monthsAfter(from, MOST_MONTHS)) return invalidParameter("to-date", `exceeds ${MOST_MONTHS} months`);
  return data({ items: hoursBetween(collection, from, to).map((hours) => writeHours(collection, hours)) }, path);
}

function monthsAfter(day: Day, months: number): Day {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
}

function now({ query, at, path }: CustomerCall, collection: Collection): Reply {
  const asked = query.get("current-time");
  const time = asked === null ? at : Date.parse(asked);
  return Number.isNaN(time)
    ? invalidParameter("current-time", "is invalid")
    : data(writeCurrent(collection, time), path);
}

function currentFutures({ at, path }: CustomerCall): Reply {
  return data({ items: FUTURES.map((collection) => writeCurrent(collection, at)) }, path);
}

function ofFutures({ parameters, supportId }: CustomerCall, answer: (collection: Collection) => Reply): Reply {
  const collection = readCollection(parameters.collection!, FUTURES);
  return collection === undefined ? missingRecord("Exchange", supportId) : answer(collection);
}

/** The session after or before a day, today when none is named. */
function beside({ query, at, path }: CustomerCall, collection: Collection, seek: typeof nextHours): Reply {
  const day = query.get("date") ?? sessionDay(collection, at);
  return isDay(day)
    ? data(writeDated(collection, seek(collection, day)), path)
    : invalidParameter("date", "is invalid");
}

/** Weekdays on which an exchange stays shut or stops early, from last year to next year. */
function holidays({ at, path }: CustomerCall, collection: Collection): Reply {
  const year = Number(newYorkDay(at).slice(0, 4));
  const shut: Day[] = [];
  const early: Day[] = [];
  for (let day: Day = `${year - 1}-01-01`; day <= `${year + 1}-12-31`; day = addDays(day, 1)) {
    if (weekday(day) % 6 === 0) continue;
    const hours = tradingHours(collection, day);
    if (hours === null) shut.push(day);
    else if (closesEarly(collection, hours)) early.push(day);
  }
  return data({ "market-half-days": early, "market-holidays": shut }, path);
}

/** Whether a session is shorter than one on a plain day. */
function closesEarly(collection: Collection, { openAt, closeAt }: TradingHours): boolean {
  const usual = collection === "Equity" ? 6.5 : 23;
  return closeAt - openAt < usual * 3_600_000;
}

function writeCurrent(collection: Collection, at: number): Record<string, unknown> {
  const day = sessionDay(collection, at);
  const hours = tradingHours(collection, day);
  return {
    ...(hours === null ? { "instrument-collection": collection } : writeHours(collection, hours)),
    "state": tradingState(hours, at),
    "next-session": writeDated(collection, nextHours(collection, day)),
    "previous-session": writeDated(collection, previousHours(collection, day)),
  };
}

const writeDated = (collection: Collection, hours: TradingHours): Record<string, unknown> => ({
  ...writeHours(collection, hours),
  "session-date": hours.day,
});

const writeHours = (collection: Collection, hours: TradingHours): Record<string, unknown> => ({
  "instrument-collection": collection,
  "start-at": timestamp(hours.startAt),
  "open-at": timestamp(hours.openAt),
  "close-at": timestamp(hours.closeAt),
  ...(hours.lateCloseAt === null ? {} : { "close-at-ext": timestamp(hours.lateCloseAt) }),
});
