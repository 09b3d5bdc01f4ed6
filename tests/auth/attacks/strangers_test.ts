/** One user's ids in another's calls: for every collection, every cache key and every blob. */

import assert from "node:assert/strict";
import { accountDay } from "../../support/account_day.ts";
import { sweptCollections } from "../../../src/swept_collections.ts";
import { legacyRequest, resultOf } from "../../support/clients.ts";
import { askToken, authorizePath, type Login, logIn, openBrowser, ORIGIN, register } from "../../support/login.ts";
import { collectionsIn, type House, openHouse } from "./house.ts";
import { userCollections } from "../../../src/user_collections.ts";

const CALL = { name: "get_quote", arguments: { symbol: "AAPL" } };

const quote = async (house: House, { accessToken }: Login, symbol = "AAPL") =>
  await resultOf(
    await house.fetch(
      legacyRequest("tools/call", { ...CALL, arguments: { symbol } }, { authorization: `Bearer ${accessToken}` }),
    ),
  );

/** Ada and Ben, each with a login, an open request, and a code that nobody has redeemed. */
async function twoUsers(house: House) {
  const ada = await logIn(house);
  const ben = await logIn(house, { customer: 1 });
  await quote(house, ada);
  for (const { browser, clientId } of [ada, ben]) {
    await browser.submit(await browser.get(authorizePath(clientId)), { decision: "allow" });
    await browser.get(authorizePath(clientId));
  }
  for (const { userId } of [ada, ben]) {
    await house.storage.records.commit(accountDay(userId));
    await house.storage.blobs.write(`users/${userId}/exports/report.pdf`, new TextEncoder().encode(`of ${userId}`), {
      contentType: "application/pdf",
    });
  }
  return { ada, ben };
}

/** What in the database is a user's: whatever holds their id. */
const entriesOf = async (house: House, userId: string): Promise<Map<string, string>> =>
  new Map(
    (await house.dump()).filter(({ key, text }) => `${key} ${text}`.includes(userId)).map((e) => [e.key, e.text]),
  );

Deno.test("attacks by another user: the walk leaves records in every collection that belongs to a user", async () => {
  await using house = await openHouse();
  const { ada } = await twoUsers(house);
  const keys = [...(await entriesOf(house, ada.userId)).keys()];
  for (const { name } of userCollections) assert.ok(keys.some((key) => key.startsWith(`records ${name} `)), name);
  assert.ok(keys.some((key) => key.startsWith(`cache user:${ada.userId}:`)));
  assert.ok(keys.some((key) => key.includes(`users/${ada.userId}/exports/`)));
  // Whoever adds a collection adds it to one of these lists, and its users to the tests below.
  const known = new Set([...sweptCollections, ...userCollections].map(({ name }) => name as string));
  assert.deepEqual((await collectionsIn(house)).filter((name) => !known.has(name) && name !== "users"), []);
});

Deno.test("attacks by another user: no id of Ada's, wherever Ben puts it, shows or changes anything of hers", async (t) => {
  await using house = await openHouse();
  const { ada, ben } = await twoUsers(house);
  const before = await entriesOf(house, ada.userId);
  const ids = [...(await house.records()).keys()].map((key) => key.split(" ")[1]!);
  const all = [
    ...new Set([...ids, ...before.keys(), ada.userId, ada.grantId, `users/${ada.userId}/exports/report.pdf`]),
  ];
  const page = await ben.browser.get("/account");
  const csrf = new Map(page.forms[0]!.fields).get("csrf")!;
  const bensRecords = new Set((await entriesOf(house, ben.userId)).keys());
  for (const id of all) {
    // Ben may well end what is his own; the test is about hers.
    if ([...bensRecords].some((key) => key.endsWith(` ${id}`))) continue;
    await t.step(id.slice(0, 70), async () => {
      const visits = [
        await ben.browser.post("/account/revoke", { csrf, grant: id }),
        await ben.browser.post("/oauth/consent", { csrf, request: id, decision: "deny" }),
        await ben.browser.post("/oauth/link/personal", { csrf, request: id }),
        await ben.browser.post("/oauth/link/tastytrade", { csrf, request: id }),
        await ben.browser.get(`/oauth/link?${new URLSearchParams({ request: id })}`),
        await ben.browser.get(`/oauth/callback?${new URLSearchParams({ state: `${id}.${id}`, code: id })}`),
        await ben.browser.get(`/account?${new URLSearchParams({ user: id, userId: id, id })}`),
        await ben.browser.get(`/account/data?${new URLSearchParams({ user: id, userId: id, id })}`),
      ];
      for (const { text, url } of visits) assert.doesNotMatch(text, hers(ada), url);
      const client = { client_id: ben.clientId };
      const answers = [
        await askToken(house, { ...client, grant_type: "refresh_token", refresh_token: id }),
        await askToken(house, { ...client, grant_type: "authorization_code", code: id }),
        await askToken(house, { ...client, token: id }, {}, "/oauth/revoke"),
      ];
      for (const { body } of answers.slice(0, 2)) assert.equal(body.error, "invalid_grant");
      const asked = await house.fetch(legacyRequest("tools/call", CALL, { authorization: `Bearer ${id}` }));
      assert.equal(asked.status, 401);
      await asked.body?.cancel();
      const stranger = openBrowser(house);
      stranger.cookies.set("__Host-ttai-session", id);
      assert.equal((await stranger.get("/account")).status, 403);
    });
  }
  assert.deepEqual(await entriesOf(house, ada.userId), before);
  assert.equal((await quote(house, ada)).value.symbol, "AAPL");
});

/** What only Ada's pages may show. */
const hers = ({ userId, grantId }: Login): RegExp => new RegExp(`${userId}|${grantId}|\\.\\.\\.0001|ada@`);

Deno.test("attacks by another user: account page, export and tools show a user their own and nothing else", async () => {
  await using house = await openHouse();
  const { ada, ben } = await twoUsers(house);
  for (const path of ["/account", "/account/data", "/account/delete"]) {
    assert.doesNotMatch((await ben.browser.get(path)).text, hers(ada));
  }
  assert.match((await ada.browser.get("/account")).text, /\.\.\.0001/);
  const exported = JSON.parse((await ada.browser.get("/account/data")).text);
  for (const rows of Object.values(exported)) {
    if (Array.isArray(rows)) { for (const row of rows) assert.equal(row.userId, ada.userId); }
  }
  assert.ok(Object.values(exported).some((rows) => Array.isArray(rows) && rows.length > 0));
});

Deno.test("attacks by another user: what the broker told Ada is not told to Ben, from memory or from the cache", async () => {
  await using house = await openHouse();
  const ada = await logIn(house);
  const ben = await logIn(house, { customer: 1 });
  await quote(house, ada, "MSFT");
  const cached = (await house.dump()).filter(({ key }) => key.startsWith("cache "));
  assert.ok(cached.length > 0);
  for (const { key } of cached) assert.ok(key.startsWith(`cache user:${ada.userId}:`), key);
  const calls = () => house.simulator.requests.filter(({ path }) => path === "/market-data/by-type").length;
  const before = calls();
  await quote(house, ada, "MSFT");
  assert.equal(calls(), before, "Ada's own is fresh");
  await quote(house, ben, "MSFT");
  assert.equal(calls(), before + 1, "Ben's is fetched with his own token");
});

Deno.test("attacks by another user: each is asked for at the broker with their own token, also in one breath", async () => {
  await using house = await openHouse();
  const ada = await logIn(house);
  const ben = await logIn(house, { customer: 1 });
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, number) => quote(house, number % 2 === 0 ? ada : ben)),
  );
  for (const { value } of answers) assert.equal(value.symbol, "AAPL");
  house.simulator.revokeGrant("C5100000001");
  house.clock.at += 31_000;
  const dead = await house.fetch(legacyRequest("tools/call", CALL, { authorization: `Bearer ${ada.accessToken}` }));
  assert.equal(dead.status, 401);
  await dead.body?.cancel();
  assert.equal((await quote(house, ben)).value.symbol, "AAPL");
});

Deno.test("attacks by another user: a key or path with somebody's name inside does not reach them", async () => {
  await using house = await openHouse();
  const { ada, ben } = await twoUsers(house);
  const before = await entriesOf(house, ada.userId);
  for (const symbol of [`../../user:${ada.userId}:quote:AAPL`, `user:${ada.userId}:quote:AAPL`, "AAPL\0", "*"]) {
    const response = await house.fetch(
      legacyRequest("tools/call", { ...CALL, arguments: { symbol } }, { authorization: `Bearer ${ben.accessToken}` }),
    );
    assert.doesNotMatch(await response.text(), /"bid":\d/);
  }
  assert.deepEqual(await entriesOf(house, ada.userId), before);
});

Deno.test("attacks by another user: when Ben deletes his account, everything of his goes and nothing of Ada's", async () => {
  await using house = await openHouse();
  const { ada, ben } = await twoUsers(house);
  await quote(house, ben);
  const before = await entriesOf(house, ada.userId);
  assert.ok((await entriesOf(house, ben.userId)).size > userCollections.length);
  await ben.browser.submit(await ben.browser.get("/account/delete"), { confirm: "DELETE" }, "/account/delete");
  assert.deepEqual(await entriesOf(house, ben.userId), new Map());
  assert.deepEqual(await entriesOf(house, ada.userId), before);
});

Deno.test("attacks by another user: a code that was out when its user left is worth nothing", async () => {
  for (const path of ["/account/delete", "/account/unlink", "/account/revoke-all"]) {
    await using house = await openHouse();
    const { browser } = await logIn(house);
    const { client_id } = await register(house);
    const answered = await browser.submit(await browser.get(authorizePath(client_id)), { decision: "allow" });
    const code = new URL(answered.location!).searchParams.get("code")!;
    const csrf = new Map((await browser.get("/account")).forms[0]!.fields).get("csrf")!;
    await browser.post(path, { csrf, confirm: "DELETE" });
    const { status, body } = await askToken(house, {
      grant_type: "authorization_code",
      code,
      client_id,
      redirect_uri: new URL(answered.location!).origin + new URL(answered.location!).pathname,
      code_verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    });
    assert.deepEqual([path, status, body.error], [path, 400, "invalid_grant"]);
  }
});

Deno.test("attacks by another user: a page of Ada's that Ben has open sends nothing to her", async () => {
  await using house = await openHouse();
  const { ada, ben } = await twoUsers(house);
  const consent = await ada.browser.get(authorizePath(ada.clientId));
  const before = await entriesOf(house, ada.userId);
  for (const decision of ["allow", "deny", "other_account"]) {
    const answer = await ben.browser.submit(consent, { decision });
    assert.deepEqual([answer.status, answer.location], [400, null]);
  }
  assert.deepEqual(await entriesOf(house, ada.userId), before);
  assert.equal(new URL(consent.url).origin, ORIGIN);
});
