/** How often something was tried, counted across processes: a fixed window that starts with the first attempt. */

import * as z from "zod";
import { defineCollection } from "../storage/collection.ts";
import { put, type Records } from "../storage/storage.ts";
import { hashSecret } from "./secret.ts";

/** By SHA-256 of the key, which may hold an address. A record lives as long as its window. */
export const attempts = defineCollection({
  name: "attempts",
  schema: z.object({ count: z.number(), endsAt: z.number() }),
  index: [],
});

/** How many attempts a window of so many seconds has room for. */
export interface AttemptLimit {
  limit: number;
  windowSeconds: number;
}

export interface Attempts {
  /** Counts one attempt under `key`, or says when there is room again. A refused attempt is not counted. */
  take(key: string, limit: AttemptLimit): Promise<{ ok: true } | { ok: false; retryAt: number }>;
}

export function createAttempts({ records, now }: { records: Records; now: () => number }): Attempts {
  return {
    async take(key, { limit, windowSeconds }) {
      if (!(limit >= 1 && windowSeconds > 0)) throw new RangeError("A limit lets at least one attempt through.");
      const id = await hashSecret(key);
      // Whoever loses a turn has seen another attempt counted, so the turns end with the room.
      for (;;) {
        const stored = await records.read(attempts, id);
        const { count, endsAt } = stored?.value ?? { count: 0, endsAt: now() + windowSeconds * 1000 };
        if (count >= limit) return { ok: false, retryAt: endsAt };
        const counted = put(attempts, id, { count: count + 1, endsAt }, {
          replaces: stored?.version ?? null,
          expiresAt: endsAt,
        });
        if ((await records.commit([counted])).ok) return { ok: true };
      }
    },
  };
}
