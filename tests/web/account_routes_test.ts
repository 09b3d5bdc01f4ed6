import assert from "node:assert/strict";
import { startApp } from "../support/app.ts";
import { legacyRequest } from "../support/clients.ts";
import { askToken, logIn, LOGINS, openBrowser, type Visited } from "../support/login.ts";

const start = () => startApp({ environment: LOGINS });

const statusWith = async (app: Awaited<ReturnType<typeof start>>, token: string): Promise<number> => {
  const response = await app.fetch(legacyRequest("tools/list", {}, { authorization: `Bearer ${token}` }));
  await response.body?.cancel();
  return response.status;
};

const heading = ({ text }: Visited): string => /<h1>(.*?)<\/h1>/.exec(text)![1]!;

const POSTED = ["revoke", "revoke-all", "unlink", "delete", "logout"].map((name) => `/account/${name}`);

Deno.test("account routes: the page shows what is linked, who may use it, and what has happened", async () => {
  await using app = await start();
  const { browser } = await logIn(app, { clientName: "First <client>" });
  await logIn(app, { browser, clientName: "Second", trade: true });
  const { status, text } = await browser.get("/account");
  assert.equal(status, 200);
  assert.match(text, /Individual \.\.\.0001/);
  assert.match(text, /First &lt;client&gt;/);
  assert.match(text, /Looks, keeps lists and prepares orders/);
  assert.match(text, /Allowed an application: <bdi>Second/);
  assert.doesNotMatch(text, /5WS0000|C5100000001/);
});

Deno.test("account routes: a stranger sees nothing, and is told how to begin", async () => {
  await using app = await start();
  const { browser } = await logIn(app);
  const stranger = openBrowser(app);
  stranger.cookies.set("__Host-ttai-session", "x".repeat(43));
  for (const path of ["/account", "/account/data", "/account/delete"]) {
    for (const visitor of [openBrowser(app), stranger]) {
      const page = await visitor.get(path);
      assert.deepEqual([page.status, heading(page)], [403, "You are not logged in"]);
      assert.doesNotMatch(page.text, /0001/);
    }
    assert.equal((await browser.get(path)).status, 200, path);
  }
});

Deno.test("account routes: a form counts from our own page only: with its token, its cookie, from our origin", async () => {
  await using app = await start();
  const [ada, ben] = [await logIn(app), await logIn(app, { customer: 1 })];
  const csrf = async ({ browser }: typeof ada) => {
    const page = await browser.get("/account");
    return Object.fromEntries(page.forms.at(-1)!.fields).csrf!;
  };
  const [own, other] = [await csrf(ada), await csrf(ben)];
  for (const path of POSTED) {
    const fields = { csrf: own, grant: ada.grantId, confirm: "DELETE" };
    const forged = [
      await ada.browser.post(path, { ...fields, csrf: "" }),
      await ada.browser.post(path, { ...fields, csrf: other }),
      await openBrowser(app).post(path, fields),
      await ben.browser.post(path, fields),
      await ada.browser.post(path, fields, "https://evil.example"),
      await ada.browser.get(path),
    ];
    for (const { status } of forged.slice(0, -1)) assert.equal(status, 403, path);
    assert.notEqual(forged.at(-1)!.status, 303, path);
  }
  for (const { accessToken } of [ada, ben]) assert.equal(await statusWith(app, accessToken), 200);
  for (const { browser } of [ada, ben]) assert.equal((await browser.get("/account")).status, 200);
});

Deno.test("account routes: disconnecting one leaves the others", async () => {
  await using app = await start();
  const first = await logIn(app);
  const second = await logIn(app, { browser: first.browser });
  const page = await first.browser.get("/account");
  const form = page.forms.find(({ fields }) => fields.some(([, value]) => value === first.grantId))!;
  const done = await first.browser.post(form.action, form.fields);
  assert.deepEqual([done.status, done.location], [303, "http://localhost:8787/account"]);
  assert.equal(await statusWith(app, first.accessToken), 401);
  assert.equal(await statusWith(app, second.accessToken), 200);
  assert.match((await first.browser.get("/account")).text, /Disconnected: <bdi>Test client/);
});

Deno.test("account routes: nobody disconnects what is somebody else's", async () => {
  await using app = await start();
  const [ada, ben] = [await logIn(app), await logIn(app, { customer: 1 })];
  await ben.browser.submit(await ben.browser.get("/account"), { grant: ada.grantId }, "/account/revoke");
  assert.equal(await statusWith(app, ada.accessToken), 200);
  assert.equal(await statusWith(app, ben.accessToken), 200);
});

Deno.test("account routes: disconnecting all, and unlinking, end every connection at once", async () => {
  for (const path of ["/account/revoke-all", "/account/unlink"]) {
    await using app = await start();
    const first = await logIn(app);
    const second = await logIn(app, { browser: first.browser });
    const other = await logIn(app, { customer: 1 });
    await first.browser.submit(await first.browser.get("/account"), {}, path);
    for (const { accessToken } of [first, second]) assert.equal(await statusWith(app, accessToken), 401);
    assert.equal(await statusWith(app, other.accessToken), 200);
    const { text } = await first.browser.get("/account");
    assert.match(text, /None\. Add the address/);
    assert.match(text, path === "/account/unlink" ? /Nothing\. Connect again/ : />working</);
    assert.equal((await logIn(app, { browser: first.browser })).userId, first.userId);
  }
});

Deno.test("account routes: the data come as a file, of this person and without secrets", async () => {
  await using app = await start();
  const { browser, userId, refreshToken } = await logIn(app);
  const ben = await logIn(app, { customer: 1 });
  const { status, headers, text } = await browser.get("/account/data");
  assert.equal(status, 200);
  assert.equal(headers.get("content-disposition"), 'attachment; filename="ttai-data.json"');
  assert.equal(headers.get("cache-control"), "no-store");
  const data = JSON.parse(text);
  assert.equal(data.user.email, "ada@simulator.example");
  assert.ok(data.grants.length === 1 && data.grants[0].userId === userId);
  assert.doesNotMatch(text, new RegExp(`${ben.userId}|simulated-|v1\\.|${refreshToken.split(".")[1]}`));
  assert.match((await browser.get("/account")).text, /Downloaded the data/);
});

Deno.test("account routes: deleting needs the word, and then there is nothing left", async () => {
  await using app = await start();
  const { browser, accessToken, refreshToken, clientId, userId } = await logIn(app);
  const cookie = browser.cookies.get("__Host-ttai-session")!;
  const page = await browser.get("/account/delete");
  for (const confirm of ["", "delete", "YES"]) {
    const again = await browser.submit(page, { confirm });
    assert.equal(again.status, 400);
    assert.match(again.text, /Nothing was deleted/);
  }
  assert.equal(await statusWith(app, accessToken), 200);
  const gone = await browser.submit(page, { confirm: " DELETE " });
  assert.deepEqual([gone.status, heading(gone)], [200, "Your account is deleted"]);
  assert.equal(browser.cookies.has("__Host-ttai-session"), false);
  browser.cookies.set("__Host-ttai-session", cookie);
  assert.equal((await browser.get("/account")).status, 403);
  assert.equal(await statusWith(app, accessToken), 401);
  const refreshed = await askToken(app, {
    grant_type: "refresh_token",
    refresh_token: refreshToken,
    client_id: clientId,
  });
  assert.deepEqual([refreshed.status, refreshed.body.error], [400, "invalid_grant"]);
  assert.equal(await app.access.server!.users.read(userId), null);
});

Deno.test("account routes: logging out ends this browser's session and nothing else", async () => {
  await using app = await start();
  const first = await logIn(app);
  const second = await logIn(app);
  const cookie = first.browser.cookies.get("__Host-ttai-session")!;
  const page = await first.browser.submit(await first.browser.get("/account"), {}, "/account/logout");
  assert.equal(heading(page), "You are logged out");
  assert.equal(first.browser.cookies.has("__Host-ttai-session"), false);
  first.browser.cookies.set("__Host-ttai-session", cookie);
  assert.equal((await first.browser.get("/account")).status, 403);
  assert.equal((await second.browser.get("/account")).status, 200);
  assert.equal(await statusWith(app, first.accessToken), 200);
});
