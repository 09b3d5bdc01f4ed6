/** What OAuth clients talk to: discovery, registration, tokens, revocation. JSON only, open to every origin. */

import { Hono } from "@hono/hono/tiny";
import type { AuthorizationServer } from "../auth/authorization_server.ts";
import { authorizationServerMetadata, protectedResourceMetadata } from "../auth/metadata.ts";
import type { OAuthAnswer } from "../auth/token_endpoint.ts";
import { type Environment, readForm, readText, type Visit } from "./visit.ts";

/** Where clients look for the same metadata document. */
const METADATA_PATHS = [
  "/.well-known/oauth-authorization-server",
  "/.well-known/oauth-authorization-server/mcp",
  "/.well-known/openid-configuration",
  "/.well-known/openid-configuration/mcp",
  "/mcp/.well-known/openid-configuration",
];

/** A registration is small. */
const MAX_REGISTRATION = 16_384;

export interface OAuthRoutesOptions {
  server: AuthorizationServer;
  register: (
    metadata: unknown,
    address: string,
  ) => Promise<{ status: number; body: object; headers?: Record<string, string> }>;
}

export function oauthRoutes({ server, register }: OAuthRoutesOptions) {
  const { origin, tokenEndpoint } = server;
  const routes = new Hono<Environment>();

  // Made once: discovery must not wait for anything.
  const documents = new Map<string, string>([
    ...METADATA_PATHS.map((path) => [path, JSON.stringify(authorizationServerMetadata(origin))] as const),
    ["/.well-known/oauth-protected-resource/mcp", JSON.stringify(protectedResourceMetadata(origin, "/mcp"))],
    ["/.well-known/oauth-protected-resource", JSON.stringify(protectedResourceMetadata(origin, ""))],
  ]);
  for (const [path, document] of documents) {
    routes.get(
      path,
      (visit) =>
        visit.body(document, 200, { "content-type": "application/json", "cache-control": "public, max-age=300" }),
    );
  }

  const answer = (visit: Visit, { status, body, challenge }: OAuthAnswer): Response => {
    visit.header("cache-control", "no-store");
    visit.header("pragma", "no-cache");
    if (challenge !== undefined) visit.header("www-authenticate", challenge);
    return body === null ? visit.body(null, status as 200) : visit.json(body, status as 200);
  };

  async function withForm(
    visit: Visit,
    run: (form: URLSearchParams, authorization: string | null, signal: AbortSignal) => Promise<OAuthAnswer>,
  ): Promise<Response> {
    const form = await readForm(visit);
    if (form === null) {
      const description = "Send the parameters as application/x-www-form-urlencoded";
      return answer(visit, { status: 400, body: { error: "invalid_request", error_description: description } });
    }
    return answer(visit, await run(form, visit.req.header("authorization") ?? null, visit.req.raw.signal));
  }

  const registered = async (visit: Visit): Promise<Response> => {
    const text = await readText(visit, MAX_REGISTRATION);
    const outcome = await register(text === null ? null : parse(text), visit.env.address);
    for (const [name, value] of Object.entries(outcome.headers ?? {})) visit.header(name, value);
    return answer(visit, { status: outcome.status, body: outcome.body as Record<string, unknown> });
  };

  // Some clients look at the root although the metadata says otherwise; a redirect would lose their form.
  for (const prefix of ["/oauth", ""]) {
    routes.post(`${prefix}/token`, (visit) => withForm(visit, tokenEndpoint.token));
    routes.post(`${prefix}/revoke`, (visit) => withForm(visit, tokenEndpoint.revoke));
    routes.post(`${prefix}/register`, registered);
  }
  return routes;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
