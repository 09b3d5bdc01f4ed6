/** Who is logged in with which browser: a random cookie, a record of its hash, thirty days from the last visit. */

import * as z from "zod";
import { defineCollection } from "../storage/collection.ts";
import { put, type Records, remove, type Write } from "../storage/storage.ts";
import { hashSecret, newSecret } from "./secret.ts";

const DAY = 86_400_000;
const LIFE = 30 * DAY;

/** By SHA-256 of the cookie. */
export const browserSessions = defineCollection({
  name: "browser_sessions",
  schema: z.object({ userId: z.string(), csrf: z.string(), createdAt: z.number(), seenAt: z.number() }),
  index: ["userId"],
});

export interface BrowserSession {
  id: string;
  userId: string;
  /** Repeated by the forms of our pages. */
  csrf: string;
}

export interface BrowserSessions {
  /** A new session, as a write, and its cookie; always a new cookie at a login. */
  prepare(userId: string): Promise<{ write: Write; cookie: string }>;
  /** The session behind a cookie; renewed when it was last seen on another day. */
  read(cookie: string | null): Promise<BrowserSession | null>;
  /** Ends one session. */
  close(cookie: string | null): Promise<void>;
}

export function createBrowserSessions({ records, now }: { records: Records; now: () => number }): BrowserSessions {
  return {
    async prepare(userId) {
      const cookie = newSecret();
      const value = { userId, csrf: newSecret(), createdAt: now(), seenAt: now() };
      const write = put(browserSessions, await hashSecret(cookie), value, { replaces: null, expiresAt: now() + LIFE });
      return { write, cookie };
    },

    async read(cookie) {
      if (cookie === null) return null;
      const id = await hashSecret(cookie);
      const stored = await records.read(browserSessions, id);
      if (stored === null) return null;
      const { userId, csrf, seenAt } = stored.value;
      if (now() - seenAt > DAY) {
        const value = { ...stored.value, seenAt: now() };
        // A conflict means that another request has just renewed it.
        await records.commit([put(browserSessions, id, value, { replaces: stored.version, expiresAt: now() + LIFE })]);
      }
      return { id, userId, csrf };
    },

    async close(cookie) {
      if (cookie === null) return;
      const stored = await records.read(browserSessions, await hashSecret(cookie));
      if (stored !== null) await records.commit([remove(browserSessions, stored.id, stored.version)]);
    },
  };
}
