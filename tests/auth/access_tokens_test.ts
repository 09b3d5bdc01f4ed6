import assert from "node:assert/strict";
import { SignJWT } from "jose";
import { type AccessTokens, createAccessTokens } from "../../src/auth/access_tokens.ts";
import { FRIDAY } from "../support/app.ts";
import { claimsOf } from "../support/login.ts";

const ISSUER = "https://ttai.example";
const [OLD, NEW] = ["o".repeat(32), "n".repeat(32)];
const CLAIMS = { userId: "u_ada", clientId: "client", grantId: "01GRANT", scopes: ["read", "trade"] };

const open = (clock: { at: number }, secrets = [OLD], options = {}): Promise<AccessTokens> =>
  createAccessTokens({ issuer: ISSUER, audience: `${ISSUER}/mcp`, secrets, now: () => clock.at, ...options });

Deno.test("access tokens: what was issued is read back, until the second it expires", async () => {
  const clock = { at: FRIDAY };
  const tokens = await open(clock);
  const { token, lifetimeSeconds } = await tokens.issue(CLAIMS);
  assert.equal(lifetimeSeconds, 3600);
  const expected = { ...CLAIMS, expiresAt: FRIDAY + 3_600_000 };
  // The second reading is from memory.
  for (let reading = 0; reading < 2; reading++) assert.deepEqual(await tokens.verify(token), expected);
  clock.at = FRIDAY + 3_599_999;
  assert.deepEqual(await tokens.verify(token), expected);
  clock.at = FRIDAY + 3_600_000;
  assert.equal(await tokens.verify(token), null, "remembered");
  assert.equal(await (await open(clock)).verify(token), null, "seen for the first time");
});

Deno.test("access tokens: the newest secret signs, older ones verify, others do not", async () => {
  const clock = { at: FRIDAY };
  const [old, both, fresh] = [await open(clock, [OLD]), await open(clock, [NEW, OLD]), await open(clock, [NEW])];
  const { token } = await old.issue(CLAIMS);
  assert.ok(await both.verify(token));
  assert.equal(await fresh.verify(token), null);
  const { token: later } = await both.issue(CLAIMS);
  assert.ok(await fresh.verify(later));
  assert.equal(await old.verify(later), null);
});

Deno.test("access tokens: no two are alike", async () => {
  const tokens = await open({ at: FRIDAY });
  const issued = await Promise.all([1, 2, 3].map(() => tokens.issue(CLAIMS)));
  assert.equal(new Set(issued.map(({ token }) => token)).size, 3);
});

Deno.test("access tokens: of another issuer or audience, they are not ours", async () => {
  const clock = { at: FRIDAY };
  const { token } = await (await open(clock)).issue(CLAIMS);
  assert.equal(await (await open(clock, [OLD], { issuer: "https://other.example" })).verify(token), null);
  assert.equal(await (await open(clock, [OLD], { audience: ISSUER })).verify(token), null);
});

Deno.test("access tokens: one without a claim that is needed, or with it of another type, is none", async () => {
  const tokens = await open({ at: FRIDAY });
  const { token } = await tokens.issue(CLAIMS);
  const header = JSON.parse(atob(token.split(".")[0]!));
  const sign = (claims: Record<string, unknown>) =>
    new SignJWT(claims).setProtectedHeader(header).sign(new TextEncoder().encode(OLD));
  const claims = claimsOf(token);
  assert.ok(await tokens.verify(await sign(claims)));
  for (const name of ["iss", "aud", "sub", "exp", "iat", "client_id", "scope", "grant"]) {
    const { [name]: _, ...rest } = claims;
    assert.equal(await tokens.verify(await sign(rest)), null, name);
  }
  for (const name of ["client_id", "scope", "grant"]) {
    assert.equal(await tokens.verify(await sign({ ...claims, [name]: ["read"] })), null, name);
  }
});

Deno.test("access tokens: nonsense is no token", async () => {
  const tokens = await open({ at: FRIDAY });
  for (const text of ["", ".", "a.b.c", "ey.ey.ey", "\u0000", "x".repeat(10_000)]) {
    assert.equal(await tokens.verify(text), null);
  }
});

Deno.test("access tokens: the memory of verified ones is bounded, and what fell out is verified anew", async () => {
  const tokens = await open({ at: FRIDAY });
  const first = (await tokens.issue(CLAIMS)).token;
  assert.ok(await tokens.verify(first));
  for (let count = 0; count < 1000; count++) await tokens.verify((await tokens.issue(CLAIMS)).token);
  assert.deepEqual((await tokens.verify(first))?.grantId, "01GRANT");
});
