/** The MCP endpoint as a protected resource. */

import assert from "node:assert/strict";
import { SignJWT } from "jose";
import { startApp, type TestApp } from "../../support/app.ts";
import { legacyRequest } from "../../support/clients.ts";
import { askToken, claimsOf, logIn, LOGINS, ORIGIN } from "../../support/login.ts";
import { call, getTokens, MCP, type Row, row, statusWith } from "./row.ts";

const challengeOf = (response: Response): string => response.headers.get("www-authenticate") ?? "";

/** The token of a login, with some of it said otherwise, signed with the server's own secret or another. */
async function resign(token: string, changes: Record<string, unknown>, header = {}, secret = LOGINS.JWT_SECRET) {
  const [encoded] = token.split(".");
  const protectedHeader = { ...JSON.parse(atob(encoded!)), ...header };
  const payload = { ...claimsOf(token), ...changes };
  return await new SignJWT(payload).setProtectedHeader(protectedHeader).sign(new TextEncoder().encode(secret));
}

async function assertRefused(app: TestApp, token: string): Promise<void> {
  const response = await call(app, `Bearer ${token}`);
  assert.equal(response.status, 401);
  assert.match(challengeOf(response), /error="invalid_token"/);
}

export const resource: readonly Row[] = [
  row(
    "RFC 6750, 3",
    "A request without a token gets 401, a Bearer challenge, and no error code",
    "without a token: 401 and a challenge that blames nobody",
    async (app) => {
      const response = await call(app, null);
      assert.equal(response.status, 401);
      assert.match(challengeOf(response), /^Bearer /);
      assert.doesNotMatch(challengeOf(response), /error/);
    },
  ),
  row(
    "RFC 6750, 3.1; OAuth 2.1, 5.3",
    "A token that is malformed or unknown gets 401 invalid_token",
    "a token that is none: 401 invalid_token",
    async (app) => {
      for (const token of ["nonsense", "a.b.c", "ey.ey.ey"]) await assertRefused(app, token);
      for (const authorization of ["Basic dTpw", "Bearer", "Bearer a b", "bearer:x"]) {
        const response = await call(app, authorization);
        assert.equal(response.status, 401, authorization);
        assert.match(challengeOf(response), /error="invalid_token"/);
      }
    },
  ),
  row(
    `${MCP.authorization}, Token Handling`,
    "Expired tokens get 401",
    "an access token is good for an hour and not longer",
    async (app) => {
      const { accessToken } = await getTokens(app);
      app.clock.at += 3_599_000;
      assert.equal(await statusWith(app, accessToken), 200);
      app.clock.at += 1_000;
      await assertRefused(app, accessToken);
    },
  ),
  row(
    `${MCP.authorization}, Scope Selection Strategy`,
    "The challenge names the scopes that are needed",
    "the challenge asks for read and no more",
    async (app) => {
      assert.match(challengeOf(await call(app, null)), /\bscope="read"(,|$)/);
    },
  ),
  row(
    "RFC 6750, 2.1; RFC 9110, 11.1",
    "A token in the Authorization header is taken, its scheme in any case",
    "bearer may be written in any case",
    async (app) => {
      const { accessToken } = await getTokens(app);
      for (const scheme of ["Bearer", "bearer", "BEARER"]) {
        assert.equal((await call(app, `${scheme} ${accessToken}`)).status, 200, scheme);
      }
    },
  ),
  row(
    `${MCP.authorization}, Token Requirements`,
    "A token in the address is not taken",
    "a token in the query opens nothing",
    async (app) => {
      const { accessToken } = await getTokens(app);
      const request = new Request(`${ORIGIN}/mcp?access_token=${accessToken}`, legacyRequest("tools/list", {}));
      assert.equal((await app.fetch(request)).status, 401);
    },
  ),
  row(
    "OAuth 2.1, 5.1",
    "Where only the header is offered, a token in the body is not taken",
    "a token in a form opens nothing",
    async (app) => {
      const { accessToken } = await getTokens(app);
      const body = new URLSearchParams({ access_token: accessToken });
      assert.equal((await app.fetch(new Request(`${ORIGIN}/mcp`, { method: "POST", body }))).status, 401);
    },
  ),
  row(
    `${MCP.security}, Access Token Privilege Restriction`,
    "A token for another audience is refused",
    "a token of ours for another audience: 401",
    async (app) => {
      const { accessToken } = await getTokens(app);
      assert.equal(await statusWith(app, await resign(accessToken, {})), 200, "signed anew it must still be good");
      for (const aud of ["https://other.example/mcp", ORIGIN, `${ORIGIN}/mcp/`, [], undefined]) {
        await assertRefused(app, await resign(accessToken, { aud }));
      }
    },
  ),
  row("RFC 9068, 4", "A token of another issuer is refused", "a token of another issuer: 401", async (app) => {
    const { accessToken } = await getTokens(app);
    for (const iss of ["https://other.example", `${ORIGIN}/`, undefined]) {
      await assertRefused(app, await resign(accessToken, { iss }));
    }
  }),
  row("RFC 9068, 4", "A token of another type is refused", "a JWT that is no access token: 401", async (app) => {
    const { accessToken } = await getTokens(app);
    for (const typ of ["JWT", "id+jwt", undefined]) {
      await assertRefused(app, await resign(accessToken, {}, { typ }));
    }
  }),
  row(
    "RFC 8725, 3.1; RFC 9068, 4",
    "The algorithm is the verifier's choice; none is no choice",
    "unsigned, signed with another key or algorithm: 401",
    async (app) => {
      const { accessToken } = await getTokens(app);
      const [header, payload, signature] = accessToken.split(".") as [string, string, string];
      const encode = (value: unknown) => btoa(JSON.stringify(value)).replaceAll("=", "");
      const { kid } = JSON.parse(atob(header));
      await assertRefused(app, `${encode({ alg: "none", typ: "at+jwt", kid })}.${payload}.`);
      await assertRefused(app, `${header}.${payload}.`);
      await assertRefused(app, `${header}.${payload}.${signature.slice(0, -4)}AAAA`);
      await assertRefused(app, await resign(accessToken, {}, { alg: "HS512" }, LOGINS.JWT_SECRET.repeat(2)));
      await assertRefused(app, await resign(accessToken, {}, {}, "x".repeat(40)));
    },
  ),
  row(
    "RFC 9068, 2.2",
    "An access token says who issued it, for whom, whose it is, for which client, when, until when, and its id",
    "the claims of an access token",
    async (app) => {
      const { accessToken, code } = await getTokens(app);
      const { iss, aud, client_id, scope, iat, exp, jti, sub } = claimsOf(accessToken);
      assert.deepEqual([iss, aud, client_id, scope], [ORIGIN, `${ORIGIN}/mcp`, code.client_id, "read"]);
      assert.deepEqual([iat, exp], [app.clock.at / 1000, app.clock.at / 1000 + 3600]);
      assert.match(String(jti), /^[\w-]{43}$/);
      assert.match(String(sub), /^u_[\w-]{24}$/);
    },
  ),
  row(
    "RFC 9068, 2.2; RFC 6749, 10.3",
    "Nothing about the person or the broker is to be read in a token",
    "a token names no customer, address or account",
    async (app) => {
      const { accessToken } = await logIn(app);
      assert.doesNotMatch(JSON.stringify(claimsOf(accessToken)), /C5100000001|simulator|5WS|Ada|Example|refresh/);
    },
  ),
  row(
    "OAuth 2.1, 5.2",
    "A revoked token is refused",
    "a token whose grant has ended: 401 on the next call",
    async (app) => {
      const { accessToken, browser } = await logIn(app);
      assert.equal(await statusWith(app, accessToken), 200);
      await browser.submit(await browser.get("/account"), {}, "/account/revoke");
      await assertRefused(app, accessToken);
    },
  ),
  row(
    "OAuth 2.1, 5.2",
    "The token is looked at before anything else of a request",
    "before a login every method, body and era gets 401",
    async (app) => {
      for (
        const [method, body] of [["GET"], ["DELETE"], ["HEAD"], ["PUT", "x"], ["POST", "{"], ["POST", ""]] as const
      ) {
        const request = new Request(`${ORIGIN}/mcp`, { method, ...(body === undefined ? {} : { body }) });
        assert.equal((await app.fetch(request)).status, 401, `${method} ${body}`);
      }
    },
  ),
  row(
    "MCP transports, Security Warning",
    "Calls from pages of foreign origins get 403",
    "a foreign page is refused even with a good token",
    async (app) => {
      const { accessToken } = await getTokens(app);
      const headers = { authorization: `Bearer ${accessToken}`, origin: "https://evil.example" };
      assert.equal((await app.fetch(legacyRequest("tools/list", {}, headers))).status, 403);
    },
  ),
  row(
    `${MCP.practices}, Token Passthrough`,
    "The client's token goes to nobody else",
    "the broker never sees the client's token, and gets its own",
    async () => {
      const seen: string[] = [];
      const spy = (request: Request) => {
        seen.push(`${request.headers.get("authorization")} ${request.url}`);
        return null;
      };
      await using app = await startApp({ environment: LOGINS, hosts: { "broker.test": spy } });
      const { accessToken } = await getTokens(app);
      assert.equal(await statusWith(app, accessToken), 200);
      assert.ok(seen.some((line) => /^Bearer .*market-data/.test(line)), seen.join("\n"));
      assert.deepEqual(seen.filter((line) => line.includes(accessToken)), []);
    },
  ),
  row(
    `${MCP.security}, Token Theft`,
    "Access tokens are short-lived, and a client does not need its user to go on",
    "after an hour a refresh goes on where the token ended",
    async (app) => {
      const { refresh } = await getTokens(app);
      app.clock.at += 2 * 3_600_000;
      const { body } = await askToken(app, refresh);
      assert.equal(await statusWith(app, body.access_token), 200);
    },
  ),
];
