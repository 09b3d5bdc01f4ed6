/** What people do to a login besides walking through it: refuse, wait too long, mistype, go back, reload. */

import assert from "node:assert/strict";
import { browserTest } from "./chromium.ts";
import { createClient } from "./oauth_client.ts";
import { startLocalSite } from "./sites.ts";
import { ADA, allow, atHeading, BEN, CONSENT, ENDED, LINK, linkAtBroker, linkByGrant, press } from "./steps.ts";

const MINUTE = 60_000;

browserTest("mishaps: whoever denies goes back to the client, which is told", async (open) => {
  await using site = await startLocalSite();
  await using client = await createClient(site.origin, "Client");
  const { page } = await open();
  const attempt = await client.begin();
  await page.goto(attempt.url);
  await press(page, "Deny");
  await atHeading(page, "Back at Client");
  const answer = await client.answerTo(attempt);
  assert.deepEqual([answer.get("error"), answer.get("code"), answer.get("iss")], ["access_denied", null, site.origin]);
});

browserTest("mishaps: whoever denies at the broker can still link by a grant", async (open) => {
  await using site = await startLocalSite();
  await using client = await createClient(site.origin, "Client");
  const { page } = await open();
  const attempt = await client.begin();
  await page.goto(attempt.url);
  await allow(page);
  await linkAtBroker(page, ADA, "Deny");
  await page.getByRole("alert").getByText("You did not log in at tastytrade.").waitFor();
  await linkByGrant(page, ADA);
  await atHeading(page, "Back at Client");
  await client.finish(attempt);
});

browserTest("mishaps: a login that was left lying has ended, before consent and after it", async (open) => {
  await using site = await startLocalSite();
  await using client = await createClient(site.origin, "Client");
  const { page } = await open();
  await page.goto((await client.begin()).url);
  await atHeading(page, CONSENT);
  site.app.clock.at += 11 * MINUTE;
  await press(page, "Allow");
  await atHeading(page, ENDED);

  await page.goto((await client.begin()).url);
  await allow(page);
  await atHeading(page, LINK);
  site.app.clock.at += 31 * MINUTE;
  await linkByGrant(page, ADA);
  await atHeading(page, ENDED);
  assert.equal(client.visits.length, 0);
  assert.equal(site.app.simulator.requests.length, 0, "the credentials went nowhere");
});

browserTest("mishaps: the broker's answer is worth nothing in another browser, and nothing twice", async (open) => {
  await using site = await startLocalSite();
  await using client = await createClient(site.origin, "Client");
  const { page } = await open();
  const { page: stranger } = await open();
  await stranger.goto((await client.begin()).url);
  await atHeading(stranger, CONSENT);
  const callbacks: string[] = [];
  page.on("request", (request) => {
    if (request.url().startsWith(`${site.origin}/oauth/callback`)) callbacks.push(request.url());
  });
  await page.goto((await client.begin()).url);
  await allow(page);
  await linkAtBroker(page, ADA, "Deny");
  await page.getByRole("alert").waitFor();
  const [callback] = callbacks;
  for (const other of [stranger, page]) {
    await other.goto(callback!);
    await atHeading(other, ENDED);
  }
});

browserTest("mishaps: a wrong secret is told at its field, and the right one works on the same page", async (open) => {
  await using site = await startLocalSite({ partner: false });
  await using client = await createClient(site.origin, "Client");
  const { page } = await open();
  const attempt = await client.begin();
  await page.goto(attempt.url);
  await allow(page);
  await linkByGrant(page, ADA, { secret: "too short" });
  const field = page.getByLabel("Client secret");
  await page.locator("#client_secret-error", { hasText: "does not have the form of a client secret" }).waitFor();
  assert.equal(site.app.simulator.requests.length, 0);

  await linkByGrant(page, ADA, { secret: "this-is-not-the-secret" });
  await page.locator("#client_secret-error", { hasText: "did not accept this client secret" }).waitFor();
  assert.deepEqual(
    [await field.getAttribute("aria-invalid"), await field.getAttribute("aria-describedby"), await field.inputValue()],
    ["true", "client_secret-error client_secret-hint", ""],
  );
  assert.equal(site.app.simulator.world.failedLogins.count, 1);

  await linkByGrant(page, ADA, { token: "this-is-not-the-token" });
  await page.locator("#refresh_token-error", { hasText: "did not accept this refresh token" }).waitFor();
  await page.getByRole("alert").getByRole("link").click();
  assert.equal(await page.evaluate("document.activeElement.id"), "refresh_token");

  await linkByGrant(page, ADA);
  await atHeading(page, "Back at Client");
  await client.finish(attempt);
});

browserTest("mishaps: after five wrong attempts the form is closed until a time that is told", async (open) => {
  await using site = await startLocalSite({ partner: false });
  await using client = await createClient(site.origin, "Client");
  const { page } = await open();
  await page.goto((await client.begin()).url);
  await allow(page);
  for (let attempt = 1; attempt <= 5; attempt++) {
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await linkByGrant(page, ADA, { secret: `this-is-not-the-secret-${attempt}` });
    assert.equal((await answered).status(), 400);
  }
  await linkByGrant(page, ADA);
  await page.getByRole("alert").getByText("Try again after 20 Nov 2026, 12:00").waitFor();
  for (const label of ["Client secret", "Refresh token"]) assert.ok(await page.getByLabel(label).isDisabled());
  assert.equal(site.app.simulator.world.failedLogins.count, 5);
});

browserTest("mishaps: back from the link page and from the client begins the question anew", async (open) => {
  await using site = await startLocalSite();
  await using client = await createClient(site.origin, "Client");
  const { page } = await open();
  const attempt = await client.begin();
  await page.goto(attempt.url);
  await allow(page);
  await atHeading(page, LINK);
  await page.goBack();
  await allow(page);
  await linkByGrant(page, ADA);
  await atHeading(page, "Back at Client");
  await client.finish(attempt);

  await page.goBack();
  await page.goBack();
  await atHeading(page, CONSENT);
  await page.getByText(ADA.account).waitFor();
  await press(page, "Allow");
  await atHeading(page, "Back at Client");
  assert.equal(client.visits.length, 2);
});

browserTest("mishaps: every page can be reloaded, also one that answers a form", async (open) => {
  await using site = await startLocalSite();
  await using client = await createClient(site.origin, "Client");
  const { page } = await open();
  const attempt = await client.begin();
  await page.goto(attempt.url);
  await atHeading(page, CONSENT);
  await page.reload();
  await allow(page);
  await atHeading(page, LINK);
  await page.reload();
  await linkByGrant(page, ADA, { secret: "too short" });
  await page.getByRole("alert").waitFor();
  await page.reload();
  await page.getByRole("alert").waitFor();
  await linkByGrant(page, ADA);
  await atHeading(page, "Back at Client");
  await client.finish(attempt);
  for (const path of ["/account", "/account/delete"]) {
    await page.goto(site.origin + path);
    const heading = await page.getByRole("heading", { level: 1 }).innerText();
    await page.reload();
    await atHeading(page, heading);
  }
});

browserTest("mishaps: an unknown client or a strange address is told to the person, and nowhere else", async (open) => {
  await using site = await startLocalSite();
  await using client = await createClient(site.origin, "Client");
  const { page } = await open();
  const { url } = await client.begin();
  for (
    const [name, value, heading, text] of [
      ["client_id", "nobody", "Unknown application", "This server has not given out such an id. Nothing was permitted"],
      ["redirect_uri", "https://evil.example/callback", "Wrong address", "an address it has not registered."],
    ] as const
  ) {
    const changed = new URL(url);
    changed.searchParams.set(name, value);
    await page.goto(changed.href);
    await atHeading(page, heading);
    await page.getByText(text).waitFor();
  }
  assert.equal(client.visits.length, 0);
});

browserTest("mishaps: two tabs log in two clients side by side", async (open) => {
  await using site = await startLocalSite();
  await using one = await createClient(site.origin, "Client one");
  await using two = await createClient(site.origin, "Client two");
  const { page: left, context } = await open();
  const right = await context.newPage();
  const attempts = [await one.begin(), await two.begin()] as const;
  await left.goto(attempts[0].url);
  await right.goto(attempts[1].url);
  await allow(left);
  await allow(right);
  await linkByGrant(left, ADA);
  await atHeading(left, "Back at Client one");
  await linkAtBroker(right, ADA);
  await atHeading(right, "Back at Client two");
  for (const [client, attempt] of [[one, attempts[0]], [two, attempts[1]]] as const) {
    assert.notEqual(typeof await client.getQuote(await client.finish(attempt)), "number");
  }
});

browserTest("mishaps: one login opened in two tabs is answered once in each", async (open) => {
  await using site = await startLocalSite();
  await using client = await createClient(site.origin, "Client");
  const { page: left, context } = await open();
  const right = await context.newPage();
  const attempt = await client.begin();
  await left.goto(attempt.url);
  await right.goto(attempt.url);
  await allow(left);
  await linkByGrant(left, ADA);
  await atHeading(left, "Back at Client");
  await client.finish(attempt);
  await press(right, "Deny");
  await atHeading(right, "Back at Client");
  assert.equal(client.visits[1]!.get("error"), "access_denied");
});

browserTest("mishaps: whoever returns can link another account, and is then that person", async (open) => {
  await using site = await startLocalSite();
  await using client = await createClient(site.origin, "Client");
  const { page, context } = await open();
  const first = await client.begin();
  await page.goto(first.url);
  await allow(page);
  await linkByGrant(page, ADA);
  await atHeading(page, "Back at Client");
  const adaTokens = await client.finish(first);
  const cookie = async () => (await context.cookies()).find(({ name }) => name === "__Host-ttai-session")!.value;
  const adaCookie = await cookie();

  const second = await client.begin();
  await page.goto(second.url);
  await press(page, "Allow with another account");
  await linkByGrant(page, BEN);
  await atHeading(page, "Back at Client");
  await client.finish(second);
  assert.notEqual(await cookie(), adaCookie, "a login makes a new session");
  await page.goto(`${site.origin}/account`);
  const text = await page.locator("main").innerText();
  assert.ok(text.includes(BEN.account) && !text.includes(ADA.account));
  assert.notEqual(typeof await client.getQuote(adaTokens), "number", "what Ada permitted before still holds");
});
