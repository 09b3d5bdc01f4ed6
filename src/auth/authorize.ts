/** The authorization request (OAuth 2.1, section 4.1.1): what is checked before a person is asked anything. */

import type { Result } from "../core/failure.ts";
import type { AuthorizationRequests } from "./authorization_requests.ts";
import type { Client } from "./client.ts";
import { isOurResource, SCOPES } from "./metadata.ts";
import { matchesRedirect } from "./redirects.ts";

export type AuthorizeOutcome =
  /** Kept for the user to decide. */
  | { kind: "opened"; requestId: string }
  /** An error the client may be told. */
  | { kind: "redirect"; location: string }
  /** The client or its address cannot be trusted: only the person may be told. */
  | { kind: "refused"; reason: "unknown_client" | "wrong_redirect"; detail: string };

/** OAuth's error codes that an authorization response may carry. */
export type AuthorizeError =
  | "invalid_request"
  | "unsupported_response_type"
  | "invalid_scope"
  | "invalid_target"
  | "access_denied"
  | "server_error";

const SINGLE = [
  "client_id",
  "redirect_uri",
  "response_type",
  "code_challenge",
  "code_challenge_method",
  "scope",
  "state",
  "resource",
];
/** Longer than any client's. */
const LONGEST_STATE = 2000;

export function createAuthorize({ origin, find, requests }: {
  origin: string;
  find: (clientId: string, signal: AbortSignal) => Promise<Result<Client>>;
  requests: AuthorizationRequests;
}): (parameters: URLSearchParams, browser: string, signal: AbortSignal) => Promise<AuthorizeOutcome> {
  return async (all, browser, signal) => {
    const parameters = withoutEmpty(all);
    const clientId = parameters.get("client_id") ?? "";
    if (clientId === "" || parameters.getAll("client_id").length > 1) {
      return {
        kind: "refused",
        reason: "unknown_client",
        detail: "The request does not say which application it is for.",
      };
    }
    const found = await find(clientId, signal);
    if (!found.ok) {
      const { failure } = found;
      const detail = failure.kind === "invalid" ? sentence(failure.problem) : "The application is not known here.";
      return { kind: "refused", reason: "unknown_client", detail };
    }
    const client = found.value;
    const redirectUri = parameters.get("redirect_uri") ?? onlyOne(client.redirectUris);
    if (parameters.getAll("redirect_uri").length > 1 || !matchesRedirect(client.redirectUris, redirectUri)) {
      return {
        kind: "refused",
        reason: "wrong_redirect",
        detail: "The application asks for the answer to be sent to an address it has not registered.",
      };
    }
    const state = parameters.get("state");
    const isTooLong = state !== null && state.length > LONGEST_STATE;
    const refuse = (error: AuthorizeError, description: string): AuthorizeOutcome => ({
      kind: "redirect",
      location: answer(redirectUri, {
        error,
        error_description: description,
        state: isTooLong ? null : state,
        iss: origin,
      }),
    });
    const doubled = SINGLE.find((name) => parameters.getAll(name).length > 1);
    if (doubled !== undefined && doubled !== "resource") return refuse("invalid_request", `${doubled} is given twice`);
    if (isTooLong) return refuse("invalid_request", "state is too long");
    if (parameters.get("response_type") !== "code") {
      return refuse("unsupported_response_type", "response_type must be code");
    }
    const challenge = parameters.get("code_challenge") ?? "";
    if (!/^[\w-]{43}$/.test(challenge)) return refuse("invalid_request", "code_challenge is missing or not S256");
    if (parameters.get("code_challenge_method") !== "S256") {
      return refuse("invalid_request", "code_challenge_method must be S256");
    }
    if (!parameters.getAll("resource").every((resource) => isOurResource(origin, resource))) {
      return refuse("invalid_target", "resource is not an address of this server");
    }
    const requestId = await requests.open({
      clientId,
      clientName: client.name,
      verifiedHost: client.verifiedHost,
      redirectUri,
      isRedirectNamed: parameters.has("redirect_uri"),
      state,
      challenge,
      scopes: knownScopes(parameters.get("scope")),
    }, browser);
    return { kind: "opened", requestId };
  };
}

/** An authorization response: the redirect address with `values` added to its query; `null` values are left out. */
export function answer(redirectUri: string, values: Record<string, string | null>): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(values)) if (value !== null) url.searchParams.append(name, value);
  return url.href;
}

/** RFC 6749, section 3.1: a parameter without a value counts as left out. */
export function withoutEmpty(parameters: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...parameters].filter(([, value]) => value !== ""));
}

/** Scopes we know, of those asked for; unknown ones are no error, because clients ask for what other servers have. */
function knownScopes(scope: string | null): string[] {
  const asked = (scope ?? "").split(" ");
  return ["read", ...SCOPES.filter((known) => known !== "read" && asked.includes(known))];
}

const sentence = (text: string): string =>
  text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");

const onlyOne = (uris: readonly string[]): string => uris.length === 1 ? uris[0]! : "";
