import assert from "node:assert/strict";
import fc from "fast-check";
import { nameOfRedirect, readClientMetadata } from "../../src/auth/client_metadata.ts";
import { isPermittedRedirect } from "../../src/auth/redirects.ts";

const GOOD = { redirect_uris: ["https://example.com/cb"] };

function accepted(metadata: unknown) {
  const read = readClientMetadata(metadata);
  assert.ok(read.ok, JSON.stringify(read));
  return read.value;
}

function refusedField(metadata: unknown): string {
  const read = readClientMetadata(metadata);
  assert.ok(!read.ok && read.failure.kind === "invalid", JSON.stringify(metadata));
  return read.failure.subject;
}

Deno.test("client metadata: what a client leaves out, or gives as null, has its default", () => {
  const expected = {
    name: null,
    redirectUris: GOOD.redirect_uris,
    grantTypes: ["authorization_code", "refresh_token"],
    authMethod: null,
    otherAuthMethods: [],
  };
  assert.deepEqual(accepted(GOOD), expected);
  const nulls = { client_name: null, grant_types: null, response_types: null, token_endpoint_auth_method: null };
  assert.deepEqual(accepted({ ...GOOD, ...nulls, logo_uri: null, jwks: 7, extra: { a: 1 } }), expected);
  assert.equal(nameOfRedirect(expected.redirectUris), "example.com");
});

Deno.test("client metadata: of a mixed set of redirects the good ones are kept, each once", () => {
  const cursor = [
    "cursor://anysphere.cursor-mcp/oauth/callback",
    "https://www.cursor.com/agents/mcp/oauth/callback",
    "http://localhost:8787/callback",
  ];
  assert.deepEqual(accepted({ redirect_uris: cursor }).redirectUris, cursor);
  const mixed = ["javascript:alert(1)", cursor[1]!, "myapp://cb", cursor[1]!, "http://example.com/cb", ""];
  assert.deepEqual(accepted({ redirect_uris: mixed }).redirectUris, [cursor[1]]);
});

Deno.test("client metadata: grants we do not offer are dropped, but logging in must be among the rest", () => {
  const of = (grants: string[]) => accepted({ ...GOOD, grant_types: grants }).grantTypes;
  assert.deepEqual(of(["authorization_code"]), ["authorization_code"]);
  const deviceCode = "urn:ietf:params:oauth:grant-type:device_code";
  assert.deepEqual(of([deviceCode, "refresh_token", "authorization_code"]), ["authorization_code", "refresh_token"]);
  assert.equal(refusedField({ ...GOOD, grant_types: ["client_credentials"] }), "grant_types");
  assert.equal(refusedField({ ...GOOD, grant_types: [] }), "grant_types");
  assert.equal(refusedField({ ...GOOD, response_types: ["token"] }), "response_types");
});

Deno.test("client metadata: what has another form is refused by the name of its field, without its contents", () => {
  for (const metadata of [null, undefined, 7, "text", [], [GOOD]]) {
    assert.equal(refusedField(metadata), "client metadata");
  }
  assert.equal(refusedField({}), "redirect_uris");
  assert.equal(refusedField({ redirect_uris: [] }), "redirect_uris");
  assert.equal(refusedField({ redirect_uris: "https://example.com/cb" }), "redirect_uris");
  assert.equal(refusedField({ redirect_uris: [7] }), "redirect_uris");
  assert.equal(refusedField({ redirect_uris: ["http://example.com/cb"] }), "redirect_uris");
  const many = Array.from({ length: 21 }, (_, position) => `https://example.com/${position}`);
  assert.equal(refusedField({ redirect_uris: many }), "redirect_uris");
  assert.equal(refusedField({ ...GOOD, client_name: 7 }), "client_name");
  assert.equal(refusedField({ ...GOOD, client_name: { toString: "x" } }), "client_name");
  assert.equal(refusedField({ ...GOOD, grant_types: "authorization_code" }), "grant_types");
  assert.equal(refusedField({ ...GOOD, token_endpoint_auth_method: ["none"] }), "token_endpoint_auth_method");
  const read = readClientMetadata({ redirect_uris: ["javascript:steal()"], client_name: "steal()" });
  assert.doesNotMatch(JSON.stringify(read), /steal/);
});

Deno.test("client metadata: a name is shown as text, without what could hide or turn it around", () => {
  const nameOf = (name: string) => accepted({ ...GOOD, client_name: name }).name;
  assert.equal(nameOf("Claude"), "Claude");
  assert.equal(nameOf("  My \n\t client\u0000  "), "My client");
  assert.equal(nameOf("<script>alert('x')</script>"), "<script>alert('x')</script>");
  assert.equal(nameOf("safe\u202egnp.exe\u2066\u200b\u00ad"), "safe gnp.exe");
  assert.equal(nameOf("Caf\u00e9 \u65e5\u672c"), "Caf\u00e9 \u65e5\u672c");
  assert.equal(nameOf("\u{1f600}".repeat(100)), "\u{1f600}".repeat(80));
  assert.equal(nameOf("a\ud800b"), "a\ufffdb");
  assert.equal(nameOf(" \u200b\n"), null);
  assert.equal(nameOf(""), null);
});

Deno.test("client metadata: whatever is accepted has permitted redirects and a clean name", () => {
  const anything = fc.record({
    redirect_uris: fc.oneof(
      fc.array(fc.oneof(fc.webUrl(), fc.string(), fc.constant("http://localhost/cb")), { maxLength: 5 }),
      fc.anything(),
    ),
    client_name: fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.anything()),
    grant_types: fc.oneof(fc.constant(undefined), fc.anything()),
  }, { requiredKeys: [] });
  let count = 0;
  fc.assert(
    fc.property(anything, (metadata) => {
      const read = readClientMetadata(metadata);
      if (!read.ok) return;
      count++;
      const { name, redirectUris } = read.value;
      assert.ok(redirectUris.length > 0 && redirectUris.every(isPermittedRedirect));
      assert.ok(name === null || (Array.from(name).length <= 80 && !/\p{C}/u.test(name) && name === name.trim()));
    }),
    { numRuns: 2_000, seed: 20261122 },
  );
  assert.ok(count > 100);
});
