/** The parts of the authorization server on records in memory, with a clock, each as the server wires it. */

import { createAudit } from "../../src/auth/audit.ts";
import { createAuthorizationRequests } from "../../src/auth/authorization_requests.ts";
import { createBrowserSessions } from "../../src/auth/browser_sessions.ts";
import { createCodes } from "../../src/auth/codes.ts";
import { createGrants, type Permission } from "../../src/auth/grants.ts";
import { createUsers, type Customer } from "../../src/auth/users.ts";
import { importSealKeys } from "../../src/core/seal.ts";
import { createDenoKvStorage } from "../../src/storage/deno_kv.ts";
import type { Write } from "../../src/storage/storage.ts";
import { createUlid } from "../../src/storage/ulid.ts";
import { FRIDAY } from "../support/app.ts";
import { CALLBACK, CHALLENGE, VERIFIER } from "../support/login.ts";

/** A sealing key made of one letter. */
export const sealKey = (letter: string): string => btoa(letter.repeat(32));

export const PARTNER = { clientId: "partner-id", clientSecret: "partner-secret" };

export const ADA: Customer = {
  environment: "production",
  customerId: "C0001",
  email: "ada@example.com",
  accounts: ["Individual ...0001"],
};

export const SECRETS = { clientSecret: "a-client-secret-of-ada", refreshToken: "a-refresh-token-of-ada" };

export const PERMISSION: Permission = {
  userId: "u_ada",
  clientId: "client",
  clientName: "A client",
  verifiedHost: null,
  scopes: ["read"],
};

/** What a client asks for, as it is kept. */
export const ASKED = {
  clientId: "client",
  clientName: "A client",
  verifiedHost: null,
  redirectUri: CALLBACK,
  isRedirectNamed: true,
  state: "state",
  challenge: CHALLENGE,
  scopes: ["read"],
};

export type Parts = Awaited<ReturnType<typeof openParts>>;

export async function openParts({ kv: given }: { kv?: Deno.Kv } = {}) {
  const clock = { at: FRIDAY };
  const now = () => clock.at;
  const kv = given ?? await Deno.openKv(":memory:");
  const storage = createDenoKvStorage(kv, { now });
  const { records } = storage;
  const newId = createUlid(now, Math.random);
  const keys = await importSealKeys([sealKey("k")]);
  const grants = createGrants({ records, keys, now });
  const codes = createCodes({ records, grants, now, newId });
  const commit = async (...writes: Write[]): Promise<void> => {
    const committed = await records.commit(writes);
    if (!committed.ok) throw new Error("the commit lost");
  };
  return {
    clock,
    now,
    kv,
    storage,
    records,
    newId,
    keys,
    grants,
    codes,
    audit: createAudit({ records, now, newId }),
    sessions: createBrowserSessions({ records, now }),
    requests: createAuthorizationRequests({ records, now }),
    users: createUsers({ records, keys, partner: PARTNER, now }),
    commit,
    /** A grant in the records, and its refresh token. */
    async grant(permission: Partial<Permission> = {}): Promise<{ id: string; refreshToken: string }> {
      const id = newId();
      const { write, refreshToken } = await grants.prepare(id, { ...PERMISSION, ...permission });
      await commit(write);
      return { id, refreshToken };
    },
    /** A code in the records, and what redeems it. */
    async code(permission: Partial<Permission> = {}) {
      const request = { redirectUri: CALLBACK, isRedirectNamed: true, challenge: CHALLENGE };
      const { write, code } = await codes.prepare({ ...PERMISSION, ...permission }, request);
      await commit(write);
      return { code, clientId: permission.clientId ?? "client", redirectUri: CALLBACK, verifier: VERIFIER };
    },
    [Symbol.dispose]: () => kv.close(),
  };
}
