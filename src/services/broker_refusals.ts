/**
 * Logins the broker has refused, remembered across restarts and instances, so that a wrong secret is tried once and not
 * once a process: repeated failed logins lock the caller's address at the broker for hours.
 */

import * as z from "zod";
import type { RefusalMemory } from "../broker/session.ts";
import { defineCollection } from "../storage/collection.ts";
import { put, type Records } from "../storage/storage.ts";

/** By fingerprint of the credentials. A record goes when the credentials may be tried again. */
export const brokerRefusals = defineCollection({
  name: "broker_refusals",
  schema: z.object({ reason: z.enum(["secret_refused", "grant_refused"]), retryAt: z.number() }),
  index: [],
});

export function rememberRefusals(records: Records): RefusalMemory {
  return {
    async read(fingerprint) {
      return (await records.read(brokerRefusals, fingerprint))?.value ?? null;
    },
    async remember(fingerprint, refusal) {
      // A conflict means that somebody else was refused at the same moment and has written the same.
      await records.commit([put(brokerRefusals, fingerprint, refusal, { replaces: null, expiresAt: refusal.retryAt })]);
    },
  };
}
