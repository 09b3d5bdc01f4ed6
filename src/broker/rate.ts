/** Keeps our requests inside the broker's published limits by waiting a little, or saying when to come back. */

import { fail, ok, type Result } from "../core/failure.ts";
import type { RateGroup } from "./endpoint.ts";

/**
 * Requests a second for one customer (source: the limits the broker's own client observes). Where only the limit of the
 * whole host applies, one customer has half of it, so that others are not kept waiting.
 */
const PER_SECOND: Record<RateGroup, number> = {
  market_data: 2,
  option_chains: 2,
  equity: 3,
  equities: 2,
  option: 3,
  futures: 1,
  future_products: 1,
  accounts: 1,
  positions: 1,
  balances: 1,
  trading_status: 1,
  other: 25,
};

/** Requests a second from one host. */
const HOST_PER_SECOND = 50;

const WINDOW = 1000;

/** Start times inside a limit: never more than so many in any window. */
export interface Bucket {
  /** The earliest instant, `now` or later, at which one more may start. */
  next(now: number): number;
  /** Takes a place at `at`, which must not be before the place taken last. */
  take(at: number): void;
}

export interface Rate {
  /** Resolves when a request of `group` may go out; `rate_limited` when that would take longer than the patience. */
  admit(group: RateGroup, signal: AbortSignal): Promise<Result<void>>;
}

function createBucket(limit: number): Bucket {
  const starts: number[] = [];
  return {
    next: (now) => Math.max(now, starts.length < limit ? now : starts[0]! + WINDOW),
    take(at) {
      starts.push(at);
      if (starts.length > limit) starts.shift();
    },
  };
}

/** The limit that all customers served by this process share: make one, and hand it to every broker. */
export const createHostRate = (): Bucket => createBucket(HOST_PER_SECOND);

/** `wait` resolves after so many milliseconds, or earlier when the signal aborts; `patience` in milliseconds. */
export function createRate(
  { now, wait, host = createHostRate(), patience = 5000 }: {
    now: () => number;
    wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
    host?: Bucket;
    patience?: number;
  },
): Rate {
  const buckets = new Map<RateGroup, Bucket>();

  function bucketOf(group: RateGroup): Bucket {
    let bucket = buckets.get(group);
    if (bucket === undefined) buckets.set(group, bucket = createBucket(PER_SECOND[group]));
    return bucket;
  }

  return {
    async admit(group, signal) {
      const until = now() + patience;
      // The host's place is taken only when the group's turn has come: one customer's queue must not hold places that
      // others could use meanwhile.
      for (const bucket of [bucketOf(group), host]) {
        const calledAt = now();
        const startAt = bucket.next(calledAt);
        const delay = startAt - calledAt;
        if (startAt > until) return fail({ kind: "rate_limited", retryAfterSeconds: Math.ceil(delay / 1000) });
        // The place in the queue is taken before waiting, so that those who come later line up behind.
        bucket.take(startAt);
        if (delay > 0) await wait(delay, signal);
        if (signal.aborted) return fail({ kind: "cancelled" });
      }
      return ok(undefined);
    },
  };
}
