import assert from "node:assert/strict";
import { SIMULATED_CREDENTIALS } from "../../src/simulator/simulator.ts";
import { startApp, type TestApp } from "../support/app.ts";
import {
  allow,
  authorizePath,
  type Browser,
  CALLBACK,
  link,
  logIn,
  LOGINS,
  openBrowser,
  register,
  type Visited,
} from "../support/login.ts";

const start = (changes: Record<string, string> = {}) => startApp({ environment: { ...LOGINS, ...changes } });

/** A new browser at the consent page of a new client. */
async function atConsent(
  app: TestApp,
  browser = openBrowser(app),
): Promise<{ browser: Browser; page: Visited; path: string }> {
  const path = authorizePath((await register(app)).client_id);
  return { browser, page: await browser.get(path), path };
}

/** And one page further. */
async function atLink(app: TestApp, browser = openBrowser(app)): Promise<{ browser: Browser; page: Visited }> {
  const { page } = await atConsent(app, browser);
  return { browser, page: await browser.follow(await browser.submit(page, { decision: "allow" })) };
}

const heading = ({ text }: Visited): string => /<h1>(.*?)<\/h1>/.exec(text)![1]!.replace(/<[^>]+>/g, "");

const ENDED = "This login has ended";
const [ADA, BEN] = SIMULATED_CREDENTIALS;
const grantOf = ({ clientSecret, refreshToken }: typeof ADA) => ({
  client_secret: clientSecret,
  refresh_token: refreshToken,
});

for (const way of ["personal", "partner"] as const) {
  Deno.test(`login routes: from the client's question to its code, the ${way} way`, async () => {
    await using app = await start();
    const { browser, page } = await atConsent(app);
    assert.deepEqual([page.status, browser.cookies.size], [200, 1]);
    assert.match(page.text, /You link it in the next step/);
    const linking = await browser.follow(await browser.submit(page, { decision: "allow" }));
    assert.equal(heading(linking), "Link your tastytrade account");
    const done = await link(browser, linking, { way, customer: 1 });
    assert.ok(done.location?.startsWith(`${CALLBACK}?code=`), `${done.status} ${done.location}`);
    assert.ok(browser.cookies.has("__Host-ttai-session"));
    const account = await browser.get("/account");
    assert.match(account.text, /\.\.\.0117/);
    assert.doesNotMatch(account.text, /5WT00117|5WS/);
  });
}

Deno.test("login routes: who comes back clicks once, and sees which account it is", async () => {
  await using app = await start();
  const { browser } = await logIn(app);
  const { page } = await atConsent(app, browser);
  assert.match(page.text, /Individual \.\.\.0001, Roth IRA \.\.\.0002/);
  const before = app.simulator.requests.length;
  const done = await browser.submit(page, { decision: "allow" });
  assert.ok(done.location?.startsWith(`${CALLBACK}?code=`));
  assert.equal(app.simulator.requests.length, before, "nothing is asked of the broker");
});

Deno.test("login routes: another account than the browser's is linked on demand, with a new session", async () => {
  await using app = await start();
  const { browser, userId } = await logIn(app);
  const first = browser.cookies.get("__Host-ttai-session")!;
  const { page } = await atConsent(app, browser);
  const linking = await browser.follow(await browser.submit(page, { decision: "other_account" }));
  const done = await link(browser, linking, { customer: 1 });
  assert.ok(done.location);
  assert.notEqual(browser.cookies.get("__Host-ttai-session"), first);
  assert.match((await browser.get("/account")).text, /\.\.\.0117/);
  browser.cookies.set("__Host-ttai-session", first);
  assert.equal((await browser.get("/account")).status, 403, "the session before has ended");
  assert.equal((await app.access.server!.account.view(userId))!.grants.length, 1, "what was connected stays");
});

Deno.test("login routes: without a decision the consent page comes again, with a word on it", async () => {
  await using app = await start();
  const { browser, page } = await atConsent(app);
  for (const fields of [{}, { decision: "" }, { decision: "maybe" }]) {
    const again = await browser.submit(page, fields);
    assert.equal(again.status, 400);
    assert.match(again.text, /role="alert".*Choose whether to allow it/);
  }
});

Deno.test("login routes: the link page cannot be reached around consent", async () => {
  await using app = await start();
  const { browser, page } = await atConsent(app);
  const { request, csrf } = Object.fromEntries(page.forms[0]!.fields) as Record<string, string>;
  const here = await browser.get(`/oauth/link?request=${request}`);
  assert.match(heading(here), /^Let an application/);
  for (const way of ["personal", "tastytrade"]) {
    const around = await browser.post(`/oauth/link/${way}`, { request: request!, csrf: csrf!, ...grantOf(ADA) });
    assert.deepEqual([around.status, heading(around)], [400, ENDED]);
  }
  assert.equal(app.simulator.requests.length, 0);
});

Deno.test("login routes: a mistake in the form is told by its field, sends nothing and costs no attempt", async () => {
  await using app = await start();
  const { browser, page } = await atLink(app);
  for (let turn = 0; turn < 8; turn++) {
    const again = await browser.submit(
      page,
      { client_secret: "short", refresh_token: "x".repeat(40) },
      "/oauth/link/personal",
    );
    assert.equal(again.status, 400);
    assert.match(again.text, /id="client_secret-error"[^>]*>This does not have the form/);
    assert.doesNotMatch(again.text, /value="short"/);
  }
  assert.equal(app.simulator.requests.length, 0);
  assert.ok((await link(browser, page)).location);
});

Deno.test("login routes: refused credentials are explained, and the right ones may follow", async () => {
  await using app = await start();
  const { browser, page } = await atLink(app);
  const wrong = { ...grantOf(ADA), client_secret: "some-wrong-client-secret" };
  const again = await browser.submit(page, wrong, "/oauth/link/personal");
  assert.equal(again.status, 400);
  assert.match(again.text, /did not accept this client secret/);
  assert.doesNotMatch(again.text, /some-wrong-client-secret|simulated-refresh-token/);
  assert.deepEqual(await Array.fromAsync(app.access.server!.users.list()), [], "nothing was stored");
  assert.ok((await link(browser, again)).location);
});

Deno.test("login routes: a browser has five attempts an hour, then the form is closed until there is room", async () => {
  await using app = await start();
  const { browser, page } = await atLink(app);
  const attempt = (count: number) =>
    browser.submit(page, { ...grantOf(ADA), client_secret: `wrong-client-secret-${count}` }, "/oauth/link/personal");
  for (let count = 0; count < 5; count++) assert.equal((await attempt(count)).status, 400);
  const asked = app.simulator.requests.length;
  const closed = await browser.submit(page, grantOf(ADA), "/oauth/link/personal");
  assert.equal(closed.status, 429);
  assert.match(closed.text, /No attempt is possible at the moment/);
  assert.match(closed.text, /<fieldset disabled/);
  assert.equal(app.simulator.requests.length, asked);
  app.clock.at += 3_600_000;
  const later = await atLink(app, browser);
  assert.ok((await link(browser, later.page)).location);
});

Deno.test("login routes: an address has ten attempts an hour, whichever browsers it uses", async () => {
  await using app = await start();
  const seen: number[] = [];
  const from = (address: string) => ({
    fetch: (request: Request) => app.fetch(request, { address }),
    simulator: app.simulator,
  });
  for (let count = 0; count < 11; count++) {
    const browser = openBrowser(from("203.0.113.7"));
    const { page } = await atLink(app, browser);
    const fields = { ...grantOf(ADA), client_secret: `wrong-client-secret-${count}` };
    seen.push((await browser.submit(page, fields, "/oauth/link/personal")).status);
  }
  assert.deepEqual(seen, [...Array(10).fill(400), 429]);
  const elsewhere = openBrowser(from("203.0.113.8"));
  assert.ok((await link(elsewhere, (await atLink(app, elsewhere)).page)).location);
});

Deno.test("login routes: the link page has a way out, and the client is told", async () => {
  await using app = await start();
  const { browser, page } = await atLink(app);
  const left = await browser.submit(page, { decision: "deny" }, "/oauth/consent");
  assert.equal(new URL(left.location!).searchParams.get("error"), "access_denied");
  assert.equal(heading(await browser.get(page.url)), ENDED);
});

Deno.test("login routes: the addresses of forms, opened by hand, say where to begin", async () => {
  await using app = await start();
  const browser = openBrowser(app);
  for (const path of ["/oauth/consent", "/oauth/link/personal", "/oauth/link/tastytrade"]) {
    assert.equal(heading(await browser.get(path)), ENDED, path);
  }
  assert.equal(new URL((await browser.get("/account/revoke")).location!).pathname, "/account");
});

Deno.test("login routes: who is not invited is told so, and nothing of theirs is kept", async () => {
  await using app = await start({ TTAI_ALLOWED_USERS: "C5100000002" });
  const { browser, page } = await atLink(app);
  for (const way of ["personal", "partner"] as const) {
    const refused = await link(browser, way === "personal" ? page : (await atLink(app, browser)).page, { way });
    assert.equal(refused.status, 400);
    assert.match(refused.text, /This server is for invited people/);
  }
  assert.deepEqual(await Array.fromAsync(app.access.server!.users.list()), []);
  assert.equal(browser.cookies.has("__Host-ttai-session"), false);
  assert.ok((await link(browser, (await atLink(app, browser)).page, { customer: 1 })).location);
});

Deno.test("login routes: a no at tastytrade leads back to the link page", async () => {
  await using app = await start();
  const { browser, page } = await atLink(app);
  const toBroker = await browser.submit(page, {}, "/oauth/link/tastytrade");
  const broker = await browser.get(toBroker.location!);
  const back = await browser.follow(await browser.submit(broker, { decision: "deny" }));
  assert.match(back.text, /You did not log in at tastytrade/);
  assert.ok((await link(browser, back)).location, "the other way is still open");
});

Deno.test("login routes: a code that tastytrade does not know is nobody's fault but tastytrade's", async () => {
  await using app = await start();
  const { browser, page } = await atLink(app);
  const state = new URL((await browser.submit(page, {}, "/oauth/link/tastytrade")).location!).searchParams.get(
    "state",
  )!;
  const back = await browser.get(`/oauth/callback?code=nonsense&state=${state}`);
  assert.equal(back.status, 400);
  assert.match(back.text, /tastytrade did not confirm the login/);
});

Deno.test("login routes: the broker's login of another browser is not ours", async () => {
  await using app = await start();
  const [ada, eve] = [await atLink(app), await atLink(app)];
  const state = async ({ browser, page }: typeof ada) =>
    new URL((await browser.submit(page, {}, "/oauth/link/tastytrade")).location!).searchParams.get("state")!;
  const [adas, eves] = [await state(ada), await state(eve)];
  const crossed = `${adas.split(".")[0]}.${eves.split(".")[1]}`;
  for (const wrong of [eves, crossed, adas.split(".")[0]!, `${adas}x`, "", "."]) {
    const answer = await ada.browser.get(`/oauth/callback?code=x&state=${wrong}`);
    assert.deepEqual([answer.status, heading(answer)], [400, ENDED], wrong);
  }
});

Deno.test("login routes: without an application of the operator's there is one way only", async () => {
  const { TT_CLIENT_ID: _, TT_CLIENT_SECRET: _secret, ...rest } = LOGINS;
  await using app = await startApp({ environment: rest });
  const { browser, page } = await atLink(app);
  assert.deepEqual(page.forms.map(({ action }) => new URL(action).pathname), [
    "/oauth/link/personal",
    "/oauth/consent",
  ]);
  const fields = page.forms[0]!.fields;
  assert.equal(heading(await browser.post("/oauth/link/tastytrade", fields)), ENDED);
  assert.equal(heading(await browser.get("/oauth/callback?code=x&state=x.y")), ENDED);
  assert.ok((await link(browser, page)).location);
});

Deno.test("login routes: two tabs of a browser do not disturb each other", async () => {
  await using app = await start();
  const first = await atConsent(app);
  const second = await atConsent(app, first.browser);
  const { browser } = first;
  const links = [];
  for (const { page } of [first, second]) {
    links.push(await browser.follow(await browser.submit(page, { decision: "allow" })));
  }
  assert.ok((await link(browser, links[0]!)).location);
  assert.ok((await link(browser, links[1]!)).location);
});

Deno.test("login routes: a reload shows the page again; the way back after the answer shows that it has ended", async () => {
  await using app = await start();
  const { browser, page } = await atLink(app);
  assert.equal(heading(await browser.get(page.url)), "Link your tastytrade account");
  assert.ok((await link(browser, page)).location);
  const again = await browser.get(page.url);
  assert.deepEqual([again.status, heading(again)], [400, ENDED]);
});

Deno.test("login routes: a link whose credentials no longer open is asked for anew", async () => {
  await using app = await start();
  const { browser, userId } = await logIn(app);
  await app.access.server!.users.breakLink(userId);
  const { page } = await atConsent(app, browser);
  assert.match(page.text, /You link it in the next step/);
  const linking = await browser.follow(await browser.submit(page, { decision: "allow" }));
  assert.ok((await link(browser, linking)).location);
});

Deno.test("login routes: two people in two browsers have two accounts", async () => {
  await using app = await start();
  const [ada, ben] = [await logIn(app, { customer: 0 }), await logIn(app, { customer: 1, trade: true })];
  assert.notEqual(ada.userId, ben.userId);
  assert.deepEqual([ada.scope, ben.scope], ["read", "read trade"]);
  const [adas, bens] = [await ada.browser.get("/account"), await ben.browser.get("/account")];
  assert.match(adas.text, /\.\.\.0001/);
  assert.doesNotMatch(adas.text, /\.\.\.0117/);
  assert.match(bens.text, /\.\.\.0117/);
  assert.doesNotMatch(bens.text, /\.\.\.0001/);
});

Deno.test("login routes: a page that is no form of ours changes nothing", async () => {
  await using app = await start();
  const { browser, page, path } = await atConsent(app);
  for (const address of ["/oauth/consent", "/oauth/link/personal", "/oauth/link/tastytrade"]) {
    assert.equal(heading(await browser.post(address, { ...grantOf(BEN), decision: "allow" })), ENDED);
  }
  assert.ok((await browser.submit(page, { decision: "allow" })).location);
  assert.ok((await allow(browser, path)).location);
});
