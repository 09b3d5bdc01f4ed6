import assert from "node:assert/strict";
import { Hono } from "@hono/hono";
import { createGate, OPEN_PATHS } from "../../src/web/gate.ts";

const app = new Hono();
app.use(createGate({ hosts: ["localhost", "[::1]", "ttai.example"], origins: ["localhost", "ttai.example"] }));
app.all("*", (exchange) => exchange.text("in"));

const knock = async (headers: Record<string, string>, method = "POST") =>
  await app.request("http://localhost:8787/mcp", { method, headers });

Deno.test("gate: known hosts pass with any port and in any case", async () => {
  for (const host of ["localhost:8787", "localhost", "LOCALHOST:1", "[::1]:8787", "ttai.example"]) {
    assert.equal((await knock({ host })).status, 200, host);
  }
});

Deno.test("gate: another host is refused with what its operator can do", async () => {
  for (const host of ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io:8787", ""]) {
    const response = await knock({ host });
    assert.equal(response.status, 403, host);
    assert.match((await response.json()).error, /set PUBLIC_URL/);
  }
});

Deno.test("gate: programs send no origin; pages pass only from known places", async () => {
  assert.equal((await knock({ host: "localhost" })).status, 200);
  for (const origin of ["http://localhost:6274", "https://ttai.example"]) {
    const response = await knock({ host: "localhost", origin });
    assert.equal(response.status, 200, origin);
    assert.equal(response.headers.get("access-control-allow-origin"), origin);
    assert.match(response.headers.get("access-control-expose-headers")!, /www-authenticate/);
  }
  for (const origin of ["https://evil.example", "null", "https://ttai.example.evil.example", "nonsense"]) {
    assert.equal((await knock({ host: "localhost", origin })).status, 403, origin);
  }
});

Deno.test("gate: a known page's preflight is answered, a foreign one's is not", async () => {
  const known = await knock({ host: "localhost", origin: "http://localhost:6274" }, "OPTIONS");
  assert.equal(known.status, 204);
  assert.match(known.headers.get("access-control-allow-headers")!, /mcp-protocol-version/);
  assert.equal((await knock({ host: "localhost", origin: "https://evil.example" }, "OPTIONS")).status, 403);
});

Deno.test("gate: foreign text is shown back stripped", async () => {
  const { error } = await (await knock({ host: "localhost", origin: 'https://x"<b>' })).json();
  assert.doesNotMatch(error, /[<>"]/);
});

Deno.test("gate: pages of any origin may call what looks at no cookie, and nothing else", () => {
  for (
    const path of [
      "/.well-known/oauth-authorization-server",
      "/.well-known/x",
      "/oauth/token",
      "/token",
      "/oauth/register",
      "/revoke",
    ]
  ) {
    assert.match(path, OPEN_PATHS);
  }
  for (
    const path of ["/oauth/authorize", "/authorize", "/oauth/consent", "/oauth/link/personal", "/account", "/mcp", "/"]
  ) assert.doesNotMatch(path, OPEN_PATHS);
  for (const path of ["/oauth/tokens", "/x/token", "/oauth/token/", "/account/revoke", "/oauth/.well-known/"]) {
    assert.doesNotMatch(path, OPEN_PATHS);
  }
});
