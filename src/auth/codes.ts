/** Authorization codes: a minute to live, one use, worthless without the verifier they were asked for with (RFC 7636). */

import * as z from "zod";
import { toBase64Url } from "../core/seal.ts";
import { defineCollection } from "../storage/collection.ts";
import { put, type Records, type Write } from "../storage/storage.ts";
import type { Grants, Permission } from "./grants.ts";
import { equalHashes, hashSecret, newSecret } from "./secret.ts";

/** How long a code may be redeemed. Milliseconds. */
const LIFE = 60_000;
/** How long a code is remembered, to notice when it comes back. */
const MEMORY = 10 * 60_000;
/** A client that asks twice within this time has lost an answer, not a code. */
const HASTE = 10_000;

const code = z.object({
  grantId: z.string(),
  userId: z.string(),
  clientId: z.string(),
  clientName: z.string(),
  verifiedHost: z.string().nullable(),
  scopes: z.array(z.string()),
  redirectUri: z.string(),
  /** Whether the client named it, and so has to name it again (RFC 6749, section 4.1.3). */
  isRedirectNamed: z.boolean(),
  /** The S256 challenge. */
  challenge: z.string(),
  issuedAt: z.number(),
  usedAt: z.number().nullable(),
});

/** By SHA-256 of the code. */
export const authorizationCodes = defineCollection({ name: "authorization_codes", schema: code, index: ["userId"] });

export type CodeOutcome =
  | { kind: "redeemed"; grantId: string; permission: Permission; refreshToken: string }
  | { kind: "refused" }
  /** A used code came back: the grant it made has been ended. */
  | { kind: "replayed"; grantId: string; userId: string };

export interface Redemption {
  code: string;
  clientId: string;
  redirectUri: string;
  verifier: string;
}

export interface Codes {
  /** A new code, as a write for the commit that ends the request it answers. */
  prepare(
    permission: Permission,
    request: { redirectUri: string; isRedirectNamed: boolean; challenge: string },
  ): Promise<{ write: Write; code: string }>;
  /** Uses the code and makes the grant in one commit. Nothing is used up by a presentation that does not fit. */
  redeem(redemption: Redemption): Promise<CodeOutcome>;
}

export function createCodes({ records, grants, now, newId }: {
  records: Records;
  grants: Grants;
  now: () => number;
  /** A new ULID. */
  newId: () => string;
}): Codes {
  return {
    async prepare(permission, request) {
      const secret = newSecret();
      const issuedAt = now();
      const value = { ...permission, ...request, grantId: newId(), issuedAt, usedAt: null };
      const id = await hashSecret(secret);
      return {
        code: secret,
        write: put(authorizationCodes, id, value, { replaces: null, expiresAt: issuedAt + MEMORY }),
      };
    },

    async redeem({ code: presented, clientId, redirectUri, verifier }) {
      const id = await hashSecret(presented);
      for (;;) {
        const stored = await records.read(authorizationCodes, id);
        if (stored === null) return { kind: "refused" };
        const { grantId, issuedAt, usedAt, challenge, redirectUri: asked, clientId: owner, ...rest } = stored.value;
        const isRedirect = redirectUri === asked || (redirectUri === "" && !rest.isRedirectNamed);
        const isOwner = owner === clientId && isRedirect &&
          isVerifier(verifier) && equalHashes(await challengeOf(verifier), challenge);
        if (usedAt !== null) {
          if (isOwner && now() - usedAt <= HASTE) return { kind: "refused" };
          await grants.revoke(grantId);
          return { kind: "replayed", grantId, userId: rest.userId };
        }
        if (!isOwner || now() - issuedAt >= LIFE) return { kind: "refused" };
        const { userId, clientName, verifiedHost, scopes } = rest;
        const permission: Permission = { userId, clientId, clientName, verifiedHost, scopes };
        const { write, refreshToken } = await grants.prepare(grantId, permission);
        const used = put(authorizationCodes, id, { ...stored.value, usedAt: now() }, {
          replaces: stored.version,
          expiresAt: stored.expiresAt,
        });
        if ((await records.commit([used, write])).ok) return { kind: "redeemed", grantId, permission, refreshToken };
      }
    },
  };
}

/** The S256 challenge of a verifier. */
export async function challengeOf(verifier: string): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}

/** RFC 7636, section 4.1: 43 to 128 unreserved characters. */
const isVerifier = (verifier: string): boolean => /^[\w.~-]{43,128}$/.test(verifier);
