import assert from "node:assert/strict";
import { isDocumentUrl } from "../../src/auth/fetch_client_document.ts";
import { shippedDocument } from "../../src/auth/named_clients.ts";
import { isLoopbackRedirect, isPermittedRedirect, matchesRedirect } from "../../src/auth/redirects.ts";

/** Client id, name, where it asks for its answers, and whether that is on the user's own device. */
const NAMED: [string, string, string, boolean][] = [
  ["https://claude.ai/oauth/mcp-oauth-client-metadata", "Claude", "https://claude.ai/api/mcp/auth_callback", false],
  ["https://claude.ai/oauth/claude-code-client-metadata", "Claude Code", "http://localhost:54545/callback", true],
  ["https://claude.ai/oauth/claude-code-client-metadata", "Claude Code", "http://127.0.0.1:54545/callback", true],
  ["https://chatgpt.com/oauth/client.json", "ChatGPT", "https://chatgpt.com/connector_platform_oauth_redirect", false],
  ["https://chatgpt.com/oauth/aB3_x-9/client.json", "ChatGPT", "https://chatgpt.com/connector/oauth/aB3_x-9", false],
  ["https://chatgpt.com/oauth/codex/client.json", "Codex", "http://127.0.0.1:40000/callback", true],
  ["https://vscode.dev/oauth/client-metadata.json", "Visual Studio Code", "http://127.0.0.1:33418", true],
  ["https://vscode.dev/oauth/client-metadata.json", "Visual Studio Code", "http://127.0.0.1:50505/", true],
  ["https://vscode.dev/oauth/client-metadata.json", "Visual Studio Code", "https://vscode.dev/redirect", false],
  ["https://zed.dev/oauth/client-metadata.json", "Zed", "http://127.0.0.1:40000/callback", true],
  ["https://opencode.ai/oauth/opencode/client.json", "opencode", "http://localhost:40000/callback", true],
];

Deno.test("named clients: each has a copy whose redirects are permitted and take what the client sends", () => {
  for (const [id, name, redirect, isLoopback] of NAMED) {
    const document = shippedDocument(id);
    assert.ok(document, id);
    assert.ok(isDocumentUrl(id), id);
    assert.equal(document.name, name);
    assert.ok(document.redirectUris.every(isPermittedRedirect), id);
    assert.ok(matchesRedirect(document.redirectUris, redirect), `${id} <- ${redirect}`);
    assert.equal(isLoopbackRedirect(redirect), isLoopback, redirect);
  }
});

Deno.test("named clients: one client's redirect is not another's", () => {
  const redirects = (id: string) => shippedDocument(id)!.redirectUris;
  const claude = redirects("https://claude.ai/oauth/mcp-oauth-client-metadata");
  assert.equal(matchesRedirect(claude, "http://localhost:1/callback"), false);
  const connector = redirects("https://chatgpt.com/oauth/one/client.json");
  assert.equal(matchesRedirect(connector, "https://chatgpt.com/connector/oauth/two"), false);
  assert.equal(matchesRedirect(connector, "https://chatgpt.com/connector_platform_oauth_redirect"), false);
});

Deno.test("named clients: an address that is merely like one of theirs is nobody's", () => {
  const unknown = [
    "https://claude.ai/oauth/other",
    "https://claude.ai/oauth/mcp-oauth-client-metadata/",
    "https://claude.ai/oauth/mcp-oauth-client-metadata?x=1",
    "http://claude.ai/oauth/mcp-oauth-client-metadata",
    "https://claude.ai.evil.example/oauth/mcp-oauth-client-metadata",
    "https://evil.example/https://claude.ai/oauth/mcp-oauth-client-metadata",
    "https://www.chatgpt.com/oauth/client.json",
    "https://chatgpt.com/oauth//client.json",
    "https://chatgpt.com/oauth/a/b/client.json",
    "https://chatgpt.com/oauth/../client.json",
    "https://chatgpt.com/oauth/a%2Fb/client.json",
    "https://chatgpt.com/oauth/a.b/client.json",
    "https://chatgpt.com/oauth/one/client.json\n",
    "https://chatgpt.com/oauth/one/client.json#x",
    "https://chatgptXcom/oauth/one/client.json",
    `https://chatgpt.com/oauth/${"a".repeat(65)}/client.json`,
    "",
  ];
  for (const id of unknown) assert.equal(shippedDocument(id), null, id);
});
