/** A small MCP client that logs in as the real ones do: it finds its way from a 401, and waits on a port for the answer. */

import assert from "node:assert/strict";
import { legacyRequest, remote, resultOf, type ToolAnswer } from "../support/clients.ts";

/** One login, from the address to open to the answer. */
export interface Attempt {
  /** What a person opens in a browser. */
  url: string;
  state: string;
  verifier: string;
}

export interface Tokens {
  access_token: string;
  refresh_token: string;
  scope: string;
}

export interface OAuthClient extends AsyncDisposable {
  /** Where the browser is sent in the end. */
  redirectUri: string;
  /** Begins a login. */
  begin(): Promise<Attempt>;
  /** The answer to an attempt, as soon as the browser brings it. */
  answerTo(attempt: Attempt): Promise<URLSearchParams>;
  /** How often the browser has brought one. */
  visits: URLSearchParams[];
  /** Redeems the answer to an attempt. */
  finish(attempt: Attempt): Promise<Tokens>;
  /** A new pair of tokens, or the status it was refused with. */
  refresh(tokens: Tokens): Promise<Tokens | number>;
  /** The tool's answer, or the status the call was refused with. */
  getQuote(tokens: Tokens, symbol?: string): Promise<ToolAnswer | number>;
}

interface Metadata {
  authorization_endpoint: string;
  token_endpoint: string;
  registration_endpoint: string;
  issuer: string;
}

/** Finds the authorization server of the MCP endpoint at `origin` and registers there as `name`. */
export async function createClient(origin: string, name: string): Promise<OAuthClient> {
  const visits: URLSearchParams[] = [];
  const answers = new Map<string, PromiseWithResolvers<URLSearchParams>>();
  const waitFor = (state: string) => {
    if (!answers.has(state)) answers.set(state, Promise.withResolvers());
    return answers.get(state)!;
  };
  const listener = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname !== "/callback") return new Response(null, { status: 404 });
    visits.push(searchParams);
    waitFor(searchParams.get("state") ?? "").resolve(searchParams);
    // An icon of its own: otherwise the browser asks for one, maybe after this listener has gone.
    const head = `<title>${name}</title><link rel="icon" href="data:,">`;
    const page = `<!doctype html><html lang="en"><head>${head}</head><h1>Back at ${name}</h1></html>`;
    return new Response(page, { headers: { "content-type": "text/html" } });
  });
  const redirectUri = `http://localhost:${listener.addr.port}/callback`;

  const refused = await remote(origin).fetch(legacyRequest("tools/list", {}));
  await refused.body?.cancel();
  assert.equal(refused.status, 401);
  const challenge = refused.headers.get("www-authenticate") ?? "";
  const scope = /scope="([^"]+)"/.exec(challenge)![1]!;
  const resource = await getJson(/resource_metadata="([^"]+)"/.exec(challenge)![1]!);
  const [issuer] = resource.authorization_servers as string[];
  const metadata = await getJson(`${issuer}/.well-known/oauth-authorization-server`) as unknown as Metadata;
  assert.equal(metadata.issuer, origin, "the issuer is the address the browser uses");
  const registered = await fetch(metadata.registration_endpoint, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ client_name: name, redirect_uris: [redirectUri], token_endpoint_auth_method: "none" }),
  });
  assert.equal(registered.status, 201);
  const { client_id } = await registered.json();

  const askToken = (fields: Record<string, string>) =>
    fetch(metadata.token_endpoint, { method: "POST", body: new URLSearchParams({ ...fields, client_id }) });

  return {
    redirectUri,
    visits,
    async begin() {
      const [state, verifier] = [randomText(), randomText()];
      const parameters = new URLSearchParams({
        response_type: "code",
        client_id,
        redirect_uri: redirectUri,
        code_challenge: await challengeOf(verifier),
        code_challenge_method: "S256",
        state,
        scope,
        resource: String(resource.resource),
      });
      return { url: `${metadata.authorization_endpoint}?${parameters}`, state, verifier };
    },
    answerTo: ({ state }) => waitFor(state).promise,
    async finish({ state, verifier }) {
      const answer = await waitFor(state).promise;
      assert.deepEqual([answer.get("error"), answer.get("iss")], [null, origin]);
      const response = await askToken({
        grant_type: "authorization_code",
        code: answer.get("code")!,
        redirect_uri: redirectUri,
        code_verifier: verifier,
      });
      assert.equal(response.status, 200, "the code is taken");
      return await response.json();
    },
    async refresh({ refresh_token }) {
      const response = await askToken({ grant_type: "refresh_token", refresh_token });
      const body = await response.json();
      return response.ok ? body : response.status;
    },
    async getQuote({ access_token }, symbol = "AAPL") {
      const call = { name: "get_quote", arguments: { symbol } };
      const headers = { authorization: `Bearer ${access_token}` };
      const response = await remote(origin).fetch(legacyRequest("tools/call", call, headers));
      if (response.ok) return await resultOf(response);
      await response.body?.cancel();
      return response.status;
    },
    [Symbol.asyncDispose]: () => listener.shutdown(),
  };
}

async function getJson(url: string): Promise<Record<string, unknown>> {
  const response = await fetch(url);
  assert.equal(response.status, 200, url);
  return await response.json();
}

const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

const randomText = (): string => base64Url(crypto.getRandomValues(new Uint8Array(32)));

const challengeOf = async (verifier: string): Promise<string> =>
  base64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
