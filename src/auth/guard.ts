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
  const seen = new Map<string, { scopes: readonly string[] | null; until: number }>();

  async function scopesOf(grantId: string, userId: string): Promise<readonly string[] | null> {
    const known = seen.get(grantId);
    if (known !== undefined && known.until > now()) return known.scopes;
    const stored = await grants.read(grantId);
    const scopes = stored?.value.userId === userId ? stored.value.scopes : null;
    if (seen.size >= MEMO_SIZE) seen.delete(seen.keys().next().value!);
    seen.set(grantId, { scopes, until: now() + MEMO });
    return scopes;
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
    forget: (grantId) => void seen.delete(grantId),
  };
}
