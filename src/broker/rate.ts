/** Keeps our requests inside the broker's published limits by waiting a little, or saying when to come back. */

import { fail, ok, type Result } from "../core/failure.ts";
import type { RateGroup } from "./endpoint.ts";

/** Requests a second (source: the limits the broker's own client observes). */
const PER_SECOND: Record<RateGroup | "all", number> = { market_data: 2, accounts: 1, other: 50, all: 50 };

const WINDOW = 1000;

export interface Rate {
  /** Resolves when a request of `group` may go out; `rate_limited` when that would take longer than the patience. */
  admit(group: RateGroup, signal: AbortSignal): Promise<Result<void>>;
}

/** `wait` resolves after so many milliseconds, or earlier when the signal aborts; `patience` in milliseconds. */
export function createRate(
  { now, wait, patience = 5000 }: {
    now: () => number;
    wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
    patience?: number;
  },
): Rate {
  // Start times of the latest requests in each bucket, oldest first, never more than its limit.
  const starts = new Map<RateGroup | "all", number[]>();

  const freeAt = (bucket: RateGroup | "all"): number => {
    const taken = starts.get(bucket) ?? [];
    return taken.length < PER_SECOND[bucket] ? 0 : taken[0]! + WINDOW;
  };

  const take = (bucket: RateGroup | "all", at: number): void => {
    const taken = starts.get(bucket) ?? [];
    taken.push(at);
    if (taken.length > PER_SECOND[bucket]) taken.shift();
    starts.set(bucket, taken);
  };

  return {
    async admit(group, signal) {
      const startAt = Math.max(now(), freeAt(group), freeAt("all"));
      const delay = startAt - now();
      if (delay > patience) return fail({ kind: "rate_limited", retryAfterSeconds: Math.ceil(delay / 1000) });
      // The place in the queue is taken before waiting, so that those who come later line up behind.
      take(group, startAt);
      take("all", startAt);
      if (delay > 0) await wait(delay, signal);
      return signal.aborted ? fail({ kind: "cancelled" }) : ok(undefined);
    },
  };
}
