import assert from "node:assert/strict";
import fc from "fast-check";
import { isLoopbackRedirect, isPermittedRedirect, matchesRedirect, redirectHost } from "../../src/auth/redirects.ts";

/** What the clients people use send today. */
const IN_USE = [
  "https://claude.ai/api/mcp/auth_callback",
  "https://claude.com/api/mcp/auth_callback",
  "http://localhost/callback",
  "http://127.0.0.1/callback",
  "http://localhost:49152/callback",
  "https://chatgpt.com/connector_platform_oauth_redirect",
  "https://chatgpt.com/connector/oauth/aB3_x-9",
  "cursor://anysphere.cursor-mcp/oauth/callback",
  "https://www.cursor.com/agents/mcp/oauth/callback",
  "http://localhost:8787/callback",
  "https://vscode.dev/redirect",
  "https://insiders.vscode.dev/redirect",
  "http://127.0.0.1:33418",
  "http://127.0.0.1:33418/",
  "http://localhost:3334/oauth/callback",
  "http://localhost:6274/oauth/callback",
  "http://127.0.0.1:6276/oauth/callback",
  "http://[::1]:8080/callback",
];

const ALSO_PERMITTED = [
  "https://example.com",
  "https://example.com:8443/cb?tenant=a&next=%2Fhome",
  "https://example.com/@user/cb",
  "https://xn--bcher-kva.example/cb",
  "https://localhost:3000/cb",
  "http://localhost:80/cb",
];

const REFUSED = [
  "",
  "callback",
  "/callback",
  "//example.com/cb",
  "javascript:alert(1)",
  "JavaScript://example.com/%0aalert(1)",
  "java\tscript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "file:///etc/passwd",
  "blob:https://example.com/1",
  "about:blank",
  "ftp://example.com/cb",
  "ws://localhost/cb",
  "urn:ietf:wg:oauth:2.0:oob",
  "claude://claude.ai/oauth/callback",
  "com.example.app:/cb",
  "cursor://anysphere.cursor-mcp/oauth/callback/",
  "cursor://anysphere.cursor-mcp/oauth/callback?x=1",
  "cursor://anysphere.cursor-mcp:1/oauth/callback",
  "CURSOR://anysphere.cursor-mcp/oauth/callback",
  "cursor://evil/oauth/callback",
  "http://example.com/cb",
  "http://claude.ai/api/mcp/auth_callback",
  "http://localhost.example.com/cb",
  "http://localhost./cb",
  "http://127.0.0.1.example.com/cb",
  "http://127.0.0.2/cb",
  "http://127.1/cb",
  "http://2130706433/cb",
  "http://0x7f000001/cb",
  "http://0.0.0.0/cb",
  "http://[::]/cb",
  "http://[::ffff:127.0.0.1]/cb",
  "http://[0:0:0:0:0:0:0:1]/cb",
  "http://LOCALHOST/cb",
  "https://127.1/cb",
  "https://2130706433/cb",
  "https://0x7f.0.0.1/cb",
  "https://user@example.com/cb",
  "https://user:secret@example.com/cb",
  "https://@example.com/cb",
  "https://claude.ai@example.com/cb",
  "https://claude.ai:443@example.com/cb",
  "http://localhost:80@example.com/cb",
  "https://example.com/cb#",
  "https://example.com/cb#token",
  "https://*.example.com/cb",
  "https://example.com/*",
  "http://localhost:*/cb",
  "https://example.com\\@claude.ai/cb",
  "https:\\\\example.com\\cb",
  "https:/example.com/cb",
  "https:example.com/cb",
  "https:///example.com/cb",
  "https://example.com/a/../cb",
  "https://example.com/a/%2e%2E/cb",
  "https://example.com/./cb",
  "https://example.com./cb",
  "https://Example.com/cb",
  "HTTPS://example.com/cb",
  "https://b\u00fccher.example/cb",
  "https://example.com/c\u00e4",
  " https://example.com/cb",
  "https://example.com/cb ",
  "https://example.com/c b",
  "https://example.com/cb\n",
  "https://exam\tple.com/cb",
  "https://example.com/cb\u0000",
  "https://example.com/cb%0d%0aset-cookie:x",
  "https://example.com/cb%00",
  'https://example.com/"onclick=',
  "https://example.com/<script>",
  "https://example.com/{id}",
  "https://example.com:/cb",
  "https://example.com:0443/cb",
  "https://example.com:70000/cb",
  "https://",
  "http://localhost:99999/cb",
  `https://example.com/${"a".repeat(1000)}`,
];

Deno.test("redirects: every address in use is permitted and matches itself", () => {
  for (const uri of [...IN_USE, ...ALSO_PERMITTED]) {
    assert.ok(isPermittedRedirect(uri), uri);
    assert.ok(matchesRedirect([uri], uri), uri);
    assert.ok(matchesRedirect(["https://other.example/cb", uri], uri), uri);
  }
});

Deno.test("redirects: what could carry an answer elsewhere is refused, even if it were registered", () => {
  for (const uri of REFUSED) {
    assert.equal(isPermittedRedirect(uri), false, uri);
    assert.equal(matchesRedirect([uri], uri), false, uri);
    assert.equal(isLoopbackRedirect(uri), false, uri);
    assert.throws(() => redirectHost(uri), RangeError);
  }
});

Deno.test("redirects: the port of a loopback address does not count, anything else does", () => {
  const cases: [string, string, boolean][] = [
    ["http://localhost/callback", "http://localhost:51234/callback", true],
    ["http://127.0.0.1:33418", "http://127.0.0.1:60000/", true],
    ["http://127.0.0.1:33418/", "http://127.0.0.1:60000", true],
    ["http://[::1]/callback", "http://[::1]:9/callback", true],
    ["http://localhost/callback?a=1", "http://localhost:1/callback?a=1", true],
    ["http://localhost/callback", "http://127.0.0.1/callback", false],
    ["http://localhost/callback", "https://localhost/callback", false],
    ["http://localhost/callback", "http://localhost/callback/", false],
    ["http://localhost/callback", "http://localhost/oauth/callback", false],
    ["http://localhost/callback", "http://localhost/callback?a=1", false],
    ["http://localhost/callback", "http://localhost/callback?", false],
    ["http://localhost/callback", "http://localhost/Callback", false],
    ["http://localhost/callback", "http://localhost/c%61llback", false],
    ["https://example.com", "https://example.com/", true],
    ["https://example.com/cb", "https://example.com:8443/cb", false],
    ["https://example.com/cb", "https://example.com:443/cb", false],
    ["https://example.com/cb", "https://sub.example.com/cb", false],
    ["https://example.com/cb", "https://example.com.evil.example/cb", false],
    ["https://example.com/cb", "https://example.co/cb", false],
    ["https://example.com/cb", "http://localhost/cb", false],
    ["cursor://anysphere.cursor-mcp/oauth/callback", "https://www.cursor.com/agents/mcp/oauth/callback", false],
  ];
  for (const [registered, presented, expected] of cases) {
    assert.equal(matchesRedirect([registered], presented), expected, `${registered} <- ${presented}`);
  }
  assert.equal(matchesRedirect([], "https://example.com/cb"), false);
});

Deno.test("redirects: the host is what the user is shown, and loopback is known as such", () => {
  assert.equal(redirectHost("https://claude.ai/api/mcp/auth_callback"), "claude.ai");
  assert.equal(redirectHost("https://example.com:8443/cb"), "example.com");
  assert.equal(redirectHost("http://[::1]:8080/callback"), "[::1]");
  assert.equal(redirectHost("cursor://anysphere.cursor-mcp/oauth/callback"), "anysphere.cursor-mcp");
  for (const uri of IN_USE) {
    assert.equal(isLoopbackRedirect(uri), /^http:/.test(uri), uri);
  }
});

/** A permitted address and one character of it changed, dropped or added. */
const mutation = fc.record({
  uri: fc.constantFrom(...IN_USE, ...ALSO_PERMITTED),
  at: fc.nat(200),
  kind: fc.constantFrom("change", "drop", "insert"),
  character: fc.oneof(fc.constantFrom(..."/.@#?:%\\*[]-a0 \t\n"), fc.string({ minLength: 1, maxLength: 1 })),
}).map(({ uri, at, kind, character }) => {
  const place = at % (uri.length + 1);
  const rest = kind === "insert" ? place : place + 1;
  return { uri, mutated: uri.slice(0, place) + (kind === "drop" ? "" : character) + uri.slice(rest) };
});

/** What must be equal, read by another parser than ours: scheme, host, path and query, and the port unless loopback. */
function essence(uri: string): string | null {
  if (!URL.canParse(uri)) return null;
  const { protocol, hostname, port, pathname, search, hash, username, password } = new URL(uri);
  const isLoopback = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return [protocol, hostname, isLoopback ? "" : port, pathname, search, hash, username, password].join(" ");
}

Deno.test("redirects: no address with one character changed matches, unless it means the same", () => {
  fc.assert(
    fc.property(mutation, ({ uri, mutated }) => {
      if (matchesRedirect([uri], mutated)) assert.equal(essence(mutated), essence(uri));
    }),
    { numRuns: 20_000, seed: 20261122 },
  );
});

const label = fc.stringMatching(/^[a-z0-9-]{1,12}$/);

Deno.test("redirects: no other host and no other path ever matches", () => {
  const changed = fc.record({
    uri: fc.constantFrom(...IN_USE.filter((uri) => /^https?:/.test(uri))),
    prefix: fc.constantFrom("", "evil.", "evil-", "evil@", "evil:x@", "evil/", "evil#", "evil?", "evil\\", "evil%2f"),
    suffix: fc.constantFrom("", ".evil.example", "-evil", "@evil.example", "#@evil.example", ".", "%00.evil.example"),
    path: fc.oneof(
      fc.constantFrom("", "/..", "/.", "//", "/%2e%2e/", ";x", "%", "/%2F", "?x", "#x", "\\", " "),
      fc.webPath(),
      label,
    ),
  });
  fc.assert(
    fc.property(changed, ({ uri, prefix, suffix, path }) => {
      fc.pre(prefix + suffix + path !== "" && !(uri.endsWith(":33418") && prefix + suffix === "" && path === "/"));
      // A digit more in the port of a loopback address is the port's business.
      fc.pre(!(uri.endsWith(":33418") && prefix + suffix === "" && /^\d/.test(path)));
      const [scheme, rest = ""] = uri.split("://");
      const [host = "", ...segments] = rest.split("/");
      const tail = segments.length > 0 ? `/${segments.join("/")}` : "";
      assert.equal(matchesRedirect([uri], `${scheme}://${prefix}${host}${suffix}${tail}${path}`), false);
    }),
    { numRuns: 20_000, seed: 20261122 },
  );
});

Deno.test("redirects: any text at all is judged without a throw, and what is permitted is safe to put into a header", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.webUrl(), fc.constantFrom(...REFUSED)), (uri) => {
      if (!isPermittedRedirect(uri)) return;
      assert.match(uri, /^(https|http|cursor):\/\/[\x21-\x7e]+$/);
      assert.equal(new URL(uri).hash + new URL(uri).username + new URL(uri).password, "");
      assert.doesNotMatch(uri, /[#<>"'\\*]/);
    }),
    { numRuns: 5_000, seed: 20261122 },
  );
});
