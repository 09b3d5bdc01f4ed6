/** `GET /accounts/{n}/net-liq/history`: what an account was worth, in steps; its last value is today's balance's. */

import { newYorkDay, nextTradingDay, previousTradingDay, tradingDay } from "../../core/calendar.ts";
import type { Account } from "../customers.ts";
import { onTradingDay } from "../market/events.ts";
import { accountRoute } from "../own_account.ts";
import type { CustomerCall, Route } from "../route.ts";
import { data, decimal, invalidParameter, type Reply, timestamp } from "../wire.ts";

export const netLiqHistoryRoutes: Route[] = [
  accountRoute("GET", "/net-liq/history", history),
  accountRoute("GET", "/net-liq", current),
];

const DAY = 86_400_000;
const MINUTE = 60_000;
/** Days that can be asked for, and the minutes of a step; `null` for a step a session. */
const SPANS: Record<string, [days: number, minutes: number | null]> = {
  "1d": [1, 5],
  "1w": [7, 30],
  "1m": [31, null],
  "3m": [92, null],
  "6m": [183, null],
  "1y": [365, null],
  "all": [Infinity, null],
};

/** A stretch of time, and the instant that names it. */
interface Step {
  at: number;
  from: number;
  to: number;
}

function history(call: CustomerCall, account: Account): Reply {
  const { query, at } = call;
  const [back, start, end] = ["time-back", "start-time", "end-time"].map((name) => query.get(name));
  for (const [name, time] of [["start-time", start], ["end-time", end]] as const) {
    if (time && Number.isNaN(Date.parse(time))) return invalidParameter(name, "is invalid");
  }
  if (back && !Object.hasOwn(SPANS, back)) return invalidParameter("time-back", "does not have a valid value");
  if (!back && !start) return invalidParameter("time-back", "is missing");
  const until = Math.min(at, !back && end ? Date.parse(end) : at);
  const asked = back ? at - SPANS[back]![0] * DAY : Date.parse(start!);
  const minutes = back ? SPANS[back]![1] : stepOf(until - asked);
  const from = back === "1d" ? latestOpening(until) : asked;
  return written(call, account, stepsBetween(Math.max(account.openedAt, from), until, minutes));
}

/** The value of this instant, in the shape of a step. */
function current(call: CustomerCall, account: Account): Reply {
  const { at, books } = call;
  const [worth] = books.worthOf(account, [at]) as [number];
  return data(writeStep(at, worth, worth));
}

/** The minutes of the steps of a span of so many milliseconds. */
const stepOf = (span: number): number | null => Object.values(SPANS).find(([days]) => span <= days * DAY)?.[1] ?? null;

/** When the session that runs or ran last began. */
function latestOpening(at: number): number {
  const today = tradingDay(newYorkDay(at));
  return today !== null && today.openAt < at ? today.openAt : tradingDay(previousTradingDay(newYorkDay(at)))!.openAt;
}

/** Steps one after the other through the sessions, the last up to `until` whether anybody trades then or not. */
function stepsBetween(from: number, until: number, minutes: number | null): Step[] {
  const steps: Step[] = [];
  for (let day = onTradingDay(newYorkDay(from));; day = nextTradingDay(day)) {
    const { openAt, closeAt } = tradingDay(day)!;
    if (openAt >= until) break;
    const end = Math.min(closeAt, until);
    const length = minutes === null ? closeAt - openAt : minutes * MINUTE;
    for (let at = openAt; at < end; at += length) {
      if (at + length > from) steps.push({ at, from: steps.at(-1)?.to ?? at, to: Math.min(at + length, end) });
    }
  }
  const last = steps.at(-1);
  if (last !== undefined) last.to = until;
  return steps;
}

function written({ books }: CustomerCall, account: Account, steps: readonly Step[]): Reply {
  const first = steps[0];
  if (first === undefined) return data({ items: [] });
  const values = books.worthOf(account, [first.from, ...steps.map(({ to }) => to)]);
  return data({ items: steps.map(({ at }, place) => writeStep(at, values[place]!, values[place + 1]!)) });
}

/** Net liquidation and, as no cash is ever on its way, the same as the total. */
function writeStep(at: number, open: number, close: number): Record<string, string> {
  const prices = { open, high: Math.max(open, close), low: Math.min(open, close), close };
  const named = (prefix: string, factor: number) =>
    Object.entries(prices).map(([name, value]) => [prefix + name, decimal(value * factor, 3)]);
  return {
    ...Object.fromEntries([...named("", 1), ...named("pending-cash-", 0), ...named("total-", 1)]),
    "time": timestamp(at).replace("T", " ").replace(/\.\d+Z$/, "+00"),
  };
}
