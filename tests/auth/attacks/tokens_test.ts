/** Access tokens that are forged, borrowed, bent or over: each is a 401 that tells a client to log in again. */

import assert from "node:assert/strict";
import { exportSPKI, generateKeyPair, type JWTHeaderParameters, SignJWT, UnsecuredJWT } from "jose";
import { legacyRequest, resultOf } from "../../support/clients.ts";
import { askToken, claimsOf, type Login, logIn, LOGINS, ORIGIN } from "../../support/login.ts";
import { type House, openHouse, storesNothing } from "./house.ts";

const CALL = { name: "get_quote", arguments: { symbol: "AAPL" } };
const SECRET = new TextEncoder().encode(LOGINS.JWT_SECRET);

const ask = (house: House, authorization: string): Promise<Response> =>
  house.fetch(legacyRequest("tools/call", CALL, { authorization }));

async function assertRefused(house: House, authorization: string): Promise<void> {
  const response = await storesNothing(house, () => ask(house, authorization));
  assert.equal(response.status, 401);
  assert.match(response.headers.get("www-authenticate")!, /^Bearer resource_metadata=.*error="invalid_token"/);
  // The MCP endpoint says no more than that: nothing of the token and nothing of why.
  assert.deepEqual(await response.json(), { error: "Log in first: the WWW-Authenticate header says where." });
}

async function assertAdmitted(house: House, token: string): Promise<void> {
  const answer = await resultOf(await ask(house, `Bearer ${token}`));
  assert.equal(answer.value.symbol, "AAPL");
}

const headerOf = (token: string): JWTHeaderParameters => JSON.parse(atob(token.split(".")[0]!));

/** A token signed with the server's own secret, changed in its claims or header. */
async function forge(
  { accessToken }: Login,
  claims: Record<string, unknown>,
  header: Partial<JWTHeaderParameters> = {},
  secret = SECRET,
): Promise<string> {
  const all = Object.entries({ ...claimsOf(accessToken), ...claims }).filter(([, value]) => value !== undefined);
  return await new SignJWT(Object.fromEntries(all)).setProtectedHeader({ ...headerOf(accessToken), ...header })
    .sign(secret);
}

const encode = (value: unknown): string =>
  new TextEncoder().encode(JSON.stringify(value)).toBase64({ alphabet: "base64url", omitPadding: true });

Deno.test("attacks on tokens: signed with the very secret, but not for here, not by us, or without what they need", async (t) => {
  await using house = await openHouse();
  const login = await logIn(house);
  const seconds = house.clock.at / 1000;
  const forgeries: Record<string, [claims: Record<string, unknown>, header?: Partial<JWTHeaderParameters>]> = {
    "another audience": [{ aud: "https://elsewhere.example/mcp" }],
    "the bare origin as audience": [{ aud: ORIGIN }],
    "no audience": [{ aud: undefined }],
    "another issuer": [{ iss: "https://elsewhere.example" }],
    "the issuer with a slash": [{ iss: `${ORIGIN}/` }],
    "no issuer": [{ iss: undefined }],
    "no end": [{ exp: undefined }],
    "an end that is no number": [{ exp: "never" }],
    "not yet": [{ nbf: seconds + 3600 }],
    "no grant": [{ grant: undefined }],
    "a grant that is not there": [{ grant: "01ARZ3NDEKTSV4RRFFQ69G5FAV" }],
    "a grant that is no text": [{ grant: { id: login.grantId } }],
    "another user's name on the grant": [{ sub: "u_somebody-else" }],
    "no user": [{ sub: undefined }],
    "scopes as a list": [{ scope: ["read", "trade"] }],
    "another type": [{}, { typ: "JWT" }],
    "no type": [{}, { typ: undefined as unknown as string }],
    "an unknown key": [{}, { kid: "unknown" }],
    "no key": [{}, { kid: undefined as unknown as string }],
    "a key with a path": [{}, { kid: "../../dev/null" }],
    "HS512": [{}, { alg: "HS512" }],
    "HS384": [{}, { alg: "HS384" }],
    "an extension we do not know": [{}, { crit: ["x"], x: true }],
  };
  for (const [name, [claims, header]] of Object.entries(forgeries)) {
    await t.step(name, async () => {
      // jose itself does not sign a critical header it does not know.
      const token = header?.crit === undefined
        ? await forge(login, claims, header)
        : await signByHand({ ...headerOf(login.accessToken), ...header }, claimsOf(login.accessToken));
      await assertRefused(house, `Bearer ${token}`);
    });
  }
  await t.step("unchanged, the forger's way of signing is right", async () => {
    await assertAdmitted(house, await forge(login, {}));
  });
});

async function signByHand(header: object, claims: object): Promise<string> {
  const text = `${encode(header)}.${encode(claims)}`;
  const key = await crypto.subtle.importKey("raw", SECRET, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text)));
  return `${text}.${signature.toBase64({ alphabet: "base64url", omitPadding: true })}`;
}

Deno.test("attacks on tokens: signed by somebody else, or by nobody", async (t) => {
  await using house = await openHouse();
  const login = await logIn(house);
  const { accessToken } = login;
  const [header, claims, signature] = accessToken.split(".") as [string, string, string];
  const pair = await generateKeyPair("RS256", { extractable: true });
  const spki = new TextEncoder().encode(await exportSPKI(pair.publicKey));
  const ours = headerOf(accessToken);
  const forgeries: Record<string, string | Promise<string>> = {
    "alg none": new UnsecuredJWT(claimsOf(accessToken)).encode(),
    "alg none, otherwise ours": `${encode({ ...ours, alg: "none" })}.${claims}.`,
    "alg None, with the signature": `${encode({ ...ours, alg: "None" })}.${claims}.${signature}`,
    "no signature": `${header}.${claims}.`,
    "no third part": `${header}.${claims}`,
    "RS256 with a key of the attacker's": new SignJWT(claimsOf(accessToken))
      .setProtectedHeader({ ...ours, alg: "RS256" }).sign(pair.privateKey),
    "RS256 with the key in the header": new SignJWT(claimsOf(accessToken))
      .setProtectedHeader({ ...ours, alg: "RS256", jku: "https://elsewhere.example/jwks.json" }).sign(pair.privateKey),
    "HS256 with a public key as secret": forge(login, {}, {}, spki),
    "HS256 with an empty secret": forge(login, {}, {}, new Uint8Array(32)),
    "RS256 in name, HS256 in fact": signByHand({ ...ours, alg: "RS256" }, claimsOf(accessToken)),
    "a claim changed": `${header}.${encode({ ...claimsOf(accessToken), scope: "read trade" })}.${signature}`,
    "a letter of the signature changed": accessToken.slice(0, -2) + (accessToken.at(-2) === "A" ? "B" : "A") +
      accessToken.at(-1),
    "a header more": `${encode({ ...ours, extra: 1 })}.${claims}.${signature}`,
  };
  for (const [name, token] of Object.entries(forgeries)) {
    await t.step(name, async () => await assertRefused(house, `Bearer ${await token}`));
  }
  assert.deepEqual(house.called, []);
});

Deno.test("attacks on tokens: the header holds one bearer token and nothing else", async (t) => {
  await using house = await openHouse();
  const { accessToken, refreshToken, code, grantId } = await logIn(house);
  const headers: Record<string, string> = {
    "a refresh token": `Bearer ${refreshToken}`,
    "a used code": `Bearer ${code}`,
    "a grant's id": `Bearer ${grantId}`,
    "two tokens": `Bearer ${accessToken}, Bearer ${accessToken}`,
    "a token and more": `Bearer ${accessToken} x`,
    "another scheme": `Basic ${btoa(`x:${accessToken}`)}`,
    "no scheme": accessToken,
    "no token": "Bearer ",
  };
  for (const [name, authorization] of Object.entries(headers)) {
    await t.step(name, () => assertRefused(house, authorization));
  }
  await t.step("in the address or in a cookie it is no token at all", async () => {
    const { url, body, method } = legacyRequest("tools/call", CALL);
    const request = new Request(`${url}?access_token=${accessToken}`, {
      method,
      body,
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        cookie: `access_token=${accessToken}`,
      },
    });
    const response = await house.fetch(request);
    assert.equal(response.status, 401);
    assert.doesNotMatch(response.headers.get("www-authenticate")!, /error=/);
    await response.body?.cancel();
  });
});

Deno.test("attacks on tokens: an expired one is refused to the second, also when it has been seen before", async () => {
  await using house = await openHouse();
  const { accessToken } = await logIn(house);
  house.clock.at += 3_599_000;
  await assertAdmitted(house, accessToken);
  house.clock.at += 1_000;
  await assertRefused(house, `Bearer ${accessToken}`);
});

Deno.test("attacks on tokens: a token of another server with the same secret opens nothing here", async () => {
  await using house = await openHouse();
  await using neighbour = await openHouse({ environment: { PORT: "9999" } });
  const { accessToken } = await logIn(house);
  await assertRefused(neighbour, `Bearer ${accessToken}`);
  await assertAdmitted(house, accessToken);
});

Deno.test("attacks on tokens: every way to end a grant ends its access tokens at once", async (t) => {
  const ends: Record<string, (house: House, login: Login) => Promise<unknown>> = {
    "the client revokes the refresh token": (house, { refreshToken, clientId }) =>
      askToken(house, { token: refreshToken, client_id: clientId }, {}, "/oauth/revoke"),
    "the client revokes the access token": (house, { accessToken, clientId }) =>
      askToken(house, { token: accessToken, client_id: clientId }, {}, "/revoke"),
    "the user disconnects it": async (_house, { browser, grantId }) => {
      const page = await browser.get("/account");
      await browser.submit(page, { grant: grantId }, "/account/revoke");
    },
    "the user disconnects all": async (house, { browser }) => {
      // The page offers it from two on.
      await logIn(house, { browser });
      await browser.submit(await browser.get("/account"), {}, "/account/revoke-all");
    },
    "the user unlinks the broker": async (_house, { browser }) => {
      await browser.submit(await browser.get("/account"), {}, "/account/unlink");
    },
    "the user deletes the account": async (_house, { browser }) => {
      const done = await browser.submit(await browser.get("/account/delete"), { confirm: "DELETE" }, "/account/delete");
      assert.equal(done.status, 200, done.text);
    },
    "the operator revokes the user": async ({ app }, { userId }) => {
      assert.equal(await app.access.server!.account.revokeAll(userId), 1);
    },
    "the broker no longer knows the user": ({ simulator, clock }) => {
      simulator.revokeGrant();
      clock.at += 31_000;
      return Promise.resolve();
    },
  };
  for (const [name, end] of Object.entries(ends)) {
    await t.step(name, async () => {
      await using house = await openHouse();
      const login = await logIn(house);
      await assertAdmitted(house, login.accessToken);
      await end(house, login);
      if (name.startsWith("the broker")) {
        const found = await ask(house, `Bearer ${login.accessToken}`);
        assert.equal(found.status, 401);
        await found.body?.cancel();
      }
      await assertRefused(house, `Bearer ${login.accessToken}`);
      const { body } = await askToken(house, {
        grant_type: "refresh_token",
        refresh_token: login.refreshToken,
        client_id: login.clientId,
      });
      assert.equal(body.error, "invalid_grant");
    });
  }
});
