/** Access tokens: signed statements of an hour about who may do what here. They alone open nothing: see `guard.ts`. */

import { errors, jwtVerify, SignJWT } from "jose";
import { keyId } from "../core/seal.ts";
import { newSecret } from "./secret.ts";

/** What a token says. */
export interface AccessClaims {
  userId: string;
  clientId: string;
  /** The grant it was issued under; without it in the records the token is worth nothing. */
  grantId: string;
  scopes: string[];
  /** Epoch milliseconds. */
  expiresAt: number;
}

export interface AccessTokens {
  issue(claims: Omit<AccessClaims, "expiresAt">): Promise<{ token: string; lifetimeSeconds: number }>;
  /** What a token says, or `null` when it is not ours, not for here, altered or expired. */
  verify(token: string): Promise<AccessClaims | null>;
}

const LIFETIME_SECONDS = 3600;
const ALGORITHM = "HS256";
const TYPE = "at+jwt";

/** Verified tokens that are remembered: checking a signature costs more than all the rest of the gate. */
const MEMORY = 1000;

/** `secrets`: the newest signs, all of them verify. `audience` is the canonical address of the MCP endpoint. */
export async function createAccessTokens({ issuer, audience, secrets, now }: {
  issuer: string;
  audience: string;
  secrets: readonly string[];
  now: () => number;
}): Promise<AccessTokens> {
  const keys = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const secret of secrets) {
    const bytes = new TextEncoder().encode(secret);
    keys.set(await keyId(bytes), bytes);
  }
  const [[newestId, newest]] = [...keys] as [[string, Uint8Array<ArrayBuffer>]];
  const verified = new Map<string, AccessClaims>();

  return {
    async issue({ userId, clientId, grantId, scopes }) {
      const issuedAt = Math.floor(now() / 1000);
      const token = await new SignJWT({ client_id: clientId, scope: scopes.join(" "), grant: grantId })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: newestId })
        .setIssuer(issuer).setAudience(audience).setSubject(userId).setJti(newSecret())
        .setIssuedAt(issuedAt).setExpirationTime(issuedAt + LIFETIME_SECONDS)
        .sign(newest);
      return { token, lifetimeSeconds: LIFETIME_SECONDS };
    },

    async verify(token) {
      const known = verified.get(token);
      if (known !== undefined) return known.expiresAt > now() ? known : null;
      const claims = await read(token);
      if (claims === null) return null;
      if (verified.size >= MEMORY) verified.delete(verified.keys().next().value!);
      verified.set(token, claims);
      return claims;
    },
  };

  async function read(token: string): Promise<AccessClaims | null> {
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => keys.get(kid ?? "") ?? Promise.reject(new NoKey()), {
        algorithms: [ALGORITHM],
        issuer,
        audience,
        typ: TYPE,
        currentDate: new Date(now()),
        requiredClaims: ["sub", "exp", "iat", "client_id", "scope", "grant"],
      });
      const { sub, exp, client_id, scope, grant } = payload;
      if (typeof client_id !== "string" || typeof scope !== "string" || typeof grant !== "string") return null;
      return { userId: sub!, clientId: client_id, grantId: grant, scopes: scope.split(" "), expiresAt: exp! * 1000 };
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof NoKey) return null;
      throw error;
    }
  }
}

/** Signed under a key that we do not have, or no longer. */
class NoKey extends Error {}
