/** `GET /market-metrics/historic-corporate-events/...`: dividends and earnings of the past. */

import * as z from "zod";
import type { Day } from "../../core/calendar.ts";
import { type Endpoint, query } from "../endpoint.ts";
import { amount, day, decimal, items } from "../wire.ts";

/** `amount` in dollars per share. */
export interface Dividend {
  day: Day;
  amount: number;
}

/** `day` is the end of the quarter in all answers seen, although the broker calls it the day of the announcement. */
export interface EarningsReport {
  day: Day;
  /** Dollars per share. */
  eps: number | null;
}

const EVENTS = "/market-metrics/historic-corporate-events";

/** The dividends of a share or fund, newest first. */
export const dividendHistory: Endpoint<string, Dividend[]> = {
  name: "dividends",
  method: "GET",
  group: "other",
  path: (symbol) => `${EVENTS}/dividends/${encodeURIComponent(symbol)}`,
  answer: items(
    z.object({ "occurred-date": day, amount }).transform((wire) => ({
      day: wire["occurred-date"],
      amount: wire.amount,
    })),
  ),
  subject: (symbol) => `A history of ${symbol}'s dividends`,
};

/** The earnings of a share since `startDate`, oldest first. */
export const earningsHistory: Endpoint<{ symbol: string; startDate: Day }, EarningsReport[]> = {
  name: "earnings",
  method: "GET",
  group: "other",
  path: ({ symbol, startDate }) =>
    `${EVENTS}/earnings-reports/${encodeURIComponent(symbol)}${query({ "start-date": startDate })}`,
  answer: items(
    z.object({ "occurred-date": day, eps: decimal }).transform((wire) => ({
      day: wire["occurred-date"],
      eps: wire.eps,
    })),
  ),
  subject: ({ symbol }) => `A history of ${symbol}'s earnings`,
};
