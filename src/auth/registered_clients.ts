/** Clients that register themselves (RFC 7591). Nobody vouches for what they say. */

import * as z from "zod";
import { explain, fail, type Failure, ok, type Result } from "../core/failure.ts";
import { toBase64Url } from "../core/seal.ts";
import { defineCollection } from "../storage/collection.ts";
import { put, type Records } from "../storage/storage.ts";
import type { Attempts } from "./attempts.ts";
import type { Client } from "./client.ts";
import { nameOfRedirect, readClientMetadata } from "./client_metadata.ts";
import { addressBlock } from "./ip_address.ts";
import { hashSecret, newSecret } from "./secret.ts";

const DAY = 86_400_000;
/** Registrations that nobody uses go after this many days: some clients register anew with every connection. */
const UNUSED_DAYS = 90;

const PER_ADDRESS = { limit: 20, windowSeconds: 3_600 };
const IN_ALL = { limit: 500, windowSeconds: 86_400 };

const authMethods = z.enum(["none", "client_secret_post", "client_secret_basic"]);

/** By client id; `usedAt` is right to a day. */
export const oauthClients = defineCollection({
  name: "oauth_clients",
  schema: z.object({
    name: z.string(),
    redirectUris: z.array(z.string()),
    authMethod: authMethods,
    secretHash: z.string().nullable(),
    createdAt: z.number(),
    usedAt: z.number(),
  }),
  index: [],
  lifetimeSeconds: UNUSED_DAYS * 86_400,
});

/** The answer of the registration endpoint, to be sent as JSON. */
export interface RegistrationAnswer {
  status: 201 | 400 | 429;
  headers: Record<string, string>;
  body: object;
}

export interface RegisteredClients {
  /** Registers a client that asks from the network address `address`; `metadata` is the request's JSON. */
  register(metadata: unknown, address: string): Promise<RegistrationAnswer>;
  /** The client; `invalid` when there is none, or none any more. */
  find(id: string): Promise<Result<Client>>;
  /** Notes that the client is in use, so that it stays; writes at most once a day. */
  touch(id: string): Promise<void>;
}

/** Whether an id has the form of those we give: 128 random bits. */
export const isRegisteredId = (id: string): boolean => /^ttai_[A-Za-z0-9_-]{22}$/.test(id);

export function createRegisteredClients(
  { records, attempts, now }: { records: Records; attempts: Attempts; now: () => number },
): RegisteredClients {
  return {
    async register(metadata, address) {
      const read = readClientMetadata(metadata);
      if (!read.ok) return refuse(read.failure);
      const { name, redirectUris, grantTypes } = read.value;
      const method = authMethods.safeParse(read.value.authMethod ?? "client_secret_basic");
      if (!method.success) return refuse(METHOD_UNKNOWN);

      // One address must not use up what there is for all, so its own share is asked for first.
      for (const [key, limit] of [[addressBlock(address), PER_ADDRESS], ["all", IN_ALL]] as const) {
        const taken = await attempts.take(`register:${key}`, limit);
        if (!taken.ok) return tooMany(Math.ceil((taken.retryAt - now()) / 1000));
      }

      const id = `ttai_${toBase64Url(crypto.getRandomValues(new Uint8Array(16)))}`;
      const secret = method.data === "none" ? null : newSecret();
      const createdAt = now();
      const client = {
        name: name ?? nameOfRedirect(redirectUris),
        redirectUris,
        authMethod: method.data,
        secretHash: secret === null ? null : await hashSecret(secret),
        createdAt,
        usedAt: createdAt,
      };
      const saved = await records.commit([put(oauthClients, id, client, { replaces: null })]);
      if (!saved.ok) throw new Error("a new client id is already in use");
      return answer(201, {
        client_id: id,
        client_id_issued_at: Math.floor(createdAt / 1000),
        ...(secret === null ? {} : { client_secret: secret, client_secret_expires_at: 0 }),
        client_name: client.name,
        redirect_uris: redirectUris,
        grant_types: grantTypes,
        response_types: ["code"],
        token_endpoint_auth_method: method.data,
      });
    },

    async find(id) {
      const stored = isRegisteredId(id) ? await records.read(oauthClients, id) : null;
      if (stored === null) return fail(UNKNOWN);
      const { name, redirectUris, authMethod, secretHash } = stored.value;
      return ok({ id, name, verifiedHost: null, redirectUris, authMethod, secretHash });
    },

    async touch(id) {
      const stored = await records.read(oauthClients, id);
      if (stored === null || now() - stored.value.usedAt < DAY) return;
      // Who gets in between has noted the same.
      await records.commit([
        put(oauthClients, id, { ...stored.value, usedAt: now() }, { replaces: stored.version }),
      ]);
    },
  };
}

const UNKNOWN: Failure = {
  kind: "invalid",
  subject: "client_id",
  problem: `no such client is registered here (registrations go after ${UNUSED_DAYS} days without use)`,
  remedy: "Register again",
};

const METHOD_UNKNOWN: Failure = {
  kind: "invalid",
  subject: "token_endpoint_auth_method",
  problem: "this server does not offer it",
  remedy: "Use none, client_secret_post or client_secret_basic",
};

const answer = (
  status: RegistrationAnswer["status"],
  body: object,
  headers: Record<string, string> = {},
): RegistrationAnswer => ({ status, body, headers: { "cache-control": "no-store", ...headers } });

function refuse(failure: Failure): RegistrationAnswer {
  const isRedirect = failure.kind === "invalid" && failure.subject === "redirect_uris";
  const error = isRedirect ? "invalid_redirect_uri" : "invalid_client_metadata";
  return answer(400, { error, error_description: explain(failure) });
}

/** RFC 7591 has no error for this; `temporarily_unavailable` is the registered one that says "later". */
function tooMany(seconds: number): RegistrationAnswer {
  return answer(429, {
    error: "temporarily_unavailable",
    error_description: "Too many clients have been registered lately. Try again later.",
  }, { "retry-after": String(seconds) });
}
