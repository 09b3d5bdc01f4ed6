/** Refresh tokens and revocation: how a login goes on, and how it ends. */

import assert from "node:assert/strict";
import { askToken, claimsOf, logIn, register } from "../../support/login.ts";
import { assertError, getTokens, MCP, type Row, row, statusWith } from "./row.ts";

const DAY = 86_400_000;

export const refresh: readonly Row[] = [
  row(
    `${MCP.security}, Token Theft; OAuth 2.1, 4.3.1`,
    "A public client's refresh tokens are rotated",
    "a refresh gives a new access token and a new refresh token",
    async (app) => {
      const { accessToken, refreshToken, refresh } = await getTokens(app);
      const { status, headers, body } = await askToken(app, refresh);
      assert.equal(status, 200);
      assert.equal(headers.get("cache-control"), "no-store");
      assert.notEqual(body.refresh_token, refreshToken);
      assert.notEqual(body.access_token, accessToken);
      assert.equal(await statusWith(app, body.access_token), 200);
      assert.equal((await askToken(app, { ...refresh, refresh_token: body.refresh_token })).status, 200);
    },
  ),
  row(
    "RFC 9700, 4.14.2",
    "A refresh whose answer was lost must not end a login",
    "for two minutes the token before is answered with the same successor",
    async (app) => {
      const { refresh } = await getTokens(app);
      const { body } = await askToken(app, refresh);
      for (const wait of [0, 60_000, 60_000]) {
        app.clock.at += wait;
        assert.equal((await askToken(app, refresh)).body.refresh_token, body.refresh_token);
      }
    },
  ),
  row(
    "RFC 9700, 4.14.2; OAuth 2.1, 4.3.1",
    "A refresh token that comes back after its use ends the whole family",
    "a used refresh token that comes back later ends the login, for the thief as well",
    async (app) => {
      const { accessToken, refresh } = await getTokens(app);
      const { body } = await askToken(app, refresh);
      app.clock.at += 120_001;
      assertError(await askToken(app, refresh), "invalid_grant");
      assertError(await askToken(app, { ...refresh, refresh_token: body.refresh_token }), "invalid_grant");
      for (const token of [accessToken, body.access_token]) assert.equal(await statusWith(app, token), 401);
    },
  ),
  row(
    "RFC 6749, 6; 10.4",
    "A refresh token is good for the client it was given to",
    "another client's refresh token is refused, and still good for its own",
    async (app) => {
      const { refresh } = await getTokens(app);
      const { client_id } = await register(app);
      assertError(await askToken(app, { ...refresh, client_id }), "invalid_grant");
      assert.equal((await askToken(app, refresh)).status, 200);
    },
  ),
  row(
    "RFC 6749, 6; 3.2.1",
    "A client with a secret shows it to refresh",
    "a stolen refresh token of a confidential client is worth nothing without its secret",
    async (app) => {
      const { refresh } = await getTokens(app, { token_endpoint_auth_method: "client_secret_post" });
      for (const client_secret of [null, "wrong"]) {
        assertError(await askToken(app, { ...refresh, client_secret }), "invalid_client", 401);
      }
      assert.equal((await askToken(app, refresh)).status, 200);
    },
  ),
  row(
    "RFC 6749, 5.2",
    "A refresh token that is unknown is invalid_grant, a missing one invalid_request",
    "an unknown refresh token: 400 invalid_grant, never 401",
    async (app) => {
      const { refresh, refreshToken, accessToken } = await getTokens(app);
      const [grantId] = refreshToken.split(".");
      for (const refresh_token of ["x", accessToken, `${grantId}.${"A".repeat(43)}`, `${refreshToken}x`]) {
        assertError(await askToken(app, { ...refresh, refresh_token }), "invalid_grant");
      }
      assertError(await askToken(app, { ...refresh, refresh_token: null }), "invalid_request");
      assert.equal((await askToken(app, refresh)).status, 200, "guesses end nothing");
    },
  ),
  row(
    "RFC 6749, 6",
    "A refresh never gives more than was granted",
    "a refresh that asks for trading gets what was permitted",
    async (app) => {
      const { refresh } = await getTokens(app);
      const { body } = await askToken(app, { ...refresh, scope: "read trade" });
      assert.deepEqual([body.scope, claimsOf(body.access_token).scope], ["read", "read"]);
    },
  ),
  row(
    "OAuth 2.1, 4.3.1",
    "Refresh tokens expire when they are not used",
    "a login that is used lives on for years, and one unused for thirty days ends",
    async (app) => {
      const [used, unused] = [await getTokens(app), await getTokens(app)];
      let refresh_token = used.refreshToken;
      for (let month = 0; month < 26; month++) {
        app.clock.at += 29 * DAY;
        const { status, body } = await askToken(app, { ...used.refresh, refresh_token });
        assert.equal(status, 200);
        refresh_token = body.refresh_token;
        if (month === 1) assertError(await askToken(app, unused.refresh), "invalid_grant");
      }
      app.clock.at += 30 * DAY;
      assertError(await askToken(app, { ...used.refresh, refresh_token }), "invalid_grant");
    },
  ),
  row(
    "RFC 8707, 2.2",
    "A refresh may name the resource again, and no other",
    "a refresh for another resource is refused",
    async (app) => {
      const { refresh } = await getTokens(app);
      assertError(await askToken(app, { ...refresh, resource: "https://other.example" }), "invalid_target");
      assert.equal((await askToken(app, { ...refresh, resource: "http://localhost:8787/mcp" })).status, 200);
    },
  ),
  row(
    "RFC 6749, 10.4; OAuth 2.1, 7.1.3",
    "Refresh tokens cannot be guessed",
    "a refresh token holds 256 random bits",
    async (app) => {
      const secrets = new Set<string>();
      for (let count = 0; count < 3; count++) {
        const [, secret] = (await getTokens(app)).refreshToken.split(".");
        assert.match(secret!, /^[\w-]{43}$/);
        secrets.add(secret!);
      }
      assert.equal(secrets.size, 3);
    },
  ),
];

const revoke = (app: Parameters<typeof askToken>[0], fields: Record<string, string | null>) =>
  askToken(app, fields, {}, "/oauth/revoke");

export const revocation: readonly Row[] = [
  row(
    "RFC 7009, 2.1",
    "With a refresh token go the access tokens of its grant",
    "a revoked refresh token takes its access tokens along",
    async (app) => {
      const { accessToken, refreshToken, refresh } = await getTokens(app);
      const { status, body } = await revoke(app, { token: refreshToken, client_id: refresh.client_id });
      assert.deepEqual([status, body], [200, null]);
      assert.equal(await statusWith(app, accessToken), 401);
      assertError(await askToken(app, refresh), "invalid_grant");
    },
  ),
  row(
    "RFC 7009, 2.1",
    "An access token may be revoked, and the grant with it",
    "a revoked access token ends the login",
    async (app) => {
      const { accessToken, refresh } = await getTokens(app);
      assert.equal(await statusWith(app, accessToken), 200);
      await revoke(app, { token: accessToken, token_type_hint: "access_token", client_id: refresh.client_id });
      assert.equal(await statusWith(app, accessToken), 401);
      assertError(await askToken(app, refresh), "invalid_grant");
    },
  ),
  row(
    "RFC 7009, 2.2",
    "A token that is unknown, or gone already, is answered with 200",
    "revoking what is not there is no error",
    async (app) => {
      const { refreshToken, refresh } = await getTokens(app);
      for (const token of ["x", "a.b.c", refreshToken, refreshToken]) {
        assert.equal((await revoke(app, { token, client_id: refresh.client_id })).status, 200);
      }
    },
  ),
  row(
    "RFC 7009, 2.1",
    "A client revokes its own tokens only",
    "another client's token survives, whatever its form",
    async (app) => {
      const { accessToken, refreshToken, refresh } = await getTokens(app);
      const { client_id } = await register(app);
      for (const token of [accessToken, refreshToken]) {
        assert.equal((await revoke(app, { token, client_id })).status, 200);
      }
      assert.equal(await statusWith(app, accessToken), 200);
      assert.equal((await askToken(app, refresh)).status, 200);
    },
  ),
  row(
    "RFC 7009, 2.1",
    "The client says and proves who it is",
    "revocation without client, or without its secret, is invalid_client",
    async (app) => {
      const { accessToken, refreshToken, refresh } = await getTokens(app, {
        token_endpoint_auth_method: "client_secret_post",
      });
      for (const fields of [{}, { client_id: refresh.client_id }, { client_id: "nobody" }]) {
        assertError(await revoke(app, { token: refreshToken, ...fields }), "invalid_client", 401);
      }
      assert.equal(await statusWith(app, accessToken), 200);
      const { client_id, client_secret } = refresh;
      await revoke(app, { token: refreshToken, client_id, client_secret });
      assert.equal(await statusWith(app, accessToken), 401);
    },
  ),
  row(
    "RFC 7009, 2.1",
    "A hint that is wrong or unknown does not matter",
    "the hint is not needed to find the token",
    async (app) => {
      for (const token_type_hint of ["access_token", "refresh_token", "something"]) {
        const { accessToken, refreshToken, refresh } = await getTokens(app);
        await revoke(app, { token: refreshToken, token_type_hint, client_id: refresh.client_id });
        assert.equal(await statusWith(app, accessToken), 401, token_type_hint);
      }
    },
  ),
  row(
    "RFC 7009, 2.2.1; RFC 6749, 5.2",
    "Without a token there is nothing to revoke: invalid_request",
    "a revocation without a token is invalid_request",
    async (app) => {
      const { client_id } = await register(app);
      assertError(await revoke(app, { client_id }), "invalid_request");
    },
  ),
  row(
    "RFC 7009, 1",
    "One login ends, and no other of the same person or client",
    "another login of the same person and client goes on",
    async (app) => {
      const first = await logIn(app);
      const second = await logIn(app, { clientId: first.clientId });
      assert.equal(first.userId, second.userId);
      await revoke(app, { token: first.refreshToken, client_id: first.clientId });
      assert.equal(await statusWith(app, first.accessToken), 401);
      assert.equal(await statusWith(app, second.accessToken), 200);
    },
  ),
];
