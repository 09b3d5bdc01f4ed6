/** Waits for an order to change: told by the account stream, or, where that cannot be had, by asking again. */

import type { AccountEvent } from "../../broker/account_stream/frames.ts";
import type { AccountWatch } from "../../broker/account_stream/account_stream.ts";
import type { Order } from "../../broker/endpoints/order.ts";
import { type Failure, ok, type Result } from "../../core/failure.ts";
import type { Context } from "../context.ts";
import { byUrgency, partsOf, withNews } from "./listed_orders.ts";
import { fillsOf } from "./order_fills.ts";
import { createTracker, type OrderChange, type Tracker } from "./order_tracker.ts";
import { isWorking, phaseOf } from "./order_states.ts";
import { pollOrders } from "./poll_orders.ts";
import { type OrdersQuestion, type OrdersRead, readOrders } from "./read_orders.ts";

export interface Waited {
  /** `unknown`: nothing was told, and the last question was not answered. */
  outcome: "changed" | "unchanged" | "unknown" | "nothing_to_wait_for";
  /** Milliseconds. */
  duration: number;
  /** What was listened to in the end. */
  by: "account_stream" | "polling";
  /** Why it was not the stream, or not all the time: no connection, or `lost`. */
  trouble: Failure | "lost" | null;
  changes: OrderChange[];
}

/** Orders as they are after the wait, and what it brought. */
export interface OrdersAwaited extends OrdersRead {
  waited: Waited;
}

/** Milliseconds in which what belongs to a change is still waited for: other states, other legs, the other order. */
const SETTLING = 300;
const ALL_FILLS = 1500;

/** Reads orders and waits up to so many milliseconds until one of those that work is no longer as it was read. */
export async function awaitChange(
  question: OrdersQuestion,
  patience: number,
  context: Context,
): Promise<Result<OrdersAwaited>> {
  const startedAt = context.now();
  // Listened to before anything is read, so that nothing is missed in between.
  const opened = await context.accountStream.open(question.accounts.map(({ number }) => number), context);
  if (!opened.ok && opened.failure.kind === "cancelled") return opened;
  const watch = opened.ok ? opened.value : null;
  try {
    // Whatever is to be shown afterwards: an order that will be filled is still working.
    const read = await readOrders({ ...question, phase: undefined }, context);
    if (!read.ok) return read;
    const tracker = createTracker(read.value.listed.flatMap(({ parts }) => parts).filter(isWorking));
    const waited: Waited = {
      outcome: "nothing_to_wait_for",
      duration: 0,
      by: watch === null ? "polling" : "account_stream",
      trouble: opened.ok ? null : opened.failure,
      changes: [],
    };
    if (tracker.watched.size > 0) {
      waited.outcome = "unchanged";
      const left = () => patience - (context.now() - startedAt);
      const ended = watch === null ? "closed" : await listen(watch, tracker, left());
      if (ended === "cancelled") return { ok: false, failure: { kind: "cancelled" } };
      if (ended === "closed" && tracker.changes().length === 0) {
        waited.trouble ??= "lost";
        waited.by = "polling";
        const polled = await pollOrders(tracker, question.accounts, left(), context);
        if (!polled.ok && polled.failure.kind === "cancelled") return polled;
        if (!polled.ok) waited.outcome = "unknown";
      }
      waited.changes = tracker.changes();
      if (waited.changes.length > 0) waited.outcome = "changed";
      waited.duration = context.now() - startedAt;
    }
    const listed = withNews(read.value.listed, tracker.newest).filter(({ parts }) =>
      question.phase === undefined || parts.some(({ status }) => phaseOf(status) === question.phase)
    ).sort(byUrgency);
    return ok({ ...read.value, listed, readAt: context.now(), waited });
  } finally {
    watch?.close();
  }
}

/** Listens until something has changed and what belongs to it is there as well. */
async function listen(watch: AccountWatch, tracker: Tracker, patience: number) {
  const hear = (event: AccountEvent): boolean =>
    ordersIn(event).map((order) => tracker.take(order)).some((isNews) => isNews);
  const ended = await watch.until(hear, patience);
  if (ended !== "wanted") return ended;
  const isReported = () => tracker.changes().every(({ after }) => areFillsReported(after));
  const settled = await watch.until((event) => {
    hear(event);
    return false;
  }, SETTLING);
  if (settled === "deadline" && !isReported()) await watch.until((event) => hear(event) && isReported(), ALL_FILLS);
  return ended;
}

function ordersIn(event: AccountEvent): Order[] {
  if (event.type === "order") return [event.record];
  return event.type === "complex_order" ? partsOf(event.record) : [];
}

/** An order of several legs can be called filled before the executions of all are told. */
function areFillsReported(order: Order): boolean {
  if (phaseOf(order.status) !== "filled") return true;
  const { filled, units, isUneven } = fillsOf(order);
  return !isUneven && (units === null || filled >= units);
}
