/**
 * What a client has asked for, kept while its user decides: bound to the browser it arrived in, for some minutes, used once.
 */

import * as z from "zod";
import { defineCollection } from "../storage/collection.ts";
import { put, type Records, remove, type Stored, type Write } from "../storage/storage.ts";
import { equalHashes, hashSecret, newSecret } from "./secret.ts";

const LIFE = 10 * 60_000;
/** From consent on: making an application and a grant at the broker takes longer. */
const LIFE_WHILE_LINKING = 30 * 60_000;

const request = z.object({
  clientId: z.string(),
  clientName: z.string(),
  verifiedHost: z.string().nullable(),
  redirectUri: z.string(),
  /** Whether the client named it; if not, it is the only one registered. */
  isRedirectNamed: z.boolean(),
  /** The client's own; echoed, never read. */
  state: z.string().nullable(),
  challenge: z.string(),
  /** What the client asks for, of what there is. */
  scopes: z.array(z.string()),
  /** What the user has permitted; `null` until then. */
  granted: z.array(z.string()).nullable(),
  /** SHA-256 of the browser's cookie. */
  browserHash: z.string(),
  /** Repeated by the forms of our pages. */
  csrf: z.string(),
  /** SHA-256 of the state sent along to the broker's login; `null` when nobody is there. */
  brokerStateHash: z.string().nullable(),
});

export type AuthorizationRequest = z.infer<typeof request>;

/** A request as it was read. */
export type OpenRequest = Stored<AuthorizationRequest>;

export const authorizationRequests = defineCollection({ name: "authorization_requests", schema: request, index: [] });

export interface AuthorizationRequests {
  /** Keeps a request for the browser whose cookie is `browser`; gives its id. */
  open(
    asked: Omit<AuthorizationRequest, "granted" | "browserHash" | "csrf" | "brokerStateHash">,
    browser: string,
  ): Promise<string>;
  /** The request, for its own browser only. */
  read(id: string, browser: string | null): Promise<Stored<AuthorizationRequest> | null>;
  /** The same for a form of ours, which must repeat the request's token. */
  readForm(id: string, browser: string | null, csrf: string): Promise<Stored<AuthorizationRequest> | null>;
  /** Changes it; `null` when it was changed or used in the meantime. */
  change(
    stored: Stored<AuthorizationRequest>,
    changes: Partial<AuthorizationRequest>,
  ): Promise<Stored<AuthorizationRequest> | null>;
  /** The write that uses it up. */
  close(stored: Stored<AuthorizationRequest>): Write;
}

export function createAuthorizationRequests(
  { records, now }: { records: Records; now: () => number },
): AuthorizationRequests {
  async function read(id: string, browser: string | null): Promise<Stored<AuthorizationRequest> | null> {
    if (browser === null || !/^[\w-]{43}$/.test(id)) return null;
    const stored = await records.read(authorizationRequests, id);
    return stored !== null && equalHashes(await hashSecret(browser), stored.value.browserHash) ? stored : null;
  }

  return {
    async open(asked, browser) {
      const id = newSecret();
      const value = {
        ...asked,
        granted: null,
        browserHash: await hashSecret(browser),
        csrf: newSecret(),
        brokerStateHash: null,
      };
      const opened = await records.commit([
        put(authorizationRequests, id, value, { replaces: null, expiresAt: now() + LIFE }),
      ]);
      if (!opened.ok) throw new Error("a new secret is already in use");
      return id;
    },
    read,
    async readForm(id, browser, csrf) {
      const stored = await read(id, browser);
      return stored !== null && equalHashes(csrf, stored.value.csrf) ? stored : null;
    },
    async change({ id, value, version, expiresAt }, changes) {
      const next = { ...value, ...changes };
      const deadline = next.granted === null ? expiresAt : now() + LIFE_WHILE_LINKING;
      const changed = await records.commit([
        put(authorizationRequests, id, next, { replaces: version, expiresAt: deadline }),
      ]);
      return changed.ok ? { id, value: next, version: changed.value[0]!, expiresAt: deadline } : null;
    },
    close: ({ id, version }) => remove(authorizationRequests, id, version),
  };
}
