/** The pages between a client's question and its answer. */

import assert from "node:assert/strict";
import { allow, authorizePath, CALLBACK, link, openBrowser, ORIGIN, register } from "../../support/login.ts";
import { answerIn, MCP, type Row, row, visit } from "./row.ts";

export const consent: readonly Row[] = [
  row(
    "RFC 6749, 10.13; RFC 9700, 4.16",
    "The pages cannot be framed",
    "consent and link pages refuse to be framed, in both ways",
    async (app) => {
      const browser = openBrowser(app);
      const { client_id } = await register(app);
      const first = await browser.get(authorizePath(client_id));
      const second = await browser.follow(await browser.submit(first, { decision: "allow" }));
      assert.match(second.url, /\/oauth\/link/);
      for (const { headers } of [first, second]) {
        assert.match(headers.get("content-security-policy")!, /frame-ancestors 'none'/);
        assert.equal(headers.get("x-frame-options"), "DENY");
        assert.equal(headers.get("cache-control"), "no-store");
      }
    },
  ),
  row(
    `${MCP.practices}, Confused Deputy`,
    "Consent is asked for each client before the broker is",
    "a request never leads to the broker before the person has said yes",
    async (app) => {
      const browser = openBrowser(app);
      const page = await visit(app);
      assert.deepEqual([page.status, page.location], [200, null]);
      assert.deepEqual(page.forms.map(({ action }) => action), [`${ORIGIN}/oauth/consent`]);
      const id = Object.fromEntries(page.forms[0]!.fields).request!;
      assert.equal((await browser.post("/oauth/link/tastytrade", page.forms[0]!.fields)).status, 400);
      assert.doesNotMatch((await browser.get(`/oauth/link?request=${id}`)).text, /\/oauth\/link\//);
    },
  ),
  row(
    `${MCP.practices}, Confused Deputy`,
    "A cookie of an earlier consent is no consent for another client",
    "somebody who is logged in is still asked, for every client and every time",
    async (app) => {
      const browser = openBrowser(app);
      const { client_id } = await register(app);
      answerIn(await allow(browser, authorizePath(client_id)));
      for (const id of [client_id, (await register(app)).client_id]) {
        const page = await browser.get(authorizePath(id));
        assert.deepEqual([page.status, page.location], [200, null]);
        assert.match(page.text, /linked already/);
      }
    },
  ),
  row(
    "RFC 6749, 10.12; RFC 9700, 4.7",
    "A consent cannot be forged from another page or another browser",
    "a consent without the form's token, the browser's cookie or of another request counts for nothing",
    async (app) => {
      const { client_id } = await register(app);
      const browser = openBrowser(app);
      const page = await browser.get(authorizePath(client_id));
      const fields = { ...Object.fromEntries(page.forms[0]!.fields), decision: "allow" };
      const other = openBrowser(app);
      const others = Object.fromEntries((await other.get(authorizePath(client_id))).forms[0]!.fields);
      const forged = [
        await browser.post("/oauth/consent", { ...fields, csrf: "" }),
        await browser.post("/oauth/consent", { ...fields, csrf: others.csrf! }),
        await browser.post("/oauth/consent", { ...fields, request: others.request! }),
        await browser.post("/oauth/consent", { ...others, decision: "allow" }),
        await other.post("/oauth/consent", fields),
        await openBrowser(app).post("/oauth/consent", fields),
        await browser.post("/oauth/consent", fields, "https://evil.example"),
      ];
      for (const { status, location } of forged) assert.ok([400, 403].includes(status) && location === null);
      assert.match((await browser.post("/oauth/consent", fields)).location!, /\/oauth\/link\?/);
    },
  ),
  row(
    `${MCP.practices}, Confused Deputy`,
    "Cookies are __Host-, Secure, HttpOnly and SameSite=Lax",
    "every cookie of a login keeps the rules of __Host-",
    async (app) => {
      const browser = openBrowser(app);
      const { client_id } = await register(app);
      // The browser of the tests refuses any other.
      answerIn(await allow(browser, authorizePath(client_id)));
      assert.deepEqual([...browser.cookies.keys()], ["__Host-ttai-browser", "__Host-ttai-session"]);
    },
  ),
  row(
    `${MCP.practices}, Confused Deputy`,
    "The state of the broker's login is random, made after consent, and used once",
    "a state of the broker's login works once, in its own browser",
    async (app) => {
      const { client_id } = await register(app);
      const browser = openBrowser(app);
      const consented = await browser.submit(await browser.get(authorizePath(client_id)), { decision: "allow" });
      const page = await browser.follow(consented);
      const toBroker = await browser.submit(page, {}, "/oauth/link/tastytrade");
      const state = new URL(toBroker.location!).searchParams.get("state")!;
      assert.match(state, /[\w-]{43}$/);
      const callback = (value: string) => `/oauth/callback?error=access_denied&state=${value}`;
      assert.equal((await openBrowser(app).get(callback(state))).status, 400);
      assert.match((await browser.get(callback(`${state}x`))).text, /This login has ended/);
      assert.match((await browser.get(callback(state))).text, /You did not log in at tastytrade/);
      assert.match((await browser.get(callback(state))).text, /This login has ended/);
    },
  ),
  row(
    `${MCP.practices}, Confused Deputy`,
    "A decision counts once",
    "a second click, a reload or the way back decides nothing again",
    async (app) => {
      const { client_id } = await register(app);
      const browser = openBrowser(app);
      const page = await browser.get(authorizePath(client_id));
      const linking = await browser.follow(await browser.submit(page, { decision: "allow" }));
      assert.ok(answerIn(await link(browser, linking)).code);
      for (const again of [await link(browser, linking), await browser.submit(page, { decision: "allow" })]) {
        assert.deepEqual([again.status, again.location], [400, null]);
        assert.match(again.text, /This login has ended/);
      }
    },
  ),
  row(
    `${MCP.practices}, Confused Deputy`,
    "A login that was begun ends after some minutes",
    "ten minutes after it was asked for, nobody can consent any more",
    async (app) => {
      const { client_id } = await register(app);
      const browser = openBrowser(app);
      const page = await browser.get(authorizePath(client_id));
      app.clock.at += 10 * 60_000;
      assert.match((await browser.submit(page, { decision: "allow" })).text, /This login has ended/);
    },
  ),
  row(
    `${MCP.practices}, Scope Minimization`,
    "What goes beyond looking is chosen by the person",
    "trading is unticked, and granted only when ticked",
    async (app) => {
      const { client_id } = await register(app);
      const browser = openBrowser(app);
      const page = await browser.get(authorizePath(client_id, { scope: "read trade" }));
      assert.match(page.text, /name="scope" value="trade"/);
      assert.deepEqual(page.forms[0]!.fields.filter(([name]) => name === "scope"), [["scope", "read"]]);
    },
  ),
  row(
    "RFC 9700, 4.2.4; CSP, form-action",
    "Pages load nothing from elsewhere and post only where they have to",
    "no script, no foreign resource, forms to ourselves and the client only",
    async (app) => {
      const { text, headers } = await visit(app);
      assert.doesNotMatch(text, /<script|<img|<link|<iframe|@import|src=/);
      const policy = headers.get("content-security-policy")!;
      assert.match(policy, /default-src 'none'/);
      assert.ok(policy.includes(`form-action 'self' ${new URL(CALLBACK).origin}`), policy);
    },
  ),
];
