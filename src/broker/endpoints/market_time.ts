/** `GET /market-time/...`: when the exchanges trade, in the broker's words. */

import * as z from "zod";
import type { Day, SessionState } from "../../core/calendar.ts";
import { type Endpoint, query } from "../endpoint.ts";
import { day, instant, items, optionalDay, optionalInstant } from "../wire.ts";

/** Whose hours: stocks and their options, CME's futures, Cboe's futures. */
export type SessionCollection = "Equity" | "CME" | "CFE";

/** The hours of one trading day; what the broker leaves out is `null`. */
export interface SessionHours {
  day: Day | null;
  startAt: number | null;
  openAt: number | null;
  closeAt: number | null;
  /** When trading after hours ends; futures have none. */
  extendedCloseAt: number | null;
}

/** What is going on now. The hours are `null` on a day without trading. */
export interface CurrentSession extends SessionHours {
  collection: string;
  /** `null` for a state the broker added since. */
  state: SessionState | null;
  next: SessionHours | null;
  previous: SessionHours | null;
}

/** One session of a span of days. */
export interface Session {
  collection: string;
  startAt: number | null;
  openAt: number;
  closeAt: number;
  extendedCloseAt: number | null;
}

const STATES = new Map<string, SessionState>([
  ["Open", "open"],
  ["Closed", "closed"],
  ["Pre-market", "pre_market"],
  ["Extended", "after_hours"],
]);

const hours = {
  "session-date": optionalDay,
  "start-at": optionalInstant,
  "open-at": optionalInstant,
  "close-at": optionalInstant,
  "close-at-ext": optionalInstant,
};

const hoursRow = z.object(hours);

const readHours = (wire: z.infer<typeof hoursRow>): SessionHours => ({
  day: wire["session-date"],
  startAt: wire["start-at"],
  openAt: wire["open-at"],
  closeAt: wire["close-at"],
  extendedCloseAt: wire["close-at-ext"],
});

const currentRow = z.object({
  ...hours,
  "instrument-collection": z.string(),
  state: z.string(),
  "next-session": hoursRow.nullish(),
  "previous-session": hoursRow.nullish(),
}).transform((wire): CurrentSession => ({
  collection: wire["instrument-collection"],
  state: STATES.get(wire.state) ?? null,
  ...readHours(wire),
  next: wire["next-session"] ? readHours(wire["next-session"]) : null,
  previous: wire["previous-session"] ? readHours(wire["previous-session"]) : null,
}));

/** The sessions of some collections now. */
export const currentSession: Endpoint<readonly SessionCollection[], CurrentSession[]> = {
  name: "market session",
  method: "GET",
  group: "other",
  path: (collections) => `/market-time/sessions/current${query({ "instrument-collections[]": collections })}`,
  // The broker's own description says one object, its answers are a list.
  answer: z.union([items(currentRow), currentRow.transform((session) => [session])]),
};

/** The sessions from one day to another, both included; at most nine months. */
export const sessions: Endpoint<{ from: Day; to: Day; collection: SessionCollection }, Session[]> = {
  name: "market sessions",
  method: "GET",
  group: "other",
  path: ({ from, to, collection }) =>
    `/market-time/sessions${query({ "from-date": from, "to-date": to, "instrument-collection": collection })}`,
  answer: items(
    z.object({
      "instrument-collection": z.string(),
      "start-at": optionalInstant,
      "open-at": instant,
      "close-at": instant,
      "close-at-ext": optionalInstant,
    }).transform((wire): Session => ({
      collection: wire["instrument-collection"],
      startAt: wire["start-at"],
      openAt: wire["open-at"],
      closeAt: wire["close-at"],
      extendedCloseAt: wire["close-at-ext"],
    })),
  ),
};

/** The days on which the stock exchanges stay shut or close early, as far as the broker knows them. */
export const equityHolidays: Endpoint<void, { holidays: Day[]; halfDays: Day[] }> = {
  name: "market holidays",
  method: "GET",
  group: "other",
  path: () => "/market-time/equities/holidays",
  answer: z.object({ "market-holidays": z.array(day), "market-half-days": z.array(day) }).transform((wire) => ({
    holidays: wire["market-holidays"],
    halfDays: wire["market-half-days"],
  })),
};
