/** The server stopped and started on the same storage, with the same keys and with others: who has to log in again. */

import assert from "node:assert/strict";
import { legacyRequest } from "../support/clients.ts";
import {
  allow,
  askToken,
  authorizePath,
  type Browser,
  type Login,
  logIn,
  LOGINS,
  openBrowser,
  register,
} from "../support/login.ts";
import { FRIDAY } from "../support/app.ts";
import { type House, openHouse } from "./attacks/house.ts";

const keyOf = (text: string): string => btoa(text.padEnd(32, "."));

const OLD = { JWT_SECRET: LOGINS.JWT_SECRET, TOKEN_ENCRYPTION_KEY: LOGINS.TOKEN_ENCRYPTION_KEY };
const NEW = {
  JWT_SECRET: "another-secret-of-the-tests-that-signs-from-now-on",
  TOKEN_ENCRYPTION_KEY: keyOf("another sealing key"),
};
const BOTH = {
  JWT_SECRET: `${NEW.JWT_SECRET},${OLD.JWT_SECRET}`,
  TOKEN_ENCRYPTION_KEY: `${NEW.TOKEN_ENCRYPTION_KEY},${OLD.TOKEN_ENCRYPTION_KEY}`,
};

/** A database in a file, and a server that is started on it as often as one likes. */
async function openSite() {
  const folder = await Deno.makeTempDir({ prefix: "ttai-restart-" });
  const clock = { at: FRIDAY };
  return {
    clock,
    /** Starts the server, runs `visit`, and stops it; the simulated broker as well is another one each time. */
    async run<T>(environment: Record<string, string>, visit: (house: House) => Promise<T>): Promise<T> {
      const kv = await Deno.openKv(`${folder}/kv.sqlite3`);
      try {
        await using house = await openHouse({ kv, clock, environment });
        return await visit(house);
      } finally {
        kv.close();
      }
    },
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

const call = async ({ fetch }: House, accessToken: string): Promise<number> => {
  const call = { name: "get_quote", arguments: { symbol: "AAPL" } };
  const response = await fetch(legacyRequest("tools/call", call, { authorization: `Bearer ${accessToken}` }));
  await response.body?.cancel();
  return response.status;
};

const refresh = async (house: House, { refreshToken, clientId }: Login) =>
  (await askToken(house, { grant_type: "refresh_token", refresh_token: refreshToken, client_id: clientId })).body;

/** The same person's browser, opened again. */
function reopen(house: House, { browser: { cookies } }: Login): Browser {
  const browser = openBrowser(house);
  for (const [name, value] of cookies) browser.cookies.set(name, value);
  return browser;
}

/** Everything of a login still works: access token, refresh token, session, and the link behind a new client's login. */
async function assertNothingAsksAgain(house: House, login: Login): Promise<void> {
  assert.equal(await call(house, login.accessToken), 200, "access token");
  const renewed = await refresh(house, login);
  assert.equal(await call(house, renewed.access_token), 200, "refresh token");
  await assertOneClick(house, login);
}

async function assertOneClick(house: House, login: Login): Promise<void> {
  const browser = reopen(house, login);
  assert.equal((await browser.get("/account")).status, 200, "browser session");
  const { client_id } = await register(house);
  const consent = await browser.get(authorizePath(client_id));
  const answered = await browser.submit(consent, { decision: "allow" });
  assert.match(answered.location ?? "", /[?&]code=/, "link");
}

Deno.test("restart: tokens, browser session and both kinds of link survive it", async () => {
  await using site = await openSite();
  const logins = await site.run(OLD, async (house) => [
    await logIn(house),
    await logIn(house, { customer: 1, way: "partner" }),
  ]);
  for (const login of logins) await site.run(OLD, (house) => assertNothingAsksAgain(house, login));
});

Deno.test("restart: a login that was begun before it is finished after it", async () => {
  await using site = await openSite();
  const begun = await site.run(OLD, async (house) => {
    const browser = openBrowser(house);
    const { client_id } = await register(house);
    return { browser, page: await browser.get(authorizePath(client_id)) };
  });
  await site.run(OLD, async (house) => {
    const browser = reopen(house, { browser: begun.browser } as Login);
    const linkPage = await browser.follow(await browser.submit(begun.page, { decision: "allow" }));
    assert.equal(linkPage.status, 200);
    assert.ok(linkPage.forms.length > 0);
  });
});

Deno.test("restart: the successor of a refresh token is the same one after it", async () => {
  await using site = await openSite();
  const login = await site.run(OLD, (house) => logIn(house));
  const first = await site.run(OLD, (house) => refresh(house, login));
  site.clock.at += 60_000;
  const second = await site.run(OLD, (house) => refresh(house, login));
  assert.equal(second.refresh_token, first.refresh_token);
  const third = await site.run(BOTH, (house) => refresh(house, login));
  assert.equal(third.refresh_token, first.refresh_token);
});

Deno.test("restart: with new keys in front of the old ones nothing asks again, and new tokens are the new key's", async () => {
  await using site = await openSite();
  const login = await site.run(OLD, (house) => logIn(house));
  await site.run(BOTH, (house) => assertNothingAsksAgain(house, login));
  const later = await site.run(BOTH, (house) => logIn(house, { customer: 1 }));
  await site.run({ ...NEW }, async (house) => assert.equal(await call(house, later.accessToken), 200));
});

Deno.test("restart: once everything is sealed anew the old sealing key can go", async () => {
  await using site = await openSite();
  const logins = await site.run(OLD, async (house) => [
    await logIn(house),
    await logIn(house, { customer: 1, way: "partner" }),
  ]);
  const resealed = await site.run(BOTH, (house) => house.app.access.server!.users.resealAll());
  assert.equal(resealed, 2);
  assert.equal(await site.run(BOTH, (house) => house.app.access.server!.users.resealAll()), 0);
  const onlyNewSeal = { ...BOTH, TOKEN_ENCRYPTION_KEY: NEW.TOKEN_ENCRYPTION_KEY };
  for (const login of logins) await site.run(onlyNewSeal, (house) => assertNothingAsksAgain(house, login));
});

Deno.test("restart: once the old signing key is gone a client refreshes, and nobody is asked", async () => {
  await using site = await openSite();
  const login = await site.run(OLD, (house) => logIn(house));
  await site.run({ ...OLD, JWT_SECRET: NEW.JWT_SECRET }, async (house) => {
    assert.equal(await call(house, login.accessToken), 401);
    const renewed = await refresh(house, login);
    assert.equal(await call(house, renewed.access_token), 200);
    await assertOneClick(house, login);
  });
});

/** What only we cannot open: the client is sent to log in, the page asks for the link, and all is well again. */
async function assertAsksToLink(house: House, login: Login): Promise<void> {
  assert.equal(await call(house, login.accessToken), 401);
  const browser = reopen(house, login);
  assert.equal((await browser.get("/account")).status, 200);
  const { client_id } = await register(house);
  const consent = await browser.get(authorizePath(client_id));
  const page = await browser.follow(await browser.submit(consent, { decision: "allow" }));
  assert.ok(page.forms.some(({ action }) => action.endsWith("/oauth/link/personal")), page.text);
  const again = await logIn(house, { browser });
  assert.equal(again.userId, login.userId);
  assert.equal(await call(house, again.accessToken), 200);
  assert.deepEqual(house.rawLines.filter((line) => line.includes(`"level":"error"`)), []);
}

Deno.test("restart: without the key that sealed it, a link is asked for again, and nothing breaks", async () => {
  await using site = await openSite();
  const login = await site.run(OLD, (house) => logIn(house));
  const lost = { ...OLD, TOKEN_ENCRYPTION_KEY: NEW.TOKEN_ENCRYPTION_KEY };
  await site.run(lost, async (house) => {
    assert.equal(await house.app.access.server!.users.resealAll(), 0);
    await assertAsksToLink(house, login);
  });
});

Deno.test("restart: without any of the old keys a link is asked for again, and nothing breaks", async () => {
  await using site = await openSite();
  const login = await site.run(OLD, (house) => logIn(house));
  await site.run(NEW, async (house) => {
    assert.equal(await call(house, login.accessToken), 401);
    // The refresh token is none of the keys' business; what it leads to is.
    const renewed = await refresh(house, login);
    await assertAsksToLink(house, { ...login, accessToken: renewed.access_token, refreshToken: renewed.refresh_token });
  });
});

Deno.test("restart: a wrong key ends nothing: with the right one back, nobody has to link again", async () => {
  await using site = await openSite();
  const login = await site.run(OLD, (house) => logIn(house));
  const wrong = { ...OLD, TOKEN_ENCRYPTION_KEY: NEW.TOKEN_ENCRYPTION_KEY };
  await site.run(wrong, async (house) => assert.equal(await call(house, login.accessToken), 401));
  await site.run(OLD, (house) => assertNothingAsksAgain(house, login));
});

Deno.test("restart: a successor sealed by a key that is gone is refused, and its grant lives on", async () => {
  await using site = await openSite();
  const login = await site.run(OLD, (house) => logIn(house));
  const renewed = await site.run(OLD, (house) => refresh(house, login));
  await site.run({ ...OLD, TOKEN_ENCRYPTION_KEY: NEW.TOKEN_ENCRYPTION_KEY }, async (house) => {
    assert.equal((await refresh(house, login)).error, "invalid_grant");
    assert.match((await refresh(house, { ...login, refreshToken: renewed.refresh_token })).refresh_token, /\./);
  });
});

Deno.test("restart: when the operator's application is gone, those linked by it link by themselves", async () => {
  await using site = await openSite();
  const login = await site.run(OLD, (house) => logIn(house, { way: "partner" }));
  const other = await site.run(OLD, (house) => logIn(house, { customer: 1 }));
  const alone = { ...OLD, TT_CLIENT_ID: "", TT_CLIENT_SECRET: "" };
  await site.run(alone, async (house) => {
    await assertNothingAsksAgain(house, other);
    await assertAsksToLink(house, login);
  });
});

Deno.test("restart: a session that nobody used for thirty days is over, one in use is not", async () => {
  await using site = await openSite();
  const DAY = 86_400_000;
  const [idle, used] = await site.run(OLD, async (house) => [await logIn(house), await logIn(house, { customer: 1 })]);
  for (let day = 0; day < 40; day += 8) {
    site.clock.at += 8 * DAY;
    await site.run(OLD, async (house) => assert.equal((await reopen(house, used!).get("/account")).status, 200));
  }
  await site.run(OLD, async (house) => {
    assert.equal((await reopen(house, idle!).get("/account")).status, 403);
    const { client_id } = await register(house);
    const { location } = await allow(reopen(house, used!), authorizePath(client_id), { customer: 1 });
    assert.match(location!, /[?&]code=/);
  });
});
