/** The authorization endpoint, and what the client is answered there. */

import assert from "node:assert/strict";
import { allow, authorizePath, CALLBACK, claimsOf, openBrowser, ORIGIN, register } from "../../support/login.ts";
import { askToken } from "../../support/login.ts";
import { answerIn, getCode, MCP, type Row, row, visit } from "./row.ts";

/** Every mistake that the client is told of, and the error it gets. */
const MISTAKES: [Record<string, string | null>, string][] = [
  [{ response_type: "token" }, "unsupported_response_type"],
  [{ response_type: null }, "unsupported_response_type"],
  [{ code_challenge: null }, "invalid_request"],
  [{ code_challenge_method: "plain" }, "invalid_request"],
  [{ resource: "https://other.example/mcp" }, "invalid_target"],
];

const GRANTED = { redirect_uris: ["https://app.example/callback?tenant=1&a=%20b"] };

export const authorization: readonly Row[] = [
  row(
    "RFC 6749, 3.1",
    "Parameters that are not known are ignored",
    "an authorization request with unknown parameters is one without them",
    async (app) => {
      const { status } = await visit(app, { prompt: "consent", nonce: "n", claims: "{}", ui_locales: "de" });
      assert.equal(status, 200);
    },
  ),
  row(
    "RFC 6749, 3.1",
    "A parameter occurs once",
    "a parameter given twice is an error",
    async (app) => {
      const { client_id } = await register(app);
      for (const name of ["state", "scope", "code_challenge", "response_type", "code_challenge_method"]) {
        const answer = answerIn(await openBrowser(app).get(`${authorizePath(client_id)}&${name}=code`));
        assert.equal(answer.error, "invalid_request", name);
      }
      for (const name of ["client_id", "redirect_uri"]) {
        const page = await openBrowser(app).get(
          `${authorizePath(client_id)}&${name}=${encodeURIComponent(name === "client_id" ? client_id : CALLBACK)}`,
        );
        assert.deepEqual([page.status, page.location], [400, null], name);
      }
    },
  ),
  row(
    "RFC 6749, 3.1",
    "A parameter without a value counts as left out",
    "empty parameters are no parameters",
    async (app) => {
      const { status } = await visit(app, { resource: "", scope: "", state: "", redirect_uri: "", login_hint: "" });
      assert.equal(status, 200);
      assert.equal(answerIn(await visit(app, { code_challenge: "" })).error, "invalid_request");
    },
  ),
  row(
    "RFC 6749, 3.1.1; 4.1.2.1",
    "A response type that is missing or unknown is refused by redirect",
    "only response_type=code is served",
    async (app) => {
      for (const response_type of ["token", "id_token", "code token", "CODE", null]) {
        assert.equal(answerIn(await visit(app, { response_type })).error, "unsupported_response_type");
      }
    },
  ),
  row(
    "RFC 6749, 4.1.2.1",
    "For a client that is unknown nothing is redirected; the person is told",
    "an unknown client gets a page, not a redirect",
    async (app) => {
      for (const id of ["", "nobody", `ttai_${"A".repeat(22)}`, "https://evil.example/client.json", "http://x/y"]) {
        const { status, location, text } = await openBrowser(app).get(authorizePath(id));
        assert.deepEqual([status, location], [400, null], id);
        assert.match(text, /<h1>Unknown application<\/h1>/);
      }
    },
  ),
  row(
    "RFC 6749, 4.1.2.1; OAuth 2.1, 7.12.2",
    "To an address that is not registered nothing is redirected; the person is told",
    "an unregistered redirect gets a page, not a redirect",
    async (app) => {
      const { status, location, text } = await visit(app, { redirect_uri: "https://evil.example/callback" });
      assert.deepEqual([status, location], [400, null]);
      assert.match(text, /<h1>Wrong address<\/h1>/);
      assert.doesNotMatch(text, /evil\.example/);
    },
  ),
  row(
    `OAuth 2.1, 2.3.1; ${MCP.security}, Open Redirection`,
    "Redirect URIs are compared character by character",
    "a redirect that is only like the registered one is refused",
    async (app) => {
      const { client_id } = await register(app, { redirect_uris: ["https://app.example/callback"] });
      for (
        const redirect_uri of [
          "https://app.example/callback/",
          "https://app.example/callback/more",
          "https://app.example/callback?x=1",
          "https://app.example/Callback",
          "https://app.example:8443/callback",
          "https://app.example/x/../callback",
          "https://app.example.evil.example/callback",
          "https://evil.example/https://app.example/callback",
          "https://app.example@evil.example/callback",
          "https://app.example/callback#fragment",
          "http://app.example/callback",
          "//app.example/callback",
        ]
      ) {
        const { status, location } = await openBrowser(app).get(authorizePath(client_id, { redirect_uri }));
        assert.deepEqual([status, location], [400, null], redirect_uri);
      }
      assert.equal(
        (await openBrowser(app).get(authorizePath(client_id, { redirect_uri: "https://app.example/callback" }))).status,
        200,
      );
    },
  ),
  row(
    "RFC 8252, 7.3; OAuth 2.1, 8.4.2",
    "A program on the user's device may listen at any port",
    "the port of a loopback redirect is free, its path is not",
    async (app) => {
      for (const redirect_uri of ["http://127.0.0.1:51004/callback", "http://127.0.0.1/callback"]) {
        const { client_id } = await register(app);
        const answer = await allow(openBrowser(app), authorizePath(client_id, { redirect_uri }));
        assert.ok(answer.location?.startsWith(`${redirect_uri}?`), answer.location ?? "");
      }
      for (const redirect_uri of ["http://127.0.0.1:3333/other", "http://localhost:3333/callback"]) {
        assert.equal((await visit(app, { redirect_uri })).location, null);
      }
    },
  ),
  row(
    "RFC 6749, 3.1.2.3",
    "A client with one redirect URI need not repeat it; one with several must",
    "without redirect_uri the only one registered is used, and not asked for at the token endpoint",
    async (app) => {
      const { client_id } = await register(app);
      const done = await allow(openBrowser(app), authorizePath(client_id, { redirect_uri: null }));
      assert.ok(done.location?.startsWith(`${CALLBACK}?`));
      const fields = { grant_type: "authorization_code", client_id, code: answerIn(done).code! };
      const code_verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
      assert.equal((await askToken(app, { ...fields, code_verifier })).status, 200);
      const several = await register(app, { redirect_uris: [CALLBACK, "https://app.example/callback"] });
      const page = await openBrowser(app).get(authorizePath(several.client_id, { redirect_uri: null }));
      assert.deepEqual([page.status, page.location], [400, null]);
    },
  ),
  row(
    "RFC 6749, 3.1.2",
    "The redirect URI's own query is kept",
    "the answer is added to the redirect's query",
    async (app) => {
      const { client_id } = await register(app, GRANTED);
      const path = authorizePath(client_id, { redirect_uri: GRANTED.redirect_uris[0]! });
      const answer = answerIn(await allow(openBrowser(app), path));
      assert.deepEqual(Object.keys(answer), ["tenant", "a", "code", "state", "iss"]);
      assert.deepEqual([answer.tenant, answer.a], ["1", " b"]);
    },
  ),
  row(
    "RFC 6749, 4.1.2",
    "state comes back exactly, with success and with errors, and not if there was none",
    "state comes back as it was",
    async (app) => {
      const { client_id } = await register(app);
      const state = "a+b c/%20&state=x=\"<é>'#";
      for (const changes of [{ state }, { state, response_type: "token" }]) {
        const answer = answerIn(await allowOrError(app, authorizePath(client_id, changes)));
        assert.equal(answer.state, state);
      }
      for (const changes of [{ state: null }, { state: null, response_type: "token" }]) {
        assert.equal("state" in answerIn(await allowOrError(app, authorizePath(client_id, changes))), false);
      }
    },
  ),
  row(
    "RFC 9207, 2",
    "Answers carry the issuer, errors too",
    "iss is the metadata's issuer in success, refusal and error",
    async (app) => {
      const { client_id } = await register(app);
      assert.equal(answerIn(await allow(openBrowser(app), authorizePath(client_id))).iss, ORIGIN);
      for (const [changes, error] of MISTAKES) {
        const answer = answerIn(await visit(app, changes));
        assert.deepEqual([answer.iss, answer.error], [ORIGIN, error]);
      }
      const browser = openBrowser(app);
      const denied = await browser.submit(await browser.get(authorizePath(client_id)), { decision: "deny" });
      assert.equal(answerIn(denied).iss, ORIGIN);
    },
  ),
  row(
    "RFC 6749, 4.1.2.1",
    "A refusal by the person is access_denied",
    "the person says no: access_denied, and no code",
    async (app) => {
      const { client_id } = await register(app);
      const browser = openBrowser(app);
      const denied = await browser.submit(await browser.get(authorizePath(client_id)), { decision: "deny" });
      const { error, state, code } = answerIn(denied);
      assert.deepEqual([error, state, code], ["access_denied", "a state/of=the&client", undefined]);
    },
  ),
  row(
    "OAuth 2.1, 4.1.1; 7.5.1",
    "Without a code challenge there is no code",
    "code_challenge is needed, of the right form",
    async (app) => {
      for (const code_challenge of [null, "short", `${"A".repeat(43)}=`, "A".repeat(128), "é".repeat(43)]) {
        assert.equal(answerIn(await visit(app, { code_challenge })).error, "invalid_request");
      }
    },
  ),
  row(
    "RFC 7636, 4.4.1; 7.2",
    "A method that is not supported is invalid_request, and S256 is never traded for plain",
    "plain is refused, named or by leaving the method out",
    async (app) => {
      for (const code_challenge_method of ["plain", "s256", null]) {
        assert.equal(answerIn(await visit(app, { code_challenge_method })).error, "invalid_request");
      }
    },
  ),
  row(
    "RFC 8707, 2",
    "A resource that is not served here is invalid_target",
    "another server's resource is refused",
    async (app) => {
      for (const resource of ["https://other.example/mcp", `${ORIGIN}/other`, `${ORIGIN}/mcp#x`, "mcp"]) {
        assert.equal(answerIn(await visit(app, { resource })).error, "invalid_target", resource);
      }
    },
  ),
  row(
    `RFC 8707, 2; ${MCP.authorization}, Canonical Server URI`,
    "Spellings of the canonical address are accepted, upper case in scheme and host among them",
    "every spelling of the resource gives a token for the canonical one",
    async (app) => {
      const spellings = [ORIGIN, `${ORIGIN}/`, `${ORIGIN}/mcp`, `${ORIGIN}/mcp/`, "HTTP://LocalHost:8787/mcp", null];
      for (const resource of spellings) {
        const { body } = await askToken(app, await getCode(app, { resource }));
        assert.equal(claimsOf(body.access_token).aud, `${ORIGIN}/mcp`);
      }
    },
  ),
  row(
    "RFC 6749, 3.3",
    "What was granted is said when it is not what was asked for; a request without scope has a default",
    "whatever is asked for, the person decides, and the client is told",
    async (app) => {
      for (const scope of ["read trade offline_access", "everything", null, "trade"]) {
        const { body } = await askToken(app, await getCode(app, { scope }));
        assert.deepEqual([body.scope, claimsOf(body.access_token).scope], ["read", "read"]);
      }
    },
  ),
  row(
    "OAuth 2.1, 4.1.2",
    "A code comes in the query of the redirect, and nothing else that opens anything",
    "the answer holds a code, state and iss, and no token",
    async (app) => {
      const { client_id } = await register(app);
      const { location } = await allow(openBrowser(app), authorizePath(client_id));
      const url = new URL(location!);
      assert.equal(url.hash, "");
      assert.deepEqual([...url.searchParams.keys()], ["code", "state", "iss"]);
      assert.match(url.searchParams.get("code")!, /^[\w-]{43}$/);
    },
  ),
  row(
    "RFC 9700, 4.12; 4.2.4",
    "The redirect is 303, never 307, and leaks nothing by a referrer or a cache",
    "redirects are 303, without referrer, not to be cached",
    async (app) => {
      const { client_id } = await register(app);
      const done = await allow(openBrowser(app), authorizePath(client_id));
      for (const { status, headers } of [done, await visit(app, { response_type: "token" })]) {
        assert.equal(status, 303);
        assert.equal(headers.get("referrer-policy"), "no-referrer");
        assert.equal(headers.get("cache-control"), "no-store");
      }
    },
  ),
  row(
    `${MCP.authorization}, Authorization Flow Steps`,
    "Some clients look for the endpoint at the root",
    "/authorize answers like /oauth/authorize, without a redirect between them",
    async (app) => {
      const { client_id } = await register(app);
      const path = authorizePath(client_id).replace("/oauth/authorize", "/authorize");
      assert.equal((await openBrowser(app).get(path)).status, 200);
      assert.ok(answerIn(await allow(openBrowser(app), path)).code);
    },
  ),
];

type App = Parameters<typeof openBrowser>[0];

/** The client's answer, whether a person is asked first or not. */
async function allowOrError(app: App, path: string) {
  const first = await openBrowser(app).get(path);
  return first.location === null ? await allow(openBrowser(app), path) : first;
}
