/** The token and revocation endpoints (OAuth 2.1, section 3.2; RFC 7009), without HTTP: forms in, answers out. */

import type { Result } from "../core/failure.ts";
import type { AccessTokens } from "./access_tokens.ts";
import type { Audit } from "./audit.ts";
import { withoutEmpty } from "./authorize.ts";
import type { Client } from "./client.ts";
import type { Codes } from "./codes.ts";
import type { Grants } from "./grants.ts";
import type { Guard } from "./guard.ts";
import { isOurResource } from "./metadata.ts";

/** A status and a JSON body, `null` for none; `challenge` goes into `WWW-Authenticate`. */
export interface OAuthAnswer {
  status: number;
  body: Record<string, unknown> | null;
  challenge?: string;
}

/** The outcome for the log: never a token. */
export type TokenEvent = "issued" | "rotated" | "replayed" | "refused" | "stolen" | "code_replayed";

export interface TokenEndpoint {
  token(form: URLSearchParams, authorization: string | null, signal: AbortSignal): Promise<OAuthAnswer>;
  revoke(form: URLSearchParams, authorization: string | null, signal: AbortSignal): Promise<OAuthAnswer>;
}

type Authenticate = (
  form: URLSearchParams,
  authorization: string | null,
  signal: AbortSignal,
) => Promise<Result<Client>>;

export function createTokenEndpoint({ origin, authenticate, codes, grants, tokens, guard, audit, onEvent }: {
  origin: string;
  authenticate: Authenticate;
  codes: Codes;
  grants: Grants;
  tokens: AccessTokens;
  guard: Guard;
  audit: Audit;
  onEvent: (event: TokenEvent, clientId: string) => void;
}): TokenEndpoint {
  async function issue(
    { userId, clientId, scopes }: { userId: string; clientId: string; scopes: string[] },
    grantId: string,
    refreshToken: string,
  ): Promise<OAuthAnswer> {
    const { token, lifetimeSeconds } = await tokens.issue({ userId, clientId, grantId, scopes });
    return {
      status: 200,
      body: {
        access_token: token,
        token_type: "Bearer",
        expires_in: lifetimeSeconds,
        refresh_token: refreshToken,
        scope: scopes.join(" "),
      },
    };
  }

  async function redeem(form: URLSearchParams, client: Client): Promise<OAuthAnswer> {
    const [code, redirectUri, verifier] = ["code", "redirect_uri", "code_verifier"].map((name) =>
      form.get(name) ?? ""
    ) as [string, string, string];
    if (code === "") return error("invalid_request", "code is missing");
    const outcome = await codes.redeem({ code, clientId: client.id, redirectUri, verifier });
    switch (outcome.kind) {
      case "redeemed":
        onEvent("issued", client.id);
        return await issue(outcome.permission, outcome.grantId, outcome.refreshToken);
      case "replayed":
        guard.forget(outcome.grantId);
        await audit.note(outcome.userId, "code_reuse", client.name);
        onEvent("code_replayed", client.id);
        return error("invalid_grant", "The code has been used before; what it gave has been revoked");
      case "refused":
        onEvent("refused", client.id);
        return error("invalid_grant", "The code is unknown, expired, used, or was issued for another request");
    }
  }

  async function refresh(form: URLSearchParams, client: Client): Promise<OAuthAnswer> {
    const refreshToken = form.get("refresh_token") ?? "";
    if (refreshToken === "") return error("invalid_request", "refresh_token is missing");
    const outcome = await grants.refresh(refreshToken, client.id);
    switch (outcome.kind) {
      case "rotated":
      case "replayed":
        onEvent(outcome.kind, client.id);
        return await issue(outcome.grant, outcome.grantId, outcome.refreshToken);
      case "stolen":
        guard.forget(outcome.grantId);
        await audit.note(outcome.grant.userId, "refresh_reuse", client.name);
        onEvent("stolen", client.id);
        return error("invalid_grant", "The refresh token has been used before; what it belongs to has been revoked");
      case "refused":
        onEvent("refused", client.id);
        return error("invalid_grant", "The refresh token is unknown, expired, revoked, or another client's");
    }
  }

  return {
    async token(all, authorization, signal) {
      const form = withoutEmpty(all);
      const doubled = [...new Set(form.keys())].find((name) => name !== "resource" && form.getAll(name).length > 1);
      if (doubled !== undefined) return error("invalid_request", "A parameter is given twice");
      const client = await authenticate(form, authorization, signal);
      if (!client.ok) return unknownClient(authorization);
      if (!form.getAll("resource").every((resource) => isOurResource(origin, resource))) {
        return error("invalid_target", "resource is not an address of this server");
      }
      switch (form.get("grant_type")) {
        case "authorization_code":
          return await redeem(form, client.value);
        case "refresh_token":
          return await refresh(form, client.value);
        case null:
          return error("invalid_request", "grant_type is missing");
        default:
          return error("unsupported_grant_type", "grant_type must be authorization_code or refresh_token");
      }
    },

    async revoke(form, authorization, signal) {
      const client = await authenticate(form, authorization, signal);
      if (!client.ok) return unknownClient(authorization);
      const token = form.get("token") ?? "";
      if (token === "") return error("invalid_request", "token is missing");
      const grantId = (await grants.find(token))?.id ?? (await tokens.verify(token))?.grantId ?? null;
      const grant = grantId === null ? null : await grants.read(grantId);
      // RFC 7009: a token that is unknown, or somebody else's, is answered like one that is gone.
      if (grant !== null && grant.value.clientId === client.value.id) {
        await grants.revoke(grant.id);
        guard.forget(grant.id);
        await audit.note(grant.value.userId, "revoke", client.value.name);
      }
      return { status: 200, body: null };
    },
  };
}

function error(code: string, description: string): OAuthAnswer {
  return { status: 400, body: { error: code, error_description: description } };
}

/** 401, which makes clients register anew; with a challenge where Basic was tried (RFC 6749, section 5.2). */
function unknownClient(authorization: string | null): OAuthAnswer {
  return {
    status: 401,
    body: { error: "invalid_client", error_description: "The client is unknown or did not prove who it is" },
    ...(authorization === null ? {} : { challenge: 'Basic realm="TTAI"' }),
  };
}
