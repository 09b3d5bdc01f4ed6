/** What clients say about themselves (RFC 7591, section 2), whether they register it or publish it. */

import * as z from "zod";
import { fail, type Failure, ok, type Result } from "../core/failure.ts";
import { isPermittedRedirect, redirectHost } from "./redirects.ts";

/** Longest name shown, in characters. */
const MAX_NAME = 80;
const MAX_REDIRECTS = 20;

/** How clients may get tokens here. */
const GRANT_TYPES = ["authorization_code", "refresh_token"];

/** The fields we read; `null` is taken for absent, as some clients write it, and all other fields are ignored. */
const fields = z.object({
  redirect_uris: z.array(z.string()).nullish(),
  client_name: z.string().nullish(),
  grant_types: z.array(z.string()).nullish(),
  response_types: z.array(z.string()).nullish(),
  token_endpoint_auth_method: z.string().nullish(),
  token_endpoint_auth_methods_supported: z.array(z.string()).nullish(),
});

/** What is accepted of it. */
export interface ClientMetadata {
  /** Without control characters; `null` when the client does not say. */
  name: string | null;
  /** The permitted ones, at least one. */
  redirectUris: string[];
  /** Those of the requested that there are here. */
  grantTypes: string[];
  /** What the client wants to do at the token endpoint; `null` when it does not say. */
  authMethod: string | null;
  /** What else it could do there. */
  otherAuthMethods: string[];
}

/**
 * Reads a client's metadata and drops what we do not offer. Fails with `invalid`, its subject the field, when what remains
 * is no client of ours.
 */
export function readClientMetadata(metadata: unknown): Result<ClientMetadata> {
  const parsed = fields.safeParse(metadata);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path[0];
    return refuse(field === undefined ? "client metadata" : String(field), "does not have the form RFC 7591 gives it");
  }
  const { redirect_uris, client_name, grant_types, response_types, ...methods } = parsed.data;
  const redirectUris = [...new Set(redirect_uris ?? [])].filter(isPermittedRedirect);
  if (redirectUris.length === 0) {
    return refuse("redirect_uris", "none of them is permitted", "Use https, or http on localhost, 127.0.0.1 or [::1]");
  }
  if (redirectUris.length > MAX_REDIRECTS) return refuse("redirect_uris", `there are more than ${MAX_REDIRECTS}`);
  const grantTypes = GRANT_TYPES.filter((type) => grant_types?.includes(type) ?? true);
  if (!grantTypes.includes("authorization_code")) {
    return refuse("grant_types", "clients log in with authorization_code here");
  }
  if (response_types && !response_types.includes("code")) {
    return refuse("response_types", "clients log in with code here");
  }
  return ok({
    name: cleanName(client_name ?? "") || null,
    redirectUris,
    grantTypes,
    authMethod: methods.token_endpoint_auth_method ?? null,
    otherAuthMethods: methods.token_endpoint_auth_methods_supported ?? [],
  });
}

/** What to call a client that does not name itself: where it has its answers sent. */
export const nameOfRedirect = (redirectUris: readonly string[]): string => redirectHost(redirectUris[0]!);

function refuse(subject: string, problem: string, remedy?: string): Result<never> {
  const failure: Failure = { kind: "invalid", subject, problem };
  return fail(remedy === undefined ? failure : { ...failure, remedy });
}

/** Control characters, line ends and invisible marks (which can turn text around) become spaces. */
function cleanName(name: string): string {
  const text = name.toWellFormed().replace(/[\p{C}\p{Z}\s]+/gu, " ").trim();
  return Array.from(text).slice(0, MAX_NAME).join("").trim();
}
