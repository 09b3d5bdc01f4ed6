/** What has happened to a person's access, for that person to read. */

import * as z from "zod";
import { defineCollection } from "../storage/collection.ts";
import { put, type Records, type Write } from "../storage/storage.ts";

/** Everything that is noted. */
export const AUDIT_KINDS = [
  "login",
  "link",
  "link_broken",
  "unlink",
  "permit",
  "refresh_reuse",
  "code_reuse",
  "revoke",
  "export",
] as const;

export type AuditKind = typeof AUDIT_KINDS[number];

const KEPT_SECONDS = 365 * 86_400;

/** By ULID, so in order of time. `about` is a client's name or our own word, never a secret. */
export const auditEvents = defineCollection({
  name: "audit_events",
  schema: z.object({ userId: z.string(), at: z.number(), kind: z.enum(AUDIT_KINDS), about: z.string().nullable() }),
  index: ["userId"],
  lifetimeSeconds: KEPT_SECONDS,
});

export interface AuditEvent {
  at: number;
  kind: AuditKind;
  about: string | null;
}

export interface Audit {
  /** The write that notes it, for the commit that does it. */
  event(userId: string, kind: AuditKind, about?: string): Write;
  /** Notes it on its own. */
  note(userId: string, kind: AuditKind, about?: string): Promise<void>;
  /** The latest events, newest first. */
  listOf(userId: string): Promise<AuditEvent[]>;
}

export function createAudit(
  { records, now, newId }: { records: Records; now: () => number; newId: () => string },
): Audit {
  const event = (userId: string, kind: AuditKind, about?: string): Write =>
    put(auditEvents, newId(), { userId, at: now(), kind, about: about ?? null }, { replaces: null });
  return {
    event,
    note: async (userId, kind, about) => void await records.commit([event(userId, kind, about)]),
    async listOf(userId) {
      const { items } = await records.list(auditEvents, { where: { userId }, newestFirst: true, limit: 50 });
      return items.map(({ value: { at, kind, about } }) => ({ at, kind, about }));
    },
  };
}
