import assert from "node:assert/strict";
import { startClient, USER_AGENT } from "./client.ts";

const SUPPORT = /^Unauthorized\. Unique customer support identifier: [0-9a-f]{32}$/;

Deno.test("answer: a request without a user agent is refused before anything else", async () => {
  const { get, login } = startClient();
  for (const answer of [await get("/nowhere", { headers: {} }), await login({}, { headers: {} })]) {
    assert.equal(answer.status, 401);
    assert.equal(answer.body.error.code, "unauthorized");
    assert.match(answer.body.error.message, SUPPORT);
  }
  // The official JavaScript client sends a name without a version, and works.
  assert.equal(
    (await login(undefined, { headers: { "User-Agent": "sdk", "Content-Type": "application/json" } })).status,
    200,
  );
});

Deno.test("answer: versions older than all are refused with a numeric code, others and none are served", async () => {
  const { get, login } = startClient();
  const authorization = `Bearer ${(await login()).body.access_token}`;
  const asked = (version: string) =>
    get("/customers/me", { headers: { ...USER_AGENT, Authorization: authorization, "Accept-Version": version } });
  for (const version of ["20200101", "20240430", "today"]) {
    const { status, body } = await asked(version);
    assert.deepEqual([status, body], [406, {
      error: { code: 406, message: "The requested version is not supported." },
    }]);
  }
  for (const version of ["20240501", "20251101", "20261122", "20991231"]) {
    assert.equal((await asked(version)).status, 200);
  }
});

Deno.test("answer: unknown paths are 404, known paths by another method 405", async () => {
  const { get } = startClient();
  assert.equal((await get("/accounts")).status, 404);
  assert.equal((await get("/customers/me/")).status, 404);
  const { status, body } = await get("/oauth/token");
  assert.equal(status, 405);
  assert.equal(body.error.code, "method_not_allowed");
  assert.match(body.error.message, /^405 Not Allowed\. Unique customer support identifier: [0-9a-f]{32}$/);
});

Deno.test("answer: endpoints are closed to who has no token, a foreign one, or the wrong scheme", async () => {
  const { get, login } = startClient();
  const token: string = (await login()).body.access_token;
  const forged = token.slice(0, -1) + (token.endsWith("a") ? "b" : "a");
  for (const authorization of ["", token, `Basic ${token}`, "Bearer x.y.z", `Bearer ${forged}`, "Bearer "]) {
    const { status, body } = await get("/customers/me", { headers: { ...USER_AGENT, Authorization: authorization } });
    assert.deepEqual([status, body.error.code], [401, "token_invalid"], authorization);
  }
});

Deno.test("answer: a token is good at every instance of the same seed, and at no other", async () => {
  const { body } = await startClient({ seed: "a" }).login();
  const headers = { ...USER_AGENT, Authorization: `Bearer ${body.access_token}` };
  assert.equal((await startClient({ seed: "a" }).get("/customers/me", { headers })).status, 200);
  assert.equal((await startClient({ seed: "b" }).get("/customers/me", { headers })).status, 401);
});

Deno.test("answer: a body of a type nobody sends is 415", async () => {
  const { login } = startClient();
  const { status, body } = await login({}, { headers: { ...USER_AGENT, "Content-Type": "text/plain" } });
  assert.deepEqual([status, body.error.code], [415, "unsupported_media_type"]);
});

Deno.test("answer: a GET that says it has JSON and has none is served", async () => {
  const { get, login } = startClient();
  const authorization = `Bearer ${(await login()).body.access_token}`;
  const headers = { ...USER_AGENT, Authorization: authorization, "Content-Type": "application/json" };
  assert.equal((await get("/customers/me", { headers })).status, 200);
});
