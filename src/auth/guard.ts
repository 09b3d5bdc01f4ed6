/** The gate in front of MCP: a token of ours, for here, whose grant is still in the records. */

import type { AccessTokens } from "./access_tokens.ts";
import type { Grants } from "./grants.ts";

/** Who is asking, and what they may. */
export interface Caller {
  userId: string;
  clientId: string;
  grantId: string;
  scopes: readonly string[];
}

export interface Guard {
  /** The caller, or why there is none: no token at all, or one that is not good (any more). */
  admit(request: Request): Promise<{ caller: Caller } | { refusal: "missing" | "invalid" }>;
  /** Forgets what is remembered of a grant, so that its end is seen at once. */
  forget(grantId: string): void;
}

/** How long a grant is taken for good without another look. Milliseconds. */
const MEMO = 5_000;
const MEMO_SIZE = 1000;

export function createGuard(
  { tokens, grants, now }: { tokens: AccessTokens; grants: Pick<Grants, "read">; now: () => number },
): Guard {
  const seen = new Map<string, { userId: string | null; scopes: readonly string[]; until: number }>();
  let ended = 0;

  /** What the grant permits that user; `null` when there is no such grant of theirs. */
  async function scopesOf(grantId: string, userId: string): Promise<readonly string[] | null> {
    let grant = seen.get(grantId);
    if (grant === undefined || grant.until <= now()) {
      const [until, endedBefore] = [now() + MEMO, ended];
      const stored = await grants.read(grantId);
      grant = { userId: stored?.value.userId ?? null, scopes: stored?.value.scopes ?? [], until };
      if (seen.size >= MEMO_SIZE) seen.delete(seen.keys().next().value!);
      // What was read may be what has ended in the meantime; then the next call has to look again.
      if (ended === endedBefore) seen.set(grantId, grant);
    }
    return grant.userId === userId ? grant.scopes : null;
  }

  return {
    async admit({ headers }) {
      const authorization = headers.get("authorization");
      if (authorization === null) return { refusal: "missing" };
      const token = /^Bearer +([\w~+/.=-]+) *$/i.exec(authorization)?.[1];
      const claims = token === undefined ? null : await tokens.verify(token);
      if (claims === null) return { refusal: "invalid" };
      const scopes = await scopesOf(claims.grantId, claims.userId);
      if (scopes === null) return { refusal: "invalid" };
      const { userId, clientId, grantId } = claims;
      // What the grant no longer permits, an older token does not permit either.
      return { caller: { userId, clientId, grantId, scopes: claims.scopes.filter((scope) => scopes.includes(scope)) } };
    },
    forget(grantId) {
      ended++;
      seen.delete(grantId);
    },
  };
}
