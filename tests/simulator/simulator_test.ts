import assert from "node:assert/strict";
import { createSimulator, simulatorHandler } from "../../src/simulator/simulator.ts";
import { SIMULATED_CREDENTIALS } from "../../src/simulator/credentials.ts";
import { decide, redeem } from "./authorization.ts";
import { FRIDAY, ORIGIN, refreshFields, startClient, USER_AGENT } from "./client.ts";

const QUOTES = "/market-data/by-type?equity=AAPL,SPY,TSLA&index=VIX&future=/ESZ6&cryptocurrency=BTC/USD";

Deno.test("simulator: the same seed and clock give the same bodies, another seed others", async () => {
  const body = async (seed: string) => JSON.stringify((await startClient({ seed }).get(QUOTES)).body);
  assert.equal(await body("one"), await body("one"));
  assert.notEqual(await body("one"), await body("two"));
});

Deno.test("simulator: what it was asked before changes nothing", async () => {
  const fresh = await startClient().get(QUOTES);
  const used = startClient({ at: FRIDAY + 86_400_000 });
  await used.get("/market-metrics?symbols=TSLA,AAPL");
  await used.get("/market-data/by-type?equity=NVDA,AAPL");
  used.clock.at = FRIDAY - 400 * 86_400_000;
  await used.quotes({ equity: "AAPL" });
  used.clock.at = FRIDAY;
  assert.deepEqual(
    Object.values(await used.quotes({ equity: "AAPL,SPY,TSLA" })),
    fresh.body.data.items.filter((item: { symbol: string }) => ["AAPL", "SPY", "TSLA"].includes(item.symbol)),
  );
});

Deno.test("simulator: every answer is marked as simulated, refusals too", async () => {
  const { get, login } = startClient();
  for (const answer of [await get(QUOTES), await get("/nowhere"), await login({}), await get("/customers/me")]) {
    assert.equal(answer.headers.get("X-Simulated"), "true");
  }
});

Deno.test("simulator: it takes what fetch takes", async () => {
  const { simulator } = startClient();
  const request = new Request(`${ORIGIN}/customers/me`, { headers: USER_AGENT });
  for (const input of [request, new URL(request.url), request.url]) {
    const response = await simulator.fetch(input, { headers: USER_AGENT });
    assert.equal(response.status, 401);
    await response.body?.cancel();
  }
});

Deno.test("simulator: a caller who has given up gets the reason", async () => {
  const { simulator } = startClient();
  const reason = new Error("enough");
  await assert.rejects(simulator.fetch(`${ORIGIN}/customers/me`, { signal: AbortSignal.abort(reason) }), reason);
  assert.equal(simulator.requests.length, 0);
});

Deno.test("simulator: requests are logged in order with their status, a thousand at most", async () => {
  const { simulator, get } = startClient();
  await get("/customers/me?allow-missing=true");
  await get("/nowhere");
  assert.deepEqual(simulator.requests, [
    { at: FRIDAY, method: "POST", path: "/oauth/token", status: 200, userAgent: "ttai-test/1.0" },
    { at: FRIDAY, method: "GET", path: "/customers/me", status: 200, userAgent: "ttai-test/1.0" },
    { at: FRIDAY, method: "GET", path: "/nowhere", status: 404, userAgent: "ttai-test/1.0" },
  ]);
  for (let i = 0; i < 1000; i++) await get("/nowhere");
  assert.equal(simulator.requests.length, 1000);
  assert.equal(simulator.requests[0]!.path, "/nowhere");
});

Deno.test("simulator: an access token lives by the clock", async () => {
  const { get, clock, login } = startClient();
  assert.equal((await login()).body.expires_in, 900);
  assert.equal((await get("/customers/me")).status, 200);
  clock.at += 899_999;
  assert.equal((await get("/customers/me")).status, 200);
  clock.at += 1;
  const refused = await get("/customers/me");
  assert.equal(refused.status, 401);
  assert.deepEqual(refused.body.error, {
    code: "token_invalid",
    message: "This token is invalid or has expired",
  });
});

Deno.test("simulator: the lifetime of tokens can be shortened", async () => {
  const { get, clock, login } = startClient({ tokenLifetimeSeconds: 70 });
  assert.equal((await login()).body.expires_in, 70);
  await get("/customers/me");
  clock.at += 70_000;
  assert.equal((await get("/customers/me")).status, 401);
});

Deno.test("simulator: a revoked grant ends its tokens and gives no new ones", async () => {
  const { simulator, get, login } = startClient();
  assert.equal((await get("/customers/me")).status, 200);
  simulator.revokeGrant();
  assert.equal((await get("/customers/me")).status, 401);
  const refused = await login();
  assert.deepEqual([refused.status, refused.body.error_description], [400, "Grant revoked"]);
});

Deno.test("simulator: one customer's grants can be revoked, by both ways, and the page grants anew", async () => {
  const client = startClient();
  const [ada, ben] = SIMULATED_CREDENTIALS;
  const { refresh_token, access_token } = (await redeem(client, { code: (await decide(client, "Ben")).code! })).body;
  client.simulator.revokeGrant("C5100000002");
  assert.equal((await client.getWith(access_token, "/customers/me")).status, 401);
  for (const grant of [ben, { clientSecret: "simulated-partner-secret", refreshToken: refresh_token }]) {
    const refused = await client.login(refreshFields(grant));
    // The other of the two keys that have been seen.
    assert.deepEqual([refused.status, refused.body.error], [400, "invalid_grant"]);
    assert.equal(refused.body.error_description, "Grant revoked");
  }
  assert.equal((await client.login(refreshFields(ada))).status, 200);
  const again = (await redeem(client, { code: (await decide(client, "Ben")).code! })).body;
  assert.equal((await client.getWith(again.access_token, "/customers/me")).status, 200);
  assert.throws(() => client.simulator.revokeGrant("Ben"), RangeError);
});

Deno.test("simulator: after too many failed logins it falls silent for eight hours, but not to browsers", async () => {
  const client = startClient({ lockAfterFailures: 2 });
  const wrong = refreshFields({ clientSecret: "wrong", refreshToken: "wrong" });
  for (let i = 0; i < 2; i++) assert.equal((await client.login(wrong)).status, 400);
  const silent = async (asked: (signal: AbortSignal) => Promise<unknown>) => {
    const abort = new AbortController();
    let settled = false;
    const answer = assert.rejects(asked(abort.signal).finally(() => settled = true), /had enough/);
    // Long enough for an answer, which takes no time of its own.
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve));
    assert.equal(settled, false);
    abort.abort(new Error("had enough"));
    await answer;
  };
  await silent((signal) => client.login(undefined, { signal }));
  await silent((signal) => client.simulator.fetch(`${ORIGIN}/customers/me`, { signal, headers: USER_AGENT }));
  assert.equal((await decide(client, "Ada")).status, 302);
  client.clock.at += 8 * 3_600_000;
  assert.equal((await client.login()).status, 200);
});

Deno.test("simulator: building one asks for no time, and computes nothing that needs it", () => {
  createSimulator({
    now: () => {
      throw new Error("the clock was read");
    },
  });
});

Deno.test("simulator: alone behind HTTP it serves, and drops connections when told to", async () => {
  const { simulator } = startClient();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, simulatorHandler(simulator));
  const origin = `http://127.0.0.1:${server.addr.port}`;
  const response = await fetch(`${origin}/customers/me`, { headers: USER_AGENT });
  assert.equal(response.status, 401);
  assert.equal((await response.json()).error.code, "token_invalid");
  simulator.faults.add({ kind: "dropped", times: 1 });
  await assert.rejects(fetch(`${origin}/customers/me`).then((broken) => broken.text()), TypeError);
  await server.shutdown();
});
