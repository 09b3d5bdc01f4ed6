import assert from "node:assert/strict";
import { openHouse } from "./auth/attacks/house.ts";
import { startApp, type TestApp } from "./support/app.ts";
import { legacyRequest, resultOf } from "./support/clients.ts";
import { askToken, logIn, LOGINS, openBrowser } from "./support/login.ts";

const CALL = { name: "get_quote", arguments: { symbol: "AAPL" } };

const call = (app: TestApp, token: string | null): Promise<Response> =>
  app.fetch(legacyRequest("tools/call", CALL, token === null ? {} : { authorization: `Bearer ${token}` }));

Deno.test("logins: with logins there is no connection but a user's own", async () => {
  await using app = await startApp({ environment: LOGINS });
  assert.equal(app.access.own, null);
  assert.equal(app.checkBroker(), null);
  const { accessToken, userId } = await logIn(app);
  const headers = { authorization: `Bearer ${accessToken}` };
  const admit = () => app.access.admit(new Request("http://x/", { headers }), "/mcp");
  const [one, two] = [await admit(), await admit()];
  assert.ok("connection" in one && "connection" in two);
  assert.deepEqual([one.userId, one.scopes], [userId, ["read"]]);
  assert.equal(one.connection, two.connection);
  assert.equal((await call(app, null)).status, 401);
});

Deno.test("logins: each person's questions are asked with their own login at the broker", async () => {
  await using app = await startApp({ environment: LOGINS });
  const [ada, ben] = [await logIn(app), await logIn(app, { customer: 1 })];
  assert.equal((await resultOf(await call(app, ada.accessToken))).isError, false);
  app.simulator.revokeGrant("C5100000001");
  app.clock.at += 16 * 60_000;
  assert.equal((await resultOf(await call(app, ben.accessToken))).isError, false);
  assert.equal((await call(app, ada.accessToken)).status, 401);
});

Deno.test("logins: a call that finds the link dead is itself answered with 401, and a new login mends it", async () => {
  await using app = await startApp({ environment: LOGINS });
  const { accessToken, refreshToken, clientId, browser, userId } = await logIn(app);
  app.simulator.faults.add({ kind: "status", status: 401, path: "/oauth/token" });
  const response = await call(app, accessToken);
  assert.equal(response.status, 401);
  assert.match(response.headers.get("www-authenticate")!, /resource_metadata=.*error="invalid_token"/);
  const refresh = { grant_type: "refresh_token", refresh_token: refreshToken, client_id: clientId };
  assert.equal((await askToken(app, refresh)).body.error, "invalid_grant");
  const events = await app.access.server!.audit.listOf(userId);
  assert.equal(events.filter(({ kind }) => kind === "link_broken").length, 1);
  app.simulator.faults.clear();
  // The very same credentials are left alone for half an hour.
  app.clock.at += 31 * 60_000;
  const again = await logIn(app, { browser });
  assert.equal(again.userId, userId);
  assert.equal((await resultOf(await call(app, again.accessToken))).isError, false);
});

Deno.test("logins: credentials that no key opens any more are asked for anew, like refused ones", async () => {
  const kv = await Deno.openKv(":memory:");
  const { accessToken, browser } = await (async () => {
    await using house = await openHouse({ kv });
    return await logIn(house);
  })();
  await using house = await openHouse({
    kv,
    environment: { TOKEN_ENCRYPTION_KEY: btoa("another key of thirty-two bytes!") },
  });
  const response = await house.fetch(
    legacyRequest("tools/call", CALL, { authorization: `Bearer ${accessToken}` }),
  );
  assert.equal(response.status, 401);
  const anew = openBrowser(house);
  for (const [name, value] of browser.cookies) anew.cookies.set(name, value);
  const again = await logIn(house, { browser: anew });
  const headers = { authorization: `Bearer ${again.accessToken}` };
  assert.equal((await resultOf(await house.fetch(legacyRequest("tools/call", CALL, headers)))).isError, false);
  kv.close();
});

Deno.test("logins: trouble of the broker's is told in words, and ends no login", async () => {
  for (
    const fault of [
      { kind: "status", status: 502 },
      { kind: "dropped" },
      { kind: "status", status: 401, path: "/market" },
    ] as const
  ) {
    await using app = await startApp({ environment: LOGINS });
    const { accessToken } = await logIn(app);
    app.simulator.faults.add(fault);
    const response = await call(app, accessToken);
    assert.equal(response.status, 200, JSON.stringify(fault));
    assert.equal((await resultOf(response)).isError, true);
    app.simulator.faults.clear();
    assert.equal((await resultOf(await call(app, accessToken))).isError, false);
  }
});

Deno.test("logins: a person's calls are limited by the minute, and only theirs", async () => {
  await using app = await startApp({ environment: LOGINS });
  const [ada, ben] = [await logIn(app), await logIn(app, { customer: 1 })];
  const list = (token: string) => app.fetch(legacyRequest("tools/list", {}, { authorization: `Bearer ${token}` }));
  for (let count = 0; count < 120; count++) assert.equal((await list(ada.accessToken)).status, 200);
  const refused = await list(ada.accessToken);
  assert.deepEqual([refused.status, refused.headers.get("retry-after")], [429, "60"]);
  assert.equal((await list(ben.accessToken)).status, 200);
  app.clock.at += 60_000;
  assert.equal((await list(ada.accessToken)).status, 200);
});

Deno.test("logins: what is cached of a person lies under their own name", async () => {
  await using app = await startApp({ environment: LOGINS });
  const [ada, ben] = [await logIn(app), await logIn(app, { customer: 1 })];
  const market = () => app.simulator.requests.filter(({ path }) => path.startsWith("/market-data")).length;
  await call(app, ada.accessToken);
  const before = market();
  await call(app, ada.accessToken);
  assert.equal(market(), before, "their own answer is at hand");
  await call(app, ben.accessToken);
  assert.equal(market(), before + 1, "and it is nobody else's");
});

Deno.test("logins: the login of tastytrade itself is offered where the operator's application is", async () => {
  await using app = await startApp({ environment: LOGINS });
  const { userId, accessToken } = await logIn(app, { way: "partner" });
  assert.equal((await resultOf(await call(app, accessToken))).isError, false);
  const server = app.access.server!;
  assert.equal((await server.users.link(userId))!.value.way, "partner");
  assert.equal((await server.users.credentials(userId))!.clientId, LOGINS.TT_CLIENT_ID);
  assert.equal(server.partner!.redirectUri, "http://localhost:8787/oauth/callback");
  const { userId: same } = await logIn(app, { way: "personal", browser: openBrowser(app) });
  assert.equal(same, userId, "whichever way they come");
});
