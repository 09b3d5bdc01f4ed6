/** People: who they are at the broker, and the broker link through which TTAI acts for them. */

import * as z from "zod";
import { isSealedByOlderKey, seal, type SealKeys, unseal } from "../core/seal.ts";
import { type Collection, defineCollection } from "../storage/collection.ts";
import { type Page, put, type Records, type Stored, type Write } from "../storage/storage.ts";
import { hashSecret } from "./secret.ts";

const environment = z.enum(["production", "sandbox"]);

/** By an id made from the broker's own of the customer, so that one customer is one user. */
export const users = defineCollection({
  name: "users",
  schema: z.object({
    environment,
    /** How the operator may name them in the list of those allowed: the broker's customer id and e-mail address. */
    customerId: z.string(),
    email: z.string().nullable(),
    /** Accounts as they are shown: type and last digits. */
    accounts: z.array(z.string()),
    createdAt: z.number(),
    lastLoginAt: z.number(),
  }),
  index: ["customerId"],
});

/** By user id: how TTAI logs in at the broker for that user. */
export const brokerLinks = defineCollection({
  name: "broker_links",
  schema: z.object({
    userId: z.string(),
    way: z.enum(["personal", "partner"]),
    /** The credentials as JSON, sealed for the user's id. */
    sealed: z.string(),
    linkedAt: z.number(),
    /** When the broker refused them; `null` while they work. */
    brokenAt: z.number().nullable(),
  }),
  index: ["userId"],
});

export type User = z.infer<typeof users.schema>;
export type BrokerLink = z.infer<typeof brokerLinks.schema>;

/** A customer as the broker has just described them. */
export interface Customer {
  environment: User["environment"];
  customerId: string;
  email: string | null;
  accounts: string[];
}

/** What opens a user's account at the broker. */
export interface LinkCredentials {
  clientSecret: string;
  refreshToken: string;
  clientId?: string;
}

export interface Users {
  read(userId: string): Promise<Stored<User> | null>;
  link(userId: string): Promise<Stored<BrokerLink> | null>;
  /** The user a customer is, and the writes that make or renew both user and link. */
  prepare(
    customer: Customer,
    way: BrokerLink["way"],
    credentials: LinkCredentials,
  ): Promise<{ userId: string; writes: Write[] }>;
  /** Opens a user's credentials; `null` when there are none, they are broken, or no key of ours opens them. */
  credentials(userId: string): Promise<LinkCredentials | null>;
  /** Whether a link is there and only we cannot open it: a key, or the operator's application, is missing. */
  isShut(userId: string): Promise<boolean>;
  /** Notes that the broker refuses a user's credentials. */
  breakLink(userId: string): Promise<void>;
  /** Everybody, in no particular order. */
  list(): AsyncGenerator<Stored<User>>;
  /** Ids of users, `limit` at a time. */
  listIds(after: string | null, limit: number): Promise<Page<string>>;
  /** Seals every link anew that an older key has sealed; says how many. */
  resealAll(): Promise<number>;
}

/** `partner` is the operator's application, through which those who logged in at the broker itself are linked. */
export function createUsers({ records, keys, partner, now }: {
  records: Records;
  keys: SealKeys;
  partner: { clientId: string; clientSecret: string } | null;
  now: () => number;
}): Users {
  const open = async ({ value }: Stored<BrokerLink>): Promise<LinkCredentials | null> => {
    const text = await unseal(keys, value.sealed, value.userId);
    if (text === null) return null;
    if (value.way === "personal") return JSON.parse(text);
    return partner === null ? null : { ...JSON.parse(text), ...partner };
  };

  return {
    read: (userId) => records.read(users, userId),
    link: (userId) => records.read(brokerLinks, userId),

    async prepare({ environment, customerId, email, accounts }, way, credentials) {
      const userId = await userIdOf(environment, customerId);
      const [user, link] = await Promise.all([records.read(users, userId), records.read(brokerLinks, userId)]);
      const createdAt = user?.value.createdAt ?? now();
      // The operator's own secret is the operator's to keep, and to change.
      const kept = way === "personal" ? credentials : { refreshToken: credentials.refreshToken };
      const sealed = await seal(keys, JSON.stringify(kept), userId);
      return {
        userId,
        writes: [
          put(users, userId, { environment, customerId, email, accounts, createdAt, lastLoginAt: now() }, {
            replaces: user?.version ?? null,
          }),
          put(brokerLinks, userId, { userId, way, sealed, linkedAt: now(), brokenAt: null }, {
            replaces: link?.version ?? null,
          }),
        ],
      };
    },

    async credentials(userId) {
      const link = await records.read(brokerLinks, userId);
      return link === null || link.value.brokenAt !== null ? null : await open(link);
    },

    async isShut(userId) {
      const link = await records.read(brokerLinks, userId);
      return link !== null && link.value.brokenAt === null && await open(link) === null;
    },

    async breakLink(userId) {
      const link = await records.read(brokerLinks, userId);
      if (link === null || link.value.brokenAt !== null) return;
      const value = { ...link.value, brokenAt: now() };
      // A conflict means that the user has just linked anew; then it is not broken.
      await records.commit([put(brokerLinks, userId, value, { replaces: link.version })]);
    },

    list: () => all(records, users),

    async listIds(after, limit) {
      const { items, next } = await records.list(users, { limit, ...(after === null ? {} : { after }) });
      return { items: items.map(({ id }) => id), next };
    },

    async resealAll() {
      let count = 0;
      for await (const { id, value, version } of all(records, brokerLinks)) {
        const text = isSealedByOlderKey(keys, value.sealed) ? await unseal(keys, value.sealed, id) : null;
        if (text === null) continue;
        const sealed = await seal(keys, text, id);
        // A conflict means that the user has just linked anew, under the newest key.
        if ((await records.commit([put(brokerLinks, id, { ...value, sealed }, { replaces: version })])).ok) count++;
      }
      return count;
    },
  };
}

/** Every record of a collection, page by page. */
async function* all<T>(records: Records, collection: Collection<T>): AsyncGenerator<Stored<T>> {
  let after: string | null = null;
  do {
    const page: Page<Stored<T>> = await records.list(collection, after === null ? {} : { after });
    yield* page.items;
    after = page.next;
  } while (after !== null);
}

async function userIdOf(environment: string, customerId: string): Promise<string> {
  return `u_${(await hashSecret(`${environment} ${customerId}`)).slice(0, 24)}`;
}
