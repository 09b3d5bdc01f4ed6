/** `POST /oauth/token`: refusals are flat objects, not the usual envelope. */

import type { Call, Route } from "../route.ts";
import { methodNotAllowed, type Reply, words } from "../wire.ts";
import { type Grant, isRevoked } from "../world.ts";

const REFRESH_FIELDS = ["refresh_token", "client_secret"];
const CODE_FIELDS = ["code", "client_id", "client_secret", "redirect_uri"];

/** The token endpoint. */
export const oauthRoutes: Route[] = [{ method: "POST", path: "/oauth/token", open: true, handle: token }];

function token(call: Call): Reply {
  const fields = textFields(call.body);
  // Proof keys are not supported: the front answers before the application does.
  if ("code_verifier" in fields || "code_challenge" in fields) return methodNotAllowed(call.supportId);
  switch (fields.grant_type) {
    case undefined:
      return refuse(call, "invalid_request", "Missing required parameter: grant_type");
    case "refresh_token":
      return missing(call, fields, REFRESH_FIELDS) ?? refresh(call, fields);
    case "authorization_code":
      return missing(call, fields, CODE_FIELDS) ?? exchange(call, fields);
    default:
      return refuse(call, "unsupported_grant_type", "Unsupported grant type");
  }
}

function refresh(call: Call, fields: Record<string, string>): Reply {
  const grant = call.world.grantToRefresh(fields.refresh_token!);
  if (grant === null) return refuse(call, "invalid_grant", "Invalid JWT");
  if (isRevoked(grant)) return refuse(call, "invalid_grant", "Grant revoked", "error");
  const { application } = grant;
  if (application.clientSecret !== fields.client_secret) return refuse(call, "invalid_grant", "Client secret mismatch");
  if (fields.client_id !== undefined && fields.client_id !== application.clientId) {
    return refuse(call, "invalid_client", "Client not found");
  }
  if (words(fields.scope).some((scope) => !grant.scopes.includes(scope))) {
    return refuse(call, "invalid_scope", "Invalid scope");
  }
  return issue(call, grant);
}

/** A code becomes tokens, once. */
function exchange(call: Call, fields: Record<string, string>): Reply {
  const { world, at } = call;
  const { client_id, client_secret, code, redirect_uri } = fields;
  const application = world.applications.get(client_id!);
  if (application === undefined) return refuse(call, "invalid_client", "Client not found", "error", 401);
  if (application.clientSecret !== client_secret) {
    return refuse(call, "invalid_client", "Client secret mismatch", "error", 401);
  }
  const claims = world.tokens.read("code+jwt", code!);
  const grant = claims && world.grantIn(claims);
  const wrong = grant?.application !== application
    ? "Invalid authorization code"
    : claims!.exp! * 1000 <= at
    ? "Authorization code expired"
    : claims!.redirect_uri !== redirect_uri
    ? "Redirect URI mismatch"
    : world.usedCodes.has(code!)
    ? "Authorization code used"
    : null;
  if (wrong !== null) return refuse(call, "invalid_grant", wrong, "error");
  world.usedCodes.add(code!);
  return issue(call, grant!, { refresh_token: world.issue("rt+jwt", grant!, at) });
}

function issue({ world, at, tokenLifetimeSeconds }: Call, grant: Grant, more = {}): Reply {
  return {
    status: 200,
    body: {
      access_token: world.issue("at+jwt", grant, at, { exp: at / 1000 + tokenLifetimeSeconds }),
      ...more,
      token_type: "Bearer",
      expires_in: tokenLifetimeSeconds,
    },
  };
}

function missing(call: Call, fields: Record<string, string>, required: readonly string[]): Reply | undefined {
  const absent = required.find((name) => !fields[name]);
  return absent === undefined ? undefined : refuse(call, "invalid_request", `Missing required parameter: ${absent}`);
}

/** A refusal, counted. The real endpoint has been seen to name the code by either key. */
function refuse(call: Call, code: string, description: string, key = "error_code", status = 400): Reply {
  call.world.failedLogins.add(textFields(call.body).refresh_token ?? "", call.at);
  return { status, body: { [key]: code, error_description: description } };
}

function textFields(body: unknown): Record<string, string> {
  const entries = typeof body === "object" && body !== null ? Object.entries(body) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
