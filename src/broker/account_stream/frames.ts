/** What comes over the account stream: answers to our messages, and whole records whenever one of them has changed. */

import * as z from "zod";
import { fail, ok, type Result } from "../../core/failure.ts";
import { type Balance, balanceRow } from "../endpoints/balances.ts";
import { type ComplexOrder, placedComplexOrder } from "../endpoints/complex_orders.ts";
import { type Order, placedOrder } from "../endpoints/order.ts";
import { type HeldPosition, positionRow } from "../endpoints/positions.ts";
import { type TradingStatus, tradingStatusRow } from "../endpoints/trading_status.ts";
import { type Watchlist, watchlistRow } from "../endpoints/watchlists.ts";
import { anyInstant } from "../wire.ts";
import { type Acknowledgement, acknowledgement } from "./acknowledgement.ts";
import { type QuoteAlert, quoteAlertRow } from "./quote_alert.ts";

/** The records by our names for them. Never a difference: each replaces what was known before. */
export interface AccountRecords {
  order: Order;
  complex_order: ComplexOrder;
  balance: Balance;
  /** A quantity of 0 means that the position was closed. */
  position: HeldPosition;
  trading_status: TradingStatus;
  quote_alert: QuoteAlert;
  public_watchlist: Watchlist;
}

/** A record that has changed. */
export type AccountEvent = {
  [Type in keyof AccountRecords]: { type: Type; record: AccountRecords[Type]; sentAt: number | null };
}[keyof AccountRecords];

/** A message of a kind nobody here reads. */
export interface UnreadFrame {
  type: "unread";
  sentAt: number | null;
}

export type AccountFrame = AccountEvent | Acknowledgement | UnreadFrame;

const RECORDS: { [Type in keyof AccountRecords]: z.ZodType<AccountRecords[Type]> } = {
  order: placedOrder,
  complex_order: placedComplexOrder,
  balance: balanceRow,
  position: positionRow,
  trading_status: tradingStatusRow,
  quote_alert: quoteAlertRow,
  public_watchlist: watchlistRow,
};

/** The stream's names for them. */
const TYPES = new Map<string, keyof AccountRecords>([
  ["Order", "order"],
  ["ComplexOrder", "complex_order"],
  ["AccountBalance", "balance"],
  ["CurrentPosition", "position"],
  ["TradingStatus", "trading_status"],
  ["QuoteAlert", "quote_alert"],
  ["PublicWatchlists", "public_watchlist"],
]);

type Context = Parameters<Parameters<z.ZodUnknown["transform"]>[0]>[1];

/** Makes the troubles inside a part those of the whole. */
function passOn(error: z.ZodError, path: PropertyKey[], context: Context): typeof z.NEVER {
  for (const issue of error.issues) {
    context.issues.push({ code: "custom", message: issue.message, input: undefined, path: [...path, ...issue.path] });
  }
  return z.NEVER;
}

const notification = z.object({ type: z.string(), data: z.unknown(), timestamp: anyInstant }).transform(
  (wire, context): AccountEvent | UnreadFrame => {
    const type = TYPES.get(wire.type);
    if (type === undefined) return { type: "unread", sentAt: wire.timestamp };
    const parsed = RECORDS[type].safeParse(wire.data);
    if (!parsed.success) return passOn(parsed.error, ["data"], context);
    return { type, record: parsed.data, sentAt: wire.timestamp } as AccountEvent;
  },
);

const isAcknowledgement = (frame: unknown): boolean => typeof frame === "object" && frame !== null && "status" in frame;

/** One frame. */
export const accountFrame: z.ZodType<AccountFrame> = z.unknown().transform((frame, context): AccountFrame => {
  const parsed = (isAcknowledgement(frame) ? acknowledgement : notification).safeParse(frame);
  return parsed.success ? parsed.data : passOn(parsed.error, [], context);
});

const ENDPOINT = "account stream";

/** Reads a message, which may hold several frames at once; `broker_changed` when a record is not as we know it. */
export function readAccountFrames(text: string): Result<AccountFrame[]> {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return fail({ kind: "broker_unavailable", endpoint: ENDPOINT, reason: "not_json" });
  }
  const batch = z.object({ results: z.array(z.unknown()) }).safeParse(message);
  const parsed = z.array(accountFrame).safeParse(batch.success ? batch.data.results : [message]);
  if (parsed.success) return ok(parsed.data);
  const path = parsed.error.issues[0]!.path.slice(1).join(".");
  return fail({ kind: "broker_changed", endpoint: ENDPOINT, path });
}
