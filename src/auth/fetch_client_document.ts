/** Fetches a client's document from an address a stranger has named, without letting them reach anything else by it. */

import { fail, ok, type Result } from "../core/failure.ts";
import { isPublicAddress } from "./ip_address.ts";

/** Bytes of a document. */
const MAX_BYTES = 5 * 1024;
/** Characters of its address, which is also a record's id. */
const MAX_URL = 256;

const DEFAULT_TIMEOUT = 10_000;

/** For how long a document may be used unseen: at least a minute, at most a day, an hour when it does not say. Seconds. */
const FRESHNESS = { least: 60, most: 86_400, usual: 3_600 };

/** What fetching needs from the platform. */
export interface DocumentSource {
  fetch: typeof globalThis.fetch;
  /** All addresses of a host, to keep private ones out where the platform does not. */
  resolveAddresses?: (host: string) => Promise<string[]>;
  /** Milliseconds for everything together; 10 s when absent. */
  timeout?: number;
}

export interface FetchedDocument {
  body: unknown;
  freshSeconds: number;
}

/** Names that lead to this machine or into a private network. */
const PRIVATE_NAMES = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)$/;

/**
 * Whether an address can be a client's: https, a host with a public name, a path, and one way to write it, so no user
 * info, fragment, dot segments, default port or capital letters in the host.
 */
export function isDocumentUrl(text: string): boolean {
  if (text.length > MAX_URL || !/^https:\/\/[\x21-\x7e]+$/.test(text) || !URL.canParse(text)) return false;
  const { href, username, password, hostname, pathname } = new URL(text);
  return href === text && username + password === "" && !/[#\\]/.test(text) && pathname !== "/" &&
    isPublicName(hostname);
}

/** At least two labels, the last one not a number: that would be an address. */
const isPublicName = (host: string): boolean =>
  /^([a-z0-9_-]+\.)+[a-z][a-z0-9-]*$/.test(host) && !PRIVATE_NAMES.test(host);

/** The document at `url`, which must be a document's. Fails with `cancelled`, or `invalid` with the document's problem. */
export async function fetchClientDocument(
  url: string,
  { fetch, resolveAddresses, timeout = DEFAULT_TIMEOUT }: DocumentSource,
  signal: AbortSignal,
): Promise<Result<FetchedDocument>> {
  if (!isDocumentUrl(url)) throw new RangeError("This address cannot be a client document's.");
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeout);
  const stop = AbortSignal.any([signal, deadline.signal]);
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  stop.addEventListener("abort", () => reject(stop.reason), { once: true });

  async function look(): Promise<Result<FetchedDocument>> {
    const addresses = await resolveAddresses?.(new URL(url).hostname);
    if (addresses && !(addresses.length > 0 && addresses.every(isPublicAddress))) {
      return problem("is not on the public internet");
    }
    const response = await fetch(url, {
      redirect: "manual",
      headers: { accept: "application/json" },
      signal: stop,
    });
    // A redirect could lead anywhere, so it is an error like any other.
    if (response.status !== 200) return problem("was answered with an error or a redirect");
    if (!isJson(response.headers.get("content-type") ?? "")) return problem("is not JSON");
    const bytes = await readAtMost(response, MAX_BYTES);
    if (bytes === null) return problem("is longer than 5 KB");
    const body = parseJson(bytes);
    return body === undefined ? problem("is not JSON") : ok({ body, freshSeconds: freshSeconds(response.headers) });
  }

  try {
    if (signal.aborted) return fail({ kind: "cancelled" });
    // The race is for sources that do not listen to the signal, such as a resolver.
    return await Promise.race([look(), stopped]);
  } catch {
    if (signal.aborted) return fail({ kind: "cancelled" });
    return problem(deadline.signal.aborted ? "did not arrive in time" : "could not be fetched");
  } finally {
    clearTimeout(timer);
    // Ends a body that was not read to its end.
    deadline.abort();
    stopped.catch(() => {});
  }
}

const problem = (text: string): Result<never> => fail({ kind: "invalid", subject: "client document", problem: text });

const isJson = (contentType: string): boolean => /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType.trim());

async function readAtMost({ body }: Response, limit: number): Promise<Uint8Array | null> {
  const bytes = new Uint8Array(limit);
  let length = 0;
  for await (const chunk of body ?? []) {
    if (length + chunk.length > limit) return null;
    bytes.set(chunk, length);
    length += chunk.length;
  }
  return bytes.subarray(0, length);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** RFC 9111, as far as a shared cache of one document needs it. */
function freshSeconds(headers: Headers): number {
  const directives = (headers.get("cache-control") ?? "").toLowerCase();
  if (/\b(no-store|no-cache|private)\b/.test(directives)) return FRESHNESS.least;
  const seconds = /\bs-maxage="?(\d+)/.exec(directives)?.[1] ?? /\bmax-age="?(\d+)/.exec(directives)?.[1];
  if (seconds === undefined) return FRESHNESS.usual;
  const age = Number(/^\d+$/.exec(headers.get("age") ?? "")?.[0] ?? 0);
  return Math.min(Math.max(Number(seconds) - age, FRESHNESS.least), FRESHNESS.most);
}
