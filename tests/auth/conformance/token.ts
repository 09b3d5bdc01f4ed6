/** The token endpoint: codes, and who may redeem them. */

import assert from "node:assert/strict";
import { askToken, openBrowser, ORIGIN, post } from "../../support/login.ts";
import { allow, authorizePath, register } from "../../support/login.ts";
import { answerIn, assertError, get, getCode, getTokens, MCP, type Row, row, statusWith } from "./row.ts";

const basic = (id: string, secret: string): Record<string, string> => ({
  authorization: `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}`,
});

export const token: readonly Row[] = [
  row(
    "RFC 6749, 5.1",
    "Tokens come as JSON with their type and lifetime, not to be cached",
    "a code gives a bearer token for an hour, and a refresh token",
    async (app) => {
      const { status, headers, body } = await askToken(app, await getCode(app));
      assert.equal(status, 200);
      assert.match(headers.get("content-type")!, /^application\/json\b/);
      assert.deepEqual([headers.get("cache-control"), headers.get("pragma")], ["no-store", "no-cache"]);
      const { access_token, refresh_token, ...rest } = body;
      assert.deepEqual(rest, { token_type: "Bearer", expires_in: 3600, scope: "read" });
      assert.notEqual(access_token, refresh_token);
      assert.equal(await statusWith(app, access_token), 200);
    },
  ),
  row("RFC 6749, 4.1.2", "A code is good for one use", "a code is not redeemed twice", async (app) => {
    const fields = await getCode(app);
    assert.equal((await askToken(app, fields)).status, 200);
    assertError(await askToken(app, fields), "invalid_grant");
  }),
  row(
    "RFC 6749, 4.1.2; 10.5",
    "When a used code comes back, what it gave should be revoked",
    "a used code that comes back ends what it gave",
    async (app) => {
      const { accessToken, refresh, code } = await getTokens(app);
      app.clock.at += 30_000;
      assertError(await askToken(app, code), "invalid_grant");
      assert.equal(await statusWith(app, accessToken), 401);
      assertError(await askToken(app, refresh), "invalid_grant");
    },
  ),
  row("RFC 6749, 4.1.2", "Codes are short-lived", "a code is good for less than a minute", async (app) => {
    const [early, late] = [await getCode(app), await getCode(app)];
    app.clock.at += 59_999;
    assert.equal((await askToken(app, early)).status, 200);
    app.clock.at += 1;
    assertError(await askToken(app, late), "invalid_grant");
  }),
  row(
    "RFC 6749, 4.1.3; 5.2",
    "A code is good for the client it was given to",
    "another client's code is refused, and still good for its own",
    async (app) => {
      const fields = await getCode(app);
      const { client_id } = await register(app);
      assertError(await askToken(app, { ...fields, client_id }), "invalid_grant");
      assert.equal((await askToken(app, fields)).status, 200);
    },
  ),
  row(
    "RFC 6749, 4.1.3",
    "The redirect URI is the same as in the authorization request",
    "a code with another redirect, or with none, is refused",
    async (app) => {
      const fields = await getCode(app);
      for (const redirect_uri of ["http://127.0.0.1:4444/callback", "https://app.example/callback", null]) {
        assertError(await askToken(app, { ...fields, redirect_uri }), "invalid_grant");
      }
    },
  ),
  row(
    "RFC 7636, 4.6; OAuth 2.1, 4.1.3",
    "The verifier must fit the challenge",
    "without the verifier, or with another, a code is refused",
    async (app) => {
      const fields = await getCode(app);
      const { code_challenge } = { code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM" };
      for (const code_verifier of [null, "", "A".repeat(43), code_challenge, `${fields.code_verifier}x`]) {
        assertError(await askToken(app, { ...fields, code_verifier }), "invalid_grant");
      }
      assert.equal((await askToken(app, fields)).status, 200);
    },
  ),
  row(
    "RFC 7636, 4.1",
    "A verifier has 43 to 128 characters of its alphabet",
    "a verifier of another form is refused",
    async (app) => {
      for (const code_verifier of ["a".repeat(42), "a".repeat(129), `${"a".repeat(43)} `, "é".repeat(43)]) {
        const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code_verifier));
        const code_challenge = btoa(String.fromCharCode(...new Uint8Array(digest)))
          .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
        const fields = await getCode(app, { code_challenge });
        assertError(await askToken(app, { ...fields, code_verifier }), "invalid_grant");
      }
    },
  ),
  row("RFC 6749, 5.2", "What is missing is invalid_request", "a missing parameter is named", async (app) => {
    const fields = await getCode(app);
    assertError(await askToken(app, { ...fields, grant_type: null }), "invalid_request");
    assertError(await askToken(app, { ...fields, code: null }), "invalid_request");
    assertError(await askToken(app, { ...fields, code: "" }), "invalid_request");
  }),
  row(
    "RFC 6749, 5.2",
    "A grant type that is not offered is unsupported_grant_type",
    "only codes and refresh tokens are taken",
    async (app) => {
      const { client_id } = await register(app);
      for (const grant_type of ["client_credentials", "password", "urn:ietf:params:oauth:grant-type:jwt-bearer"]) {
        const fields = { grant_type, client_id, username: "u", password: "p", scope: "read" };
        assertError(await askToken(app, fields), "unsupported_grant_type");
      }
    },
  ),
  row(
    "RFC 6749, 3.2",
    "A parameter occurs once",
    "a parameter given twice is an error at the token endpoint",
    async (app) => {
      const fields = await getCode(app);
      for (const name of ["grant_type", "code", "code_verifier", "redirect_uri", "client_id"]) {
        const form = new URLSearchParams([...Object.entries(fields), [name, fields[name]!]]);
        assertError(await post(app, "/oauth/token", form), "invalid_request");
      }
      const resources = [ORIGIN, `${ORIGIN}/mcp`].map((resource): [string, string] => ["resource", resource]);
      const form = new URLSearchParams([...Object.entries(fields), ...resources]);
      assert.equal((await post(app, "/oauth/token", form)).status, 200, "RFC 8707 lets resource be repeated");
    },
  ),
  row(
    "RFC 6749, 3.2",
    "Parameters that are unknown or empty count as left out",
    "unknown and empty parameters do no harm",
    async (app) => {
      const fields = await getCode(app);
      assert.equal((await askToken(app, { ...fields, resource: "", scope: "", audience: "x" })).status, 200);
    },
  ),
  row(
    "RFC 6749, 3.2; 4.1.3",
    "Parameters come as a form in the body of a POST",
    "JSON, a query and a GET give no token",
    async (app) => {
      const fields = await getCode(app);
      assertError(await post(app, "/oauth/token", fields), "invalid_request");
      const query = `/oauth/token?${new URLSearchParams(fields)}`;
      assert.equal((await post(app, query, new URLSearchParams())).status, 401);
      assert.equal((await get(app, query)).status, 404);
      assert.equal((await askToken(app, fields)).status, 200, "none of them used it up");
    },
  ),
  row(
    "RFC 6749, 5.2",
    "A client that is unknown gets invalid_client, 401",
    "an unknown client: 401, so that clients register anew",
    async (app) => {
      const fields = await getCode(app);
      for (const client_id of ["nobody", `ttai_${"A".repeat(22)}`, "https://evil.example/client.json", null]) {
        assertError(await askToken(app, { ...fields, client_id }), "invalid_client", 401);
      }
    },
  ),
  row(
    "RFC 6749, 5.2",
    "Where the Authorization header was tried, 401 names its scheme",
    "a failed HTTP Basic gets a Basic challenge",
    async (app) => {
      const { client_id, ...fields } = await getCode(app, {}, { token_endpoint_auth_method: "client_secret_basic" });
      const headers = basic(client_id, "wrong");
      const { client_secret: _, ...rest } = fields as Record<string, string>;
      const answer = await askToken(app, rest, headers);
      assertError(answer, "invalid_client", 401);
      assert.match(answer.headers.get("www-authenticate")!, /^Basic realm="[^"]+"$/);
      assert.equal((await askToken(app, fields)).headers.get("www-authenticate"), null);
    },
  ),
  row(
    "RFC 6749, 2.3.1",
    "A client with a secret may authenticate by HTTP Basic, both parts form-encoded",
    "client_secret_basic redeems a code",
    async (app) => {
      const fields = await getCode(app, {}, { token_endpoint_auth_method: "client_secret_basic" });
      const { client_id, client_secret, ...rest } = fields as Record<string, string>;
      assert.equal((await askToken(app, rest, basic(client_id!, client_secret!))).status, 200);
    },
  ),
  row(
    "RFC 6749, 2.3.1",
    "Or by parameters in the body",
    "client_secret_post redeems a code",
    async (app) => {
      const fields = await getCode(app, {}, { token_endpoint_auth_method: "client_secret_post" });
      assert.equal((await askToken(app, fields)).status, 200);
    },
  ),
  row(
    "RFC 6749, 2.3; 3.2.1",
    "A client with a secret must show it, by the method it registered, and by one only",
    "without its secret, with a wrong one or by another method, a client is refused",
    async (app) => {
      const fields = await getCode(app, {}, { token_endpoint_auth_method: "client_secret_post" });
      const { client_secret, ...rest } = fields as Record<string, string>;
      const headers = basic(fields.client_id, client_secret!);
      assertError(await askToken(app, rest), "invalid_client", 401);
      assertError(await askToken(app, { ...rest, client_secret: "wrong" }), "invalid_client", 401);
      assertError(
        await askToken(app, { ...rest, client_secret: client_secret!, ...{ client_assertion: "x" } }),
        "invalid_client",
        401,
      );
      assertError(await askToken(app, rest, headers), "invalid_client", 401);
      assertError(await askToken(app, fields, headers), "invalid_client", 401);
      assert.equal((await askToken(app, fields)).status, 200);
    },
  ),
  row(
    "RFC 8707, 2.2",
    "A resource that is not served here is invalid_target",
    "another server's resource gets no token",
    async (app) => {
      const fields = await getCode(app);
      assertError(await askToken(app, { ...fields, resource: "https://other.example/mcp" }), "invalid_target");
      assert.equal((await askToken(app, { ...fields, resource: `${ORIGIN}/mcp` })).status, 200);
    },
  ),
  row(
    "RFC 6749, 5.2",
    "Errors are JSON; their description keeps to plain characters and repeats nothing that was sent",
    "no error repeats what was sent",
    async (app) => {
      const { client_id } = await register(app);
      const evil = '"><script>evil</script>\\\u0007';
      for (
        const fields of [
          { grant_type: evil, client_id },
          { grant_type: "authorization_code", code: evil, client_id },
          { grant_type: "refresh_token", refresh_token: evil, client_id },
          { grant_type: "authorization_code", code: "x", client_id: evil },
          { grant_type: "authorization_code", code: "x", client_id, resource: evil },
        ]
      ) {
        const { body } = await askToken(app, fields);
        assert.match(body.error_description, /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
        assert.doesNotMatch(JSON.stringify(body), /evil/);
      }
    },
  ),
  row(
    "Fetch, CORS protocol",
    "Clients in browsers ask for tokens as well",
    "pages of any origin may register and ask for tokens, and no cookie counts",
    async (app) => {
      for (const path of ["/oauth/token", "/oauth/register", "/oauth/revoke", "/token", "/register", "/revoke"]) {
        const headers = { origin: "https://inspector.example", "access-control-request-method": "POST" };
        const preflight = await app.fetch(new Request(ORIGIN + path, { method: "OPTIONS", headers }));
        assert.equal(preflight.status, 204);
        assert.equal(preflight.headers.get("access-control-allow-origin"), "*");
        assert.equal(preflight.headers.get("access-control-allow-credentials"), null);
      }
    },
  ),
  row(
    `${MCP.authorization}, Authorization Flow Steps`,
    "Some clients look for the endpoints at the root",
    "/token, /register and /revoke answer like those below /oauth, without a redirect",
    async (app) => {
      const metadata = { redirect_uris: ["http://127.0.0.1:3333/callback"], token_endpoint_auth_method: "none" };
      const { status, body: client } = await post(app, "/register", metadata);
      assert.equal(status, 201);
      const { code } = answerIn(await allow(openBrowser(app), authorizePath(client.client_id)));
      const { client_id, redirect_uri, code_verifier } = {
        ...client,
        redirect_uri: client.redirect_uris[0],
        code_verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
      };
      const fields = { grant_type: "authorization_code", code: code!, client_id, redirect_uri, code_verifier };
      const { body } = await askToken(app, fields, {}, "/token");
      assert.equal(await statusWith(app, body.access_token), 200);
      assert.equal((await askToken(app, { token: body.access_token, client_id }, {}, "/revoke")).status, 200);
      assert.equal(await statusWith(app, body.access_token), 401);
    },
  ),
];
