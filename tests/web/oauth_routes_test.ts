import assert from "node:assert/strict";
import { startApp } from "../support/app.ts";
import { authorizePath, CALLBACK, logIn, LOGINS, openBrowser, ORIGIN, post } from "../support/login.ts";

const METADATA = "/.well-known/oauth-authorization-server";

Deno.test("oauth routes: a client walks from the 401 to a token by what it is told alone", async () => {
  await using app = await startApp({ environment: LOGINS });
  const get = async (address: string) => await (await app.fetch(new Request(address))).json();
  const refused = await app.fetch(new Request(`${ORIGIN}/mcp`, { method: "POST", body: "{}" }));
  const document = /resource_metadata="([^"]+)"/.exec(refused.headers.get("www-authenticate")!)![1]!;
  const { resource, authorization_servers: [issuer] } = await get(document);
  const metadata = await get(`${issuer}/.well-known/oauth-authorization-server`);
  const at = (name: string) => new URL(metadata[`${name}_endpoint`]).pathname;
  const registration = { redirect_uris: [CALLBACK], token_endpoint_auth_method: "none" };
  const { body: client } = await post(app, at("registration"), registration);
  const path = authorizePath(client.client_id, { resource });
  assert.equal(new URL(path, ORIGIN).pathname, at("authorization"));
  const { accessToken } = await logIn(app, { clientId: client.client_id });
  const { status } = await post(app, "/mcp", {}, { authorization: `Bearer ${accessToken}` });
  assert.notEqual(status, 401);
});

Deno.test("oauth routes: metadata also answer HEAD, and are made once", async () => {
  await using app = await startApp({ environment: LOGINS });
  const head = await app.fetch(new Request(ORIGIN + METADATA, { method: "HEAD" }));
  assert.deepEqual([head.status, head.headers.get("content-type")], [200, "application/json"]);
  const read = async () => await (await app.fetch(new Request(ORIGIN + METADATA))).text();
  assert.equal(await read(), await read());
});

Deno.test("oauth routes: there is none of it without logins", async () => {
  await using app = await startApp();
  for (const path of [METADATA, "/.well-known/oauth-protected-resource/mcp", "/oauth/authorize", "/account"]) {
    assert.equal((await openBrowser(app).get(path)).status, 404, path);
  }
  assert.equal((await post(app, "/oauth/token", {})).status, 404);
});

Deno.test("oauth routes: a registration is small and JSON", async () => {
  await using app = await startApp({ environment: LOGINS });
  const register = async (body: string, headers: Record<string, string> = {}) => {
    const request = new Request(`${ORIGIN}/oauth/register`, { method: "POST", body, headers });
    const response = await app.fetch(request);
    return [response.status, (await response.json()).error];
  };
  const metadata = (length: number) => JSON.stringify({ redirect_uris: [CALLBACK], x: "x".repeat(length) });
  assert.equal((await register(metadata(16_000)))[0], 201);
  for (const body of [metadata(16_385), "{", "", "a=b"]) {
    assert.deepEqual(await register(body), [400, "invalid_client_metadata"], body.slice(0, 20));
  }
});

Deno.test("oauth routes: registrations are counted by the address they come from", async () => {
  await using app = await startApp({ environment: LOGINS });
  const register = async (address: string) => {
    const body = JSON.stringify({ redirect_uris: [CALLBACK] });
    const response = await app.fetch(new Request(`${ORIGIN}/oauth/register`, { method: "POST", body }), { address });
    await response.body?.cancel();
    return response.status;
  };
  for (let count = 0; count < 20; count++) assert.equal(await register("203.0.113.1"), 201);
  assert.equal(await register("203.0.113.1"), 429);
  assert.equal(await register("203.0.113.2"), 201);
});

Deno.test("oauth routes: what is not a form is said to be none, and errors are not to be kept", async () => {
  await using app = await startApp({ environment: LOGINS });
  for (const path of ["/oauth/token", "/token", "/oauth/revoke", "/revoke"]) {
    const { status, headers, body } = await post(app, path, { grant_type: "authorization_code" });
    assert.deepEqual([status, body.error], [400, "invalid_request"]);
    assert.match(body.error_description, /x-www-form-urlencoded/);
    assert.deepEqual([headers.get("cache-control"), headers.get("pragma")], ["no-store", "no-cache"]);
  }
});
