/** Clients that describe themselves by a document at their `client_id` (Client ID Metadata Documents). */

import * as z from "zod";
import { fail, type Failure, ok, type Result } from "../core/failure.ts";
import type { Log } from "../core/log.ts";
import { defineCollection } from "../storage/collection.ts";
import { put, type Records } from "../storage/storage.ts";
import { createAttempts } from "./attempts.ts";
import type { Client } from "./client.ts";
import { readClientMetadata } from "./client_metadata.ts";
import { type DocumentSource, fetchClientDocument, isDocumentUrl } from "./fetch_client_document.ts";
import { type ShippedDocument, shippedDocument } from "./named_clients.ts";

/** A document that served us stays at hand for this long, in case it can no longer be fetched. */
const KEPT = 30 * 86_400_000;
/** A document or a host in trouble is left alone for this long. */
const PAUSE = 60_000;

/** Documents of strangers fetched in a time; what is known already is used without. */
const PER_HOST = { limit: 20, windowSeconds: 3_600 };
const IN_ALL = { limit: 500, windowSeconds: 86_400 };

/**
 * By `client_id`: what its document said, or what was wrong with it. By `host:` and its name: a host in trouble. Good until
 * `staleAt`; what is older is used only when there is nothing newer to be had.
 */
export const clientDocuments = defineCollection({
  name: "client_documents",
  schema: z.object({
    document: z.object({ name: z.string(), redirectUris: z.array(z.string()) }).nullable(),
    problem: z.string().nullable(),
    staleAt: z.number(),
  }),
  index: [],
});

type Entry = z.infer<typeof clientDocuments.schema>;

export interface ClientDocuments {
  /** The client whose document is at `url`. Fails with `invalid`, or with `cancelled` when `signal` aborts. */
  find(url: string, signal: AbortSignal): Promise<Result<Client>>;
}

export interface ClientDocumentsOptions extends DocumentSource {
  records: Records;
  now: () => number;
  log: Log;
  /** Whether any client may ask, or only those in named_clients.ts. */
  open: boolean;
}

/** What came of looking for a document. */
type Look =
  | { kind: "found"; document: ShippedDocument }
  /** It is there, and no client of ours. */
  | { kind: "refused"; problem: string }
  | { kind: "unreachable"; problem: string }
  | { kind: "cancelled" };

export function createClientDocuments(options: ClientDocumentsOptions): ClientDocuments {
  const { records, now, log, open } = options;
  const attempts = createAttempts({ records, now });

  async function isOneTooMany(host: string): Promise<boolean> {
    for (const [key, limit] of [[host, PER_HOST], ["all", IN_ALL]] as const) {
      if (!(await attempts.take(`document:${key}`, limit)).ok) return true;
    }
    return false;
  }

  async function keep(id: string, entry: Entry, expiresAt: number): Promise<void> {
    const replaces = (await records.read(clientDocuments, id))?.version ?? null;
    // Whoever got in between has fetched the same.
    await records.commit([put(clientDocuments, id, entry, { replaces, expiresAt })]);
  }

  async function keepProblem(id: string, problem: string): Promise<void> {
    const staleAt = now() + PAUSE;
    await keep(id, { document: null, problem, staleAt }, staleAt);
  }

  async function look(url: string, signal: AbortSignal): Promise<Look> {
    const host = `host:${new URL(url).host}`;
    const paused = await records.read(clientDocuments, host);
    if (paused !== null) return { kind: "unreachable", problem: paused.value.problem ?? "" };
    if (shippedDocument(url) === null && await isOneTooMany(host)) {
      return { kind: "unreachable", problem: "is one of too many lately" };
    }
    const fetched = await fetchClientDocument(url, options, signal);
    if (!fetched.ok) {
      if (fetched.failure.kind !== "invalid") return { kind: "cancelled" };
      await keepProblem(host, fetched.failure.problem);
      return { kind: "unreachable", problem: fetched.failure.problem };
    }
    const read = readDocument(url, fetched.value.body);
    if (read.kind === "refused") {
      await Promise.all([host, url].map((id) => keepProblem(id, read.problem)));
    } else {
      const { name, redirectUris } = read.document;
      const staleAt = now() + fetched.value.freshSeconds * 1000;
      await keep(url, { document: { name, redirectUris: [...redirectUris] }, problem: null, staleAt }, now() + KEPT);
    }
    return read;
  }

  return {
    async find(url, signal) {
      const shipped = shippedDocument(url);
      if (!isDocumentUrl(url) || (shipped === null && !open)) return fail(NOT_ACCEPTED);
      const cached = (await records.read(clientDocuments, url))?.value ?? null;
      if (cached !== null && now() < cached.staleAt) {
        return cached.document === null ? fail(unusable(cached.problem ?? "")) : ok(toClient(url, cached.document));
      }
      const looked = await look(url, signal);
      switch (looked.kind) {
        case "found":
          return ok(toClient(url, looked.document));
        case "refused":
          return fail(unusable(looked.problem));
        case "cancelled":
          return fail({ kind: "cancelled" });
        case "unreachable": {
          const used = cached?.document ? "cached copy" : shipped !== null ? "shipped copy" : "nothing";
          log("warn", "client document missing", { host: new URL(url).host, problem: looked.problem, used });
          const document = cached?.document ?? shipped;
          return document === null ? fail(unusable(looked.problem)) : ok(toClient(url, document));
        }
      }
    },
  };
}

const NOT_ACCEPTED: Failure = {
  kind: "invalid",
  subject: "client_id",
  problem: "this server does not accept clients with a document at this address",
  remedy: "Let the client register itself, or ask the operator to let every client in",
};

const unusable = (problem: string): Failure => ({
  kind: "invalid",
  subject: "client_id",
  problem: `the client's document ${problem}`,
  remedy: "Try again in a minute; if that does not help, the client's maker has to mend it",
});

const toClient = (url: string, { name, redirectUris }: ShippedDocument): Client => ({
  id: url,
  name,
  verifiedHost: new URL(url).host,
  redirectUris,
  authMethod: "none",
  secretHash: null,
});

/** Grants and fields we do not know are no reason to refuse: VS Code also declares device_code, Claude jwt-bearer. */
function readDocument(url: string, body: unknown): Extract<Look, { kind: "found" | "refused" }> {
  const refuse = (problem: string) => ({ kind: "refused", problem }) as const;
  if (!z.object({ client_id: z.literal(url) }).safeParse(body).success) return refuse("is another client's");
  const read = readClientMetadata(body);
  if (!read.ok) {
    const { failure } = read;
    return refuse(
      failure.kind === "invalid" ? `has a fault in ${failure.subject}: ${failure.problem}` : "is unreadable",
    );
  }
  const { name, redirectUris, authMethod, otherAuthMethods } = read.value;
  // Everybody can read a document, so there is no shared secret; ChatGPT prefers a key and offers to go without.
  if ((authMethod ?? "none") !== "none" && !otherAuthMethods.includes("none")) {
    return refuse(
      "asks for a login at the token endpoint, and this server only lets clients with a document in without",
    );
  }
  return { kind: "found", document: { name: name ?? new URL(url).host, redirectUris } };
}
