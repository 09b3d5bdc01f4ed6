/** Other sites, other browsers and other people's cookies against the pages of a login. */

import assert from "node:assert/strict";
import { SIMULATED_CREDENTIALS } from "../../../src/simulator/simulator.ts";
import {
  allow,
  authorizePath,
  type Browser,
  link,
  logIn,
  openBrowser,
  ORIGIN,
  register,
  type Visited,
} from "../../support/login.ts";
import { assertTurnedAway, collectionsIn, type House, openHouse, storesNothing } from "./house.ts";

const SESSION = "__Host-ttai-session";
const BROWSER = "__Host-ttai-browser";

const fieldOf = (page: Visited, name: string): string =>
  page.forms.flatMap(({ fields }) => fields).find(([field]) => field === name)![1];

/** A consent page, in a browser that has begun nothing else. */
async function openConsent(house: House, browser = openBrowser(house)): Promise<{ browser: Browser; page: Visited }> {
  const { client_id } = await register(house);
  return { browser, page: await browser.get(authorizePath(client_id)) };
}

const PERSONAL = {
  client_secret: SIMULATED_CREDENTIALS[1].clientSecret,
  refresh_token: SIMULATED_CREDENTIALS[1].refreshToken,
};

Deno.test("attacks on consent: a form without the page's token, with a wrong one, or from elsewhere decides nothing", async (t) => {
  await using house = await openHouse();
  const { browser, page } = await openConsent(house);
  const [request, csrf] = [fieldOf(page, "request"), fieldOf(page, "csrf")];
  const other = await openConsent(house, browser);
  const allowed = { request, decision: "allow" };
  const attempts: Record<string, () => Promise<Visited>> = {
    "no token": () => browser.post("/oauth/consent", allowed),
    "an empty token": () => browser.post("/oauth/consent", { ...allowed, csrf: "" }),
    "a wrong token": () => browser.post("/oauth/consent", { ...allowed, csrf: "A".repeat(43) }),
    "the token cut short": () => browser.post("/oauth/consent", { ...allowed, csrf: csrf.slice(0, -1) }),
    "the token of the same browser's other request": () =>
      browser.post("/oauth/consent", { ...allowed, csrf: fieldOf(other.page, "csrf") }),
    "a first wrong token and a second right one": () =>
      browser.post("/oauth/consent", [...Object.entries(allowed), ["csrf", "x"], ["csrf", csrf]]),
    "another site, with everything right": () =>
      browser.post("/oauth/consent", { ...allowed, csrf }, "https://evil.example"),
    "a sandboxed frame": () => browser.post("/oauth/consent", { ...allowed, csrf }, "null"),
    "another browser, with everything right": () => openBrowser(house).post("/oauth/consent", { ...allowed, csrf }),
    "another browser that has begun something itself": async () =>
      (await openConsent(house)).browser.post("/oauth/consent", { ...allowed, csrf }),
    "the link form before consent": () => browser.post("/oauth/link/personal", { request, csrf, ...PERSONAL }),
    "the broker's login before consent": () => browser.post("/oauth/link/tastytrade", { request, csrf }),
    "no decision": () => browser.post("/oauth/consent", { request, csrf }),
    "a decision there is not": () => browser.post("/oauth/consent", { request, csrf, decision: "ALLOW" }),
    "a GET": () => browser.get(`/oauth/consent?${new URLSearchParams({ ...allowed, csrf })}`),
  };
  for (const [name, attempt] of Object.entries(attempts)) {
    await t.step(name, async () => {
      // What the attempt itself begins is no trace of it.
      if (name.includes("begun")) assertTurnedAway(await attempt());
      else assertTurnedAway(await storesNothing(house, attempt));
    });
  }
  await t.step("in JSON", async () => {
    const response = await storesNothing(house, () =>
      house.fetch(
        new Request(`${ORIGIN}/oauth/consent`, {
          method: "POST",
          headers: { "content-type": "text/plain", cookie: `${BROWSER}=${browser.cookies.get(BROWSER)}` },
          body: JSON.stringify({ ...allowed, csrf }),
        }),
      ));
    assert.equal(response.status, 400);
    await response.body?.cancel();
  });
  assert.deepEqual(await collectionsIn(house), ["authorization_requests", "oauth_clients"]);
  const right = await browser.post("/oauth/consent", { ...allowed, csrf });
  assert.equal(right.status, 303);
});

Deno.test("attacks on consent: an answered request is over, whichever answer and whoever asks", async (t) => {
  await using house = await openHouse();
  await t.step("denied", async () => {
    const { browser, page } = await openConsent(house);
    const denied = await browser.submit(page, { decision: "deny" });
    assert.match(denied.location!, /error=access_denied/);
    assertTurnedAway(await browser.submit(page, { decision: "allow" }));
    assertTurnedAway(await browser.get(`/oauth/link?request=${fieldOf(page, "request")}`));
  });
  await t.step("allowed", async () => {
    const { browser, page } = await openConsent(house);
    const linkPage = await browser.follow(await browser.submit(page, { decision: "allow" }));
    const done = await link(browser, linkPage);
    assert.match(done.location!, /[?&]code=/);
    assertTurnedAway(await storesNothing(house, () => link(browser, linkPage)));
    assertTurnedAway(await storesNothing(house, () => browser.submit(page, { decision: "deny" })));
  });
  await t.step("too late", async () => {
    const { browser, page } = await openConsent(house);
    house.clock.at += 10 * 60_000;
    assertTurnedAway(await storesNothing(house, () => browser.submit(page, { decision: "allow" })));
  });
});

Deno.test("attacks on pages: none may be framed, kept, or leak where it was", async () => {
  await using house = await openHouse();
  const { browser, page } = await openConsent(house);
  const linkPage = await browser.follow(await browser.submit(page, { decision: "allow" }));
  const wrong = await browser.submit(linkPage, { client_secret: "x", refresh_token: "y" }, "/oauth/link/personal");
  const done = await link(browser, linkPage);
  const pages = [page, linkPage, wrong, await browser.get("/account"), await browser.get("/account/delete")];
  for (const { headers, url } of [...pages, await openBrowser(house).get("/account")]) {
    assert.match(headers.get("content-security-policy")!, /(^|; )frame-ancestors 'none'(;|$)/, url);
    assert.match(headers.get("content-security-policy")!, /(^|; )base-uri 'none'(;|$)/, url);
    assert.equal(headers.get("x-frame-options"), "DENY");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("cache-control"), "no-store");
    assert.match(headers.get("referrer-policy")!, /^(same-origin|no-referrer)$/);
    assert.equal(headers.get("access-control-allow-credentials"), null);
  }
  // The address with the code must not travel on as a Referer, nor stay in a cache.
  assert.equal(done.headers.get("referrer-policy"), "no-referrer");
  assert.equal(done.headers.get("cache-control"), "no-store");
  assert.equal((await browser.get("/account/data")).headers.get("cache-control"), "no-store");
});

Deno.test("attacks on the way back from the broker: a state is one browser's, once, and only after consent", async (t) => {
  await using house = await openHouse();
  const { browser, page } = await openConsent(house);
  const request = fieldOf(page, "request");
  const linkPage = await browser.follow(await browser.submit(page, { decision: "allow" }));
  const toBroker = await browser.submit(linkPage, {}, "/oauth/link/tastytrade");
  const brokerPage = await browser.get(toBroker.location!);
  const answered = await browser.submit(brokerPage, { decision: "allow" });
  const back = new URL(answered.location!);
  const state = back.searchParams.get("state")!;
  const withState = (text: string): string => {
    const url = new URL(back);
    url.searchParams.set("state", text);
    return url.href;
  };
  const attempts: Record<string, () => Promise<Visited>> = {
    "another browser": () => openBrowser(house).get(back.href),
    "another browser that has begun something itself": async () => (await openConsent(house)).browser.get(back.href),
    "no state": () => browser.get(withState("")),
    "the request without its secret": () => browser.get(withState(request)),
    "the request with a wrong secret": () => browser.get(withState(`${request}.${"A".repeat(43)}`)),
    "the secret alone": () => browser.get(withState(state.split(".")[1]!)),
    "a wrong state first": () => browser.get(`/oauth/callback?state=x&${back.searchParams}`),
  };
  for (const [name, attempt] of Object.entries(attempts)) {
    await t.step(name, async () => {
      if (name.includes("begun")) assertTurnedAway(await attempt());
      else assertTurnedAway(await storesNothing(house, attempt));
    });
  }
  const calls = house.simulator.requests.length;
  const done = await browser.get(back.href);
  assert.match(done.location!, /^http:\/\/127\.0\.0\.1:3333\/callback\?code=/);
  assert.ok(house.simulator.requests.length > calls);
  await t.step("the same answer again", async () => {
    const before = house.simulator.requests.length;
    assertTurnedAway(await storesNothing(house, () => browser.get(back.href)));
    assert.equal(house.simulator.requests.length, before);
  });
});

Deno.test("attacks on the way back from the broker: a state is used up by a refusal as well", async () => {
  await using house = await openHouse();
  const { browser, page } = await openConsent(house);
  const linkPage = await browser.follow(await browser.submit(page, { decision: "allow" }));
  const toBroker = await browser.submit(linkPage, {}, "/oauth/link/tastytrade");
  const state = new URL(toBroker.location!).searchParams.get("state")!;
  const back = `/oauth/callback?${new URLSearchParams({ state, code: "injected-code" })}`;
  assert.equal((await browser.get(back)).status, 400);
  const calls = house.simulator.requests.length;
  assertTurnedAway(await browser.get(back));
  assert.equal(house.simulator.requests.length, calls);
  assert.deepEqual(await collectionsIn(house), ["authorization_requests", "oauth_clients"]);
});

Deno.test("attacks on sessions: the cookie is new with every login, and the old one is worth nothing", async () => {
  await using house = await openHouse();
  const planted = "F".repeat(43);
  const browser = openBrowser(house);
  browser.cookies.set(SESSION, planted);
  await logIn(house, { browser });
  const first = browser.cookies.get(SESSION)!;
  assert.notEqual(first, planted);
  const { client_id } = await register(house);
  const consent = await browser.get(authorizePath(client_id));
  const page = await browser.follow(await browser.submit(consent, { decision: "other_account" }));
  await link(browser, page, { customer: 1 });
  const second = browser.cookies.get(SESSION)!;
  assert.notEqual(second, first);
  for (const cookie of [planted, first]) {
    const thief = openBrowser(house);
    thief.cookies.set(SESSION, cookie);
    assert.equal((await thief.get("/account")).status, 403, cookie);
  }
  const sessions = [...(await house.records()).keys()].filter((key) => key.startsWith("browser_sessions "));
  assert.equal(sessions.length, 1);
  assert.ok(!sessions[0]!.includes(second), "of the cookie only its hash is kept");
});

Deno.test("attacks on sessions: logging out and deleting the account end them on the server", async (t) => {
  for (const path of ["/account/logout", "/account/delete"]) {
    await t.step(path, async () => {
      await using house = await openHouse();
      const { browser } = await logIn(house);
      const cookie = browser.cookies.get(SESSION)!;
      const csrf = fieldOf(await browser.get("/account"), "csrf");
      assert.equal((await browser.post(path, { csrf, confirm: "DELETE" })).status, 200);
      assert.equal(browser.cookies.has(SESSION), false);
      browser.cookies.set(SESSION, cookie);
      assert.equal((await browser.get("/account")).status, 403);
    });
  }
});

Deno.test("attacks on cookies: only ours, by their full names and in their form, count", async (t) => {
  await using house = await openHouse();
  const { browser, page } = await openConsent(house);
  const answer = Object.fromEntries(page.forms[0]!.fields);
  const cookie = browser.cookies.get(BROWSER)!;
  const { browser: user } = await logIn(house);
  const session = user.cookies.get(SESSION)!;
  const headers: Record<string, string> = {
    "names without the prefix": `ttai-browser=${cookie}; ttai-session=${session}`,
    "another prefix": `__Secure-ttai-browser=${cookie}; __Secure-ttai-session=${session}`,
    "other capitals": `__host-ttai-browser=${cookie}; __HOST-ttai-session=${session}`,
    "a tossed one in front": `${BROWSER}=${"T".repeat(43)}; ${SESSION}=${
      "T".repeat(43)
    }; ${BROWSER}=${cookie}; ${SESSION}=${session}`,
    "each other's values": `${BROWSER}=${session}; ${SESSION}=${cookie}`,
    "the hash that the database has": `${SESSION}=${await sessionIdIn(house)}`,
    "too long": `${BROWSER}=${cookie}A; ${SESSION}=${session}A`,
    "none": "",
  };
  for (const [name, header] of Object.entries(headers)) {
    await t.step(name, async () => {
      await storesNothing(house, async () => {
        const account = await house.fetch(new Request(`${ORIGIN}/account`, { headers: { cookie: header } }));
        assert.equal(account.status, 403);
        await account.body?.cancel();
        const consent = await house.fetch(
          new Request(`${ORIGIN}/oauth/consent`, {
            method: "POST",
            headers: { cookie: header, origin: ORIGIN, "content-type": "application/x-www-form-urlencoded" },
            body: new URLSearchParams({ ...answer, decision: "allow" }).toString(),
          }),
        );
        assert.equal(consent.status, 400);
        await consent.body?.cancel();
      });
    });
  }
});

const sessionIdIn = async (house: House): Promise<string> =>
  [...(await house.records()).keys()].find((key) => key.startsWith("browser_sessions "))!.split(" ")[1]!;

Deno.test("attacks on the account page: its forms need its token, from its own browser and origin", async (t) => {
  await using house = await openHouse();
  const ada = await logIn(house);
  const ben = await logIn(house, { customer: 1 });
  const csrf = fieldOf(await ada.browser.get("/account"), "csrf");
  const bens = fieldOf(await ben.browser.get("/account"), "csrf");
  const fields = { grant: ada.grantId, confirm: "DELETE" };
  const attempts: Record<string, (path: string) => Promise<Visited>> = {
    "no token": (path) => ada.browser.post(path, fields),
    "a wrong token": (path) => ada.browser.post(path, { ...fields, csrf: "A".repeat(43) }),
    "another user's token": (path) => ada.browser.post(path, { ...fields, csrf: bens }),
    "another site": (path) => ada.browser.post(path, { ...fields, csrf }, "https://evil.example"),
    "a browser without a session": (path) => openBrowser(house).post(path, { ...fields, csrf }),
    "the token of another user's browser": (path) => ben.browser.post(path, { ...fields, csrf }),
  };
  for (const path of ["revoke", "revoke-all", "unlink", "delete", "logout"]) {
    for (const [name, attempt] of Object.entries(attempts)) {
      await t.step(`${path}: ${name}`, async () => {
        assertTurnedAway(await storesNothing(house, () => attempt(`/account/${path}`)));
      });
    }
  }
});

Deno.test("attacks on linking: guesses are counted by browser and by household, and the broker hears of few", async () => {
  await using house = await openHouse();
  const tried: number[] = [];
  const guess = async (browser: Browser, page: Visited, number: number) => {
    const { status } = await browser.submit(page, {
      client_secret: "a".repeat(40),
      refresh_token: `wrong-refresh-token-${number}`,
    }, "/oauth/link/personal");
    tried.push(status);
  };
  for (let visitor = 0; visitor < 4; visitor++) {
    const { browser, page } = await openConsent(house);
    const linkPage = await browser.follow(await browser.submit(page, { decision: "allow" }));
    for (let number = 0; number < 7; number++) {
      house.address = `2001:db9:1:2::${(visitor * 7 + number).toString(16)}`;
      await guess(browser, linkPage, visitor * 7 + number);
    }
  }
  assert.deepEqual(tried.slice(0, 7), [400, 400, 400, 400, 400, 429, 429]);
  assert.equal(tried.filter((status) => status === 400).length, 10);
  assert.equal(house.simulator.world.failedLogins.count, 10);
  assert.deepEqual((await collectionsIn(house)).filter((name) => /users|links|grants|codes|sessions/.test(name)), []);
});

Deno.test("attacks on linking: whoever is not invited leaves no trace", async () => {
  await using house = await openHouse({ environment: { TTAI_ALLOWED_USERS: "ben@simulator.example" } });
  const { client_id } = await register(house);
  for (const way of ["personal", "partner"] as const) {
    const page = await allow(openBrowser(house), authorizePath(client_id), { way });
    assertTurnedAway(page);
    assert.match(page.text, /invited/);
  }
  assert.deepEqual(await collectionsIn(house), ["authorization_requests", "oauth_clients"]);
  assert.equal((await logIn(house, { customer: 1 })).scope, "read");
});

Deno.test("attacks on the pages: one address cannot begin logins without end", async () => {
  await using house = await openHouse();
  const { client_id } = await register(house);
  const browser = openBrowser(house);
  const statuses: number[] = [];
  for (let number = 0; number < 101; number++) statuses.push((await browser.get(authorizePath(client_id))).status);
  assert.deepEqual(statuses, [...Array(100).fill(200), 429]);
  const crowded = house.address;
  house.address = "198.51.100.8";
  assert.equal((await browser.get(authorizePath(client_id))).status, 200);
  house.address = crowded;
  house.clock.at += 600_000;
  assert.equal((await browser.get(authorizePath(client_id))).status, 200);
});
