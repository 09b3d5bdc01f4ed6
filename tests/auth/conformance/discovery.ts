/** What clients find out before they log in. */

import assert from "node:assert/strict";
import { legacyRequest } from "../../support/clients.ts";
import { ORIGIN } from "../../support/login.ts";
import { call, get, getJson, MCP, type Row, row } from "./row.ts";

const AS = "/.well-known/oauth-authorization-server";
const PRM = "/.well-known/oauth-protected-resource";

export const discovery: readonly Row[] = [
  row(
    "RFC 8414, 3",
    "Metadata are published as JSON at a well-known address",
    "the metadata are there",
    async (app) => {
      assert.equal((await getJson(app, AS)).issuer, ORIGIN);
    },
  ),
  row(
    "RFC 8414, 3.3",
    "The issuer is identical to what the metadata's address was made from",
    "the issuer is the origin, character by character",
    async (app) => {
      for (const path of [AS, "/.well-known/openid-configuration"]) {
        const { issuer } = await getJson(app, path);
        assert.equal(`${issuer}${path}`, `${ORIGIN}${path}`);
      }
    },
  ),
  row(
    "RFC 8414, 2",
    "The metadata name the endpoints and the response types",
    "every endpoint named in the metadata answers",
    async (app) => {
      const metadata = await getJson(app, AS);
      assert.deepEqual(metadata.response_types_supported, ["code"]);
      for (const [name, verb] of [["authorization", "GET"], ["token", "POST"], ["registration", "POST"]] as const) {
        const address = `${metadata[`${name}_endpoint`]}`;
        assert.ok(address.startsWith(`${ORIGIN}/oauth/`), address);
        assert.equal((await app.fetch(new Request(address, { method: verb }))).status, 400, address);
      }
    },
  ),
  row(
    "RFC 8414, 2",
    "What is not said has defaults that do not fit: grant types and methods are listed",
    "grant types and client authentication are listed",
    async (app) => {
      const metadata = await getJson(app, AS);
      assert.deepEqual(metadata.grant_types_supported, ["authorization_code", "refresh_token"]);
      const methods = ["none", "client_secret_post", "client_secret_basic"];
      assert.deepEqual(metadata.token_endpoint_auth_methods_supported, methods);
      assert.deepEqual(metadata.revocation_endpoint_auth_methods_supported, methods);
      assert.deepEqual(metadata.response_modes_supported, ["query"]);
    },
  ),
  row(
    `${MCP.security}, Authorization Code Protection`,
    "The metadata name the challenge methods, or clients refuse to go on",
    "S256 is the only challenge method",
    async (app) => {
      for (const path of [AS, "/.well-known/openid-configuration"]) {
        assert.deepEqual((await getJson(app, path)).code_challenge_methods_supported, ["S256"]);
      }
    },
  ),
  row(
    `${MCP.discovery}, Authorization Server Metadata Discovery`,
    "Clients look in several places",
    "the same metadata are wherever clients look",
    async (app) => {
      const metadata = await getJson(app, AS);
      for (
        const path of [
          `${AS}/mcp`,
          "/.well-known/openid-configuration",
          "/.well-known/openid-configuration/mcp",
          "/mcp/.well-known/openid-configuration",
        ]
      ) assert.deepEqual(await getJson(app, path), metadata, path);
    },
  ),
  row("RFC 9207, 3", "The metadata say that answers carry iss", "iss is advertised", async (app) => {
    assert.equal((await getJson(app, AS)).authorization_response_iss_parameter_supported, true);
  }),
  row(
    `${MCP.registration}, Advertising CIMD Support`,
    "The metadata say that clients may be known by a document",
    "client documents are advertised, with a client that has no secret",
    async (app) => {
      const metadata = await getJson(app, AS);
      assert.equal(metadata.client_id_metadata_document_supported, true);
      assert.ok((metadata.token_endpoint_auth_methods_supported as string[]).includes("none"));
    },
  ),
  row(
    "RFC 7009, 2",
    "The revocation endpoint can be found",
    "the revocation endpoint is in the metadata",
    async (app) => {
      assert.equal((await getJson(app, AS)).revocation_endpoint, `${ORIGIN}/oauth/revoke`);
    },
  ),
  row(
    "RFC 9728, 3.1",
    "The resource's metadata lie at the well-known address before its path",
    "the MCP endpoint has its document, and so has the origin",
    async (app) => {
      await getJson(app, `${PRM}/mcp`);
      await getJson(app, PRM);
    },
  ),
  row(
    "RFC 9728, 3.3",
    "resource is identical to what the document's address was made from",
    "each document names its own spelling of the resource",
    async (app) => {
      assert.equal((await getJson(app, `${PRM}/mcp`)).resource, `${ORIGIN}/mcp`);
      assert.equal((await getJson(app, PRM)).resource, ORIGIN);
    },
  ),
  row(
    `${MCP.discovery}, Authorization Server Location`,
    "The resource's metadata name at least one authorization server",
    "the resource names this authorization server, and tokens in the header only",
    async (app) => {
      const metadata = await getJson(app, `${PRM}/mcp`);
      assert.deepEqual(metadata.authorization_servers, [(await getJson(app, AS)).issuer]);
      assert.deepEqual(metadata.bearer_methods_supported, ["header"]);
    },
  ),
  row(
    "RFC 9728, 4",
    "The authorization server names the resources it is for",
    "the metadata of both sides name each other",
    async (app) => {
      assert.deepEqual((await getJson(app, AS)).protected_resources, [(await getJson(app, `${PRM}/mcp`)).resource]);
    },
  ),
  row(
    `${MCP.authorization}, Refresh Tokens`,
    "offline_access is nothing a resource asks for",
    "offline_access is the authorization server's scope only",
    async (app) => {
      assert.ok(((await getJson(app, AS)).scopes_supported as string[]).includes("offline_access"));
      assert.deepEqual((await getJson(app, `${PRM}/mcp`)).scopes_supported, ["read"]);
      assert.doesNotMatch((await call(app, null)).headers.get("www-authenticate")!, /offline_access/);
    },
  ),
  row(
    "RFC 9728, 5.1",
    "The challenge says where the resource's metadata are",
    "each spelling of the endpoint points at its own document, and the document is there",
    async (app) => {
      for (const path of ["/mcp", "/"]) {
        const request = new Request(ORIGIN + path, legacyRequest("tools/list", {}));
        const challenge = (await app.fetch(request)).headers.get("www-authenticate")!;
        const document = /resource_metadata="([^"]+)"/.exec(challenge)![1]!;
        assert.equal(document, `${ORIGIN}${PRM}${path === "/" ? "" : path}`);
        assert.equal((await getJson(app, new URL(document).pathname)).resource, ORIGIN + path.replace(/\/$/, ""));
      }
    },
  ),
  row(
    "RFC 8414, 3; RFC 9728, 3",
    "Clients in browsers read the metadata as well",
    "pages of any origin may read the metadata, preflight included",
    async (app) => {
      for (const path of [AS, `${PRM}/mcp`]) {
        const headers = { origin: "https://inspector.example" };
        const answers = [
          await get(app, path, headers),
          await app.fetch(new Request(ORIGIN + path, { method: "OPTIONS", headers })),
        ];
        for (const answer of answers) {
          assert.ok(answer.ok, path);
          assert.equal(answer.headers.get("access-control-allow-origin"), "*");
          assert.match(answer.headers.get("access-control-allow-headers")!, /mcp-protocol-version/);
        }
      }
    },
  ),
  row(
    "RFC 8414, 3.2",
    "The metadata are the same for everybody and may be kept for a while",
    "metadata may be cached and set no cookie",
    async (app) => {
      const { headers } = await get(app, AS);
      assert.match(headers.get("cache-control")!, /max-age=\d+/);
      assert.equal(headers.get("set-cookie"), null);
    },
  ),
];
