/** How clients become known: by registering, or by a document at their id. */

import assert from "node:assert/strict";
import { startApp, type TestApp } from "../../support/app.ts";
import {
  allow,
  askToken,
  authorizePath,
  LOGINS,
  openBrowser,
  ORIGIN,
  post,
  register,
  VERIFIER,
} from "../../support/login.ts";
import { answerIn, assertError, MCP, type Row, row, visit } from "./row.ts";

const REDIRECT = "https://app.example/callback";

const DOCUMENT = "https://app.example/client.json";

/** An app in whose network there is the document above; counts how often it was fetched. */
async function withDocument(
  run: (app: TestApp, fetched: () => number) => Promise<void>,
  document: unknown = { client_id: DOCUMENT, client_name: "An app", redirect_uris: [REDIRECT] },
  environment: Record<string, string> = { TTAI_OPEN_CLIENTS: "true" },
): Promise<void> {
  let count = 0;
  const body = typeof document === "string" ? document : JSON.stringify(document);
  const host = () => {
    count++;
    return new Response(body, { headers: { "content-type": "application/json", "cache-control": "max-age=3600" } });
  };
  const hosts = { [new URL(DOCUMENT).host]: host };
  await using app = await startApp({ environment: { ...LOGINS, ...environment }, hosts });
  await run(app, () => count);
}

export const registration: readonly Row[] = [
  row(
    "RFC 7591, 3.2.1",
    "A registration is answered with 201, the client's id and what was registered, not to be cached",
    "a registration: 201 with all that was registered",
    async (app) => {
      const { status, headers, body } = await post(app, "/oauth/register", {
        client_name: "An app",
        redirect_uris: [REDIRECT],
        token_endpoint_auth_method: "none",
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
      });
      assert.equal(status, 201);
      assert.match(headers.get("content-type")!, /^application\/json\b/);
      assert.equal(headers.get("cache-control"), "no-store");
      const { client_id, ...rest } = body;
      assert.match(client_id, /^[\w-]{20,}$/);
      assert.deepEqual(rest, {
        client_id_issued_at: app.clock.at / 1000,
        client_name: "An app",
        redirect_uris: [REDIRECT],
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
        token_endpoint_auth_method: "none",
      });
    },
  ),
  row(
    "RFC 7591, 3.2.1",
    "With a client secret comes when it expires, 0 for never",
    "a confidential client gets its secret, once, without an end",
    async (app) => {
      for (const method of ["client_secret_post", "client_secret_basic"]) {
        const body = await register(app, { token_endpoint_auth_method: method });
        assert.match(body.client_secret, /^[\w-]{43}$/);
        assert.equal(body.client_secret_expires_at, 0);
        assert.equal(body.token_endpoint_auth_method, method);
      }
    },
  ),
  row(
    "RFC 7591, 2",
    "Without a method a client authenticates by client_secret_basic",
    "client_secret_basic is what a client gets that does not choose",
    async (app) => {
      const body = await register(app, { token_endpoint_auth_method: undefined });
      assert.equal(body.token_endpoint_auth_method, "client_secret_basic");
      assert.ok(body.client_secret);
    },
  ),
  row(
    "RFC 7591, 2",
    "Metadata that are not understood are ignored",
    "a registration with much that we do not know, and with nulls, gets neither an error nor a null",
    async (app) => {
      const body = await register(app, {
        application_type: "native",
        software_id: "x",
        logo_uri: null,
        "client_name#de": "Ein Programm",
        scope: "read write",
        jwks: { keys: [] },
      });
      assert.deepEqual(Object.values(body).filter((value) => value === null || value === undefined), []);
      assert.equal("logo_uri" in body, false);
    },
  ),
  row(
    "RFC 7591, 3.2.2",
    "A redirect URI that cannot be is refused with invalid_redirect_uri",
    "dangerous redirects are refused at registration",
    async (app) => {
      for (
        const uri of [
          "javascript:alert(1)",
          "data:text/html,x",
          "http://app.example/callback",
          "https://user@app.example/callback",
          "https://app.example/callback#x",
          "https://*.app.example/callback",
          "/callback",
          "",
        ]
      ) {
        assertError(await post(app, "/oauth/register", { redirect_uris: [uri] }), "invalid_redirect_uri");
      }
      assertError(await post(app, "/oauth/register", { client_name: "x" }), "invalid_redirect_uri");
    },
  ),
  row(
    "RFC 7591, 3.2.2",
    "Other metadata that cannot be are refused with invalid_client_metadata",
    "what is no registration, or of another kind, is refused",
    async (app) => {
      const redirect_uris = [REDIRECT];
      for (
        const metadata of [
          [],
          "x",
          null,
          { redirect_uris, client_name: 1 },
          { redirect_uris, grant_types: ["client_credentials"] },
          { redirect_uris, response_types: ["token"] },
          { redirect_uris, token_endpoint_auth_method: "private_key_jwt" },
        ]
      ) {
        assertError(await post(app, "/oauth/register", metadata), "invalid_client_metadata");
      }
    },
  ),
  row(
    "RFC 7591, 3.2.1; 5",
    "Client ids are unique",
    "two registrations of the same are two clients",
    async (app) => {
      assert.notEqual((await register(app)).client_id, (await register(app)).client_id);
    },
  ),
  row(
    "RFC 7591, 5",
    "An open registration endpoint is limited",
    "one address registers twenty clients an hour, then gets 429 and a time",
    async (app) => {
      for (let count = 0; count < 20; count++) await register(app);
      const answer = await post(app, "/oauth/register", { redirect_uris: [REDIRECT] });
      assert.equal(answer.status, 429);
      assert.ok(Number(answer.headers.get("retry-after")) > 0);
      app.clock.at += 3_600_000;
      await register(app);
    },
  ),
  row(
    "RFC 7591, 5",
    "What a client says about itself is not trusted, and looks like it",
    "a registered name is escaped, and shown as unverified",
    async (app) => {
      const { client_id } = await register(app, { client_name: '<script>alert("x")</script> tastytrade' });
      const page = await openBrowser(app).get(authorizePath(client_id));
      assert.equal(page.status, 200);
      assert.match(page.text, /&lt;script&gt;/);
      assert.doesNotMatch(page.text, /<script/);
      assert.match(page.text, /unverified name/);
    },
  ),
  row(
    `${MCP.security}, Communication Security`,
    "Redirect URIs use https or stay on the device",
    "of a mixed registration the good redirects are kept",
    async (app) => {
      const good = [REDIRECT, "http://localhost:8787/callback", "cursor://anysphere.cursor-mcp/oauth/callback"];
      const body = await register(app, { redirect_uris: [...good, "http://app.example/x", "evil://x"] });
      assert.deepEqual(body.redirect_uris, good);
    },
  ),
  row(
    `${MCP.registration}, Client ID Metadata Documents`,
    "A client with a document logs in by the document's address alone",
    "a client with a document logs in, its host shown as verified",
    async () => {
      await withDocument(async (app) => {
        const browser = openBrowser(app);
        const path = authorizePath(DOCUMENT, { redirect_uri: REDIRECT });
        assert.match((await browser.get(path)).text, /verified: <bdi>app\.example<\/bdi>/);
        const { code } = answerIn(await allow(browser, path));
        const fields = { grant_type: "authorization_code", redirect_uri: REDIRECT, client_id: DOCUMENT };
        const { status } = await askToken(app, { ...fields, code: code!, code_verifier: VERIFIER });
        assert.equal(status, 200);
      });
    },
  ),
  row(
    `${MCP.registration}, Client ID Metadata Documents`,
    "The document's client_id must be its address",
    "a document of another client's is refused",
    async () => {
      for (const client_id of ["https://app.example/other.json", `${DOCUMENT}#`, undefined]) {
        await withDocument(async (app) => {
          const page = await openBrowser(app).get(authorizePath(DOCUMENT, { redirect_uri: REDIRECT }));
          assert.deepEqual([page.status, page.location], [400, null]);
        }, { client_id, client_name: "An app", redirect_uris: [REDIRECT] });
      }
    },
  ),
  row(
    `${MCP.registration}, Client ID Metadata Documents`,
    "The document is JSON and has the fields that are needed",
    "a document that is no JSON, or without redirects, is refused",
    async () => {
      for (const document of ["<html>", "[]", { client_id: DOCUMENT, client_name: "An app" }]) {
        await withDocument(async (app) => {
          const page = await openBrowser(app).get(authorizePath(DOCUMENT, { redirect_uri: REDIRECT }));
          assert.deepEqual([page.status, page.location], [400, null]);
        }, document);
      }
    },
  ),
  row(
    `${MCP.registration}, Client ID Metadata Documents`,
    "The redirect URI is one of the document's",
    "a redirect that is not in the document is refused",
    async () => {
      await withDocument(async (app) => {
        const path = authorizePath(DOCUMENT, { redirect_uri: "https://app.example/other" });
        const page = await openBrowser(app).get(path);
        assert.deepEqual([page.status, page.location], [400, null]);
      });
    },
  ),
  row(
    `${MCP.registration}, Client ID Metadata Documents`,
    "Documents are cached as HTTP says",
    "a document is fetched again when it is stale, not before",
    async () => {
      await withDocument(async (app, fetched) => {
        const look = () => openBrowser(app).get(authorizePath(DOCUMENT, { redirect_uri: REDIRECT }));
        for (let count = 0; count < 3; count++) assert.equal((await look()).status, 200);
        assert.equal(fetched(), 1);
        app.clock.at += 3_600_001;
        assert.equal((await look()).status, 200);
        assert.equal(fetched(), 2);
      });
    },
  ),
  row(
    `${MCP.security}, Trust Policies; Authorization Server Abuse Protection`,
    "Which documents are fetched may be limited",
    "documents of unknown clients are not even fetched unless the operator says so",
    async () => {
      await withDocument(
        async (app, fetched) => {
          const page = await openBrowser(app).get(authorizePath(DOCUMENT, { redirect_uri: REDIRECT }));
          assert.deepEqual([page.status, page.location, fetched()], [400, null, 0]);
        },
        undefined,
        {},
      );
      const claude = "https://claude.ai/oauth/mcp-oauth-client-metadata";
      const redirect_uri = "https://claude.ai/api/mcp/auth_callback";
      await using app = await startApp({ environment: LOGINS });
      assert.equal((await openBrowser(app).get(authorizePath(claude, { redirect_uri }))).status, 200);
    },
  ),
  row(
    `${MCP.security}, Localhost Redirect URI Risks`,
    "The redirect's host is shown, with a warning where it is the user's own device",
    "the consent page shows where the answer goes, and warns of this computer",
    async (app) => {
      const local = (await visit(app)).text;
      assert.match(local, /<dt>The answer goes to<\/dt><dd><strong><bdi>127\.0\.0\.1<\/bdi>/);
      assert.match(local, /class="notice"><h2>The answer goes to an app on this computer/);
      const { client_id } = await register(app, { redirect_uris: [REDIRECT] });
      const web = await openBrowser(app).get(authorizePath(client_id, { redirect_uri: REDIRECT }));
      assert.match(web.text, /<bdi>app\.example<\/bdi>/);
      assert.doesNotMatch(web.text, /on this computer/);
      assert.equal(new URL(web.url).origin, ORIGIN);
    },
  ),
];
