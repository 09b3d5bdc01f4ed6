/** A requirement of a standard, where it stands, and the test that shows that we keep it; and what such tests need. */

import assert from "node:assert/strict";
import type { TestApp } from "../../support/app.ts";
import { legacyRequest } from "../../support/clients.ts";
import {
  allow,
  askToken,
  authorizePath,
  type JsonAnswer,
  openBrowser,
  ORIGIN,
  register,
  VERIFIER,
  type Visited,
} from "../../support/login.ts";

/** `requirement` and `test` are sentences without a full stop; `test` is the test's name. */
export interface Row {
  requirement: string;
  source: string;
  test: string;
  run: (app: TestApp) => Promise<void> | void;
}

export const row = (source: string, requirement: string, test: string, run: Row["run"]): Row => ({
  requirement,
  source,
  test,
  run,
});

/** The MCP specification's pages, by short names. */
export const MCP = {
  authorization: "MCP authorization",
  discovery: "MCP authorization server discovery",
  registration: "MCP client registration",
  security: "MCP authorization security",
  practices: "MCP security best practices",
} as const;

/** A bare GET, without cookies. */
export const get = async (app: TestApp, path: string, headers: Record<string, string> = {}): Promise<Response> =>
  await app.fetch(new Request(ORIGIN + path, { headers, redirect: "manual" }));

export async function getJson(app: TestApp, path: string): Promise<Record<string, unknown>> {
  const response = await get(app, path);
  assert.equal(response.status, 200, path);
  assert.match(response.headers.get("content-type")!, /^application\/json\b/);
  return await response.json();
}

/** Calls a tool as a client with this `Authorization`. */
export const call = async (app: TestApp, authorization: string | null): Promise<Response> =>
  await app.fetch(
    legacyRequest(
      "tools/call",
      { name: "get_quote", arguments: { symbol: "AAPL" } },
      authorization === null ? {} : { authorization },
    ),
  );

/** The status of a tool call with an access token. */
export async function statusWith(app: TestApp, token: string): Promise<number> {
  const response = await call(app, `Bearer ${token}`);
  await response.body?.cancel();
  return response.status;
}

/** The parameters of a redirect to the client. */
export function answerIn({ location, status, text }: Visited): Record<string, string> {
  assert.ok(location !== null, `no redirect: ${status} ${text.slice(0, 300)}`);
  return Object.fromEntries(new URL(location).searchParams);
}

/** Opens the authorize address of a new client, in a fresh browser. */
export async function visit(app: TestApp, parameters: Record<string, string | null> = {}): Promise<Visited> {
  const { client_id } = await register(app);
  return await openBrowser(app).get(authorizePath(client_id, parameters));
}

/** A code that nobody has redeemed, and the fields that do. */
export async function getCode(
  app: TestApp,
  parameters: Record<string, string | null> = {},
  metadata: Record<string, unknown> = {},
): Promise<Record<string, string> & { code: string; client_id: string }> {
  const client = await register(app, metadata);
  const redirectUri: string = parameters.redirect_uri ?? client.redirect_uris[0];
  const path = authorizePath(client.client_id, { redirect_uri: redirectUri, ...parameters });
  const { code } = answerIn(await allow(openBrowser(app), path));
  assert.ok(code);
  return {
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
    client_id: client.client_id,
    code_verifier: VERIFIER,
    ...(client.client_secret === undefined ? {} : { client_secret: client.client_secret }),
  };
}

/** A client's tokens, and the fields that refresh them. */
export async function getTokens(app: TestApp, metadata: Record<string, unknown> = {}) {
  const fields = await getCode(app, {}, metadata);
  const { status, body } = await askToken(app, fields);
  assert.equal(status, 200, JSON.stringify(body));
  const { client_id, client_secret = null } = fields;
  return {
    accessToken: body.access_token as string,
    refreshToken: body.refresh_token as string,
    code: fields,
    refresh: { grant_type: "refresh_token", refresh_token: body.refresh_token as string, client_id, client_secret },
  };
}

/** An OAuth error with its status. */
export function assertError({ status, body, headers }: JsonAnswer, error: string, expected = 400): void {
  assert.deepEqual([status, body?.error], [expected, error], JSON.stringify(body));
  assert.equal(headers.get("cache-control"), "no-store");
  assert.equal(body.access_token ?? body.refresh_token ?? null, null);
}
