/** Nobody is sent anywhere but to an address that a client has registered, and no foreign text becomes script or headers. */

import assert from "node:assert/strict";
import { allow, authorizePath, CALLBACK, openBrowser, ORIGIN, post, register } from "../../support/login.ts";
import { assertTurnedAway, type House, openHouse, storesNothing } from "./house.ts";

const WEB_CALLBACK = "https://client.example/oauth/callback";

/** Addresses nobody may register. */
const NEVER = [
  "javascript:alert(1)",
  "JavaScript:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "file:///etc/passwd",
  "blob:https://client.example/1",
  "about:blank",
  "evil://callback",
  "intent://client.example#Intent;scheme=x;end",
  "http://client.example/callback",
  "http://192.168.0.10/callback",
  "http://localhost.client.example/callback",
  "https://user@client.example/callback",
  "https://client.example@evil.example/callback",
  "https://user:password@client.example/callback",
  "https://client.example/callback#fragment",
  "https://client.example/callback#",
  "https://client.example/a/../callback",
  "https://client.example/%2e%2e/callback",
  "https://client.example\\@evil.example/",
  "https:/client.example/callback",
  "https://client.example/call*",
  "https://*.client.example/callback",
  "https://client.example/<script>",
  'https://client.example/"onload="x',
  "https://client.example/a\r\nSet-Cookie: x=1",
  "https://client.example/%0d%0aSet-Cookie:%20x=1",
  "//client.example/callback",
  "/callback",
  "",
];

Deno.test("attacks by redirect: what is no safe address cannot be registered", async (t) => {
  await using house = await openHouse();
  for (const uri of NEVER) {
    await t.step(JSON.stringify(uri), async () => {
      const answer = await storesNothing(
        house,
        () => post(house, "/oauth/register", { redirect_uris: [uri], token_endpoint_auth_method: "none" }),
      );
      assert.deepEqual([answer.status, answer.body.error], [400, "invalid_redirect_uri"]);
      assert.equal(uri !== "" && JSON.stringify(answer.body).includes(uri), false);
    });
  }
});

Deno.test("attacks by redirect: an address that looks like the registered one ends on a page, and nobody is sent there", async (t) => {
  await using house = await openHouse();
  const { client_id } = await register(house, { redirect_uris: [WEB_CALLBACK, "http://127.0.0.1/callback"] });
  const attempts = [
    ...NEVER.filter((uri) => uri !== ""),
    "https://client.example.evil.example/oauth/callback",
    "https://evil.example/oauth/callback",
    "https://evilclient.example/oauth/callback",
    "https://client.example./oauth/callback",
    "https://CLIENT.example/oauth/callback",
    "https://clіent.example/oauth/callback",
    "https://client.example:8443/oauth/callback",
    "https://client.example:443/oauth/callback",
    "http://client.example/oauth/callback",
    "https://client.example/oauth/callback/",
    "https://client.example/oauth/callback/../../evil",
    "https://client.example/oauth/callback?next=https://evil.example",
    "https://client.example/oauth/callback%2f..",
    "https://client.example/oauth/Callback",
    `${WEB_CALLBACK}#`,
    ` ${WEB_CALLBACK}`,
    `${WEB_CALLBACK}\n`,
    `${WEB_CALLBACK},https://evil.example`,
    "http://127.0.0.1/other",
    "http://127.0.0.1:5000/callback/",
    "http://127.0.0.1:5000/callback?x=1",
    "https://127.0.0.1/callback",
    "http://127.0.0.2/callback",
    "http://127.1/callback",
    "http://2130706433/callback",
    "http://0.0.0.0/callback",
    "http://localhost/callback",
    "http://[::1]/callback",
    "http://127.0.0.1.evil.example/callback",
    "http://127.0.0.1:5000@evil.example/callback",
    "http://user@127.0.0.1/callback",
    "",
  ];
  for (const uri of attempts) {
    // So many from one address would be refused for their number.
    house.address = `198.51.100.${attempts.indexOf(uri)}`;
    for (const parameters of [{}, { response_type: "token" }, { prompt: "none" }]) {
      await t.step(`${JSON.stringify(uri)} ${JSON.stringify(parameters)}`, async () => {
        const page = await storesNothing(
          house,
          () => openBrowser(house).get(authorizePath(client_id, { redirect_uri: uri, ...parameters })),
        );
        assertTurnedAway(page);
        assert.equal(uri !== "" && page.text.includes(uri), false);
      });
    }
  }
  await t.step("the port of a loopback address is free", async () => {
    const right = authorizePath(client_id, { redirect_uri: "http://127.0.0.1:5000/callback" });
    assert.equal((await openBrowser(house).get(right)).status, 200);
  });
});

Deno.test("attacks by redirect: an unknown client is told to the person, never to its address", async (t) => {
  await using house = await openHouse();
  const ids = ["ttai_AAAAAAAAAAAAAAAAAAAAAA", "unknown", "", "<script>alert(1)</script>", "../users/1", "ttai_%00"];
  for (const id of ids) {
    await t.step(JSON.stringify(id), async () => {
      const page = await storesNothing(
        house,
        () => openBrowser(house).get(authorizePath(id, { redirect_uri: "https://evil.example/" })),
      );
      assertTurnedAway(page);
      assert.doesNotMatch(page.text, /<script|evil\.example/);
    });
  }
});

/** Registers a client of this name, and gives every page and answer of a login that could show it. */
async function pagesWith(house: House, clientName: string, redirectUri = CALLBACK) {
  const browser = openBrowser(house);
  const { client_id } = await register(house, { client_name: clientName, redirect_uris: [redirectUri] });
  const path = authorizePath(client_id, { redirect_uri: redirectUri, state: `"><script>alert(2)</script>` });
  const consent = await browser.get(path);
  const link = await browser.follow(await browser.submit(consent, { decision: "allow" }));
  const wrong = await browser.submit(link, {
    client_secret: `"><script>alert(3)</script>`,
    refresh_token: "<img src=x onerror=alert(4)>",
  }, "/oauth/link/personal");
  const answered = await allow(browser, path);
  const again = await browser.get(path);
  return { pages: [consent, link, wrong, again, await browser.get("/account")], answered };
}

const HOSTILE_NAMES = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "</title><script>alert(1)</script>",
  "</style><script>alert(1)</script>",
  "<!--",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "{{constructor.constructor('alert(1)')()}}",
  "Claude\r\nSet-Cookie: __Host-ttai-session=x",
];

Deno.test("attacks by script: in the client's name, in its state and in pasted fields it stays text on every page", async (t) => {
  for (const name of HOSTILE_NAMES) {
    await t.step(JSON.stringify(name), async () => {
      await using house = await openHouse();
      const { pages } = await pagesWith(house, name);
      for (const { text, headers, url } of pages) {
        assert.doesNotMatch(text, /<script|<img|<!--|onerror=alert\(1\)>/i, url);
        assert.equal(text.match(/<\/title>/g)?.length, 1);
        assert.equal(text.match(/<\/style>/g)?.length, 1);
        if (name.startsWith("&lt;")) assert.doesNotMatch(text, /&lt;script/, "what was escaped is shown as it was");
        const policy = headers.get("content-security-policy")!;
        assert.match(policy, /^default-src 'none'; style-src 'nonce-[\w-]+'; form-action /);
        assert.doesNotMatch(policy, /script|unsafe|\r|\n/);
        assert.deepEqual(
          headers.getSetCookie().filter((line) => !/^__Host-ttai-(browser|session)=[\w-]{43};/.test(line)),
          [],
        );
      }
    });
  }
});

Deno.test("attacks by script: the client's state comes back as it was, in the query only", async () => {
  await using house = await openHouse();
  const { answered } = await pagesWith(house, "Test", WEB_CALLBACK);
  const location = new URL(answered.location!);
  assert.equal(location.origin + location.pathname, WEB_CALLBACK);
  assert.equal(location.searchParams.get("state"), `"><script>alert(2)</script>`);
  assert.doesNotMatch(answered.location!, /[<>"\r\n]/);
  assert.deepEqual([...location.searchParams.keys()].sort(), ["code", "iss", "state"]);
});

Deno.test("attacks by script: foreign text in a request's path, host or origin is not shown back as markup", async (t) => {
  await using house = await openHouse();
  const hostile = "<script>alert(1)</script>";
  const requests: Record<string, Request> = {
    "path": new Request(`${ORIGIN}/${encodeURIComponent(hostile)}`, { headers: { accept: "text/html" } }),
    "host": new Request(`${ORIGIN}/account`, { headers: { host: hostile, accept: "text/html" } }),
    "origin": new Request(`${ORIGIN}/account`, { headers: { origin: hostile, accept: "text/html" } }),
    "error of the broker": new Request(`${ORIGIN}/oauth/callback?error=${encodeURIComponent(hostile)}&state=x`),
    "request": new Request(`${ORIGIN}/oauth/link?request=${encodeURIComponent(hostile)}`),
  };
  for (const [name, request] of Object.entries(requests)) {
    await t.step(name, async () => {
      const response = await house.fetch(request);
      const text = await response.text();
      assert.ok(response.status >= 400);
      assert.doesNotMatch(text, /<script/);
    });
  }
});
