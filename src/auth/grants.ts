/**
 * Grants: what a person has permitted a client, and the chain of refresh tokens that keeps it alive.
 *
 * A refresh token is `<grant id>.<secret>` and good for one use. The one before is answered with the same successor for
 * two minutes, because clients race their refreshes and lose answers; after that it is a theft, and the grant dies.
 */

import * as z from "zod";
import { seal, type SealKeys, unseal } from "../core/seal.ts";
import { defineCollection } from "../storage/collection.ts";
import { put, type Records, remove, type Stored, type Write } from "../storage/storage.ts";
import { equalHashes, hashSecret, newSecret } from "./secret.ts";

const DAY = 86_400_000;
/** A grant that is not used for this long ends. One that is used does not: whoever logged in once is not asked again. */
const IDLE = 30 * DAY;
/** How long the token before still gets the same successor. */
const GRACE = 120_000;
/** Spent tokens by which a theft is recognized: a week of hourly refreshes. */
const REMEMBERED = 170;

const grant = z.object({
  userId: z.string(),
  clientId: z.string(),
  clientName: z.string(),
  verifiedHost: z.string().nullable(),
  scopes: z.array(z.string()),
  createdAt: z.number(),
  lastUsedAt: z.number(),
  /** SHA-256 of the secret of the token in force. */
  refreshHash: z.string(),
  /** The token before it, and its successor, sealed. */
  previous: z.object({ hash: z.string(), rotatedAt: z.number(), successor: z.string() }).nullable(),
  /** Hashes of older tokens, newest first. */
  spent: z.array(z.string()),
});

export type Grant = z.infer<typeof grant>;

export const grants = defineCollection({ name: "grants", schema: grant, index: ["userId"] });

/** Who is permitted what. */
export type Permission = Pick<Grant, "userId" | "clientId" | "clientName" | "verifiedHost" | "scopes">;

export type RefreshOutcome =
  | { kind: "rotated" | "replayed"; grantId: string; grant: Grant; refreshToken: string }
  /** The token is unknown, expired or another client's. */
  | { kind: "refused" }
  /** A spent token came back: the grant has been ended. */
  | { kind: "stolen"; grantId: string; grant: Grant };

export interface Grants {
  /** A new grant, as a write for the commit that makes it due, and its first refresh token. */
  prepare(grantId: string, permission: Permission): Promise<{ write: Write; refreshToken: string }>;
  read(grantId: string): Promise<Stored<Grant> | null>;
  /** All grants of a user, newest first. */
  listOf(userId: string): Promise<Stored<Grant>[]>;
  refresh(refreshToken: string, clientId: string): Promise<RefreshOutcome>;
  /** The grant a refresh token belongs to, whether it is in force or just replaced. */
  find(refreshToken: string): Promise<Stored<Grant> | null>;
  /** Ends a grant; says whether there was one. */
  revoke(grantId: string): Promise<boolean>;
}

export function createGrants(
  { records, keys, now }: { records: Records; keys: SealKeys; now: () => number },
): Grants {
  async function revoke(grantId: string): Promise<boolean> {
    // Somebody may be rotating it at this moment: the grant ends nevertheless.
    for (;;) {
      const stored = await records.read(grants, grantId);
      if (stored === null) return false;
      if ((await records.commit([remove(grants, grantId, stored.version)])).ok) return true;
    }
  }

  async function rotate(
    { id, value, version }: Stored<Grant>,
    presented: string,
  ): Promise<RefreshOutcome | "conflict"> {
    const secret = newSecret();
    const refreshToken = `${id}.${secret}`;
    const next: Grant = {
      ...value,
      lastUsedAt: now(),
      refreshHash: await hashSecret(secret),
      previous: { hash: presented, rotatedAt: now(), successor: await seal(keys, refreshToken, id) },
      spent: [...(value.previous === null ? [] : [value.previous.hash]), ...value.spent].slice(0, REMEMBERED),
    };
    const written = await records.commit([put(grants, id, next, { replaces: version, expiresAt: now() + IDLE })]);
    return written.ok ? { kind: "rotated", grantId: id, grant: next, refreshToken } : "conflict";
  }

  async function replay({ id, value }: Stored<Grant>): Promise<RefreshOutcome> {
    const refreshToken = await unseal(keys, value.previous!.successor, id);
    // The key it was sealed with is gone: the client has to log in again, but nobody has stolen anything.
    if (refreshToken === null) return { kind: "refused" };
    return { kind: "replayed", grantId: id, grant: value, refreshToken };
  }

  return {
    async prepare(grantId, permission) {
      const secret = newSecret();
      const createdAt = now();
      const value: Grant = {
        ...permission,
        createdAt,
        lastUsedAt: createdAt,
        refreshHash: await hashSecret(secret),
        previous: null,
        spent: [],
      };
      const write = put(grants, grantId, value, { replaces: null, expiresAt: now() + IDLE });
      return { write, refreshToken: `${grantId}.${secret}` };
    },

    read: (grantId) => records.read(grants, grantId),

    async listOf(userId) {
      return (await records.list(grants, { where: { userId }, newestFirst: true })).items;
    },

    async refresh(refreshToken, clientId) {
      const [grantId, secret] = split(refreshToken);
      const hash = await hashSecret(secret);
      for (;;) {
        const stored = await records.read(grants, grantId);
        if (stored === null || stored.value.clientId !== clientId) return { kind: "refused" };
        const { refreshHash, previous, spent } = stored.value;
        if (equalHashes(hash, refreshHash)) {
          const outcome = await rotate(stored, hash);
          if (outcome !== "conflict") return outcome;
          continue;
        }
        const isPrevious = previous !== null && equalHashes(hash, previous.hash);
        if (isPrevious && now() - previous.rotatedAt <= GRACE) return await replay(stored);
        if (!isPrevious && !spent.some((old) => equalHashes(hash, old))) return { kind: "refused" };
        await revoke(grantId);
        return { kind: "stolen", grantId, grant: stored.value };
      }
    },

    async find(refreshToken) {
      const [grantId, secret] = split(refreshToken);
      const stored = await records.read(grants, grantId);
      if (stored === null) return null;
      const hash = await hashSecret(secret);
      const { refreshHash, previous } = stored.value;
      return [refreshHash, previous?.hash ?? ""].some((known) => equalHashes(hash, known)) ? stored : null;
    },

    revoke,
  };
}

/** The grant's id and the secret; two empty strings when it is no refresh token of ours. */
function split(refreshToken: string): [grantId: string, secret: string] {
  const parts = /^([0-9A-Z]{26})\.([\w-]{43})$/.exec(refreshToken);
  return parts === null ? ["-", ""] : [parts[1]!, parts[2]!];
}
