/**
 * What well-known hosts send, request by request, as people who run such servers have reported it: probes without a token,
 * discovery at every place, logins with their own habits, raced refreshes. Each host is a line of a table.
 */

import assert from "node:assert/strict";
import { CHATGPT, documentHosts } from "../clients/documents.ts";
import { type Host, HOSTS } from "../clients/hosts.ts";
import { startApp, type TestApp } from "../support/app.ts";
import {
  allow,
  authorizePath,
  claimsOf,
  type JsonAnswer,
  LOGINS,
  openBrowser,
  ORIGIN,
  post,
  VERIFIER,
} from "../support/login.ts";

const HOUR = 3_600_000;
const MCP = `${ORIGIN}/mcp`;

const start = (): Promise<TestApp> =>
  startApp({ environment: { ...LOGINS, LOG_LEVEL: "warn" }, hosts: documentHosts() });

/** How a host proves itself at the token endpoint. */
interface Proof {
  fields: Record<string, string>;
  headers: Record<string, string>;
}

async function introduce(app: TestApp, { document = "", registers, prefix, userAgent }: Host): Promise<Proof> {
  if (registers === undefined) return { fields: { client_id: document }, headers: {} };
  const { status, body } = await post(app, `${prefix}/register`, registers, { "user-agent": userAgent });
  assert.equal(status, 201);
  assert.ok(!JSON.stringify(body).includes("null"), "clients stumble over nulls");
  const { client_id, client_secret, client_secret_expires_at, token_endpoint_auth_method: method } = body;
  assert.equal(method, registers.token_endpoint_auth_method);
  if (method === "none") return { fields: { client_id }, headers: {} };
  assert.ok(Number.isInteger(client_secret_expires_at));
  if (method === "client_secret_post") return { fields: { client_id, client_secret }, headers: {} };
  return { fields: {}, headers: { authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}` } };
}

/** The client's id, wherever it is sent. */
const idOf = ({ fields, headers }: Proof): string =>
  fields.client_id ?? atob(headers.authorization!.slice("Basic ".length)).split(":")[0]!;

function askToken(app: TestApp, { prefix, userAgent }: Host, proof: Proof, form: Record<string, string>) {
  const fields = new URLSearchParams({ ...form, ...proof.fields });
  return post(app, `${prefix}/token`, fields, { "user-agent": userAgent, ...proof.headers });
}

/** A login from the first visit to the tokens. */
async function logIn(app: TestApp, host: Host, proof: Proof, browser = openBrowser(app)): Promise<JsonAnswer["body"]> {
  const { redirectUri, scope, resource, extra, prefix } = host;
  const path = authorizePath(idOf(proof), { redirect_uri: redirectUri, scope, resource, ...extra });
  const { location, text } = await allow(browser, path.replace(/^\/oauth/, prefix));
  assert.ok(location !== null && location.startsWith(redirectUri), location ?? text);
  const back = new URL(location).searchParams;
  assert.deepEqual([back.get("iss"), back.get("state")], [ORIGIN, "a state/of=the&client"]);
  const { status, body } = await askToken(app, host, proof, {
    grant_type: "authorization_code",
    code: back.get("code")!,
    redirect_uri: redirectUri,
    code_verifier: VERIFIER,
    resource,
  });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

let lastId = 0;

/** A message to the MCP endpoint as a host of the 2025 era posts it, but without a version header. */
function say(method: string, params: unknown, headers: Record<string, string>, path = "/mcp"): Request {
  const isNotification = method.startsWith("notifications/");
  return new Request(ORIGIN + path, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream", ...headers },
    body: JSON.stringify({ jsonrpc: "2.0", ...(isNotification ? {} : { id: ++lastId }), method, params }),
  });
}

const INITIALIZE = {
  protocolVersion: "2025-06-18",
  capabilities: {},
  clientInfo: { name: "Anthropic/ClaudeAI", version: "1.0.0" },
};

for (const host of HOSTS) {
  Deno.test(`replays: ${host.name}: from the login to a quote, and an hour later by refresh`, async () => {
    await using app = await start();
    const proof = await introduce(app, host);
    const tokens = await logIn(app, host, proof);
    assert.deepEqual([tokens.token_type, tokens.expires_in, tokens.scope], ["Bearer", 3600, "read"]);
    assert.equal(claimsOf(tokens.access_token).aud, MCP);

    const headers = { "user-agent": host.userAgent, authorization: `Bearer ${tokens.access_token}` };
    const hello = await app.fetch(say("initialize", INITIALIZE, headers));
    assert.deepEqual([hello.status, (await hello.json()).result.protocolVersion], [200, "2025-06-18"]);
    const noted = await app.fetch(say("notifications/initialized", {}, headers));
    assert.deepEqual([noted.status, await noted.text()], [202, ""]);
    const listed = await (await app.fetch(say("tools/list", {}, headers))).json();
    assert.equal(listed.result.tools[0].name, "get_quote");
    const quote = { name: "get_quote", arguments: { symbol: "AAPL" } };
    const called = await (await app.fetch(say("tools/call", quote, headers))).json();
    assert.equal(JSON.parse(called.result.content[0].text).symbol, "AAPL");

    app.clock.at += HOUR;
    const late = await app.fetch(say("tools/call", quote, headers));
    assert.equal(late.status, 401);
    assert.match(late.headers.get("www-authenticate")!, /error="invalid_token"/);
    await late.body?.cancel();
    const renewed = await askToken(app, host, proof, {
      grant_type: "refresh_token",
      refresh_token: tokens.refresh_token,
      resource: host.resource,
      scope: host.scope,
    });
    assert.equal(renewed.status, 200, JSON.stringify(renewed.body));
    const again = await app.fetch(say("tools/call", quote, { authorization: `Bearer ${renewed.body.access_token}` }));
    assert.equal(again.status, 200);
    await again.body?.cancel();
  });
}

const PROBES: [name: string, init: RequestInit][] = [
  ["initialize with Accept */*", {
    method: "POST",
    headers: { accept: "*/*", "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 0, method: "initialize", params: INITIALIZE }),
  }],
  ["initialize without Accept", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 0, method: "initialize", params: INITIALIZE }),
  }],
  ["a version we do not know", {
    method: "POST",
    headers: { "content-type": "application/json", "mcp-protocol-version": "2031-01-01" },
    body: "{}",
  }],
  ["an empty POST", { method: "POST" }],
  ["broken JSON", { method: "POST", headers: { "content-type": "application/json" }, body: "{" }],
  ["a body of 300 KB", { method: "POST", body: "x".repeat(300_000) }],
  ["GET for an event stream", { headers: { accept: "text/event-stream" } }],
  ["DELETE of a session", { method: "DELETE", headers: { "mcp-session-id": "x" } }],
  ["a token of somebody else", { method: "POST", headers: { authorization: "Bearer abc.def.ghi" } }],
  ["a token in the query", { method: "POST", body: "{}" }],
];

for (const [path, document] of [["/mcp", "oauth-protected-resource/mcp"], ["/", "oauth-protected-resource"]]) {
  for (const [name, init] of PROBES) {
    Deno.test(`replays: a probe before the login at ${path}, ${name}, learns where to log in`, async () => {
      await using app = await start();
      const query = name.includes("query") ? "?access_token=abc&token=abc" : "";
      const response = await app.fetch(new Request(ORIGIN + path + query, init));
      await response.body?.cancel();
      assert.equal(response.status, 401);
      const challenge = response.headers.get("www-authenticate")!;
      assert.ok(challenge.startsWith(`Bearer resource_metadata="${ORIGIN}/.well-known/${document}", scope="read"`));
      assert.equal(/error=/.test(challenge), name.includes("token of"));
    });
  }
}

Deno.test("replays: HEAD says which protocol is spoken, with and without a login", async () => {
  await using app = await start();
  const host = HOSTS[0]!;
  const { access_token } = await logIn(app, host, await introduce(app, host));
  for (const [path, withToken, withoutToken] of [["/mcp", 405, 401], ["/", 200, 200]] as const) {
    for (const [authorization, status] of [[`Bearer ${access_token}`, withToken], ["", withoutToken]] as const) {
      const headers: HeadersInit = authorization === "" ? {} : { authorization };
      const response = await app.fetch(new Request(ORIGIN + path, { method: "HEAD", headers }));
      assert.equal(response.status, status, `${path} ${authorization}`);
      assert.match(response.headers.get("mcp-protocol-version") ?? "", /^\d{4}-\d\d-\d\d$/);
    }
  }
});

const METADATA: [path: string, member: string, value: unknown][] = [
  ["/.well-known/oauth-protected-resource", "resource", ORIGIN],
  ["/.well-known/oauth-protected-resource/mcp", "resource", MCP],
  ["/.well-known/oauth-authorization-server", "issuer", ORIGIN],
  ["/.well-known/oauth-authorization-server/mcp", "issuer", ORIGIN],
  ["/.well-known/openid-configuration", "issuer", ORIGIN],
  ["/.well-known/openid-configuration/mcp", "issuer", ORIGIN],
  ["/mcp/.well-known/openid-configuration", "issuer", ORIGIN],
];

for (const [path, member, value] of METADATA) {
  Deno.test(`replays: discovery without a token finds JSON at ${path}`, async () => {
    await using app = await start();
    const request = new Request(ORIGIN + path, { headers: { accept: "*/*", "user-agent": "python-httpx/0.28.1" } });
    const response = await app.fetch(request);
    assert.deepEqual([response.status, response.headers.get("content-type")], [200, "application/json"]);
    assert.equal((await response.json())[member], value);
  });
}

Deno.test("replays: what makes Claude and ChatGPT choose their documents is in the metadata", async () => {
  await using app = await start();
  const response = await app.fetch(new Request(`${ORIGIN}/.well-known/oauth-authorization-server`));
  const metadata = await response.json();
  assert.equal(metadata.client_id_metadata_document_supported, true);
  assert.ok(metadata.token_endpoint_auth_methods_supported.includes("none"));
  assert.equal(metadata.authorization_response_iss_parameter_supported, true);
});

for (const asked of [ORIGIN, `${ORIGIN}/`, MCP, `${ORIGIN}/mcp/`]) {
  for (const redeemed of [ORIGIN, `${ORIGIN}/`, MCP, `${ORIGIN}/mcp/`]) {
    Deno.test(`replays: a login for ${asked}, redeemed for ${redeemed}, is good for the one resource`, async () => {
      await using app = await start();
      const host = { ...HOSTS[0]!, resource: asked };
      const proof = await introduce(app, host);
      const { access_token, refresh_token } = await logIn(app, host, proof);
      const renewed = await askToken(app, host, proof, {
        grant_type: "refresh_token",
        refresh_token,
        resource: redeemed,
      });
      for (const token of [access_token, renewed.body.access_token]) {
        assert.equal(claimsOf(token).aud, MCP);
        for (const path of ["/mcp", "/"]) {
          const response = await app.fetch(say("tools/list", {}, { authorization: `Bearer ${token}` }, path));
          assert.equal(response.status, 200);
          await response.body?.cancel();
        }
      }
    });
  }
}

Deno.test("replays: a refresh raced from two addresses gives both the same successor, and both can go on", async () => {
  await using app = await start();
  const host = HOSTS[0]!;
  const proof = await introduce(app, host);
  const { refresh_token } = await logIn(app, host, proof);
  const form = { grant_type: "refresh_token", refresh_token };
  const from = (address: string) =>
    askToken({ ...app, fetch: (request) => app.fetch(request, { address }) }, host, proof, form);
  app.clock.at += HOUR;
  const raced = await Promise.all([from("160.79.106.35"), from("160.79.106.122")]);
  // An answer that got lost is asked for again.
  app.clock.at += 100_000;
  raced.push(await from("160.79.104.7"));
  const successors = new Set<string>();
  for (const { status, body } of raced) {
    assert.equal(status, 200, JSON.stringify(body));
    successors.add(body.refresh_token);
    const response = await app.fetch(say("tools/list", {}, { authorization: `Bearer ${body.access_token}` }));
    assert.equal(response.status, 200);
    await response.body?.cancel();
  }
  assert.equal(successors.size, 1);
  const next = await askToken(app, host, proof, { grant_type: "refresh_token", refresh_token: [...successors][0]! });
  assert.equal(next.status, 200);
});

Deno.test("replays: a registration that is gone is invalid_client, which makes Claude register anew", async () => {
  await using app = await start();
  const host = HOSTS.find(({ registers }) => registers?.token_endpoint_auth_method === "client_secret_post")!;
  const proof = await introduce(app, host);
  const browser = openBrowser(app);
  const { refresh_token } = await logIn(app, host, proof, browser);
  app.clock.at += 91 * 24 * HOUR;
  const gone = await askToken(app, host, proof, { grant_type: "refresh_token", refresh_token });
  assert.deepEqual([gone.status, gone.body.error], [401, "invalid_client"]);
  const anew = await introduce(app, host);
  assert.notEqual(idOf(anew), idOf(proof));
  assert.equal((await logIn(app, host, anew, browser)).scope, "read");
});

Deno.test("replays: a grant that has merely ended is invalid_grant, for which nobody registers anew", async () => {
  await using app = await start();
  const host = HOSTS[0]!;
  const proof = await introduce(app, host);
  const { refresh_token } = await logIn(app, host, proof);
  app.clock.at += 31 * 24 * HOUR;
  const ended = await askToken(app, host, proof, { grant_type: "refresh_token", refresh_token });
  assert.deepEqual([ended.status, ended.body.error], [400, "invalid_grant"]);
});

Deno.test("replays: somebody who connects a second host is asked, and has nothing to link", async () => {
  await using app = await start();
  const browser = openBrowser(app);
  const [claude, chatGpt] = [HOSTS[0]!, HOSTS.find(({ document }) => document === CHATGPT)!];
  const first = await logIn(app, claude, await introduce(app, claude), browser);
  const before = app.simulator.requests.length;
  const second = await logIn(app, chatGpt, await introduce(app, chatGpt), browser);
  assert.equal(app.simulator.requests.length, before);
  const [one, other] = [claimsOf(first.access_token), claimsOf(second.access_token)];
  assert.equal(one.sub, other.sub);
  assert.notEqual(one.grant, other.grant);
});
