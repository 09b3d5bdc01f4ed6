import assert from "node:assert/strict";
import { SIMULATED_CLIENT_ID, SIMULATED_CREDENTIALS } from "../../../src/simulator/simulator.ts";
import { authorizeUrl, CALLBACK, decide, redeem } from "../authorization.ts";
import { type Client, refreshFields, startClient } from "../client.ts";

async function open({ simulator }: Client, url: string, init?: RequestInit) {
  const response = await simulator.fetch(url, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const parametersOf = (location: string | null) => Object.fromEntries(new URL(location!).searchParams);

/** Whose name and account numbers a token shows. */
async function seenWith(client: Client, token: string): Promise<unknown[]> {
  const customer = (await client.getWith(token, "/customers/me")).body.data;
  const { items } = (await client.getWith(token, "/customers/me/accounts")).body.data;
  const numbers = items.map((item: { account: Record<string, string> }) => item.account["account-number"]);
  return [customer["first-name"], customer["external-id"], customer.email, ...numbers];
}

Deno.test("authorize: each customer is the same person by the page and by their personal grant", async () => {
  const client = startClient();
  const people = ["Ada", "Ben", "Cleo"];
  for (const [i, name] of people.entries()) {
    const { code } = await decide(client, name);
    const byPage = await seenWith(client, (await redeem(client, { code: code! })).body.access_token);
    const byGrant = await seenWith(
      client,
      (await client.login(refreshFields(SIMULATED_CREDENTIALS[i]!))).body.access_token,
    );
    assert.deepEqual(byPage, byGrant);
    assert.equal(byPage[0], name);
  }
});

Deno.test("authorize: the page says that it is simulated, who asks for what, and offers everybody", async () => {
  const { status, headers, text } = await open(startClient(), authorizeUrl({ scope: "read" }));
  assert.deepEqual([status, headers.get("Content-Type")], [200, "text/html; charset=utf-8"]);
  assert.match(text, /SIMULATED/);
  assert.match(text, /simulated-partner-id<\/b> asks to <b>read<\/b>/);
  assert.match(text, new RegExp(`<b>${CALLBACK}</b>`));
  assert.deepEqual([...text.matchAll(/> (\w+) Example<small>([^<]*)</g)].map(([, name, held]) => [name, held]), [
    ["Ada", "Simulated margin, Simulated retirement"],
    ["Ben", "Simulated cash"],
    ["Cleo", "No funded account"],
  ]);
});

Deno.test("authorize: the state comes back exactly, with a code or a denial, and not at all if none was sent", async () => {
  const client = startClient();
  const state = "a+b c/%20&state=x=\"<é>\n'#";
  for (const [decision, key] of [["allow", "code"], ["deny", "error"]] as const) {
    const { status, location } = await decide(client, "Ada", { state }, decision);
    assert.equal(status, 302);
    assert.ok(location!.startsWith(`${CALLBACK}?`));
    assert.deepEqual(Object.keys(parametersOf(location)), [key, "state"]);
    assert.equal(parametersOf(location).state, state);
  }
  assert.deepEqual(Object.keys(parametersOf((await decide(client, "Ada", { state: null })).location)), ["code"]);
  assert.equal(parametersOf((await decide(client, "Ada", { state: "" })).location).state, "");
});

Deno.test("authorize: whatever is not a complete yes is a no", async () => {
  const client = startClient();
  for (const body of ["decision=deny&customer=C5100000001", "decision=allow", "decision=allow&customer=C9", ""]) {
    const { status, headers } = await open(client, authorizeUrl(), { method: "POST", body });
    assert.equal(status, 302);
    assert.deepEqual(parametersOf(headers.get("Location")), { error: "access_denied", state: "a state" });
  }
});

Deno.test("authorize: to an address that is not registered nothing is sent, and the page shows it as text", async () => {
  const client = startClient();
  for (
    const redirect_uri of [
      null,
      "",
      "https://evil.example/oauth/callback",
      "http://127.0.0.1:8787/oauth/callback/",
      "http://127.0.0.1:8787/oauth/callback?x=1",
      "http://127.0.0.1:8787/elsewhere",
      "http://127.0.0.1@evil.example/oauth/callback",
      "http://127.0.0.1.evil.example/oauth/callback",
      "https://127.0.0.1:8787/oauth/callback",
      "javascript:alert(1)",
      "\"><script>alert('&')</script>",
    ]
  ) {
    for (const method of ["GET", "POST"]) {
      const body = method === "POST" ? "decision=allow&customer=C5100000001" : null;
      const { status, headers, text } = await open(client, authorizeUrl({ redirect_uri }), { method, body });
      assert.deepEqual([status, headers.get("Location")], [400, null], String(redirect_uri));
      assert.doesNotMatch(text, /<script|<form/);
      if (redirect_uri?.includes("<script>")) {
        assert.ok(text.includes("<b>&#34;&#62;&#60;script&#62;alert(&#39;&#38;&#39;)&#60;/script&#62;</b>"), text);
      }
    }
  }
});

Deno.test("authorize: without a list every port of this machine is registered, with one exactly what it holds", async () => {
  const callbacks = [
    "http://localhost:1/oauth/callback",
    "http://[::1]:8787/oauth/callback",
    "http://127.0.0.1/oauth/callback",
  ];
  for (const redirect_uri of callbacks) {
    assert.equal((await open(startClient(), authorizeUrl({ redirect_uri }))).status, 200, redirect_uri);
  }
  const registered = "https://ttai.example/oauth/callback?from=<broker>";
  const client = startClient({ partnerRedirectUris: [registered] });
  assert.equal((await open(client, authorizeUrl())).status, 400);
  const page = await open(client, authorizeUrl({ redirect_uri: registered }));
  assert.match(page.text, /\?from=&#60;broker&#62;</);
  const { location } = await decide(client, "Ada", { redirect_uri: registered });
  assert.ok(location!.startsWith(`${registered}&code=`));
});

Deno.test("authorize: applications that nobody knows, and personal ones, have no page", async () => {
  const client = startClient();
  for (const client_id of [null, "nobody", "<b>", SIMULATED_CLIENT_ID]) {
    const { status, text } = await open(client, authorizeUrl({ client_id }));
    assert.equal(status, 400);
    assert.doesNotMatch(text, /<form|<b><b>/);
  }
});

Deno.test("authorize: other response types and scopes are refused at the redirect URI", async () => {
  const client = startClient();
  const cases: [parameters: Record<string, string | null>, error: string][] = [
    [{ response_type: "token" }, "unsupported_response_type"],
    [{ response_type: null }, "unsupported_response_type"],
    [{ scope: "read admin" }, "invalid_scope"],
  ];
  for (const [parameters, error] of cases) {
    const { status, headers } = await open(client, authorizeUrl(parameters));
    assert.equal(status, 302);
    assert.deepEqual(parametersOf(headers.get("Location")), { error, state: "a state" });
  }
  assert.match((await open(client, authorizeUrl({ scope: null }))).text, /asks to <b>read and trade</);
});

Deno.test("authorize: proof keys are answered with 405, as the real front does", async () => {
  const { simulator } = startClient();
  for (const parameters of [{ code_challenge: "x" }, { code_challenge_method: "S256" }]) {
    const response = await simulator.fetch(authorizeUrl(parameters));
    assert.deepEqual([response.status, (await response.json()).error.code], [405, "method_not_allowed"]);
  }
});

Deno.test("authorize: faults strike the page and its redirect, and then it works again", async () => {
  const client = startClient();
  const { simulator } = client;
  simulator.faults.add({ kind: "status", status: 502, path: "/auth.html", times: 1 });
  assert.equal((await open(client, authorizeUrl())).status, 502);
  simulator.faults.add({ kind: "half_json", path: "/auth.html", times: 1 });
  assert.doesNotMatch((await open(client, authorizeUrl())).text, /<\/main>/);
  simulator.faults.add({ kind: "wrong_shape", key: "code", path: "/auth.html", times: 1 });
  assert.match((await open(client, authorizeUrl())).text, /<\/main>/);
  simulator.faults.add({ kind: "dropped", path: "/auth.html", times: 1 });
  await assert.rejects(open(client, authorizeUrl()), TypeError);
  const { code } = await decide(client, "Ada");
  simulator.faults.add({ kind: "status", status: 500, path: "/oauth/token", times: 1 });
  assert.equal((await redeem(client, { code: code! })).status, 500);
  assert.equal((await redeem(client, { code: code! })).status, 200);
});

Deno.test("authorize: the log of a whole login holds paths, and no query, code or secret", async () => {
  const client = startClient();
  const { code } = await decide(client, "Ada", { state: "planted-state" });
  const { refresh_token } = (await redeem(client, { code: code! })).body;
  const log = JSON.stringify(client.simulator.requests);
  for (const secret of ["planted-state", "simulated-partner", code!, refresh_token]) assert.ok(!log.includes(secret));
  assert.deepEqual(client.simulator.requests.map(({ method, path, status }) => [method, path, status]), [
    ["GET", "/auth.html", 200],
    ["POST", "/auth.html", 302],
    ["POST", "/oauth/token", 200],
  ]);
});
