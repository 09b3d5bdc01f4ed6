import assert from "node:assert/strict";
import type { ClientKind } from "../support/clients.ts";
import { claimsOf } from "../support/login.ts";
import { approve } from "./login_at.ts";
import { CHATGPT, CHATGPT_CALLBACK, CHATGPT_CONNECTOR, CHATGPT_CONNECTOR_CALLBACK } from "./documents.ts";
import { CLAUDE, CLAUDE_CALLBACK, CLAUDE_CODE, VS_CODE } from "./documents.ts";
import { type LoginServer, startLoginServer } from "./login_server.ts";
import { connectSdk, type Identity } from "./sdk_client.ts";

/** The client libraries leave the bodies of some refusals unread, until they are collected as garbage. */
const UNREAD_BODIES = { sanitizeOps: false, sanitizeResources: false };

const KINDS: ClientKind[] = ["sdk 1", "2025-11-25", "2026-07-28"];
const CALLBACK = "http://localhost:49152/callback";
const HOUR = 3_600_000;

/** A client of somebody whose browser is their own for the whole test. */
async function connectUser(
  server: LoginServer,
  kind: ClientKind,
  identity: Identity,
  { path = "/mcp", user }: { path?: string; user?: (address: URL) => Promise<URL> } = {},
) {
  const browser = server.openBrowser();
  const client = await connectSdk(
    kind,
    server.origin + path,
    identity,
    user ?? ((address) => approve(browser, address)),
  );
  // The older protocol asks for a stream on the side. Were it still on its way when a token ends, the SDK would log in twice
  // at once, and mix up the two.
  if (kind !== "2026-07-28") await server.answered(`GET ${path} 405`);
  return client;
}

/** What was asked since the last look. */
const take = (server: LoginServer): string[] => server.trace.splice(0);

/** The part that a client does before and after its user's visit, whatever it says over MCP. */
const oauthSteps = (trace: string[]): string[] => trace.filter((step) => !/^\w+ \/(mcp)? /.test(step));

for (const kind of KINDS) {
  Deno.test(`clients: ${kind} finds its way from the 401 to a quote, and registers itself`, UNREAD_BODIES, async () => {
    await using server = await startLoginServer();
    await using client = await connectUser(server, kind, { redirectUri: CALLBACK });
    const { value } = await client.callTool("get_quote", { symbol: "AAPL" });
    assert.equal(value.symbol, "AAPL");

    const trace = take(server);
    assert.equal(trace[0], "POST /mcp 401");
    assert.deepEqual([...new Set(oauthSteps(trace))], [
      "GET /.well-known/oauth-protected-resource/mcp 200",
      "GET /.well-known/oauth-authorization-server 200",
      "POST /oauth/register 201",
      "POST /oauth/token 200",
    ]);
    const asked = client.asked[0]!.searchParams;
    assert.equal(client.asked.length, 1);
    assert.equal(asked.get("resource"), `${server.origin}/mcp`);
    assert.equal(asked.get("code_challenge_method"), "S256");
    assert.match(asked.get("scope")!, /^read\b/);
    const { aud, iss, scope } = claimsOf(client.kept.tokens!.access_token);
    assert.deepEqual({ aud, iss, scope }, { aud: `${server.origin}/mcp`, iss: server.origin, scope: "read" });
  });

  Deno.test(`clients: ${kind} renews an expired access token without its user`, UNREAD_BODIES, async () => {
    await using server = await startLoginServer();
    await using client = await connectUser(server, kind, { redirectUri: CALLBACK });
    const first = client.kept.tokens!;
    take(server);
    server.app.clock.at += HOUR + 1000;
    assert.equal((await client.callTool("get_quote", { symbol: "AAPL" })).value.symbol, "AAPL");
    const second = client.kept.tokens!;
    assert.ok(take(server).includes("POST /oauth/token 200"));
    assert.equal(client.asked.length, 1);
    assert.notEqual(second.access_token, first.access_token);
    assert.notEqual(second.refresh_token, first.refresh_token);
    // And again, with the token that came by the first renewal.
    server.app.clock.at += HOUR + 1000;
    assert.equal((await client.callTool("get_quote", { symbol: "AAPL" })).value.symbol, "AAPL");
    assert.equal(client.asked.length, 1);
  });

  Deno.test(
    `clients: ${kind} asks its user again once everything is revoked, and one click is enough`,
    UNREAD_BODIES,
    async () => {
      await using server = await startLoginServer();
      const browser = server.openBrowser();
      const ways: string[] = [];
      const user = async (address: URL) => {
        // Only who links an account has the broker asked.
        const before = server.app.simulator.requests.length;
        const back = await approve(browser, address);
        ways.push(server.app.simulator.requests.length > before ? "linked" : "clicked");
        return back;
      };
      await using client = await connectUser(server, kind, { redirectUri: CALLBACK }, { user });
      const { sub } = claimsOf(client.kept.tokens!.access_token);
      take(server);
      assert.equal(await server.app.access.server!.account.revokeAll(String(sub)), 1);
      assert.equal((await client.callTool("get_quote", { symbol: "AAPL" })).value.symbol, "AAPL");
      assert.deepEqual(ways, ["linked", "clicked"]);
      const steps = oauthSteps(take(server));
      assert.ok(steps.includes("POST /oauth/token 400"), "it tried to refresh first");
      assert.ok(!steps.includes("POST /oauth/register 201"), "it is still registered");
      assert.equal(claimsOf(client.kept.tokens!.access_token).sub, sub);
    },
  );

  Deno.test(`clients: ${kind} registers anew when its registration is gone`, UNREAD_BODIES, async () => {
    await using server = await startLoginServer();
    await using client = await connectUser(server, kind, { redirectUri: CALLBACK });
    const before = client.kept.client!.client_id;
    take(server);
    server.app.clock.at += 91 * 24 * HOUR;
    assert.equal((await client.callTool("get_quote", { symbol: "AAPL" })).value.symbol, "AAPL");
    const steps = oauthSteps(take(server));
    assert.ok(steps.includes("POST /oauth/token 401"));
    assert.ok(steps.includes("POST /oauth/register 201"));
    assert.notEqual(client.kept.client!.client_id, before);
  });

  Deno.test(`clients: ${kind} connects to the bare origin as well`, UNREAD_BODIES, async () => {
    await using server = await startLoginServer();
    await using client = await connectUser(server, kind, { redirectUri: CALLBACK }, { path: "/" });
    assert.equal((await client.callTool("get_quote", { symbol: "AAPL" })).value.symbol, "AAPL");
    assert.ok(take(server).includes("GET /.well-known/oauth-protected-resource 200"));
    assert.equal(claimsOf(client.kept.tokens!.access_token).aud, `${server.origin}/mcp`);
  });

  Deno.test(`clients: ${kind} is told when its user says no`, UNREAD_BODIES, async () => {
    await using server = await startLoginServer();
    const browser = server.openBrowser();
    const user = async (address: URL) => {
      const page = await browser.follow(await browser.get(address.href));
      const denied = await browser.submit(page, { decision: "deny" });
      const back = new URL(denied.location!);
      assert.equal(back.origin + back.pathname, CALLBACK);
      assert.equal(back.searchParams.get("error"), "access_denied");
      assert.equal(back.searchParams.get("iss"), server.origin);
      return back;
    };
    await assert.rejects(connectUser(server, kind, { redirectUri: CALLBACK }, { user }));
    assert.ok(!take(server).includes("POST /oauth/token 200"));
  });
}

for (const kind of ["sdk 1", "2025-11-25"] as const) {
  for (const authMethod of ["none", "client_secret_post", "client_secret_basic"] as const) {
    Deno.test(`clients: ${kind} registers with ${authMethod}, logs in and renews with it`, UNREAD_BODIES, async () => {
      await using server = await startLoginServer();
      await using client = await connectUser(server, kind, { redirectUri: CALLBACK, authMethod });
      assert.equal(client.kept.client!.token_endpoint_auth_method, authMethod);
      assert.equal("client_secret" in client.kept.client!, authMethod !== "none");
      server.app.clock.at += HOUR + 1000;
      assert.equal((await client.callTool("get_quote", { symbol: "AAPL" })).value.symbol, "AAPL");
      assert.equal(client.asked.length, 1);
    });
  }

  const named: [name: string, host: string, identity: Identity][] = [
    ["Claude", "claude.ai", { document: CLAUDE, redirectUri: CLAUDE_CALLBACK }],
    ["Claude Code", "claude.ai", { document: CLAUDE_CODE, redirectUri: "http://localhost:61234/callback" }],
    ["Claude Code", "claude.ai", { document: CLAUDE_CODE, redirectUri: "http://127.0.0.1:50001/callback" }],
    ["ChatGPT", "chatgpt.com", { document: CHATGPT, redirectUri: CHATGPT_CALLBACK }],
    ["ChatGPT", "chatgpt.com", { document: CHATGPT_CONNECTOR, redirectUri: CHATGPT_CONNECTOR_CALLBACK }],
    ["Visual Studio Code", "vscode.dev", { document: VS_CODE, redirectUri: "http://127.0.0.1:33418/" }],
    ["Visual Studio Code", "vscode.dev", { document: VS_CODE, redirectUri: "http://127.0.0.1:40404" }],
    ["Visual Studio Code", "vscode.dev", { document: VS_CODE, redirectUri: "https://vscode.dev/redirect" }],
  ];
  for (const [name, host, identity] of named) {
    Deno.test(
      `clients: ${kind} logs in as ${name} by its document, with ${identity.redirectUri}`,
      UNREAD_BODIES,
      async () => {
        await using server = await startLoginServer();
        const browser = server.openBrowser();
        const user = async (address: URL) => {
          const page = (await browser.get(address.href)).text;
          assert.ok(page.includes(name) && page.includes(host), "the page says who asks, and who vouches for it");
          return await approve(browser, address, { way: "partner", customer: 1 });
        };
        await using client = await connectUser(server, kind, identity, { user });
        assert.equal((await client.callTool("get_quote", { symbol: "AAPL" })).value.symbol, "AAPL");
        assert.equal(client.asked[0]!.searchParams.get("client_id"), identity.document);
        assert.ok(!oauthSteps(take(server)).some((step) => step.includes("register")));
        assert.equal(server.app.lines.filter(({ event }) => event === "client document missing").length, 0);
        server.app.clock.at += HOUR + 1000;
        assert.equal((await client.callTool("get_quote", { symbol: "AAPL" })).value.symbol, "AAPL");
        assert.equal(client.asked.length, 1);
      },
    );
  }
}
