import assert from "node:assert/strict";
import {
  authorizationServerMetadata,
  challenge,
  isOurResource,
  protectedResourceMetadata,
  resourceOf,
} from "../../src/auth/metadata.ts";

const ORIGIN = "https://ttai.example";

Deno.test("metadata: the canonical resource is the MCP endpoint; spellings of it and of the origin are ours", () => {
  assert.equal(resourceOf(ORIGIN), "https://ttai.example/mcp");
  for (const own of [ORIGIN, `${ORIGIN}/`, `${ORIGIN}/mcp`, `${ORIGIN}/mcp/`, "HTTPS://TTAI.example/mcp"]) {
    assert.ok(isOurResource(ORIGIN, own), own);
  }
  for (
    const other of [
      "",
      "ttai.example",
      "/mcp",
      "http://ttai.example/mcp",
      "https://ttai.example:8443/mcp",
      "https://ttai.example.evil.example/mcp",
      "https://ttai.example@evil.example/mcp",
      "https://u@ttai.example/mcp",
      "https://ttai.example/MCP",
      "https://ttai.example/mcp?x",
      "https://ttai.example/mcp#x",
      "https://ttai.example/other",
    ]
  ) assert.equal(isOurResource(ORIGIN, other), false, other);
});

Deno.test("metadata: of the authorization server, every address below its issuer", () => {
  const metadata = authorizationServerMetadata(ORIGIN);
  assert.equal(metadata.issuer, ORIGIN);
  for (const [name, value] of Object.entries(metadata)) {
    if (name.endsWith("_endpoint")) assert.match(`${value}`, /^https:\/\/ttai\.example\/oauth\/[a-z]+$/, name);
  }
  assert.deepEqual(Object.values(metadata).filter((value) => value === null || value === undefined), []);
});

Deno.test("metadata: of the resource, in the spelling it was asked by", () => {
  assert.deepEqual(protectedResourceMetadata(ORIGIN, "/mcp"), {
    resource: `${ORIGIN}/mcp`,
    authorization_servers: [ORIGIN],
    scopes_supported: ["read"],
    bearer_methods_supported: ["header"],
    resource_name: "TTAI",
  });
  assert.equal(protectedResourceMetadata(ORIGIN, "").resource, ORIGIN);
});

Deno.test("metadata: the challenge names its document, and an error only where a token was shown", () => {
  const document = `${ORIGIN}/.well-known/oauth-protected-resource`;
  assert.equal(challenge(ORIGIN, "/mcp", "missing"), `Bearer resource_metadata="${document}/mcp", scope="read"`);
  const refused = challenge(ORIGIN, "", "invalid");
  assert.ok(refused.startsWith(`Bearer resource_metadata="${document}", scope="read", error="invalid_token", `));
  assert.match(refused, /error_description="[^"]+"$/);
});
