/** What a person can do about their own account here: look, revoke, unlink, take their data along, leave. */

import type { Collection } from "../storage/collection.ts";
import { type Records, remove, type Storage } from "../storage/storage.ts";
import type { Audit, AuditEvent } from "./audit.ts";
import { authorizationCodes } from "./codes.ts";
import type { Grants } from "./grants.ts";
import { type BrokerLink, brokerLinks, type User, type Users, users } from "./users.ts";

/** Records that belong to one user each. */
export type UserCollection = Collection<unknown, "userId">;

/** Fields that never leave, not even to their owner: they open things. */
const SECRET_FIELDS = new Set(["sealed", "refreshHash", "previous", "spent", "csrf", "challenge"]);

export interface AccountView {
  user: User;
  link: Pick<BrokerLink, "way" | "linkedAt" | "brokenAt"> | null;
  grants: {
    id: string;
    clientName: string;
    verifiedHost: string | null;
    scopes: string[];
    createdAt: number;
    lastUsedAt: number;
  }[];
  events: AuditEvent[];
}

export interface Account {
  /** `null` when there is no such user (any more). */
  view(userId: string): Promise<AccountView | null>;
  /** Ends one of the user's own grants; somebody else's is not there. */
  revoke(userId: string, grantId: string): Promise<boolean>;
  /** Ends all of them; says how many there were. */
  revokeAll(userId: string): Promise<number>;
  /** Forgets the broker credentials and ends all grants: nothing works without them. */
  unlink(userId: string): Promise<void>;
  /** Everything kept of the user, without what opens things. */
  export(userId: string): Promise<Record<string, unknown>>;
  /** Deletes everything of the user: records, cache and blobs. */
  erase(userId: string): Promise<void>;
}

export function createAccount({ storage, collections, users: people, grants: permitted, audit, onRevoked, now }: {
  storage: Storage;
  /** All that is kept of people. */
  collections: readonly UserCollection[];
  users: Users;
  grants: Grants;
  audit: Audit;
  /** Hears of every grant that ends here. */
  onRevoked: (grantId: string, userId: string) => void;
  now: () => number;
}): Account {
  const { records, cache, blobs } = storage;

  async function end(userId: string, grantId: string): Promise<boolean> {
    const isEnded = await permitted.revoke(grantId);
    onRevoked(grantId, userId);
    return isEnded;
  }

  /** Removes all of a user's records in a collection; one that is changed meanwhile is met again. */
  async function clear(collection: UserCollection, userId: string): Promise<void> {
    const read = () => records.list(collection, { where: { userId } });
    for (let page = await read(); page.items.length > 0; page = await read()) {
      for (const { id, version } of page.items) await records.commit([remove(collection, id, version)]);
    }
  }

  async function revokeAll(userId: string): Promise<number> {
    let ended = 0;
    // Codes first: one that nobody has redeemed yet would be a grant a minute later.
    await clear(authorizationCodes as unknown as UserCollection, userId);
    for (let page = await permitted.listOf(userId); page.length > 0; page = await permitted.listOf(userId)) {
      for (const { id } of page) if (await end(userId, id)) ended++;
    }
    return ended;
  }

  return {
    async view(userId) {
      const [user, link, granted, events] = await Promise.all([
        people.read(userId),
        people.link(userId),
        permitted.listOf(userId),
        audit.listOf(userId),
      ]);
      if (user === null) return null;
      return {
        user: user.value,
        link: link && { way: link.value.way, linkedAt: link.value.linkedAt, brokenAt: link.value.brokenAt },
        grants: granted.map(({ id, value: { clientName, verifiedHost, scopes, createdAt, lastUsedAt } }) => ({
          id,
          clientName,
          verifiedHost,
          scopes,
          createdAt,
          lastUsedAt,
        })),
        events,
      };
    },

    async revoke(userId, grantId) {
      const stored = await permitted.read(grantId);
      if (stored === null || stored.value.userId !== userId) return false;
      await end(userId, grantId);
      await audit.note(userId, "revoke", stored.value.clientName);
      return true;
    },

    async revokeAll(userId) {
      const ended = await revokeAll(userId);
      if (ended > 0) await audit.note(userId, "revoke", `all ${ended}`);
      return ended;
    },

    async unlink(userId) {
      await revokeAll(userId);
      const link = await people.link(userId);
      if (link === null) return;
      const removed = await records.commit([remove(brokerLinks, userId, link.version), audit.event(userId, "unlink")]);
      if (!removed.ok) throw new Error("the link changed while it was removed");
    },

    async export(userId) {
      await audit.note(userId, "export");
      const user = await people.read(userId);
      const kept = await Promise.all(collections.map(async (collection) => {
        const rows: unknown[] = [];
        for await (const { id, value } of all(records, collection, userId)) rows.push({ id, ...open(value) });
        return [collection.name, rows] as const;
      }));
      return { exportedAt: new Date(now()).toISOString(), user: user && open(user.value), ...Object.fromEntries(kept) };
    },

    async erase(userId) {
      await revokeAll(userId);
      // The user goes first: from then on no login of theirs is one.
      const user = await people.read(userId);
      if (user !== null) await records.commit([remove(users, userId, user.version)]);
      for (const collection of collections) await clear(collection, userId);
      await cache.clear(`user:${userId}:`);
      const folder = `users/${userId}/`;
      for (let page = await blobs.list(folder); page.items.length > 0; page = await blobs.list(folder)) {
        for (const { path } of page.items) await blobs.delete(path);
      }
    },
  };
}

/** Every record of a user in a collection, page by page. */
async function* all(records: Records, collection: UserCollection, userId: string) {
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof records.list<unknown, "userId">>> = await records.list(collection, {
      where: { userId },
      ...(after === null ? {} : { after }),
    });
    yield* page.items;
    after = page.next;
  } while (after !== null);
}

const open = (value: unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value as object).filter(([name]) => !SECRET_FIELDS.has(name)));
