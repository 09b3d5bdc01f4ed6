/** `POST /oauth/token`: refusals are flat objects, not the usual envelope. */

import type { Call, Route } from "../route.ts";
import { refusal, type Reply, support } from "../wire.ts";
import type { Grant } from "../world.ts";

const REFRESH_FIELDS = ["refresh_token", "client_secret"];
const CODE_FIELDS = ["code", "client_id", "client_secret", "redirect_uri"];

/** The token endpoint. */
export const oauthRoutes: Route[] = [{ method: "POST", path: "/oauth/token", open: true, handle: token }];

function token(call: Call): Reply {
  const fields = textFields(call.body);
  // Proof keys are not supported: the front answers before the application does.
  if ("code_verifier" in fields || "code_challenge" in fields) {
    return refusal(405, "method_not_allowed", `405 Not Allowed. ${support(call.supportId)}`);
  }
  switch (fields.grant_type) {
    case undefined:
      return refuse(call, "invalid_request", "Missing required parameter: grant_type");
    case "refresh_token":
      return missing(call, fields, REFRESH_FIELDS) ?? refresh(call, fields);
    case "authorization_code":
      // Nobody can obtain a code here, so none is right.
      return missing(call, fields, CODE_FIELDS) ?? refuse(call, "invalid_grant", "Invalid authorization code");
    default:
      return refuse(call, "unsupported_grant_type", "Unsupported grant type");
  }
}

function refresh(call: Call, fields: Record<string, string>): Reply {
  const grant = call.world.grants.find(({ refreshToken }) => refreshToken === fields.refresh_token);
  if (grant === undefined) return refuse(call, "invalid_grant", "Invalid JWT");
  if (grant.revoked) return refuse(call, "invalid_grant", "Grant revoked");
  if (grant.clientSecret !== fields.client_secret) return refuse(call, "invalid_grant", "Client secret mismatch");
  if (fields.client_id !== undefined && fields.client_id !== grant.clientId) {
    return refuse(call, "invalid_client", "Client not found");
  }
  const scopes = fields.scope?.split(" ").filter((scope) => scope !== "") ?? [];
  if (scopes.some((scope) => !grant.scopes.includes(scope))) return refuse(call, "invalid_scope", "Invalid scope");
  return issue(call, grant);
}

function issue({ world, at, tokenLifetimeSeconds }: Call, grant: Grant): Reply {
  return {
    status: 200,
    body: {
      access_token: world.issueToken(grant, at, at + tokenLifetimeSeconds * 1000),
      token_type: "Bearer",
      expires_in: tokenLifetimeSeconds,
    },
  };
}

function missing(call: Call, fields: Record<string, string>, required: readonly string[]): Reply | undefined {
  const absent = required.find((name) => !fields[name]);
  return absent === undefined ? undefined : refuse(call, "invalid_request", `Missing required parameter: ${absent}`);
}

function refuse(call: Call, code: string, description: string): Reply {
  call.world.failedLogins++;
  return { status: 400, body: { error_code: code, error_description: description } };
}

function textFields(body: unknown): Record<string, string> {
  const entries = typeof body === "object" && body !== null ? Object.entries(body) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
