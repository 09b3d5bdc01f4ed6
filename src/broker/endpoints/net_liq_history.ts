/** `GET /accounts/{n}/net-liq/history`: what an account was worth over time. */

import * as z from "zod";
import { type Endpoint, query } from "../endpoint.ts";
import { amount, decimal, instant, items } from "../wire.ts";

/** How far back: a day in steps of five minutes, longer spans in longer steps. */
export type TimeBack = "1d" | "1w" | "1m" | "3m" | "6m" | "1y" | "all";

/** Either a span up to now, or a beginning and perhaps an end. */
export type NetLiqQuestion =
  & { accountNumber: string }
  & ({ back: TimeBack; startAt?: undefined; endAt?: undefined } | {
    back?: undefined;
    startAt: number;
    endAt?: number | undefined;
  });

/** What an account was worth over one step, in dollars. */
export interface NetLiqPoint {
  /** When the step began. */
  at: number;
  open: number | null;
  high: number | null;
  low: number | null;
  /** At its end. */
  close: number;
  /** The same with the cash on its way. */
  total: number;
}

/** `2023-06-08 13:30:00+00`: a space, and an offset without minutes. */
const time = z.string().transform((value) => value.replace(" ", "T").replace(/([+-]\d{2})$/, "$1:00")).pipe(instant);

const row = z.object({
  time,
  open: decimal,
  high: decimal,
  low: decimal,
  close: amount,
  "total-close": decimal,
}).transform((wire): NetLiqPoint => ({
  at: wire.time,
  open: wire.open,
  high: wire.high,
  low: wire.low,
  close: wire.close,
  total: wire["total-close"] ?? wire.close,
}));

const seconds = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : new Date(at).toISOString().replace(/\.\d+Z$/, "Z");

/** The steps in the order of time; the broker's test system has none. */
export const netLiqHistory: Endpoint<NetLiqQuestion, NetLiqPoint[]> = {
  name: "net liquidation history",
  method: "GET",
  group: "other",
  path: ({ accountNumber, back, startAt, endAt }) =>
    `/accounts/${encodeURIComponent(accountNumber)}/net-liq/history` +
    query({ "time-back": back, "start-time": seconds(startAt), "end-time": seconds(endAt) }),
  answer: items(row),
};
