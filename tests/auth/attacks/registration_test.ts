/** Registrations by the thousand, and registrations that ask for what nobody gets. */

import assert from "node:assert/strict";
import { askToken, authorizePath, CALLBACK, openBrowser, post, register } from "../../support/login.ts";
import { type House, openHouse, storesNothing } from "./house.ts";

const PUBLIC = { redirect_uris: [CALLBACK], token_endpoint_auth_method: "none" };

const clientsIn = async (house: House) =>
  [...(await house.records()).keys()].filter((key) => key.startsWith("oauth_clients "));

Deno.test("attacks by registration: a flood from one address is stopped after twenty, and nobody else is", async () => {
  await using house = await openHouse();
  const flood = await Promise.all(Array.from({ length: 60 }, () => post(house, "/oauth/register", PUBLIC)));
  assert.equal(flood.filter(({ status }) => status === 201).length, 20);
  const refused = flood.filter(({ status }) => status === 429);
  assert.equal(refused.length, 40);
  for (const { body, headers } of refused) {
    assert.equal(body.client_id, undefined);
    assert.ok(Number(headers.get("retry-after")) > 0);
  }
  assert.equal((await clientsIn(house)).length, 20);
  // The other spelling of the endpoint is the same door.
  assert.equal((await storesNothing(house, () => post(house, "/register", PUBLIC))).status, 429);
  house.address = "198.51.100.8";
  assert.equal((await post(house, "/oauth/register", PUBLIC)).status, 201);
});

Deno.test("attacks by registration: all addresses of one household are one, a forwarded address is none", async () => {
  await using house = await openHouse();
  const statuses: number[] = [];
  for (let last = 1; last <= 25; last++) {
    house.address = `2001:db9:1:2::${last.toString(16)}`;
    const headers = { "x-forwarded-for": `203.0.113.${last}`, "cf-connecting-ip": `203.0.113.${last}` };
    statuses.push((await post(house, "/oauth/register", PUBLIC, headers)).status);
  }
  assert.deepEqual(statuses, [...Array(20).fill(201), ...Array(5).fill(429)]);
});

Deno.test("attacks by registration: a flood from everywhere is stopped at five hundred a day", async () => {
  await using house = await openHouse();
  let accepted = 0;
  for (let number = 0; number < 520; number++) {
    house.address = `198.18.${Math.floor(number / 10)}.1`;
    if ((await post(house, "/oauth/register", PUBLIC)).status === 201) accepted++;
  }
  assert.equal(accepted, 500);
  house.clock.at += 86_400_000;
  assert.equal((await post(house, "/oauth/register", PUBLIC)).status, 201);
});

Deno.test("attacks by registration: what is too large, malformed or asks for too much is refused and not kept", async (t) => {
  await using house = await openHouse();
  const bodies: Record<string, unknown> = {
    "too long a name, by 100 KB": { ...PUBLIC, client_name: "x".repeat(100_000) },
    "a thousand redirects": {
      ...PUBLIC,
      redirect_uris: Array.from({ length: 300 }, (_, n) => `https://c.example/${n}`),
    },
    "no redirect": { token_endpoint_auth_method: "none" },
    "a redirect that is no text": { ...PUBLIC, redirect_uris: [{}] },
    "a list": [PUBLIC],
    "null": null,
    "a name that is no text": { ...PUBLIC, client_name: { toString: "x" } },
    "the implicit grant": { ...PUBLIC, grant_types: ["implicit"], response_types: ["token"] },
    "client credentials": { ...PUBLIC, grant_types: ["client_credentials"] },
    "passwords": { ...PUBLIC, grant_types: ["password"] },
    "a key instead of a secret": { ...PUBLIC, token_endpoint_auth_method: "private_key_jwt" },
    "__proto__": JSON.parse(`{"__proto__":{"redirect_uris":["${CALLBACK}"]}}`),
  };
  for (const [name, body] of Object.entries(bodies)) {
    await t.step(name, async () => {
      const answer = await storesNothing(house, () => post(house, "/oauth/register", body));
      assert.equal(answer.status, 400);
      assert.match(answer.body.error, /^invalid_(client_metadata|redirect_uri)$/);
    });
  }
});

Deno.test("attacks by registration: a client chooses neither its id nor its secret, and no address it names is called", async () => {
  await using house = await openHouse();
  const mine = "https://claude.ai/oauth/mcp-oauth-client-metadata";
  const body = await register(house, {
    client_id: mine,
    client_secret: "chosen-by-the-attacker",
    token_endpoint_auth_method: "client_secret_post",
    client_name: "Claude",
    client_uri: "https://evil.example/",
    logo_uri: "http://169.254.169.254/latest/meta-data/",
    jwks_uri: "http://127.0.0.1:22/",
    sector_identifier_uri: "http://10.0.0.1/",
    software_statement: "e30.e30.",
    scope: "read trade admin",
  });
  assert.match(body.client_id, /^ttai_/);
  assert.notEqual(body.client_secret, "chosen-by-the-attacker");
  const consent = await openBrowser(house).get(authorizePath(body.client_id));
  assert.match(consent.text, /unverified name/);
  assert.doesNotMatch(consent.text, /evil\.example|verified: /);
  assert.deepEqual(house.called, []);
});

Deno.test("attacks by registration: a confidential client does not get in without its secret", async (t) => {
  await using house = await openHouse();
  const { client_id, client_secret } = await register(house, { token_endpoint_auth_method: "client_secret_post" });
  const basic = (id: string, secret: string) => ({ authorization: `Basic ${btoa(`${id}:${secret}`)}` });
  const other = await register(house, { token_endpoint_auth_method: "client_secret_post" });
  const attempts: Record<string, [fields: Record<string, string>, headers?: Record<string, string>]> = {
    "no secret": [{ client_id }],
    "an empty secret": [{ client_id, client_secret: "" }],
    "another's secret": [{ client_id, client_secret: other.client_secret }],
    "the secret cut short": [{ client_id, client_secret: client_secret.slice(0, -1) }],
    "by Basic": [{}, basic(client_id, client_secret)],
    "by both": [{ client_id, client_secret }, basic(client_id, client_secret)],
    "Basic for one, form for another": [{ client_id: other.client_id }, basic(client_id, client_secret)],
    "Basic that is not base64": [{ client_id }, { authorization: "Basic ???" }],
    "Bearer with the secret": [{ client_id }, { authorization: `Bearer ${client_secret}` }],
    "an assertion": [{
      client_id,
      client_secret,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: "e30.e30.",
    }],
  };
  for (const [name, [fields, headers]] of Object.entries(attempts)) {
    await t.step(name, async () => {
      const { status, body } = await storesNothing(
        house,
        () => askToken(house, { grant_type: "refresh_token", refresh_token: "x", ...fields }, headers),
      );
      assert.deepEqual([status, body.error], [401, "invalid_client"]);
    });
  }
  const right = await askToken(house, { grant_type: "refresh_token", refresh_token: "x", client_id, client_secret });
  assert.equal(right.body.error, "invalid_grant");
});
