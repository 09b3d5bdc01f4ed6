import assert from "node:assert/strict";
import {
  SIMULATED_CLIENT_ID,
  SIMULATED_CLIENT_SECRET,
  SIMULATED_CREDENTIALS,
  SIMULATED_REFRESH_TOKEN,
  SIMULATED_TRADE_ONLY_REFRESH_TOKEN,
} from "../../../src/simulator/simulator.ts";
import { CALLBACK, decide, PARTNER, redeem } from "../authorization.ts";
import { refreshFields, startClient, USER_AGENT } from "../client.ts";

const form = { ...USER_AGENT, "Content-Type": "application/x-www-form-urlencoded" };

Deno.test("oauth: a refresh gives a bearer token for 15 minutes, by JSON or by form, without an envelope", async () => {
  const client = startClient();
  const fields = refreshFields(client.simulator.credentials);
  for (
    const answer of [
      await client.login(fields),
      await client.login({}, { headers: form, body: new URLSearchParams(fields) }),
      await client.login({ ...fields, scope: "read trade", client_id: client.simulator.credentials.clientId }),
    ]
  ) {
    assert.equal(answer.status, 200);
    assert.deepEqual(Object.keys(answer.body), ["access_token", "token_type", "expires_in"]);
    assert.deepEqual([answer.body.token_type, answer.body.expires_in], ["Bearer", 900]);
    assert.match(answer.body.access_token, /^[\w-]+\.[\w-]+\.[0-9a-z]{42}$/);
  }
  assert.equal(client.simulator.world.failedLogins.count, 0);
});

Deno.test("oauth: several tokens are good at once, and no two are alike", async () => {
  const client = startClient();
  const [first, second] = [await client.login(), await client.login()];
  assert.notEqual(first.body.access_token, second.body.access_token);
  for (const { body } of [first, second]) {
    const headers = { ...USER_AGENT, Authorization: `Bearer ${body.access_token}` };
    assert.equal((await client.get("/customers/me", { headers })).status, 200);
  }
});

Deno.test("oauth: refusals are flat, say which part was wrong, and are counted", async () => {
  const client = startClient();
  const right = refreshFields(client.simulator.credentials);
  const cases: [Record<string, string>, string, RegExp][] = [
    [{ ...right, client_secret: "wrong" }, "invalid_grant", /^Client secret mismatch$/],
    [{ ...right, refresh_token: "wrong" }, "invalid_grant", /^Invalid JWT$/],
    [{ ...right, client_id: "wrong" }, "invalid_client", /./],
    [{ ...right, scope: "read admin" }, "invalid_scope", /./],
    [{ ...right, client_secret: "" }, "invalid_request", /client_secret/],
    [{ grant_type: "refresh_token", client_secret: "x" }, "invalid_request", /refresh_token/],
    [{}, "invalid_request", /grant_type/],
    [{ grant_type: "password" }, "unsupported_grant_type", /./],
    [
      { grant_type: "authorization_code", code: "x", client_id: "x", client_secret: "x" },
      "invalid_request",
      /redirect_uri/,
    ],
  ];
  for (const [fields, error, description] of cases) {
    const { status, body } = await client.login(fields);
    assert.deepEqual([status, body.error_code], [400, error], JSON.stringify(fields));
    assert.match(body.error_description, description);
    assert.deepEqual(Object.keys(body), ["error_code", "error_description"]);
  }
  assert.equal(client.simulator.world.failedLogins.count, cases.length);
  const broken = await client.login({}, { body: "{" });
  assert.deepEqual([broken.status, broken.body.error_code], [400, "invalid_request"]);
});

Deno.test("oauth: proof keys are answered with 405, as the real front does", async () => {
  const client = startClient();
  const { status, body } = await client.login({ ...refreshFields(client.simulator.credentials), code_verifier: "x" });
  assert.deepEqual([status, body.error.code], [405, "method_not_allowed"]);
});

Deno.test("oauth: a refresh token belongs to one application, and unknown ones are no tokens", async () => {
  const client = startClient();
  const [ada, ben] = SIMULATED_CREDENTIALS;
  const cases: [fields: Record<string, string>, description: string][] = [
    [refreshFields({ ...ben, clientSecret: ada.clientSecret }), "Client secret mismatch"],
    [refreshFields({ ...ada, clientSecret: ben.clientSecret }), "Client secret mismatch"],
    [{ ...refreshFields(ben), client_id: ada.clientId }, "Client not found"],
    // As from the broker's sandbox, which has tokens of its own.
    [refreshFields({ ...ada, refreshToken: "simulated-sandbox-refresh-token" }), "Invalid JWT"],
    [refreshFields({ ...ada, refreshToken: "a.b.c" }), "Invalid JWT"],
  ];
  for (const [fields, description] of cases) {
    const { status, body } = await client.login(fields);
    assert.deepEqual([status, body.error_description], [400, description]);
  }
});

Deno.test("oauth: a grant without the scope read logs in and sees nothing", async () => {
  const client = startClient();
  const grant = { clientSecret: SIMULATED_CLIENT_SECRET, refreshToken: SIMULATED_TRADE_ONLY_REFRESH_TOKEN };
  const { status, body } = await client.login(refreshFields(grant));
  assert.equal(status, 200);
  for (const path of ["/customers/me", "/market-data/by-type?equity=AAPL"]) {
    const refused = await client.getWith(body.access_token, path);
    assert.deepEqual([refused.status, refused.body.error.code], [403, "not_permitted"]);
  }
});

Deno.test("oauth: a code becomes an access token and a refresh token, which the partner's secret refreshes", async () => {
  const client = startClient();
  const { code } = await decide(client, "Ben");
  const { status, body } = await redeem(client, { code: code! });
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body), ["access_token", "refresh_token", "token_type", "expires_in"]);
  const [head] = body.refresh_token.split(".");
  assert.equal(JSON.parse(atob(head)).typ, "rt+jwt");
  const fields = refreshFields({ clientSecret: PARTNER.clientSecret, refreshToken: body.refresh_token });
  const refreshed = await client.login(fields);
  assert.deepEqual(Object.keys(refreshed.body), ["access_token", "token_type", "expires_in"]);
  for (const token of [body.access_token, refreshed.body.access_token]) {
    assert.equal((await client.getWith(token, "/customers/me")).body.data["first-name"], "Ben");
  }
  assert.equal((await client.login({ ...fields, client_secret: SIMULATED_CLIENT_SECRET })).status, 400);
  assert.equal(client.simulator.world.failedLogins.countWith(body.refresh_token), 1);
});

Deno.test("oauth: an access token and a code are no refresh tokens, and neither opens the API but the first", async () => {
  const client = startClient();
  const { code } = await decide(client, "Ada");
  const { access_token, refresh_token } = (await redeem(client, { code: code! })).body;
  for (const token of [access_token, code!]) {
    const fields = refreshFields({ clientSecret: PARTNER.clientSecret, refreshToken: token });
    assert.equal((await client.login(fields)).body.error_description, "Invalid JWT");
  }
  for (const token of [refresh_token, code!]) assert.equal((await client.getWith(token, "/customers/me")).status, 401);
  assert.equal((await redeem(client, { code: refresh_token })).body.error_description, "Invalid authorization code");
});

Deno.test("oauth: a grant through the partner is narrowed to the scopes that were asked for", async () => {
  const client = startClient();
  const { code } = await decide(client, "Ada", { scope: "trade" });
  const { access_token } = (await redeem(client, { code: code! })).body;
  assert.equal((await client.getWith(access_token, "/customers/me")).status, 403);
});

Deno.test("oauth: a code is good once", async () => {
  const client = startClient();
  const { code } = await decide(client, "Ada");
  assert.equal((await redeem(client, { code: code! })).status, 200);
  const replayed = await redeem(client, { code: code! });
  assert.deepEqual([replayed.status, replayed.body], [400, {
    error: "invalid_grant",
    error_description: "Authorization code used",
  }]);
});

Deno.test("oauth: a code lives five minutes", async () => {
  const client = startClient();
  const [first, second] = [await decide(client, "Ada"), await decide(client, "Ada")];
  client.clock.at += 299_999;
  assert.equal((await redeem(client, { code: first.code! })).status, 200);
  client.clock.at += 1;
  const { status, body } = await redeem(client, { code: second.code! });
  assert.deepEqual([status, body.error_description], [400, "Authorization code expired"]);
});

Deno.test("oauth: a code is bound to its application and redirect URI, and a wrong try does not use it up", async () => {
  const client = startClient();
  const { code } = await decide(client, "Ada");
  const own = { client_id: SIMULATED_CLIENT_ID, client_secret: SIMULATED_CLIENT_SECRET };
  const claims = code!.split(".")[1]!;
  const cases: [fields: Record<string, string>, status: number, error: string, description: string][] = [
    [{ redirect_uri: `${CALLBACK}/` }, 400, "invalid_grant", "Redirect URI mismatch"],
    [{ redirect_uri: CALLBACK.replace("127.0.0.1", "localhost") }, 400, "invalid_grant", "Redirect URI mismatch"],
    [{ client_secret: "wrong" }, 401, "invalid_client", "Client secret mismatch"],
    [{ client_id: "nobody" }, 401, "invalid_client", "Client not found"],
    [own, 400, "invalid_grant", "Invalid authorization code"],
    [{ code: "made up" }, 400, "invalid_grant", "Invalid authorization code"],
    [{ code: code!.replace(claims, btoa("{}")) }, 400, "invalid_grant", "Invalid authorization code"],
  ];
  for (const [fields, status, error, description] of cases) {
    const refused = await redeem(client, { code: code!, ...fields });
    assert.deepEqual([refused.status, refused.body], [status, { error, error_description: description }]);
  }
  assert.equal(client.simulator.world.failedLogins.count, cases.length);
  assert.equal((await redeem(client, { code: code! })).status, 200);
});

Deno.test("oauth: what a code needs must be there, and proof keys must not", async () => {
  const client = startClient();
  const { code } = await decide(client, "Ada");
  for (const name of ["code", "client_id", "client_secret", "redirect_uri"]) {
    const { status, body } = await redeem(client, { code: code!, [name]: "" });
    assert.deepEqual([status, body.error_description], [400, `Missing required parameter: ${name}`]);
  }
  const proofed = await redeem(client, { code: code!, code_verifier: "x" });
  assert.deepEqual([proofed.status, proofed.body.error.code], [405, "method_not_allowed"]);
});

Deno.test("oauth: failed logins are counted by refresh token", async () => {
  const client = startClient();
  const { failedLogins } = client.simulator.world;
  await client.login(refreshFields({ clientSecret: "wrong", refreshToken: SIMULATED_REFRESH_TOKEN }));
  await client.login(refreshFields({ clientSecret: "wrong", refreshToken: SIMULATED_REFRESH_TOKEN }));
  await client.login(refreshFields({ clientSecret: "wrong", refreshToken: "unknown" }));
  await client.login();
  assert.deepEqual(
    [failedLogins.count, failedLogins.countWith(SIMULATED_REFRESH_TOKEN), failedLogins.countWith("unknown")],
    [3, 2, 1],
  );
  assert.equal(failedLogins.countWith(SIMULATED_CREDENTIALS[1].refreshToken), 0);
});
