/** Logins at a server behind a real address. */

import { allow, authorizePath, Browser, CALLBACK, type Choices, VERIFIER } from "../support/login.ts";

/** A fresh browser in the real network. */
export const browserAt = (origin: string): Browser => new Browser((request) => fetch(request), origin);

/** A person allows what a client's authorize address asks for; gives the address they are sent back to, unopened. */
export async function approve(browser: Browser, authorizeUrl: URL, choices: Choices = {}): Promise<URL> {
  const { location, status, text } = await allow(browser, authorizeUrl.href, choices);
  if (location === null) throw new Error(`There is no way back to the client: ${status} ${text}`);
  return new URL(location);
}

/** Registers a public client; gives its id. */
export async function registerAt(origin: string, redirectUri: string): Promise<string> {
  const metadata = { redirect_uris: [redirectUri], token_endpoint_auth_method: "none" };
  const headers = { "content-type": "application/json" };
  const { client_id } = await json(
    await fetch(`${origin}/oauth/register`, { method: "POST", headers, body: JSON.stringify(metadata) }),
  );
  return client_id!;
}

/** Registers a client, walks a person through all pages, and gives the access token that comes of it. */
export async function logInAt(origin: string, choices: Choices = {}): Promise<string> {
  const client_id = await registerAt(origin, CALLBACK);
  const address = new URL(authorizePath(client_id, { resource: `${origin}/mcp` }), origin);
  const code = (await approve(browserAt(origin), address, choices)).searchParams.get("code") ?? "";
  const form = { grant_type: "authorization_code", code, client_id, redirect_uri: CALLBACK, code_verifier: VERIFIER };
  const { access_token } = await json(
    await fetch(`${origin}/oauth/token`, { method: "POST", body: new URLSearchParams(form) }),
  );
  return access_token!;
}

async function json(response: Response): Promise<Record<string, string>> {
  const body = await response.json();
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${JSON.stringify(body)}`);
  return body;
}
