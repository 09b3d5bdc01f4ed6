/** Asks for the state of orders again and again, where nobody tells it. */

import type { Account } from "../../broker/endpoints/accounts.ts";
import { liveOrders } from "../../broker/endpoints/orders.ts";
import { fail, type Failure, ok, type Result } from "../../core/failure.ts";
import type { Context } from "../context.ts";
import type { Tracker } from "./order_tracker.ts";

/** Seconds between two questions, at least. */
export const POLL_SECONDS = 5;
const PAGE = 200;

/**
 * Asks for today's orders of the accounts that have some to wait for, once at least, until one has changed or so many
 * milliseconds are over. An account that cannot be read is asked again the next time; fails when it is so at the end.
 */
export async function pollOrders(
  tracker: Tracker,
  accounts: readonly Account[],
  patience: number,
  context: Context,
): Promise<Result<void>> {
  const { broker, wait, signal } = context;
  const waiting = new Set([...tracker.watched.values()].map(({ account }) => account));
  const asked = accounts.filter(({ number }) => waiting.has(number));
  for (let left = patience;;) {
    await wait(POLL_SECONDS * 1000, signal);
    if (signal.aborted) return fail({ kind: "cancelled" });
    let failure: Failure | null = null;
    for (const { number: accountNumber } of asked) {
      const read = await broker.call(liveOrders, { accountNumber, pageSize: PAGE }, context);
      if (read.ok) { for (const order of read.value) tracker.take(order); }
      else if (read.failure.kind === "cancelled") return read;
      else failure = read.failure;
    }
    left -= POLL_SECONDS * 1000;
    if (tracker.changes().length > 0) return ok(undefined);
    if (left < POLL_SECONDS * 1000) return failure === null ? ok(undefined) : fail(failure);
  }
}
