/** Refused logins, and the silence that follows too many of them. */

import { hashText } from "./market/noise.ts";

export interface FailedLogins {
  /** All of them. */
  readonly count: number;
  /** Those with this refresh token, right or wrong; those with none under the empty one. */
  countWith(refreshToken: string): number;
  add(refreshToken: string, at: number): void;
  /** Whether the caller's address gets no answers now. */
  isLocked(at: number): boolean;
}

/** How long the real broker keeps an address out, about. */
const LOCK = 8 * 3_600_000;

/** Counts refused logins; after every `lockAfter` of them, each request is to be met with silence for eight hours. */
export function createFailedLogins(lockAfter = Infinity): FailedLogins {
  // By hash: a pasted token may be a real one, and is not kept.
  const counts = new Map<number, number>();
  const countWith = (refreshToken: string) => counts.get(hashText(refreshToken)) ?? 0;
  let count = 0;
  let lockedUntil = -Infinity;
  return {
    get count() {
      return count;
    },
    countWith,
    add(refreshToken, at) {
      count++;
      counts.set(hashText(refreshToken), countWith(refreshToken) + 1);
      if (count % lockAfter === 0) lockedUntil = at + LOCK;
    },
    isLocked: (at) => at < lockedUntil,
  };
}
